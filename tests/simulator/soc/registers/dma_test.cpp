#include "perisphere/soc/registers/dma.hpp"

#include "fakes.hpp"

#include <numeric>

namespace perisphere::dma_test
{

using namespace perisphere::engine;
using namespace std::chrono_literals;

namespace
{

constexpr std::uint32_t kDma = 0x21080000;
constexpr std::uint32_t kSysram = test::FakeBusMemory::kSysram;
constexpr std::uint32_t kPort = 0x38070200;

enum Register : std::uint32_t {
    Src = 0x00,
    Dst = 0x04,
    Wppt = 0x08,
    Wpto = 0x0C,
    Count = 0x10,
    Con = 0x14,
    Start = 0x18,
    IntSta = 0x1C,
    AckInt = 0x20,
    Rlct = 0x24,
    PgmAddr = 0x2C,
    FfCnt = 0x38,
    FfSta = 0x3C,
    FfSize = 0x44,
    To = 0x50,
    HwPtr = 0x58,
    SwPtr = 0x5C,
    FixAddr = 0x60,
};

enum Control : std::uint32_t {
    Words = 2,
    Sinc = 1U << 2U,
    Dinc = 1U << 3U,
    Dreq = 1U << 4U,
    HalfEnable = 1U << 13U,
    TimeoutEnable = 1U << 14U,
    Enable = 1U << 15U,
    WrapDestination = 1U << 16U,
    WrapEnable = 1U << 17U,
    ToMemory = 1U << 18U,
};

constexpr std::uint32_t kReload = 1U << 16U;
constexpr std::uint32_t kStr = 1U << 15U;
constexpr std::uint32_t kGlbSta0 = kDma + 0x4000;
constexpr std::uint32_t kGlbSta1 = kDma + 0x4004;
constexpr std::uint32_t kChRst = kDma + 0x4008;

/// A port with a FIFO each way, at kPort.
class Peripheral final : public soc::RegisterBlock
{
public:
    [[nodiscard]] std::string_view name() const override { return "PORT"; }
    [[nodiscard]] std::span<const soc::RegisterInfo> registers() const override
    {
        static constexpr std::array<soc::RegisterInfo, 1> kRegisters{{{.offset = 0, .name = "P"}}};
        return kRegisters;
    }
    std::uint32_t read(std::uint32_t /*offset*/) override
    {
        if (toGive.empty())
            return 0xEE;
        const std::uint32_t value = toGive.front();
        toGive.erase(toGive.begin());
        if (onTraffic)
            onTraffic();
        return value;
    }
    void write(std::uint32_t /*offset*/, std::uint32_t value) override
    {
        taken.push_back(value & 0xFF);
        if (onTraffic)
            onTraffic();
    }
    [[nodiscard]] std::uint32_t peek(std::uint32_t /*offset*/) const override { return 0; }
    void reset() override {}
    void exchange(Snapshot& /*snapshot*/) override {}

    std::vector<std::uint32_t> taken;
    std::vector<std::uint32_t> toGive;
    std::function<void()> onTraffic;
};

struct Bench : test::RegisterBench {
    soc::Dma dma{scheduler, memory, lines};
    Peripheral port;

    Bench()
    {
        map.add(kDma, soc::Dma::kBytes, dma);
        map.add(kPort, 4, port);
        std::iota(memory.sysram.begin(), memory.sysram.begin() + 256, std::uint8_t{0});
        dma.setHclk(100'000'000); // 40 ns a transfer
    }

    static constexpr std::uint32_t at(unsigned channel, std::uint32_t offset)
    {
        return kDma + channel * 0x100 + offset;
    }
    void set(unsigned channel, std::uint32_t offset, std::uint32_t value)
    {
        write(at(channel, offset), value);
    }
    std::uint32_t get(unsigned channel, std::uint32_t offset) { return read(at(channel, offset)); }

    void startCopy(std::uint32_t count, std::uint32_t control)
    {
        set(12, Src, kSysram);
        set(12, Dst, kSysram + 0x4000);
        set(12, Count, count);
        set(12, Con, control);
        set(12, Start, kStr);
    }
    void startHalf(unsigned channel, std::uint32_t count, std::uint32_t control)
    {
        set(channel, PgmAddr, kSysram);
        set(channel, FixAddr, kPort);
        set(channel, Count, count);
        set(channel, Con, control);
        set(channel, Start, kStr);
    }
    void configureRing(unsigned channel, std::uint32_t control, std::uint32_t threshold)
    {
        set(channel, Start, 0);
        set(channel, PgmAddr, kSysram);
        set(channel, FixAddr, kPort);
        set(channel, FfSize, 16);
        set(channel, SwPtr, 0);
        set(channel, Count, threshold);
        set(channel, Con, control);
        set(channel, Start, kStr);
    }
    [[nodiscard]] std::vector<std::uint8_t> bytes(std::uint32_t offset, std::size_t count) const
    {
        const auto begin = memory.sysram.begin() + offset;
        return {begin, begin + static_cast<std::ptrdiff_t>(count)};
    }
};

} // namespace

TEST_CASE("a memory copy takes four cycles a transfer and interrupts at its end")
{
    Bench bench;
    bench.startCopy(64, Words | Sinc | Dinc | Enable);
    CHECK(bench.read(kGlbSta0) == 1U << 24U);
    CHECK(bench.get(12, Rlct) == 64);
    bench.advance(40ns * 10);
    CHECK(bench.get(12, Rlct) == 54);
    CHECK(bench.bytes(0x4000, 44)[39] == 39);
    CHECK(bench.bytes(0x4000, 44)[40] == 0);
    bench.advance(40ns * 54 - 1ns);
    CHECK(bench.get(12, Rlct) == 1);
    CHECK_FALSE(bench.lines.level[77]);
    bench.advance(1ns);
    CHECK(bench.lines.level[77]);
    CHECK(bench.bytes(0x4000, 256) == bench.bytes(0, 256));
    CHECK(bench.get(12, IntSta) == kStr);
    CHECK(bench.read(kGlbSta0) == 2U << 24U); // RUN has dropped
    CHECK(bench.get(12, Start) == kStr);      // as last written
    bench.setBits(bench.at(12, AckInt), kStr);
    CHECK_FALSE(bench.lines.level[77]);
    CHECK(bench.read(kGlbSta0) == 0);
}

TEST_CASE("a large copy costs few events, and no drift")
{
    Bench bench;
    bench.dma.setHclk(197'600'000);
    const std::uint64_t before = bench.scheduler.executedEvents();
    bench.startCopy(0x3FFF, Words | Sinc | Dinc | Enable);
    // 4 * 16383 / 197.6 MHz = 331639.68 ns, to the tick.
    bench.advance(331'639ns);
    CHECK(bench.get(12, Rlct) == 1);
    bench.advance(1ns);
    CHECK(bench.get(12, Rlct) == 0);
    CHECK(bench.lines.level[77]);
    CHECK(bench.scheduler.executedEvents() - before <= 65);
}

TEST_CASE("full-size channels step both addresses as told and wrap one of them")
{
    Bench bench;
    bench.set(12, Wppt, 4);
    bench.set(12, Wpto, kSysram + 0x100 - 4);
    bench.startCopy(8, Dinc | Sinc | WrapEnable);
    bench.advance(40ns * 8);
    CHECK(bench.bytes(0x4000, 8) == std::vector<std::uint8_t>{0, 1, 2, 3, 252, 253, 254, 255});

    bench.set(12, Wpto, kSysram + 0x5000);
    bench.startCopy(8, Dinc | WrapEnable | WrapDestination); // the source stays
    bench.advance(40ns * 8);
    CHECK(bench.bytes(0x4000, 8) == std::vector<std::uint8_t>{0, 0, 0, 0, 252, 253, 254, 255});
    CHECK(bench.bytes(0x5000, 5) == std::vector<std::uint8_t>{0, 0, 0, 0, 0});
}

TEST_CASE("half of the transfers is told when asked for, of odd counts the larger half")
{
    Bench bench;
    bench.startCopy(5, Sinc | Dinc | HalfEnable | Enable);
    bench.advance(40ns * 3 - 1ns);
    CHECK(bench.get(12, IntSta) == 0);
    bench.advance(1ns);
    CHECK(bench.get(12, IntSta) == HalfEnable);
    CHECK(bench.lines.level[77]);
    bench.set(12, AckInt, HalfEnable);
    CHECK_FALSE(bench.lines.level[77]);
    bench.advance(80ns);
    CHECK(bench.get(12, IntSta) == kStr);
}

TEST_CASE("with reload a channel begins anew; stopping it keeps what remains")
{
    Bench bench;
    bench.startCopy(4 | kReload, Sinc | Dinc | Enable);
    bench.advance(40ns * 5);
    CHECK(bench.get(12, Rlct) == 3);
    CHECK(bench.read(kGlbSta0) == 3U << 24U);
    bench.set(12, Start, 0);
    bench.advance(1ms);
    CHECK(bench.get(12, Rlct) == 3);
    CHECK(bench.read(kGlbSta0) == 2U << 24U);
}

TEST_CASE("a half-size channel moves a byte at each request")
{
    Bench bench;
    bench.startHalf(2, 3, Sinc | Dreq | Enable);
    bench.advance(1ms);
    CHECK(bench.port.taken.empty());
    CHECK(bench.get(2, Rlct) == 3);
    // Room for one at a time.
    bench.port.onTraffic = [&] { bench.dma.setRequest(2, false); };
    bench.dma.setRequest(2, true);
    bench.advance(39ns);
    CHECK(bench.port.taken.empty());
    bench.advance(1ns);
    CHECK(bench.port.taken == std::vector<std::uint32_t>{0});
    bench.advance(1ms);
    CHECK(bench.get(2, Rlct) == 2);
    bench.port.onTraffic = nullptr;
    bench.dma.setRequest(2, true);
    bench.advance(80ns);
    CHECK(bench.port.taken == std::vector<std::uint32_t>{0, 1, 2});
    CHECK(bench.lines.level[77]);
    CHECK(bench.read(kGlbSta0) == 2U << 4U);
}

TEST_CASE("without handshake a half-size channel runs freely against its port")
{
    Bench bench;
    bench.port.toGive = {7, 8, 9};
    bench.startHalf(3, 3, Dinc | ToMemory | Enable);
    bench.advance(120ns);
    CHECK(bench.bytes(0, 4) == std::vector<std::uint8_t>{7, 8, 9, 3});
    CHECK(bench.lines.level[77]);
}

TEST_CASE("a half-size channel goes on at WPTO after WPPT transfers")
{
    Bench bench; // two segments of one I2C transfer
    bench.set(0, Wppt, 2);
    bench.set(0, Wpto, kSysram + 100);
    bench.startHalf(0, 4, Sinc | WrapEnable);
    bench.advance(1us);
    CHECK(bench.port.taken == std::vector<std::uint32_t>{0, 1, 100, 101});
}

TEST_CASE("the channel reset stops a channel, and a stopped one can be started at once")
{
    Bench bench;
    CHECK(bench.read(kChRst) == 0xFFFFFFFF);
    bench.startHalf(4, 9, Sinc | Dreq | Enable);
    bench.clearBits(kChRst, 1U << 4U);
    CHECK(bench.read(kGlbSta0) == 0);
    bench.set(4, Start, kStr);
    CHECK(bench.read(kGlbSta0) == 0); // held
    bench.setBits(kChRst, 1U << 4U);
    bench.set(4, Start, kStr);
    CHECK(bench.read(kGlbSta0) == 1U << 8U);
}

TEST_CASE("registers that act read as 0, so that a read-modify-write acts once")
{
    Bench bench;
    bench.setBits(kDma + 0x4024, 1U << 3U);
    bench.setBits(kDma + 0x4024, 1U << 5U);
    CHECK(bench.read(kDma + 0x4020) == 0x28);
    bench.setBits(kDma + 0x4028, 1U << 3U);
    CHECK(bench.read(kDma + 0x4020) == 0x20);
    CHECK(bench.read(kDma + 0x4024) == 0);
    CHECK(bench.get(12, AckInt) == 0);
    bench.write(kDma + 0x4058, 1U << 29U); // CLR_DREQ, as drivers do before a start
    bench.write(kDma + 0x4058, 0);
    CHECK(bench.unmodelled.all().empty());
}

TEST_CASE("a transmit FIFO is drained by requests; pointers are bytes and wrap")
{
    Bench bench;
    bench.configureRing(13, Dreq | Sinc, 4);
    CHECK(bench.get(13, FfSta) == 2);
    bench.set(13, SwPtr, 12);
    CHECK(bench.get(13, FfCnt) == 12);
    bench.dma.setRequest(13, true);
    bench.advance(1us);
    CHECK(bench.port.taken.size() == 12);
    CHECK(bench.get(13, HwPtr) == 12);
    bench.set(13, SwPtr, 0x10000 | 12); // a full ring
    CHECK(bench.get(13, FfCnt) == 16);
    CHECK((bench.get(13, FfSta) & 3U) == 1);
    bench.advance(40ns * 4);
    CHECK(bench.get(13, HwPtr) == 0x10000);
    CHECK(bench.get(13, FfCnt) == 12);
    bench.advance(1us);
    CHECK(bench.get(13, HwPtr) == (0x10000 | 12));
    CHECK((bench.get(13, FfSta) & 3U) == 2);
    CHECK(bench.port.taken.back() == 11);
    bench.set(13, Start, 0);
    CHECK(bench.get(13, HwPtr) == 0);
}

TEST_CASE("a transmit FIFO below its threshold interrupts as long as it is")
{
    Bench bench;
    bench.configureRing(13, Dreq | Sinc | Enable, 4);
    CHECK(bench.lines.level[77]); // empty
    CHECK(bench.read(kGlbSta0) == 3U << 26U);
    bench.set(13, AckInt, kStr);
    CHECK(bench.lines.level[77]); // still
    bench.set(13, SwPtr, 5);
    CHECK(bench.lines.level[77]); // latched
    bench.set(13, AckInt, kStr);
    CHECK_FALSE(bench.lines.level[77]);
    bench.dma.setRequest(13, true);
    bench.advance(40ns);
    CHECK_FALSE(bench.lines.level[77]); // 4
    bench.advance(40ns);
    CHECK(bench.lines.level[77]); // 3
}

TEST_CASE("a receive FIFO takes up to its size and interrupts at its threshold")
{
    Bench bench;
    for (std::uint32_t i = 0; i < 20; ++i)
        bench.port.toGive.push_back(0x40 + i);
    bench.port.onTraffic = [&] { bench.dma.setRequest(29, !bench.port.toGive.empty()); };
    bench.configureRing(29, Dreq | Dinc | ToMemory | Enable, 12);
    bench.dma.setRequest(29, true);
    bench.advance(40ns * 11);
    CHECK_FALSE(bench.lines.level[77]);
    bench.advance(40ns);
    CHECK(bench.lines.level[77]);
    CHECK(bench.read(kGlbSta1) == 3U << 26U);
    bench.advance(1us);
    CHECK(bench.get(29, FfCnt) == 16); // full: the peripheral keeps the rest
    CHECK(bench.get(29, HwPtr) == 0x10000);
    CHECK(bench.port.toGive.size() == 4);
    // The driver takes all, moves its pointer, then acknowledges.
    CHECK(bench.bytes(0, 1)[0] == 0x40);
    bench.set(29, SwPtr, 0x10000);
    bench.set(29, AckInt, kStr);
    CHECK_FALSE(bench.lines.level[77]);
    bench.advance(1us);
    CHECK(bench.get(29, FfCnt) == 4);
    CHECK(bench.bytes(3, 1)[0] == 0x53);
}

TEST_CASE("a receive FIFO with data and no more of it times out once")
{
    Bench bench;
    bench.port.toGive = {1, 2};
    bench.port.onTraffic = [&] { bench.dma.setRequest(14, !bench.port.toGive.empty()); };
    bench.set(14, To, 1000); // 10 us
    bench.configureRing(14, Dreq | Dinc | ToMemory | TimeoutEnable | Enable, 8);
    bench.advance(1ms);
    CHECK_FALSE(bench.lines.level[77]);
    bench.dma.setRequest(14, true);
    bench.advance(80ns + 10us - 1ns);
    CHECK_FALSE(bench.lines.level[77]);
    bench.advance(1ns);
    CHECK(bench.get(14, IntSta) == 1U << 16U);
    CHECK(bench.lines.level[77]);
    bench.set(14, SwPtr, 2);
    bench.set(14, AckInt, 1U << 16U);
    bench.advance(1ms);
    CHECK(bench.lines.rises[77] == 1);
}

TEST_CASE("nothing that a firmware writes hangs the controller")
{
    Bench bench;
    SECTION("nothing to move, again and again")
    {
        bench.startCopy(kReload, Enable);
        bench.advance(1ms);
        CHECK(bench.read(kGlbSta0) == 2U << 24U);
    }
    SECTION("a channel that writes its own registers")
    {
        bench.set(12, Src, kSysram);
        bench.set(12, Dst, bench.at(12, Start));
        bench.memory.sysram[1] = 0x80;
        bench.set(12, Count, 100 | kReload);
        bench.set(12, Con, Words);
        bench.set(12, Start, kStr);
        bench.advance(1ms);
        CHECK(bench.scheduler.executedEvents() < 1000);
    }
    SECTION("a ring without size, pointers outside of it, addresses of nothing")
    {
        bench.configureRing(13, Dreq | Enable, 0);
        bench.set(13, FfSize, 0);
        bench.dma.setRequest(13, true);
        bench.set(13, SwPtr, 0xFFFFFFFF);
        bench.advance(1ms);
        bench.set(13, FfSize, 0xFFFF);
        bench.set(13, PgmAddr, 0xFFFFFFF1);
        bench.set(13, Con, Dreq | Words);
        bench.advance(1ms);
        CHECK(bench.get(13, FfCnt) <= 0x4000);
    }
    SECTION("a port that always asks")
    {
        bench.dma.setRequest(0, true);
        bench.startHalf(0, 0xFFFF | kReload, Sinc | Dreq);
        bench.advance(10ms); // 250,000 transfers
        CHECK(bench.scheduler.executedEvents() < 2000);
    }
}

TEST_CASE("a change of clock counts from its instant on")
{
    Bench bench;
    bench.startCopy(10, Sinc | Dinc);
    bench.advance(40ns * 5);
    bench.dma.setHclk(32'768); // 122070.3 ns a transfer
    bench.advance(122'070ns);
    CHECK(bench.get(12, Rlct) == 5);
    bench.advance(1ns);
    CHECK(bench.get(12, Rlct) == 4);
}

TEST_CASE("a snapshot in the middle of a copy brings all of it back")
{
    Bench bench;
    bench.startCopy(64, Words | Sinc | Dinc | Enable);
    bench.advance(40ns * 10 + 13ns);
    Snapshot snapshot;
    bench.dma.exchange(snapshot);
    const std::vector<std::uint8_t> memory = bench.memory.sysram;
    bench.dma.reset();
    CHECK(bench.read(kGlbSta0) == 0);
    bench.memory.sysram = memory;
    snapshot.rewind();
    bench.dma.exchange(snapshot);
    CHECK(bench.get(12, Rlct) == 54);
    bench.advance(40ns * 54 - 13ns - 1ns);
    CHECK_FALSE(bench.lines.level[77]);
    bench.advance(1ns);
    CHECK(bench.lines.level[77]);
    CHECK(bench.bytes(0x4000, 256) == bench.bytes(0, 256));
}

} // namespace perisphere::dma_test
