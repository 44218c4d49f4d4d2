#include "perisphere/soc/registers/mailbox.hpp"

#include "random_accesses.hpp"
#include "recorded_lines.hpp"

#include <catch2/catch.hpp>

#include <utility>

namespace perisphere::mailbox_test
{

using namespace perisphere::soc;

constexpr std::uint32_t kGenCtrl = 0x04;
constexpr std::uint32_t kSwTxIntPort = 0x14;
constexpr std::uint32_t kSwRxIntEn = 0x18;
constexpr std::uint32_t kSwRxIntSts = 0x1C;
constexpr std::uint32_t kNfThrs = 0x30;
constexpr std::uint32_t kNeThrs = 0x34;
constexpr std::uint32_t kIntEn = 0x38;
constexpr std::uint32_t kIntSts = 0x3C;
constexpr std::uint32_t kCmdPush = 0x40;
constexpr std::uint32_t kDataPush = 0x44;
constexpr std::uint32_t kPushCnt = 0x48;
constexpr std::uint32_t kCmdPop = 0x50;
constexpr std::uint32_t kDataPop = 0x54;
constexpr std::uint32_t kPopCnt = 0x58;
constexpr std::uint32_t kSemaphore = 0x60;

/// A core's mailbox to the A7, with interrupts 6 to 11.
struct ToApplicationCore {
    engine::Scheduler scheduler;
    test::RecordedLines lines{scheduler};
    MailboxLink link{
        {.name = "MBOX_A7", .lines = &lines, .firstInterrupt = 6, .hasSemaphore = true},
        {.name = "MBOX_IO0"}};
    MailboxSide& core = link.first();
    MailboxSide& a7 = link.second();

    MailboxItem readItem()
    {
        const std::uint32_t data = core.read(kDataPop); // first, the command dequeues
        return {.command = core.read(kCmdPop), .data = data};
    }
    void writeItem(const MailboxItem& item)
    {
        core.write(kDataPush, item.data);
        core.write(kCmdPush, item.command);
    }
};

/// Between the two real-time cores, with interrupts 12 to 17 of each.
struct BetweenCores {
    engine::Scheduler scheduler;
    test::RecordedLines linesA{scheduler};
    test::RecordedLines linesB{scheduler};
    MailboxLink link{{.name = "MBOX_M4", .lines = &linesA, .firstInterrupt = 12},
                     {.name = "MBOX_M4", .lines = &linesB, .firstInterrupt = 12}};
    MailboxSide& a = link.first();
    MailboxSide& b = link.second();
};

TEST_CASE("the set-up of the inter-core channel is read item by item")
{
    ToApplicationCore f; // IntercoreComms_RTApp
    CHECK(f.core.read(kPopCnt) == 0);
    CHECK(f.a7.post({0xBA5E'0001, 0x8000'000C}));
    CHECK(f.a7.post({0xBA5E'0002, 0x8000'100C}));
    CHECK(f.a7.post({0xBA5E'0003, 0}));
    CHECK(f.core.read(kPopCnt) == 3);
    CHECK(f.readItem() == MailboxItem{0xBA5E'0001, 0x8000'000C});
    CHECK(f.readItem() == MailboxItem{0xBA5E'0002, 0x8000'100C});
    CHECK(f.readItem() == MailboxItem{0xBA5E'0003, 0});
    CHECK(f.core.read(kPopCnt) == 0);
    CHECK(f.readItem().command == 0);

    f.core.write(kSwRxIntEn, 2);
    f.core.write(kSwRxIntSts, 2);
    f.a7.ring(2);
    CHECK(f.lines.levels[11]);
    f.core.write(kSwRxIntSts, f.core.read(kSwRxIntSts));
    CHECK_FALSE(f.lines.levels[11]);
}

TEST_CASE("opening and resetting a mailbox lose nothing of the peer's")
{
    const std::uint32_t reset = GENERATE(1U, 2U); // "both sides" after each message; own at opening
    ToApplicationCore f;
    f.a7.post({0xBA5E'0001, 1});
    f.core.write(kSwRxIntEn, 3);
    f.a7.ring(2);
    f.core.write(kSwTxIntPort, 1);
    f.core.write(kIntEn, 0xF);
    f.writeItem({7, 8});
    f.core.write(kGenCtrl, f.core.read(kGenCtrl) | reset);
    CHECK(f.core.read(kGenCtrl) == 0);
    CHECK(f.core.read(kPopCnt) == 1);
    CHECK(f.lines.levels[11]);
    CHECK(f.core.read(kSwRxIntEn) == 3);
    CHECK(f.a7.rung() == 1);
    CHECK(f.core.read(kPushCnt) == 0); // its own are gone
    CHECK(f.core.read(kIntEn) == 0);
    CHECK_FALSE(f.lines.levels[7]);
    CHECK(f.readItem() == MailboxItem{0xBA5E'0001, 1});
}

TEST_CASE("a FIFO holds 15 items, and one without data has the last ones'")
{
    ToApplicationCore f;
    for (std::uint32_t i = 0; i < 20; ++i)
        f.writeItem({.command = i, .data = 100 + i});
    CHECK(f.core.read(kPushCnt) == 15);
    for (std::uint32_t i = 0; i < 15; ++i)
        CHECK(f.a7.pop() == MailboxItem{.command = i, .data = 100 + i});
    CHECK(f.a7.pop() == std::nullopt);
    f.core.write(kCmdPush, 5);
    CHECK(f.a7.pop() == MailboxItem{.command = 5, .data = 119});
    for (std::uint32_t i = 0; i < 15; ++i)
        CHECK(f.a7.post({i, i}));
    CHECK_FALSE(f.a7.post({15, 15}));
}

TEST_CASE("the A7's side is told of items, reads and doorbells")
{
    ToApplicationCore f;
    std::vector<std::string> told;
    const auto items = f.a7.onItem(
        [&](const MailboxItem& item) { told.push_back("item " + std::to_string(item.command)); });
    const auto reads = f.a7.onRead(
        [&](const MailboxItem& item) { told.push_back("read " + std::to_string(item.command)); });
    const auto bells = f.a7.onDoorbell(
        [&](const std::uint8_t& rung) { told.push_back("bell " + std::to_string(rung)); });
    f.writeItem({1, 2});
    f.a7.post({3, 4});
    f.readItem();
    f.core.write(kSwTxIntPort, 1);
    f.core.write(kSwTxIntPort, 1); // not yet acknowledged, and told all the same
    CHECK(told == std::vector<std::string>{"item 1", "read 3", "bell 1", "bell 1"});
    CHECK(f.core.read(kSwTxIntPort) == 0);
    CHECK(f.a7.rung() == 1);
    f.a7.acknowledge(1);
    CHECK(f.a7.rung() == 0);
}

TEST_CASE("FIFO interrupts: events are pulses and sticky, fill levels are levels")
{
    BetweenCores f; // the vendor's registration, then WR at the receiver and RD at the sender
    for (MailboxSide* const side : {&f.a, &f.b}) {
        side->write(kGenCtrl, 2);
        side->write(kIntSts, 0xF);
        side->write(kIntEn, 0xF);
    }
    CHECK(f.linesA.levels[13]); // not full
    CHECK_FALSE(f.linesA.levels[15]);
    f.a.write(kDataPush, 0);
    f.a.write(kCmdPush, 0xAAAA'AA00);
    CHECK(f.linesB.pulses[14].size() == 1); // WR
    CHECK(f.linesB.levels[15]);             // NE
    CHECK((f.b.read(kIntSts) & 0x3) == 0x3);
    f.b.write(kIntSts, 0x2);
    CHECK((f.b.read(kIntSts) & 0x3) == 0x1);
    static_cast<void>(f.b.read(kDataPop));
    CHECK(f.b.read(kCmdPop) == 0xAAAA'AA00);
    CHECK(f.linesA.pulses[12].size() == 1); // RD
    CHECK((f.a.read(kIntSts) & 0x8) == 0x8);
    CHECK_FALSE(f.linesB.levels[15]);
    CHECK_FALSE(f.linesA.levels[16]); // the combined one
}

TEST_CASE("thresholds move the fill levels")
{
    BetweenCores f;
    f.a.write(kNfThrs, 13);
    f.b.write(kNeThrs, 1);
    f.a.write(kIntEn, 1);
    f.b.write(kIntEn, 1);
    f.a.post({1, 1});
    CHECK(f.linesA.levels[13]);
    CHECK_FALSE(f.linesB.levels[15]);
    f.a.post({2, 2});
    CHECK_FALSE(f.linesA.levels[13]);
    CHECK(f.linesB.levels[15]);
}

TEST_CASE("a doorbell latches before its receiver enables it")
{
    BetweenCores f; // samples A and B: whoever is later finds bit 0
    f.a.write(kSwTxIntPort, 1);
    CHECK(f.b.read(kSwRxIntSts) == 1);
    CHECK_FALSE(f.linesB.levels[17]);
    f.b.write(kSwRxIntEn, 1);
    CHECK(f.linesB.levels[17]);
    CHECK_FALSE(f.linesA.levels[17]);
    f.b.write(kSwRxIntSts, 0xFF);
    CHECK_FALSE(f.linesB.levels[17]);
}

TEST_CASE("the semaphore belongs to the one that reads it first")
{
    ToApplicationCore f;
    CHECK(f.core.read(kSemaphore) == 1);
    CHECK_FALSE(f.a7.takeSemaphore());
    f.core.write(kSemaphore, 0);
    CHECK(f.a7.takeSemaphore());
    CHECK(f.core.read(kSemaphore) == 2);
    f.core.write(kSemaphore, 0);
    CHECK(f.core.read(kSemaphore) == 2);
    f.a7.releaseSemaphore();
    CHECK(f.core.read(kSemaphore) == 1);
}

TEST_CASE("a snapshot keeps what waits in both directions")
{
    ToApplicationCore f;
    f.a7.post({1, 2});
    f.writeItem({3, 4});
    f.core.write(kSwRxIntEn, 1);
    f.a7.ring(1);
    engine::Snapshot snapshot;
    f.link.exchange(snapshot);
    f.link.flush();
    CHECK(f.core.read(kPopCnt) == 0);
    CHECK(f.core.read(kPushCnt) == 0);
    f.link.reset();
    CHECK_FALSE(f.lines.levels[11]);
    snapshot.rewind();
    f.link.exchange(snapshot);
    CHECK(f.lines.levels[11]);
    CHECK(f.readItem() == MailboxItem{1, 2});
    CHECK(f.a7.pop() == MailboxItem{3, 4});
}

TEST_CASE("whatever is written to a mailbox, it stays within its bounds")
{
    ToApplicationCore f;
    test::accessAtRandom(f.core, f.scheduler);
    CHECK(f.a7.waiting() <= MailboxSide::kDepth);
}

} // namespace perisphere::mailbox_test
