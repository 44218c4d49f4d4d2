#include "perisphere/soc/registers/register_map.hpp"

#include <catch2/catch.hpp>

#include <array>

namespace perisphere::register_map_test
{

using namespace perisphere::soc;

constexpr AccessOrigin kOrigin{.core = "real-time core 0", .pc = 0x100234};

/// FIFO pops at each read; LATCH keeps what is written; ODD# are two registers 8 bytes apart.
class SampleBlock final : public RegisterBlock
{
public:
    [[nodiscard]] std::string_view name() const override { return "SAMPLE"; }
    [[nodiscard]] std::span<const RegisterInfo> registers() const override
    {
        static constexpr std::array<RegisterInfo, 3> kRegisters{
            {{.offset = 0x0, .name = "FIFO"},
             {.offset = 0x4, .name = "LATCH", .isModelled = false},
             {.offset = 0x10, .name = "ODD#", .count = 2, .stride = 8}}};
        return kRegisters;
    }
    std::uint32_t read(std::uint32_t offset) override
    {
        return offset == 0 ? next++ : peek(offset);
    }
    void write(std::uint32_t offset, std::uint32_t value) override { words[offset / 4] = value; }
    [[nodiscard]] std::uint32_t peek(std::uint32_t offset) const override
    {
        return offset == 0 ? next : words[offset / 4];
    }
    void reset() override { words = {}; }
    void exchange(engine::Snapshot& snapshot) override { snapshot.exchange(words); }

    std::uint32_t next = 0x11223344;
    std::array<std::uint32_t, 8> words{};
};

struct MapFixture {
    MapFixture() { map.add(0x21030000, 0x40, block); }

    engine::Scheduler scheduler;
    engine::UnmodelledAccesses unmodelled{scheduler};
    SampleBlock block;
    RegisterMap map{unmodelled};
};

TEST_CASE("registers are read and written in words, halfwords and bytes")
{
    MapFixture f;
    CHECK(f.map.read(0x21030000, 1, kOrigin) == 0x44U);
    CHECK(f.map.read(0x21030002, 2, kOrigin) == 0x1122U);
    CHECK(f.block.next == 0x11223346U); // each access is one
    CHECK(f.map.write(0x21030010, 4, 0xAABBCCDD, kOrigin));
    CHECK(f.map.write(0x21030011, 1, 0x77, kOrigin));
    CHECK(f.block.words[4] == 0xAABB77DDU);
    CHECK(f.map.read(0x21030010, 2, kOrigin) == 0x77DDU);
}

TEST_CASE("an access across words is made of two")
{
    MapFixture f;
    CHECK(f.map.write(0x2103001A, 4, 0x11223344, kOrigin));
    CHECK(f.block.words[6] == 0x33440000U);
    CHECK(f.map.peek(0x2103001C) == 0x1122U); // ODD# has nothing there: the map's own storage
    CHECK(f.map.read(0x2103001A, 4, kOrigin) == 0x11223344U);
}

TEST_CASE("outside of the places nothing answers")
{
    MapFixture f;
    CHECK_FALSE(f.map.covers(0x21030040));
    CHECK(f.map.read(0x21030040, 4, kOrigin) == std::nullopt);
    CHECK_FALSE(f.map.write(0x2102FFFC, 4, 0, kOrigin));
}

TEST_CASE("a register that is not modelled keeps what is written and is reported once, with the pc")
{
    MapFixture f;
    f.map.addStorage(0x30010000, 0x100, "PINMUX");
    CHECK(f.map.write(0x30010020, 4, 5, kOrigin));
    CHECK(f.map.read(0x30010020, 4, kOrigin) == 5U);
    CHECK(f.map.write(0x21030008, 4, 6, kOrigin)); // no register of the block
    CHECK(f.map.read(0x21030008, 4, kOrigin) == 6U);
    (void)f.map.read(0x21030004, 4, kOrigin); // one that the block only keeps
    (void)f.map.read(0x21030000, 4, kOrigin);
    REQUIRE(f.unmodelled.all().size() == 3);
    CHECK(f.unmodelled.all()[0].where == "real-time core 0");
    CHECK(f.unmodelled.all()[0].what == "register PINMUX+20h (0x30010020)");
    CHECK(f.unmodelled.all()[0].from == "pc 0x00100234");
    CHECK(f.unmodelled.all()[1].what == "register SAMPLE+8h (0x21030008)");
    CHECK(f.unmodelled.all()[2].what == "register SAMPLE.LATCH (0x21030004)");
}

TEST_CASE("register names count the equal ones")
{
    MapFixture f;
    CHECK(f.map.registerName(0x21030018) == "SAMPLE.ODD1");
    CHECK(f.map.registerName(0x21030014) == "SAMPLE+14h");
}

TEST_CASE("a snapshot brings the map's storage back")
{
    MapFixture f;
    f.map.write(0x21030008, 4, 6, kOrigin);
    engine::Snapshot snapshot;
    f.map.exchange(snapshot);
    f.map.write(0x21030008, 4, 7, kOrigin);
    f.map.write(0x2103000C, 4, 8, kOrigin);
    snapshot.rewind();
    f.map.exchange(snapshot);
    CHECK(f.map.peek(0x21030008) == 6U);
    CHECK(f.map.peek(0x2103000C) == 0U);
}

} // namespace perisphere::register_map_test
