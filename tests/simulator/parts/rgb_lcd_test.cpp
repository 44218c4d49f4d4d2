#include "drivers.hpp"

namespace perisphere::rgb_lcd_test
{

using namespace perisphere::parts;
using namespace perisphere::engine;
using namespace std::chrono_literals;

namespace
{

struct LcdBench : Bench {
    std::unique_ptr<Part> part = make("rgb-lcd", "LCD");
    I2cDriver text{*this, *part, 0x3E};
    I2cDriver light{*this, *part, 0x62};

    void instruct(std::uint8_t instruction)
    {
        text.write(0x80, instruction);
        run(2ms);
    }
    /// In one access, as a stream of data.
    void print(const std::string& characters)
    {
        Bytes bytes = {0x40};
        bytes.insert(bytes.end(), characters.begin(), characters.end());
        REQUIRE(text.send(bytes));
    }
    void begin()
    {
        for (const std::uint8_t instruction : Bytes{0x28, 0x0C, 0x01, 0x06}) // two lines, on, clear
            instruct(instruction);
    }
    std::string line(int number)
    {
        return get<std::string>(*part, "line" + std::to_string(number));
    }
    std::pair<std::int64_t, std::int64_t> cursor()
    {
        return {get<std::int64_t>(*part, "cursorLine"), get<std::int64_t>(*part, "cursorColumn")};
    }
    Colour colour() { return get<Colour>(*part, "colour"); }
};

using Place = std::pair<std::int64_t, std::int64_t>;

} // namespace

TEST_CASE("the LCD shows what is written to both of its lines")
{
    LcdBench bench;
    bench.begin();
    bench.print("Hello");
    bench.instruct(0xC0 | 3); // second line, fourth column
    bench.print("world");
    CHECK(get<bool>(*bench.part, "on"));
    CHECK(bench.line(1) == "Hello");
    CHECK(bench.line(2) == "   world");
    CHECK(bench.cursor() == Place{1, 8});
    bench.instruct(0x01);
    CHECK(bench.line(1).empty());
    CHECK(bench.line(2).empty());
    CHECK(bench.cursor() == Place{0, 0});
    CHECK(bench.unmodelled.all().empty());
}

TEST_CASE("the LCD shows nothing while it is off, and its second line only in two-line mode")
{
    LcdBench bench;
    bench.print("x");
    CHECK_FALSE(get<bool>(*bench.part, "on"));
    CHECK(bench.line(1).empty());
    bench.instruct(0x0C);
    CHECK(bench.line(1) == "x");
    bench.instruct(0x80 | 40); // one line of 80 characters
    bench.print("y");
    CHECK(bench.line(2).empty());
    bench.instruct(0x28);
    CHECK(bench.line(2) == "y");
}

TEST_CASE("the LCD takes single bytes and streams, as its control bytes say")
{
    LcdBench bench;
    bench.begin();
    REQUIRE(bench.text.send({0x80, 0x85, 0xC0, 'a', 0x80, 0xC1, 0x40, 'b', 'c'}));
    CHECK(bench.line(1) == "     a");
    CHECK(bench.line(2) == " bc");
}

TEST_CASE("the LCD's cursor and entry mode go either way, and a line goes on in the other")
{
    LcdBench bench;
    bench.begin();
    bench.instruct(0x0F);
    CHECK(get<std::string>(*bench.part, "cursor") == "line and block");
    bench.instruct(0x80 | 39);
    CHECK(bench.cursor() == Place{0, -1}); // right of the glass
    bench.print("ab");
    CHECK(bench.line(2) == "b");
    CHECK(bench.cursor() == Place{1, 1});
    bench.instruct(0x10); // cursor to the left
    CHECK(bench.cursor() == Place{1, 0});
    bench.instruct(0x14);
    bench.instruct(0x14);
    CHECK(bench.cursor() == Place{1, 2});
    bench.instruct(0x04); // from right to left
    bench.print("yx");
    CHECK(bench.line(2) == "bxy");
    bench.instruct(0x0C);
    CHECK(get<std::string>(*bench.part, "cursor") == "hidden");
}

TEST_CASE("the LCD shifts its lines")
{
    LcdBench bench;
    bench.begin();
    bench.print("0123456789abcdefghij");
    CHECK(bench.line(1) == "0123456789abcdef");
    bench.instruct(0x18); // display to the left
    bench.instruct(0x18);
    CHECK(bench.line(1) == "23456789abcdefgh");
    bench.instruct(0x1C);
    CHECK(bench.line(1) == "123456789abcdefg");
    bench.instruct(0x02); // home
    CHECK(bench.line(1) == "0123456789abcdef");
    CHECK(bench.cursor() == Place{0, 0});
    bench.instruct(0x07); // write and shift
    bench.print("X");
    CHECK(bench.line(1) == "123456789abcdefg");
    CHECK(bench.cursor() == Place{0, 0});
}

TEST_CASE("the LCD has the characters of its ROM and eight of its own")
{
    LcdBench bench;
    bench.begin();
    bench.print("21\xDF"
                "C \x7E\xB1\xF7\x5C");
    CHECK(bench.line(1) == "21°C →ｱπ¥");
    bench.instruct(0x40 | 8); // the second pattern
    bench.print(std::string("\x00\x0A\x1F\x1F\x0E\x04\xE0\x00", 8));
    bench.instruct(0x80);
    bench.print(std::string("\x01\x00", 2));
    CHECK(bench.line(1).starts_with("①⓪"));
    const auto patterns = get<ByteArray>(*bench.part, "patterns");
    REQUIRE(patterns.size() == 64);
    CHECK(patterns[9] == std::byte{0x0A});
    CHECK(patterns[14] == std::byte{0x00}); // five dots wide
}

TEST_CASE("the LCD loses what comes while it clears")
{
    LcdBench bench;
    bench.begin();
    bench.text.write(0x80, 0x01);
    bench.run(1530us - 1us);
    bench.print("a");
    CHECK(get<std::int64_t>(*bench.part, "lost") == 1);
    bench.run(1us);
    bench.print("b");
    CHECK(bench.line(1) == "b");
    CHECK(get<std::int64_t>(*bench.part, "lost") == 1);
}

TEST_CASE("the LCD's controller only listens, and reports what it leaves out")
{
    LcdBench bench;
    bus::I2cTarget* controller =
        bench.buses.i2cTargets(pinOf(*bench.part, "SCL"), pinOf(*bench.part, "SDA")).at(0);
    CHECK_FALSE(controller->start(0x3E, bus::I2cAccess::Read));
    bench.instruct(0x24);
    bench.instruct(0x39);
    bench.instruct(0x80 | 0x2F);
    bench.light.write(0x01, 0x14);
    std::vector<std::string> reported;
    for (const UnmodelledAccess& one : bench.unmodelled.all())
        reported.push_back(one.what);
    CHECK(reported == std::vector<std::string>{"characters of 5 by 10 dots (function set)",
                                               "extended instructions (function set 39h)",
                                               "DDRAM address 2Fh, which has no character",
                                               "INVRT of the backlight (register 01h)"});
}

TEST_CASE("the LCD's backlight has the colour of its brightness registers")
{
    LcdBench bench;
    CHECK(bench.colour() == Colour{0, 0, 0});
    bench.light.write(0x00, 0x00); // out of sleep
    bench.light.write(0x08, 0xAA); // by PWM
    bench.light.write(0x04, 0xFF);
    bench.light.write(0x03, 0x80);
    bench.light.write(0x02, 0x10);
    CHECK(bench.colour() == Colour{0xFF, 0x80, 0x10});
    bench.light.write(0x08, 0x1A); // LED2 on, the others by PWM
    CHECK(bench.colour() == Colour{0xFF, 0x80, 0x10});
    bench.light.write(0x00, 0x10); // sleeps
    CHECK(bench.colour() == Colour{0xFF, 0, 0});
    bench.light.write(0x08, 0x00);
    CHECK(bench.colour() == Colour{0, 0, 0});
}

TEST_CASE("the LCD's backlight dims and blinks as a group")
{
    LcdBench bench;
    bench.light.write(0x00, 0x00);
    bench.light.write(0x08, 0xFF);
    REQUIRE(bench.light.send({0xA2, 0x40, 0x80, 0xFF})); // the brightnesses, counted up
    bench.light.write(0x06, 0x80);
    CHECK(bench.colour() == Colour{0x7F, 0x40, 0x20});
    CHECK(get<double>(*bench.part, "blinkPeriod") == 0);
    bench.light.write(0x01, 0x25); // DMBLNK
    bench.light.write(0x07, 0x17);
    CHECK(bench.colour() == Colour{0xFF, 0x80, 0x40});
    CHECK(get<double>(*bench.part, "blinkPeriod") == 1);
    CHECK(get<double>(*bench.part, "blinkDuty") == 0.5);
}

TEST_CASE("the LCD's backlight counts addresses up as asked, and answers to all-call")
{
    LcdBench bench;
    CHECK(bench.light.read(0x00) == 0x11);
    CHECK(bench.light.read(0x80, 13) ==
          Bytes{0x91, 0x05, 0, 0, 0, 0, 0xFF, 0, 0, 0xE2, 0xE4, 0xE8, 0xE0});
    CHECK(bench.light.read(0x09, 2) == Bytes{0xE2, 0xE2});
    REQUIRE(bench.light.send({0xE6, 1, 2, 3, 4})); // group, then brightness
    CHECK(bench.light.read(0x82, 6) == Bytes{3, 4, 0, 0, 1, 2});
    CHECK(bench.light.probe(0x70));
    CHECK_FALSE(bench.light.probe(0x71));
    bench.light.write(0x00, 0x08); // SUB1 instead
    CHECK_FALSE(bench.light.probe(0x70));
    CHECK(bench.light.probe(0x71));
}

} // namespace perisphere::rgb_lcd_test
