#include "perisphere/soc/registers/i2s_registers.hpp"

#include "wires.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <vector>

namespace perisphere::i2s_registers_test
{

using namespace perisphere::engine;
using namespace perisphere::soc;
using namespace std::chrono_literals;
using test::rmwClear;
using test::rmwSet;

namespace
{

constexpr std::uint32_t kGlobal = 0x00;
constexpr std::uint32_t kDl = 0x04;
constexpr std::uint32_t kUl = 0x08;
constexpr std::uint32_t kSoftReset = 0x0C;
constexpr std::uint32_t kDmaIf = 0x30;
constexpr unsigned kTx = 27; // I2S1
constexpr unsigned kRx = 28;

struct Fixture {
    Fixture()
    {
        i2s.setSink([this](std::uint32_t word) {
            played.push_back(word);
            playedAt.push_back(toNanoseconds(scheduler.now()));
        });
    }
    void advance(Duration by) { REQUIRE(scheduler.runUntil(later(scheduler.now(), by))); }
    /// What the DMA does while it is asked.
    void fill(std::uint32_t& next)
    {
        while (requests.isHigh(kTx))
            i2s.fifoPort().write(0, next++);
    }
    std::vector<std::uint32_t> drain()
    {
        std::vector<std::uint32_t> words;
        while (requests.isHigh(kRx))
            words.push_back(i2s.fifoPort().read(0));
        return words;
    }

    Scheduler scheduler;
    test::RequestWires requests;
    I2sRegisters i2s{scheduler, requests, 1};
    std::vector<std::uint32_t> played;
    std::vector<std::int64_t> playedAt;
};

} // namespace

TEST_CASE("the vendor's loop-back: directions enabled without their FIFOs, words come back")
{
    Fixture f;
    rmwSet(f.i2s, kSoftReset, 3);
    f.advance(1us);
    rmwClear(f.i2s, kSoftReset, 3);
    f.i2s.write(kGlobal, 1U << 31 | 1U << 3);
    f.i2s.write(kDl, 0x4U << 8);
    f.i2s.write(kUl, 0x4U << 8); // 16 kHz
    rmwSet(f.i2s, kGlobal, 1);
    CHECK_FALSE(f.requests.isHigh(kTx));
    rmwSet(f.i2s, kDl, 1);
    CHECK(f.requests.isHigh(kTx));
    rmwSet(f.i2s, kUl, 1);
    std::uint32_t next = 0x10000;
    std::vector<std::uint32_t> captured;
    for (int i = 0; i < 10; ++i) {
        f.fill(next);
        f.advance(Duration(62'500));
        for (const std::uint32_t word : f.drain())
            captured.push_back(word);
    }
    REQUIRE(captured.size() == 10);
    for (std::uint32_t i = 0; i < 10; ++i)
        CHECK(captured[i] == 0x10000 + i);
    CHECK(f.played == captured);
}

TEST_CASE("Codethink's driver: mono output, doubled, silence when nothing comes")
{
    Fixture f;
    f.i2s.write(kSoftReset, 2);
    f.i2s.write(kSoftReset, 0);
    rmwSet(f.i2s, kGlobal, 1U << 3 | 1U << 22 | 1U << 8 | 1U << 9);
    f.i2s.write(kDl, 1U | 1U << 2 | 1U << 3 | 0xAU << 8 | 1U << 15);
    f.i2s.write(kDmaIf, 0x11);
    rmwSet(f.i2s, kGlobal, 3);
    CHECK(f.i2s.read(kDmaIf) == 0x11);
    f.i2s.fifoPort().write(0, 0xABCD1234); // a halfword, and what was in the other lanes
    f.advance(50us);
    CHECK(f.played == std::vector<std::uint32_t>{0x12341234, 0});
    CHECK(f.playedAt == std::vector<std::int64_t>{20'834, 41'667}); // 48 kHz, without drift
    f.advance(1s - 50us);
    CHECK(f.played.size() == 48'000);
    CHECK(f.playedAt.back() == 1'000'000'000);
}

TEST_CASE("without the empty value, the last word is played again")
{
    Fixture f;
    f.i2s.write(kGlobal, 1);
    f.i2s.write(kDl, 1);
    f.i2s.fifoPort().write(0, 5);
    f.advance(250us);
    CHECK(f.played == std::vector<std::uint32_t>{5, 5});
}

TEST_CASE("sample rates by their code")
{
    for (const auto& [code, hertz] : {std::pair{0x0U, 8'000U},
                                      {0x2U, 12'000U},
                                      {0x4U, 16'000U},
                                      {0x6U, 24'000U},
                                      {0x8U, 32'000U},
                                      {0xAU, 48'000U},
                                      {0xFU, 112'000U}}) {
        Fixture f;
        f.i2s.write(kDl, 1U | code << 8);
        f.i2s.write(kGlobal, 1);
        f.advance(1s);
        CHECK(f.played.size() == hertz);
    }
}

TEST_CASE("captured words come from the source, silence without; four TDM channels are two words")
{
    Fixture f;
    f.i2s.write(kGlobal, 5);
    f.advance(125us);
    CHECK(f.drain() == std::vector<std::uint32_t>{0});
    std::uint32_t sample = 0x00010002;
    f.i2s.setSource([&] { return sample++; });
    f.i2s.write(kUl, 1U | 1U << 29);
    f.advance(125us);
    CHECK(f.drain() == std::vector<std::uint32_t>{0x00010002, 0x00010003});
    rmwSet(f.i2s, kUl, 1U << 31);
    f.advance(125us);
    CHECK(f.drain() == std::vector<std::uint32_t>{0x00040001, 0x00050001});
}

TEST_CASE("FIFOs take eight words; what comes later is lost")
{
    Fixture f;
    f.i2s.write(kGlobal, 5);
    std::uint32_t sample = 1;
    f.i2s.setSource([&] { return sample++; });
    f.advance(10 * 125us);
    const std::vector<std::uint32_t> words = f.drain();
    CHECK(words == std::vector<std::uint32_t>{1, 2, 3, 4, 5, 6, 7, 8});
    CHECK(f.i2s.fifoPort().read(0) == 0);
    std::uint32_t next = 0;
    f.i2s.write(kGlobal, 7);
    f.fill(next);
    CHECK(next == 8);
    f.i2s.fifoPort().write(0, 99);
    f.i2s.write(kSoftReset, 0x10);
    CHECK_FALSE(f.requests.isHigh(kTx));
    f.i2s.write(kSoftReset, 0);
    f.fill(next);
    CHECK(next == 16);
}

TEST_CASE("a block that is off has no events")
{
    Fixture f;
    f.i2s.write(kDl, 1);
    f.i2s.write(kUl, 1);
    f.advance(1s);
    CHECK(f.scheduler.executedEvents() == 0);
    f.i2s.write(kGlobal, 1);
    f.i2s.write(kGlobal, 0);
    CHECK(f.scheduler.pendingEvents() == 0);
}

TEST_CASE("playing comes back from a snapshot with its frames")
{
    Fixture f;
    f.i2s.write(kGlobal, 7);
    std::uint32_t next = 10;
    f.fill(next);
    f.advance(300us);
    Snapshot snapshot;
    f.i2s.exchange(snapshot);
    f.i2s.reset();
    CHECK_FALSE(f.requests.isHigh(kRx));
    snapshot.rewind();
    f.i2s.exchange(snapshot);
    CHECK(f.requests.isHigh(kTx));
    CHECK(f.requests.isHigh(kRx));
    f.advance(75us);
    CHECK(f.played == std::vector<std::uint32_t>{10, 11, 12});
    CHECK(f.playedAt.back() == 375'000);
}

} // namespace perisphere::i2s_registers_test
