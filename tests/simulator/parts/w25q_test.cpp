#include "drivers.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace perisphere::w25q_test
{

using namespace perisphere::parts;
using namespace perisphere::engine;
using namespace std::chrono_literals;

namespace
{

struct FlashBench : Bench {
    std::unique_ptr<Part> flash;
    SpiDriver driver;

    explicit FlashBench(const std::string& configuration = "{}", PartStorage* kept = nullptr)
        : flash((storage = kept != nullptr ? kept : storage, make("w25q", "U7", configuration)))
        , driver(*this, *flash)
    {
    }
    std::uint8_t status() { return driver.transfer({0x05}, 1)[0]; }
    void writeEnable() { driver.transfer({0x06}); }
    Bytes read(std::uint32_t address, std::size_t count)
    {
        return driver.transfer({0x03, byte(address, 2), byte(address, 1), byte(address, 0)}, count);
    }
    void program(std::uint32_t address, const Bytes& data)
    {
        writeEnable();
        Bytes bytes = {0x02, byte(address, 2), byte(address, 1), byte(address, 0)};
        bytes.insert(bytes.end(), data.begin(), data.end());
        driver.transfer(bytes);
    }
    void erase(std::uint8_t code, std::uint32_t address)
    {
        writeEnable();
        driver.transfer({code, byte(address, 2), byte(address, 1), byte(address, 0)});
    }
    static std::uint8_t byte(std::uint32_t value, unsigned index)
    {
        return static_cast<std::uint8_t>(value >> 8 * index);
    }
};

/// A folder that is gone at the end.
class Folder
{
public:
    Folder()
    {
        std::string pattern = (std::filesystem::temp_directory_path() / "partsXXXXXX").string();
        REQUIRE(::mkdtemp(pattern.data()) != nullptr);
        m_path = pattern;
    }
    ~Folder() { std::filesystem::remove_all(m_path); }
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

private:
    std::filesystem::path m_path;
};

} // namespace

TEST_CASE("the W25Q identifies itself by its size")
{
    struct Row {
        std::string megabits;
        std::uint8_t capacity;
    };
    const auto row = GENERATE(Row{"16", 0x15}, Row{"32", 0x16}, Row{"64", 0x17}, Row{"128", 0x18});
    FlashBench bench("{\"megabits\": " + row.megabits + "}");
    CHECK(bench.driver.transfer({0x9F}, 3) == Bytes{0xEF, 0x40, row.capacity});
    const auto device = static_cast<std::uint8_t>(row.capacity - 1);
    CHECK(bench.driver.transfer({0x90, 0, 0, 0}, 2) == Bytes{0xEF, device});
    CHECK(bench.driver.transfer({0x90, 0, 0, 1}, 2) == Bytes{device, 0xEF});
    CHECK(bench.driver.transfer({0xAB, 0, 0, 0}, 1) == Bytes{device});
    CHECK(bench.driver.transfer({0x4B, 0, 0, 0, 0}, 8) ==
          bench.driver.transfer({0x4B, 0, 0, 0, 0}, 8));
}

TEST_CASE("the W25Q programs a page in its time and reads it back")
{
    FlashBench bench;
    CHECK(bench.read(0x1234, 2) == Bytes{0xFF, 0xFF});
    bench.program(0x1234, {0x12, 0x34});
    CHECK(bench.status() == 0x03); // WEL, BUSY
    CHECK(get<bool>(*bench.flash, "busy"));
    CHECK(bench.read(0x1234, 1) == Bytes{0xFF}); // deaf while it is busy
    bench.run(399us);
    CHECK(bench.status() == 0x03);
    bench.run(1us);
    CHECK(bench.status() == 0x00);
    CHECK(bench.read(0x1233, 4) == Bytes{0xFF, 0x12, 0x34, 0xFF});
    CHECK(bench.driver.transfer({0x0B, 0x00, 0x12, 0x34, 0x00}, 2) == Bytes{0x12, 0x34});
}

TEST_CASE("the W25Q's programming clears bits only and wraps within its page")
{
    FlashBench bench;
    bench.program(0x01FE, {0xF0, 0xF1, 0xF2});
    bench.run(1ms);
    CHECK(bench.read(0x0100, 1) == Bytes{0xF2});
    CHECK(bench.read(0x01FE, 3) == Bytes{0xF0, 0xF1, 0xFF});
    bench.program(0x01FE, {0x0F});
    bench.run(1ms);
    CHECK(bench.read(0x01FE, 1) == Bytes{0x00});
}

TEST_CASE("the W25Q changes nothing without write enable")
{
    FlashBench bench;
    bench.driver.transfer({0x02, 0, 0, 0, 0x00});
    CHECK(bench.status() == 0x00);
    CHECK(bench.read(0, 1) == Bytes{0xFF});
    bench.writeEnable();
    CHECK(bench.status() == 0x02);
    bench.driver.transfer({0x04});
    CHECK(bench.status() == 0x00);
}

TEST_CASE("the W25Q erases sectors, blocks and the chip in their time")
{
    struct Row {
        std::uint8_t code;
        std::uint32_t size;
        Duration time;
    };
    const auto row =
        GENERATE(Row{0x20, 4096, 45ms}, Row{0x52, 32768, 120ms}, Row{0xD8, 65536, 150ms});
    FlashBench bench;
    for (const std::uint32_t address : {0x0FFFFU, 0x10000U, 0x10000U + row.size}) {
        bench.program(address, {0x00});
        bench.run(1ms);
    }
    bench.erase(row.code, 0x10000 + row.size / 2);
    bench.run(row.time - 1us);
    CHECK(bench.status() == 0x03);
    bench.run(1us);
    CHECK(bench.status() == 0x00);
    CHECK(bench.read(0x10000, 1) == Bytes{0xFF});
    CHECK(bench.read(0x0FFFF, 1) == Bytes{0x00});
    CHECK(bench.read(0x10000 + row.size, 1) == Bytes{0x00});
    bench.writeEnable();
    bench.driver.transfer({0xC7});
    bench.run(20s);
    CHECK(bench.status() == 0x00);
    CHECK(bench.read(0x0FFFF, 1) == Bytes{0xFF});
}

TEST_CASE("the W25Q in power-down answers to its release only")
{
    FlashBench bench;
    bench.driver.transfer({0xB9});
    CHECK(bench.driver.transfer({0x9F}, 1) == Bytes{0xFF});
    bench.driver.transfer({0xAB});
    CHECK(bench.driver.transfer({0x9F}, 1) == Bytes{0xEF});
}

TEST_CASE("the W25Q does not understand a clock of another mode")
{
    FlashBench bench;
    CHECK(bench.driver.transfer({0x9F}, 1, bus::SpiMode::Mode3) == Bytes{0xEF});
    CHECK(bench.driver.transfer({0x9F}, 1, bus::SpiMode::Mode1) == Bytes{0xFF});
}

TEST_CASE("the W25Q's software reset ends an erase")
{
    FlashBench bench;
    bench.erase(0x20, 0);
    bench.driver.transfer({0x99}); // alone it does nothing
    CHECK(bench.status() == 0x03);
    bench.driver.transfer({0x66});
    bench.driver.transfer({0x99});
    CHECK(bench.status() == 0x00);
}

TEST_CASE("the W25Q's contents last in the device's folder")
{
    const Folder folder;
    FolderStorage storage(folder.path());
    {
        FlashBench bench(R"({"megabits": 16})", &storage);
        bench.program(0x100, {0xAB});
        bench.run(1ms);
    }
    CHECK(std::filesystem::file_size(folder.path() / "U7.bin") == 2UL * 1024 * 1024);
    FlashBench again(R"({"megabits": 16})", &storage);
    CHECK(again.read(0x100, 1) == Bytes{0xAB});
}

TEST_CASE("a W25Q is not made from contents of another size")
{
    const Folder folder;
    std::ofstream(folder.path() / "U7.bin") << "short";
    FolderStorage storage(folder.path());
    Bench bench;
    const auto type = findPartType("w25q");
    REQUIRE(type.has_value());
    const PartContext context{bench.scheduler,  bench.netlist, bench.buses,       bench.random,
                              bench.unmodelled, storage,       bench.surroundings};
    const auto part = makePart(context, **type, "U7", defaultConfiguration(**type));
    REQUIRE_FALSE(part.has_value());
    CHECK(part.error().code == ErrorCode::Invalid);
    CHECK(part.error().where.file == (folder.path() / "U7.bin").string());
    CHECK(part.error().expected == "8388608 bytes");
    CHECK(part.error().activity == "make part \"U7\"");
}

} // namespace perisphere::w25q_test
