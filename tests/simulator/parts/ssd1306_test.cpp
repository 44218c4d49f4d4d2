#include "drivers.hpp"

namespace perisphere::ssd1306_test
{

using namespace perisphere::parts;
using namespace perisphere::engine;
using namespace std::chrono_literals;

namespace
{

struct DisplayBench : Bench {
    std::unique_ptr<Part> display = make("ssd1306", "OLED");
    I2cDriver driver{*this, *display, 0x3C};

    void command(std::initializer_list<std::uint8_t> codes)
    {
        Bytes bytes = {0x00}; // a stream of commands
        bytes.insert(bytes.end(), codes);
        REQUIRE(driver.send(bytes));
    }
    void data(Bytes bytes)
    {
        bytes.insert(bytes.begin(), 0x40); // a stream of data
        REQUIRE(driver.send(bytes));
    }
    /// As drivers set up the usual module.
    void setUp()
    {
        command({0xAE, 0xD5, 0x80, 0xA8, 0x3F, 0xD3, 0x00, 0x40, 0x8D, 0x14, 0x20, 0x00, 0xA1,
                 0xC8, 0xDA, 0x12, 0x81, 0xCF, 0xD9, 0xF1, 0xDB, 0x40, 0xA4, 0xA6, 0xAF});
    }
    bool pixel(unsigned x, unsigned y) const
    {
        const auto pixels = display->pixels();
        REQUIRE(pixels.size() == 1024);
        return (pixels[(y * 128 + x) / 8] >> (7 - x % 8) & 1) != 0;
    }
    std::size_t litPixels() const
    {
        std::size_t count = 0;
        for (unsigned y = 0; y < 64; ++y)
            for (unsigned x = 0; x < 128; ++x)
                count += pixel(x, y) ? 1U : 0U;
        return count;
    }
    std::uint64_t revision() { return get<Image>(*display, "image").revision; }
};

} // namespace

TEST_CASE("the SSD1306 shows nothing until it is on and says so in its status")
{
    DisplayBench bench;
    bench.data({0xFF});
    CHECK(bench.litPixels() == 0);
    CHECK((bench.driver.read(0x00) & 0x40) != 0);
    bench.setUp();
    CHECK(bench.litPixels() == 8);
    CHECK((bench.driver.read(0x00) & 0x40) == 0);
    CHECK(get<bool>(*bench.display, "on"));
    CHECK(get<std::int64_t>(*bench.display, "contrast") == 0xCF);
}

TEST_CASE("the SSD1306's first byte is the upper left column of the picture, lowest bit on top")
{
    DisplayBench bench;
    bench.setUp();
    bench.data({0x05});
    CHECK(bench.pixel(0, 0));
    CHECK_FALSE(bench.pixel(0, 1));
    CHECK(bench.pixel(0, 2));
    CHECK(bench.litPixels() == 2);
    bench.command({0xA0, 0xC0}); // the picture upside down
    CHECK(bench.pixel(127, 63));
    CHECK(bench.pixel(127, 61));
}

TEST_CASE("the SSD1306 fills its window in horizontal and vertical addressing mode")
{
    const bool vertical = GENERATE(false, true);
    DisplayBench bench;
    bench.setUp();
    bench.command({0x20, static_cast<std::uint8_t>(vertical ? 1 : 0), 0x21, 10, 11, 0x22, 2, 3});
    bench.data({0x01, 0x02, 0x04, 0x08, 0x10});
    CHECK(bench.pixel(vertical ? 10 : 11, vertical ? 25 : 17)); // the second byte
    CHECK(bench.pixel(vertical ? 11 : 10, vertical ? 18 : 26)); // the third
    CHECK(bench.pixel(11, 27));                                 // the fourth
    CHECK(bench.pixel(10, 20));                                 // the fifth is where the first was
    CHECK_FALSE(bench.pixel(10, 16));
    CHECK(bench.litPixels() == 4);
}

TEST_CASE("the SSD1306's page addressing mode stays on its page")
{
    DisplayBench bench;
    bench.setUp();
    bench.command({0x20, 0x02, 0xB5, 0x0E, 0x17}); // page 5, column 0x7E
    bench.data({0x01, 0x01, 0x01});
    CHECK(bench.pixel(126, 40));
    CHECK(bench.pixel(127, 40));
    CHECK(bench.pixel(0, 40));
}

TEST_CASE("the SSD1306 inverts, lights all, shifts its start line and takes single commands")
{
    DisplayBench bench;
    bench.setUp();
    bench.data({0x01});
    bench.command({0xA7});
    CHECK(bench.litPixels() == 128 * 64 - 1);
    CHECK(get<bool>(*bench.display, "inverted"));
    bench.command({0xA6, 0xA5});
    CHECK(bench.litPixels() == 128 * 64);
    bench.command({0xA4, 0x41});
    CHECK(bench.pixel(0, 63));
    bench.command({0x40, 0xD3, 0x02}); // display offset
    CHECK(bench.pixel(0, 62));
    REQUIRE(bench.driver.send({0x80, 0xAE, 0x80, 0xE3})); // control byte before each command
    CHECK(bench.litPixels() == 0);
}

TEST_CASE("the SSD1306 scrolls by a column every so many frames until stopped")
{
    DisplayBench bench;
    bench.setUp();
    bench.data({0x01});
    bench.command({0x26, 0x00, 0x00, 0x07, 0x00, 0x00, 0xFF, 0x2F}); // right, every 2 frames
    bench.run(20ms);
    CHECK(bench.pixel(1, 0));
    bench.run(Duration(9'340'541) * 4);
    CHECK(bench.pixel(3, 0));
    bench.command({0x2E});
    CHECK(bench.scheduler.pendingEvents() == 0);
}

TEST_CASE("the SSD1306's image revision rises once for each access that draws")
{
    DisplayBench bench;
    bench.setUp();
    const auto before = bench.revision();
    bench.data(Bytes(1024, 0xAA));
    CHECK(bench.revision() == before + 1);
    bench.driver.read(0x00);
    CHECK(bench.revision() == before + 1);
}

} // namespace perisphere::ssd1306_test
