#include "drivers.hpp"

#include "perisphere/base/unique_fd.hpp"
#include "perisphere/parts/program_port.hpp"

#include <functional>
#include <sys/socket.h>
#include <thread>

namespace perisphere::custom_i2c_test
{

using namespace perisphere::parts;
using namespace std::chrono_literals;

namespace
{

/// Lines over a program's end of the connection.
class ProgramEnd
{
public:
    explicit ProgramEnd(UniqueFd socket)
        : m_socket(std::move(socket))
    {
    }

    /// The next request; null when the part has closed the connection.
    json::Value request()
    {
        std::string line;
        for (char c = 0; ::recv(m_socket.get(), &c, 1, 0) == 1; line += c)
            if (c == '\n')
                return json::Value::parse(line);
        return nullptr;
    }
    void send(std::string_view bytes)
    {
        while (!bytes.empty()) {
            const ssize_t count = ::send(m_socket.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (count <= 0)
                return;
            bytes.remove_prefix(static_cast<std::size_t>(count));
        }
    }
    void answer(const json::Value& request, const json::Value& result)
    {
        send(json::Value{{"jsonrpc", "2.0"}, {"id", request["id"]}, {"result", result}}.dump() +
             "\n");
    }
    void close() { m_socket.reset(); }

private:
    UniqueFd m_socket;
};

/// A program on a thread of its own, until it returns or its connection ends.
class Program
{
public:
    Program(ProgramPort& port, std::function<void(ProgramEnd&)> body)
    {
        int ends[2];
        REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
        port.serve(UniqueFd(ends[0]));
        m_thread = std::thread(
            [end = ProgramEnd(UniqueFd(ends[1])), body = std::move(body)]() mutable { body(end); });
    }
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;
    ~Program()
    {
        if (m_thread.joinable())
            m_thread.join();
    }
    void join() { m_thread.join(); }

private:
    std::thread m_thread;
};

/// Acknowledges all and gives 1, 2, 3 ...; what it was asked is in `requests` when it is joined.
std::function<void(ProgramEnd&)> counter(std::vector<json::Value>& requests)
{
    return [&requests](ProgramEnd& end) {
        int next = 0;
        for (json::Value request = end.request(); !request.is_null(); request = end.request()) {
            requests.push_back(request);
            if (request["method"] == "i2c.read" || request["method"] == "spi.exchange")
                end.answer(request, {{"byte", ++next}});
            else if (request.contains("id"))
                end.answer(request, {{"acknowledge", true}});
        }
    };
}

struct CustomBench : Bench {
    explicit CustomBench(const std::string& configuration = "{}", const char* type = "custom-i2c")
        : part(make(type, "TEMP1", configuration))
    {
        REQUIRE(part->programPort() != nullptr);
        port().onTrouble([this](const std::string& trouble) { troubles.push_back(trouble); });
    }
    [[nodiscard]] ProgramPort& port() const { return *part->programPort(); }
    [[nodiscard]] bool isServed() const { return get<bool>(*part, "served"); }

    std::unique_ptr<Part> part;
    std::vector<std::string> troubles;
};

/// The one line that the log has got.
std::string onlyTrouble(const CustomBench& bench)
{
    REQUIRE(bench.troubles.size() == 1);
    return bench.troubles.front();
}

bool has(const std::string& text, std::string_view part)
{
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("a custom I2C part asks its program for each step of an access")
{
    std::vector<json::Value> requests;
    CustomBench bench;
    I2cDriver driver(bench, *bench.part, 0x44);
    Program program(bench.port(), counter(requests));
    CHECK(bench.isServed());
    bench.run(5us);
    CHECK_FALSE(driver.probe(0x45)); // not for this part: the program is not asked
    CHECK(driver.read(0x24, 2) == Bytes{1, 2});
    bench.part.reset();
    program.join();

    REQUIRE(requests.size() == 6);
    CHECK(requests[0] ==
          json::Value{{"jsonrpc", "2.0"},
                      {"id", 1},
                      {"method", "i2c.start"},
                      {"params", {{"address", 0x44}, {"access", "write"}, {"time", 5000}}}});
    CHECK(requests[1] == json::Value{{"jsonrpc", "2.0"},
                                     {"id", 2},
                                     {"method", "i2c.write"},
                                     {"params", {{"byte", 0x24}}}});
    CHECK(requests[2]["params"]["access"] == "read");
    CHECK(requests[4] == json::Value{{"jsonrpc", "2.0"},
                                     {"id", 5},
                                     {"method", "i2c.read"},
                                     {"params", json::Value::object()}});
    CHECK(requests[5] ==
          json::Value{{"jsonrpc", "2.0"}, {"method", "i2c.stop"}, {"params", {{"time", 5000}}}});
    CHECK(bench.troubles.empty());
}

TEST_CASE("what the program does not acknowledge is not acknowledged")
{
    CustomBench bench;
    I2cDriver driver(bench, *bench.part, 0x44);
    Program program(bench.port(), [](ProgramEnd& end) {
        end.answer(end.request(), {{"acknowledge", false}});
        end.answer(end.request(), {{"acknowledge", true}});
        end.answer(end.request(), {{"acknowledge", false}});
        end.request(); // i2c.stop
    });
    CHECK_FALSE(driver.probe(0x44));
    CHECK_FALSE(driver.send({0xFF}));
    CHECK(bench.isServed());
    CHECK(bench.troubles.empty());
}

TEST_CASE("without a program a custom part answers nothing and says so once")
{
    CustomBench bench;
    I2cDriver driver(bench, *bench.part, 0x44);
    CHECK_FALSE(driver.probe(0x44));
    CHECK_FALSE(driver.probe(0x44));
    CHECK_FALSE(bench.isServed());
    CHECK(has(onlyTrouble(bench), "TEMP1: no program plays this part"));
}

TEST_CASE("a program that dies in the middle of an access leaves a bus that nobody pulls low")
{
    CustomBench bench;
    I2cDriver driver(bench, *bench.part, 0x44);
    Program program(bench.port(), [](ProgramEnd& end) {
        for (int i = 0; i < 3; ++i)
            end.answer(end.request(), {{"acknowledge", true}});
        end.request();
    });
    CHECK(driver.read(0x24, 3) == Bytes{0xFF, 0xFF, 0xFF});
    CHECK_FALSE(driver.probe(0x44));
    CHECK_FALSE(bench.isServed());
    CHECK(has(onlyTrouble(bench),
              "TEMP1: its program has ended its connection (asked for i2c.read)"));
}

TEST_CASE("a program that stalls is given up after the time-out")
{
    CustomBench bench(R"({"timeout": 0.05})");
    I2cDriver driver(bench, *bench.part, 0x44);
    bool isDisconnected = false;
    Program program(bench.port(), [&](ProgramEnd& end) {
        end.request();
        isDisconnected = end.request().is_null();
    });
    CHECK_FALSE(driver.probe(0x44));
    program.join();
    CHECK(isDisconnected);
    CHECK(has(onlyTrouble(bench), "did not answer within 0.05 s (asked for i2c.start)"));
    CHECK(bench.scheduler.now() == engine::VirtualTime()); // which has stood still
}

TEST_CASE("a program whose answer makes no sense is given up")
{
    const auto [answer, trouble] = GENERATE(
        std::pair("hello\n", "cannot be read"), std::pair("[]\n", "did not answer the request"),
        std::pair(R"({"id": 7, "result": {"acknowledge": true}})"
                  "\n",
                  "did not answer the request with id 1"),
        std::pair(R"({"id": 1})"
                  "\n",
                  "without a result object"),
        std::pair(R"({"id": 1, "result": {"acknowledge": 1}})"
                  "\n",
                  "without \"acknowledge\""),
        std::pair(R"({"id": 1, "error": {"code": -32603, "message": "out of paper"}})"
                  "\n",
                  "out of paper"));
    CustomBench bench;
    I2cDriver driver(bench, *bench.part, 0x44);
    bool isDisconnected = false;
    Program program(bench.port(), [&, text = std::string(answer)](ProgramEnd& end) {
        end.request();
        end.send(text);
        isDisconnected = end.request().is_null();
    });
    CHECK_FALSE(driver.probe(0x44));
    program.join();
    CHECK(isDisconnected);
    CHECK(has(onlyTrouble(bench), trouble));
}

TEST_CASE("a byte beyond 0 to 255 is none")
{
    const int byte = GENERATE(-1, 256);
    CustomBench bench;
    I2cDriver driver(bench, *bench.part, 0x44);
    Program program(bench.port(), [byte](ProgramEnd& end) {
        for (int i = 0; i < 3; ++i)
            end.answer(end.request(), {{"acknowledge", true}});
        end.answer(end.request(), {{"byte", byte}});
        end.request();
    });
    CHECK(driver.read(0x24, 1) == Bytes{0xFF});
    CHECK(has(onlyTrouble(bench), "without \"byte\""));
}

TEST_CASE("an answer without end is given up at 4096 bytes")
{
    CustomBench bench;
    I2cDriver driver(bench, *bench.part, 0x44);
    Program program(bench.port(), [](ProgramEnd& end) {
        end.request();
        end.send(std::string(100'000, ' '));
    });
    CHECK_FALSE(driver.probe(0x44));
    CHECK(has(onlyTrouble(bench), "more than 4096 bytes"));
}

TEST_CASE("a program that never reads does not hold the machine for good")
{
    CustomBench bench(R"({"timeout": 0.05})");
    int ends[2];
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
    const UniqueFd program(ends[1]);
    bench.port().serve(UniqueFd(ends[0]));
    bus::I2cTarget& target = bench.buses.i2c().all().front()->target();
    while (bench.isServed())
        target.stop(); // is not answered, and at some time finds no room
    CHECK(has(onlyTrouble(bench), "did not answer within 0.05 s (asked for i2c.stop)"));
}

TEST_CASE("a custom part has one program at a time")
{
    std::vector<json::Value> requests;
    CustomBench bench;
    ProgramPort& port = bench.port();
    REQUIRE(port.reserve().has_value());
    const auto reserved = port.reserve();
    REQUIRE_FALSE(reserved.has_value());
    CHECK(reserved.error().code == ErrorCode::AlreadyExists);
    CHECK(reserved.error().toString() ==
          "a program plays \"TEMP1\" already; end that program first");
    port.release();
    REQUIRE(port.reserve().has_value());
    {
        Program first(port, [](ProgramEnd& end) {
            end.answer(end.request(), {{"acknowledge", true}});
            end.close();
        });
        CHECK_FALSE(port.reserve().has_value());
        I2cDriver driver(bench, *bench.part, 0x44);
        CHECK(driver.probe(0x44));
    }
    REQUIRE(port.reserve().has_value()); // the first has gone, though nobody has missed it yet
    Program second(port, counter(requests));
    I2cDriver driver(bench, *bench.part, 0x44);
    CHECK(driver.read(0, 1) == Bytes{1});
    bench.part.reset();
}

TEST_CASE("after a failure another program goes on, and its failure is told as well")
{
    CustomBench bench;
    I2cDriver driver(bench, *bench.part, 0x44);
    for (std::size_t failures = 1; failures <= 2; ++failures) {
        Program program(bench.port(), [](ProgramEnd& end) {
            end.answer(end.request(), {{"acknowledge", true}});
            end.request();
        });
        CHECK(driver.probe(0x44));
        CHECK_FALSE(driver.probe(0x44));
        CHECK(bench.troubles.size() == failures);
    }
}

TEST_CASE("other parts have no place for a program")
{
    Bench bench;
    CHECK(bench.make("led", "D1")->programPort() == nullptr);
}

TEST_CASE("a custom SPI part asks its program for each byte and tells of its chip select")
{
    std::vector<json::Value> requests;
    CustomBench bench("{}", "custom-spi");
    SpiDriver driver(bench, *bench.part, {.clock = "SCLK", .select = "CS"});
    CHECK(driver.transfer({0x9F}, 1) == Bytes{0xFF});
    CHECK(has(onlyTrouble(bench), "no program plays this part"));
    Program program(bench.port(), counter(requests));
    CHECK(driver.transfer({0x9F}, 2, bus::SpiMode::Mode3) == Bytes{2, 3});
    bench.part.reset();
    program.join();

    REQUIRE(requests.size() == 5);
    CHECK(requests[0] ==
          json::Value{{"jsonrpc", "2.0"}, {"method", "spi.select"}, {"params", {{"time", 0}}}});
    CHECK(requests[1] ==
          json::Value{{"jsonrpc", "2.0"},
                      {"id", 1},
                      {"method", "spi.exchange"},
                      {"params", {{"byte", 0x9F}, {"mode", 3}, {"hertz", 8'000'000}}}});
    CHECK(requests[4]["method"] == "spi.deselect");
}

} // namespace perisphere::custom_i2c_test
