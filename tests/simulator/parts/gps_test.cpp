#include "bench.hpp"

#include <algorithm>
#include <set>

namespace perisphere::gps_test
{

using namespace perisphere::parts;
using namespace perisphere::engine;
using namespace std::chrono_literals;

namespace
{

/// An app's UART that splits sentences and checks their sums, as a driver does.
struct GpsBench : Bench, bus::UartReceiver {
    std::unique_ptr<Part> part;
    Pin& rx = chipPin("MT3620.GPIO28");
    bus::UartPort port{buses.uart(), rx, *this};
    bus::UartFormat format{.baudRate = 9600};
    std::string line;
    std::vector<std::vector<std::string>> sentences;
    VirtualTime firstCharacter = kNever;
    VirtualTime lastCharacter{};

    explicit GpsBench(const std::string& configuration = "{}")
        : part(make("gps", "GPS", configuration))
    {
        wire(rx, pinOf(*part, "TX"));
    }
    void receive(std::span<const std::uint8_t> characters, const bus::UartFormat& sentAs) override
    {
        CHECK(bus::receivedAs(sentAs, format) == bus::UartReception::Good);
        firstCharacter = std::min(firstCharacter, scheduler.now());
        lastCharacter = scheduler.now();
        for (const std::uint8_t character : characters) {
            line += static_cast<char>(character);
            if (character == '\n')
                take();
        }
    }
    void take()
    {
        INFO(line);
        REQUIRE(line.size() <= 82); // the most that NMEA 0183 allows
        REQUIRE(line.front() == '$');
        REQUIRE(line.ends_with("\r\n"));
        const std::size_t star = line.find('*');
        REQUIRE(star == line.size() - 5);
        unsigned sum = 0;
        for (const char character : line.substr(1, star - 1))
            sum ^= static_cast<unsigned char>(character);
        CHECK(std::stoul(line.substr(star + 1, 2), nullptr, 16) == sum);
        std::vector<std::string> fields(1);
        for (const char character : line.substr(1, star - 1)) {
            if (character == ',')
                fields.emplace_back();
            else
                fields.back() += character;
        }
        sentences.push_back(std::move(fields));
        line.clear();
    }
    /// The first sentence of that kind in the next second.
    std::vector<std::string> next(const std::string& kind)
    {
        if (scheduler.now() == VirtualTime{})
            run(900ms); // from here on a second has all of its sentences
        sentences.clear();
        run(1s);
        for (const auto& sentence : sentences)
            if (sentence[0] == kind)
                return sentence;
        FAIL("no " << kind);
        return {};
    }
};

using Fields = std::vector<std::string>;

/// Of "ddmm.mmmmm" or "dddmm.mmmmm" and its hemisphere.
double degreesOf(const std::string& text, std::size_t digits, const std::string& hemisphere)
{
    const double degrees = std::stod(text.substr(0, digits)) + std::stod(text.substr(digits)) / 60;
    return hemisphere == "S" || hemisphere == "W" ? -degrees : degrees;
}

} // namespace

TEST_CASE("the GPS sends its sentences once a second, from a whole second of virtual time on")
{
    GpsBench bench;
    bench.run(1s);
    CHECK(bench.sentences.empty());
    bench.run(999ms);
    std::vector<std::string> kinds;
    for (const auto& sentence : bench.sentences)
        kinds.push_back(sentence[0]);
    CHECK(kinds == std::vector<std::string>{"GPRMC", "GPVTG", "GPGGA", "GPGSA", "GPGSV", "GPGSV"});
    CHECK(bench.firstCharacter == atNanoseconds(1'000'000'000) + bench.format.characterTime());
    CHECK(bench.lastCharacter < atNanoseconds(1'600'000'000));
    bench.run(1001ms);
    CHECK(bench.sentences.size() == 12);
}

TEST_CASE("the GPS gives position and height as they are set")
{
    struct Row {
        double latitude, longitude;
    };
    const auto row = GENERATE(Row{47.285233, 8.565265}, Row{-33.8568, 151.2153},
                              Row{-0.00001, -179.99999}, Row{59.99999999, -0.5}, Row{90, 180});
    GpsBench bench;
    set(*bench.part, "latitude", row.latitude);
    set(*bench.part, "longitude", row.longitude);
    set(*bench.part, "altitude", 1234.5);
    const Fields gga = bench.next("GPGGA");
    REQUIRE(gga.size() == 15);
    CHECK(degreesOf(gga[2], 2, gga[3]) == Approx(row.latitude).margin(1e-7));
    CHECK(degreesOf(gga[4], 3, gga[5]) == Approx(row.longitude).margin(1e-7));
    CHECK(gga[2].size() == 10);
    CHECK(gga[4].size() == 11);
    CHECK(gga[6] == "1");
    CHECK(gga[7] == "08");
    CHECK(gga[9] == "1234.5");
    CHECK(gga[10] == "M");
}

TEST_CASE("the GPS gives UTC from its start time and virtual time")
{
    GpsBench bench(R"({"startTime": "2024-02-28T23:59:58Z"})");
    Fields rmc = bench.next("GPRMC");
    REQUIRE(rmc.size() == 13);
    CHECK(rmc[1] == "235959.00");
    CHECK(rmc[9] == "280224");
    rmc = bench.next("GPRMC");
    CHECK(rmc[1] == "000000.00");
    CHECK(rmc[9] == "290224");
    CHECK(get<std::string>(*bench.part, "utc") == "2024-02-29T00:00:00Z");
}

TEST_CASE("the GPS gives speed in knots and in kilometres per hour, and its course")
{
    GpsBench bench;
    set(*bench.part, "speed", 92.6);
    set(*bench.part, "course", 359.996);
    const Fields rmc = bench.next("GPRMC");
    CHECK(rmc[2] == "A");
    CHECK(rmc[7] == "50.000");
    CHECK(rmc[8] == "0.00");
    set(*bench.part, "course", 84.4);
    CHECK(bench.next("GPVTG") ==
          Fields{"GPVTG", "84.40", "T", "", "M", "50.000", "N", "92.600", "K", "A"});
}

TEST_CASE("the GPS tells how good its fix is")
{
    GpsBench bench;
    Fields gsa = bench.next("GPGSA");
    REQUIRE(gsa.size() == 18);
    CHECK(gsa[2] == "3");
    CHECK(std::count(gsa.begin() + 3, gsa.begin() + 15, "") == 4);
    CHECK(std::stod(gsa[16]) == Approx(1.0));
    set(*bench.part, "fix", std::string("2D"));
    CHECK(bench.next("GPGSA")[2] == "2");
    set(*bench.part, "fix", std::string("none"));
    gsa = bench.next("GPGSA");
    CHECK(gsa[2] == "1");
    CHECK(gsa[3].empty());
    CHECK(gsa[16] == "99.99");
    const Fields rmc = bench.next("GPRMC");
    CHECK(rmc[2] == "V");
    CHECK(rmc[3].empty());
    CHECK(rmc[12] == "N");
    const Fields gga = bench.next("GPGGA");
    REQUIRE(gga.size() == 15);
    CHECK(gga[6] == "0");
    CHECK(gga[7] == "00");
    CHECK(gga[9].empty());
    CHECK(bench.next("GPVTG") == Fields{"GPVTG", "", "", "", "", "", "", "", "", "N"});
}

TEST_CASE("the GPS has no fix with too few satellites and lists all that it receives")
{
    GpsBench bench;
    set(*bench.part, "satellites", std::int64_t{3});
    CHECK(bench.next("GPGSA")[2] == "2");
    set(*bench.part, "satellites", std::int64_t{2});
    CHECK(bench.next("GPRMC")[2] == "V");
    CHECK(bench.next("GPGSV").size() == 4 + 2 * 4);
    set(*bench.part, "satellites", std::int64_t{0});
    CHECK(bench.next("GPGSV") == Fields{"GPGSV", "1", "1", "00"});
    set(*bench.part, "satellites", std::int64_t{12});
    bench.sentences.clear();
    bench.run(1s);
    std::set<std::string> numbers;
    for (const auto& sentence : bench.sentences)
        if (sentence[0] == "GPGSV")
            for (std::size_t i = 4; i < sentence.size(); i += 4)
                numbers.insert(sentence[i]);
    CHECK(numbers.size() == 12);
}

TEST_CASE("a GPS whose line is too slow for all loses whole seconds, not sentences")
{
    GpsBench bench(R"({"baudRate": 4800})");
    bench.format.baudRate = 4800;
    set(*bench.part, "satellites", std::int64_t{12});
    bench.run(10s);
    CHECK(bench.sentences.size() >= 4 * 7);
}

TEST_CASE("the GPS reports commands, and is not made with a start time that there is not")
{
    GpsBench bench;
    Pin& tx = bench.chipPin("MT3620.GPIO26");
    bench.wire(tx, pinOf(*bench.part, "RX"));
    bench.buses.transmit(tx, '$', bench.format);
    REQUIRE(bench.unmodelled.all().size() == 1);
    CHECK(bench.unmodelled.all()[0].what == "commands to the receiver on RX");

    const auto type = findPartType("gps");
    REQUIRE(type.has_value());
    Configuration configuration = defaultConfiguration(**type);
    configuration.set("startTime", std::string("2023-02-29T00:00:00Z"));
    const PartContext context{bench.scheduler,  bench.netlist, bench.buses,       bench.random,
                              bench.unmodelled, bench.memory,  bench.surroundings};
    const auto part = makePart(context, **type, "GPS2", configuration);
    REQUIRE_FALSE(part.has_value());
    CHECK(part.error().message == "\"startTime\" is \"2023-02-29T00:00:00Z\", which is no time");
    CHECK(part.error().activity == "make part \"GPS2\"");
}

} // namespace perisphere::gps_test
