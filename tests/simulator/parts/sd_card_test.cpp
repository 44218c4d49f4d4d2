#include "drivers.hpp"

#include <cstdlib>
#include <filesystem>

namespace perisphere::sd_card_test
{

using namespace perisphere::parts;
using namespace perisphere::engine;
using namespace std::chrono_literals;

namespace
{

/// A driver as those of FAT file systems are, with checksums of its own, bit by bit.
struct SdBench : Bench {
    std::unique_ptr<Part> part;
    SpiDriver driver;

    explicit SdBench(const std::string& configuration = "{}", PartStorage* kept = nullptr)
        : part((storage = kept != nullptr ? kept : storage, make("sd-card", "SD", configuration)))
        , driver(*this, *part, {"SCLK", "CS"})
    {
    }

    static std::uint8_t crc7(const Bytes& bytes)
    {
        unsigned crc = 0;
        for (const std::uint8_t byte : bytes)
            for (int bit = 7; bit >= 0; --bit) {
                const bool feedback = ((byte >> bit & 1) != 0) != ((crc >> 6 & 1) != 0);
                crc = (crc << 1 & 0x7F) ^ (feedback ? 0x09U : 0U);
            }
        return static_cast<std::uint8_t>(crc << 1 | 1);
    }
    static unsigned crc16(const Bytes& bytes)
    {
        unsigned crc = 0;
        for (const std::uint8_t byte : bytes)
            for (int bit = 7; bit >= 0; --bit) {
                const bool feedback = ((byte >> bit & 1) != 0) != ((crc >> 15 & 1) != 0);
                crc = (crc << 1 & 0xFFFF) ^ (feedback ? 0x1021U : 0U);
            }
        return crc;
    }

    Bytes clock(std::size_t count)
    {
        Bytes bytes;
        while (bytes.size() < count)
            bytes.push_back(driver.exchange(0xFF));
        return bytes;
    }
    /// The first byte that is not FFh, of at most eight.
    std::uint8_t answer()
    {
        for (int i = 0; i < 8; ++i)
            if (const std::uint8_t byte = driver.exchange(0xFF); byte != 0xFF)
                return byte;
        return 0xFF;
    }
    /// R1.
    std::uint8_t command(std::uint8_t index, std::uint32_t argument = 0)
    {
        Bytes frame = {
            static_cast<std::uint8_t>(0x40 | index), static_cast<std::uint8_t>(argument >> 24),
            static_cast<std::uint8_t>(argument >> 16), static_cast<std::uint8_t>(argument >> 8),
            static_cast<std::uint8_t>(argument)};
        frame.push_back(crc7(frame));
        for (const std::uint8_t byte : frame)
            driver.exchange(byte);
        return answer();
    }
    std::uint8_t application(std::uint8_t index, std::uint32_t argument = 0)
    {
        CHECK((command(55) & 0xFE) == 0);
        return command(index, argument);
    }
    void initialise()
    {
        driver.select(true);
        REQUIRE(command(0) == 0x01);
        REQUIRE(command(8, 0x1AA) == 0x01);
        REQUIRE(clock(4) == Bytes{0x00, 0x00, 0x01, 0xAA});
        int tries = 0;
        while (application(41, 0x40000000) != 0x00) {
            REQUIRE(++tries < 200);
            run(1ms);
        }
        CHECK(tries == 100);
        REQUIRE(command(58) == 0x00);
        REQUIRE(clock(4) == Bytes{0xC0, 0xFF, 0x80, 0x00});
    }
    /// After a start token, with its checksum.
    Bytes block(std::size_t size = 512)
    {
        std::uint8_t token = 0xFF;
        for (int i = 0; i < 1000 && token == 0xFF; ++i) {
            token = driver.exchange(0xFF);
            run(1us);
        }
        REQUIRE(token == 0xFE);
        Bytes data = clock(size);
        const Bytes sum = clock(2);
        CHECK(static_cast<unsigned>(sum[0] << 8 | sum[1]) == crc16(data));
        return data;
    }
    /// The data response.
    std::uint8_t sendBlock(std::uint8_t token, const Bytes& data, unsigned wrong = 0)
    {
        driver.exchange(0xFF);
        driver.exchange(token);
        for (const std::uint8_t byte : data)
            driver.exchange(byte);
        const unsigned sum = crc16(data) ^ wrong;
        driver.exchange(static_cast<std::uint8_t>(sum >> 8));
        driver.exchange(static_cast<std::uint8_t>(sum));
        return driver.exchange(0xFF) & 0x1F;
    }
    Duration waitWhileBusy()
    {
        const VirtualTime begin = scheduler.now();
        while (driver.exchange(0xFF) != 0xFF) {
            run(10us);
            REQUIRE(scheduler.now() - begin < 1s);
        }
        return scheduler.now() - begin;
    }
    static Bytes pattern(unsigned seed)
    {
        Bytes data(512);
        for (std::size_t i = 0; i < data.size(); ++i)
            data[i] = static_cast<std::uint8_t>(seed + i * 7 + i / 256);
        return data;
    }
};

} // namespace

TEST_CASE("the SD card is silent until CMD0, which needs its checksum")
{
    SdBench bench;
    bench.driver.select(true);
    CHECK(bench.command(58) == 0xFF);
    bench.driver.transfer({0x40, 0, 0, 0, 0, 0x97});
    bench.driver.select(true);
    CHECK(bench.answer() == 0xFF);
    CHECK(SdBench::crc7({0x40, 0, 0, 0, 0}) == 0x95); // as every driver has it
    CHECK(bench.command(0) == 0x01);
}

TEST_CASE("the SD card initialises in its time, for hosts that know of its kind")
{
    SdBench bench;
    bench.driver.select(true);
    REQUIRE(bench.command(0) == 0x01);
    CHECK(bench.command(17, 0) == 0x05); // illegal in idle state
    for (int i = 0; i < 3; ++i) {
        CHECK(bench.application(41, 0x40000000) == 0x01); // without CMD8
        bench.run(1s);
    }
    CHECK(bench.command(8, 0x1AA) == 0x01);
    bench.clock(4);
    CHECK(bench.application(41, 0) == 0x01); // without HCS
    bench.run(1s);
    CHECK(bench.application(41, 0) == 0x01);
    CHECK(bench.command(58) == 0x01);
    CHECK(bench.clock(4) == Bytes{0x00, 0xFF, 0x80, 0x00});
    bench.initialise();
    CHECK(bench.unmodelled.all().empty());
}

TEST_CASE("the SD card tells its size and identification with right checksums")
{
    SdBench bench(R"({"mebibytes": 16})");
    bench.initialise();
    REQUIRE(bench.command(9) == 0x00);
    const Bytes csd = bench.block(16);
    CHECK(csd[0] >> 6 == 1);
    const unsigned size = (csd[7] & 0x3FU) << 16 | unsigned{csd[8]} << 8 | csd[9];
    CHECK((size + 1) * 512 * 1024 == 16 * 1024 * 1024);
    CHECK(csd[15] == SdBench::crc7(Bytes(csd.begin(), csd.begin() + 15)));
    REQUIRE(bench.command(10) == 0x00);
    const Bytes cid = bench.block(16);
    CHECK(std::string(cid.begin() + 3, cid.begin() + 8) == "PERIS");
    CHECK(cid[15] == SdBench::crc7(Bytes(cid.begin(), cid.begin() + 15)));
    REQUIRE(bench.application(51) == 0x00);
    CHECK(bench.block(8)[0] == 0x02);
    REQUIRE(bench.application(13) == 0x00);
    CHECK(bench.clock(1) == Bytes{0x00});
    CHECK(bench.block(64) == Bytes(64));
    CHECK(bench.command(16, 512) == 0x00);
    CHECK(bench.command(16, 513) == 0x40);
}

TEST_CASE("the SD card writes a block in its time and reads it back")
{
    SdBench bench;
    bench.initialise();
    REQUIRE(bench.command(24, 1000) == 0x00);
    CHECK(bench.sendBlock(0xFE, SdBench::pattern(1)) == 0x05);
    CHECK(get<bool>(*bench.part, "busy"));
    CHECK(bench.driver.exchange(0xFF) == 0x00);
    CHECK(bench.waitWhileBusy() == 1ms);
    CHECK_FALSE(get<bool>(*bench.part, "busy"));
    CHECK(bench.command(13) == 0x00);
    CHECK(bench.clock(1) == Bytes{0x00});
    const VirtualTime begin = bench.scheduler.now();
    REQUIRE(bench.command(17, 1000) == 0x00);
    CHECK(bench.block() == SdBench::pattern(1));
    CHECK(bench.scheduler.now() - begin >= 300us);
    REQUIRE(bench.command(17, 1001) == 0x00);
    CHECK(bench.block() == Bytes(512));
    CHECK(get<std::int64_t>(*bench.part, "blocksWritten") == 1);
    CHECK(get<std::int64_t>(*bench.part, "blocksRead") == 2);
    CHECK(bench.scheduler.pendingEvents() == 0);
}

TEST_CASE("the SD card writes and reads several blocks until it is stopped")
{
    SdBench bench;
    bench.initialise();
    REQUIRE(bench.application(23, 3) == 0x00);
    REQUIRE(bench.command(25, 7) == 0x00);
    for (unsigned i = 0; i < 3; ++i) {
        CHECK(bench.sendBlock(0xFC, SdBench::pattern(i)) == 0x05);
        bench.waitWhileBusy();
    }
    bench.driver.exchange(0xFD);
    bench.driver.exchange(0xFF);
    CHECK(bench.driver.exchange(0xFF) == 0x00);
    CHECK(bench.waitWhileBusy() > 0us);
    REQUIRE(bench.application(22) == 0x00);
    CHECK(bench.block(4) == Bytes{0, 0, 0, 3});
    REQUIRE(bench.command(18, 7) == 0x00);
    for (unsigned i = 0; i < 3; ++i)
        CHECK(bench.block() == SdBench::pattern(i));
    bench.clock(100); // in the middle of a fourth
    CHECK(bench.command(12) == 0x00);
    CHECK(bench.clock(20) == Bytes(20, 0xFF));
    CHECK(bench.command(12) == 0x04); // nothing to stop
}

TEST_CASE("the SD card says what is wrong with a command, an address or a block")
{
    SdBench bench(R"({"mebibytes": 1})");
    bench.initialise();
    CHECK(bench.command(17, 2048) == 0x40);
    CHECK(bench.command(24, 2048) == 0x40);
    CHECK(bench.command(5) == 0x04);
    CHECK(bench.unmodelled.all().empty()); // no card knows it
    CHECK(bench.command(6) == 0x04);
    REQUIRE(bench.unmodelled.all().size() == 1);
    CHECK(bench.unmodelled.all()[0].what == "CMD6");

    REQUIRE(bench.command(18, 2047) == 0x00);
    CHECK(bench.block() == Bytes(512));
    CHECK(bench.answer() == 0x08); // out of range
    CHECK(bench.command(13) == 0x00);
    CHECK(bench.clock(1) == Bytes{0x80});
    CHECK(bench.command(13) == 0x00);
    CHECK(bench.clock(1) == Bytes{0x00}); // told once

    REQUIRE(bench.command(25, 2047) == 0x00);
    CHECK(bench.sendBlock(0xFC, SdBench::pattern(1)) == 0x05);
    bench.waitWhileBusy();
    CHECK(bench.sendBlock(0xFC, SdBench::pattern(2)) == 0x0D); // write error
    bench.driver.exchange(0xFD);
}

TEST_CASE("the SD card checks checksums once it is told to")
{
    SdBench bench;
    bench.initialise();
    const Bytes wrong = {0x40 | 13, 0, 0, 0, 0, 0x01};
    const auto send = [&] {
        for (const std::uint8_t byte : wrong)
            bench.driver.exchange(byte);
        return bench.answer();
    };
    CHECK(send() == 0x00);
    bench.clock(1);
    REQUIRE(bench.command(24, 5) == 0x00);
    CHECK(bench.sendBlock(0xFE, SdBench::pattern(1), 1) == 0x05);
    bench.waitWhileBusy();
    REQUIRE(bench.command(59, 1) == 0x00);
    CHECK(send() == 0x08);
    REQUIRE(bench.command(24, 5) == 0x00);
    CHECK(bench.sendBlock(0xFE, SdBench::pattern(2), 1) == 0x0B);
    REQUIRE(bench.command(17, 5) == 0x00);
    CHECK(bench.block() == SdBench::pattern(1)); // not changed
    REQUIRE(bench.command(24, 5) == 0x00);
    CHECK(bench.sendBlock(0xFE, SdBench::pattern(2)) == 0x05);
}

TEST_CASE("an SD card that is taken out answers nothing and begins anew")
{
    SdBench bench;
    Pin& detect = bench.chipPin("GPIO5");
    bench.wire(detect, pinOf(*bench.part, "CD"));
    bench.wire(bench.supply("3V3", kSupply3V3), detect, 10'000);
    CHECK_FALSE(detect.isHigh());
    bench.initialise();
    REQUIRE(bench.command(24, 5) == 0x00);
    CHECK(bench.sendBlock(0xFE, SdBench::pattern(1)) == 0x05);
    set(*bench.part, "inserted", false); // before the block is programmed
    CHECK(detect.isHigh());
    CHECK(bench.command(0) == 0xFF);
    bench.run(10ms);
    set(*bench.part, "inserted", true);
    CHECK_FALSE(detect.isHigh());
    CHECK(bench.command(17, 5) == 0xFF);
    bench.initialise();
    REQUIRE(bench.command(17, 5) == 0x00);
    CHECK(bench.block() == Bytes(512));
}

TEST_CASE("the SD card reports a chip select that rises inside a transaction, and goes on")
{
    SdBench bench;
    bench.initialise();
    REQUIRE(bench.command(17, 0) == 0x00);
    bench.driver.select(false);
    REQUIRE(bench.unmodelled.all().size() == 1);
    CHECK(bench.unmodelled.all()[0].what ==
          "chip select that rises inside a transaction (the card goes on)");
    bench.driver.select(true);
    CHECK(bench.block() == Bytes(512));
}

TEST_CASE("the SD card's contents last in the device's folder, as a raw image")
{
    std::string pattern = (std::filesystem::temp_directory_path() / "sdcardXXXXXX").string();
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    const std::filesystem::path path = pattern;
    FolderStorage storage{path};
    {
        SdBench bench(R"({"mebibytes": 2})", &storage);
        bench.initialise();
        REQUIRE(bench.command(24, 3) == 0x00);
        CHECK(bench.sendBlock(0xFE, SdBench::pattern(9)) == 0x05);
        bench.waitWhileBusy();
    }
    CHECK(std::filesystem::file_size(path / "SD.bin") == 2UL * 1024 * 1024);
    {
        SdBench again(R"({"mebibytes": 2})", &storage);
        again.initialise();
        REQUIRE(again.command(17, 3) == 0x00);
        CHECK(again.block() == SdBench::pattern(9));
    }
    std::filesystem::remove_all(path);
}

TEST_CASE("the SD card's state comes back in the middle of a block")
{
    SdBench bench;
    bench.initialise();
    REQUIRE(bench.command(24, 2) == 0x00);
    bench.driver.exchange(0xFE);
    const Bytes data = SdBench::pattern(3);
    for (std::size_t i = 0; i < 100; ++i)
        bench.driver.exchange(data[i]);
    const json::Value saved = saveState(*bench.part);
    SdBench other;
    REQUIRE(restoreState(*other.part, saved).has_value());
    other.driver.select(true);
    for (std::size_t i = 100; i < data.size(); ++i)
        other.driver.exchange(data[i]);
    other.clock(2);
    CHECK((other.driver.exchange(0xFF) & 0x1F) == 0x05);
    other.waitWhileBusy();
    REQUIRE(other.command(17, 2) == 0x00);
    CHECK(other.block() == data);
}

TEST_CASE("the SD card's state comes back behind its last block")
{
    SdBench bench(R"({"mebibytes": 1})");
    bench.initialise();
    REQUIRE(bench.command(18, 2047) == 0x00);
    bench.block();
    const json::Value saved = saveState(*bench.part);
    SdBench other(R"({"mebibytes": 1})");
    REQUIRE(restoreState(*other.part, saved).has_value());
    CHECK(saveState(*other.part) == saved);
    other.driver.select(true);
    CHECK(other.answer() == 0x08); // out of range
}

} // namespace perisphere::sd_card_test
