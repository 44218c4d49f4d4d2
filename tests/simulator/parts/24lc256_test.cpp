#include "drivers.hpp"

#include <cstdlib>
#include <filesystem>

namespace perisphere::at24lc256_test
{

using namespace perisphere::parts;
using namespace perisphere::engine;
using namespace std::chrono_literals;

namespace
{

struct EepromBench : Bench {
    std::unique_ptr<Part> part;
    I2cDriver driver;

    explicit EepromBench(const std::string& configuration = "{}", std::uint8_t address = 0x50,
                         PartStorage* kept = nullptr)
        : part((storage = kept != nullptr ? kept : storage,
                make("24lc256", "EEPROM", configuration)))
        , driver(*this, *part, address)
    {
    }
    bool program(std::uint16_t address, const Bytes& data)
    {
        Bytes bytes = {static_cast<std::uint8_t>(address >> 8), static_cast<std::uint8_t>(address)};
        bytes.insert(bytes.end(), data.begin(), data.end());
        return driver.send(bytes);
    }
    Bytes readAt(std::uint16_t address, std::size_t count)
    {
        REQUIRE(program(address, {})); // the address alone
        return readOn(count);
    }
    /// From wherever the last access ended.
    Bytes readOn(std::size_t count)
    {
        bus::I2cTarget* target = buses.i2cTargets(pinOf(*part, "SCL"), pinOf(*part, "SDA")).at(0);
        REQUIRE(target->start(0x50, bus::I2cAccess::Read));
        Bytes bytes;
        while (bytes.size() < count)
            bytes.push_back(target->read());
        target->stop();
        return bytes;
    }
};

} // namespace

TEST_CASE("the 24LC256 answers at its configured address only")
{
    EepromBench bench(R"({"address": 85})", 0x55);
    CHECK(bench.driver.probe(0x55));
    CHECK_FALSE(bench.driver.probe(0x50));
}

TEST_CASE("the 24LC256 does not acknowledge in its write cycle, and then has what was written")
{
    EepromBench bench;
    CHECK(bench.readAt(0x1234, 2) == Bytes{0xFF, 0xFF});
    REQUIRE(bench.program(0x1234, {0x12, 0x34}));
    CHECK(get<bool>(*bench.part, "busy"));
    bench.run(5ms - 1us);
    CHECK_FALSE(bench.driver.probe(0x50));
    bench.run(1us);
    CHECK(bench.driver.probe(0x50));
    CHECK_FALSE(get<bool>(*bench.part, "busy"));
    CHECK(bench.readAt(0x1233, 4) == Bytes{0xFF, 0x12, 0x34, 0xFF});
    CHECK(get<std::int64_t>(*bench.part, "writes") == 1);
}

TEST_CASE("the 24LC256's page write wraps inside its page of 64 bytes")
{
    EepromBench bench;
    REQUIRE(bench.program(0x00FE, {1, 2, 3}));
    bench.run(5ms);
    CHECK(bench.readAt(0x00C0, 2) == Bytes{3, 0xFF});
    CHECK(bench.readAt(0x00FE, 3) == Bytes{1, 2, 0xFF});
    // 66 bytes from the second of a page: the last three stand where the first three did.
    Bytes data(66);
    for (std::size_t i = 0; i < data.size(); ++i)
        data[i] = static_cast<std::uint8_t>(i);
    REQUIRE(bench.program(0x4001, data));
    bench.run(5ms);
    CHECK(bench.readAt(0x4000, 4) == Bytes{63, 64, 65, 2});
    CHECK(bench.readAt(0x403E, 3) == Bytes{61, 62, 0xFF});
}

TEST_CASE("the 24LC256 reads on sequentially and from its end goes to its begin")
{
    EepromBench bench;
    REQUIRE(bench.program(0x7FFF, {0xAA}));
    bench.run(5ms);
    REQUIRE(bench.program(0x0000, {0xBB}));
    bench.run(5ms);
    CHECK(bench.readAt(0x7FFF, 1) == Bytes{0xAA});
    CHECK(bench.readOn(1) == Bytes{0xBB});
    CHECK(bench.readAt(0xFFFF, 2) == Bytes{0xAA, 0xBB}); // the highest address bit is not used
}

TEST_CASE("the 24LC256 with WP high acknowledges what it does not keep")
{
    EepromBench bench;
    Pin& protect = bench.supply("3V3", kSupply3V3);
    bench.wire(protect, pinOf(*bench.part, "WP"));
    REQUIRE(bench.program(0x0010, {0x55}));
    CHECK(bench.driver.probe(0x50)); // no write cycle
    CHECK(bench.readAt(0x0010, 1) == Bytes{0xFF});
    protect.setDrive(Drive::strong(kGround));
    REQUIRE(bench.program(0x0010, {0x55}));
    bench.run(5ms);
    CHECK(bench.readAt(0x0010, 1) == Bytes{0x55});
}

TEST_CASE("the 24LC256 writes nothing without a stop")
{
    EepromBench bench;
    bus::I2cTarget* target =
        bench.buses.i2cTargets(pinOf(*bench.part, "SCL"), pinOf(*bench.part, "SDA")).at(0);
    REQUIRE(target->start(0x50, bus::I2cAccess::Write));
    for (const std::uint8_t byte : Bytes{0, 0, 0x77})
        REQUIRE(target->write(byte));
    REQUIRE(target->start(0x50, bus::I2cAccess::Read));
    target->read();
    target->stop();
    CHECK(bench.scheduler.pendingEvents() == 0);
    CHECK(bench.readAt(0x0000, 1) == Bytes{0xFF});
}

TEST_CASE("the 24LC256's contents last in the device's folder")
{
    std::string pattern = (std::filesystem::temp_directory_path() / "eepromXXXXXX").string();
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    FolderStorage storage{std::filesystem::path(pattern)};
    {
        EepromBench bench("{}", 0x50, &storage);
        REQUIRE(bench.program(0x0100, {0xAB}));
        bench.run(5ms);
    }
    {
        EepromBench again("{}", 0x50, &storage);
        CHECK(again.readAt(0x0100, 1) == Bytes{0xAB});
    }
    std::filesystem::remove_all(pattern);
}

} // namespace perisphere::at24lc256_test
