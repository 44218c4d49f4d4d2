#include "perisphere/realtime/inter_core_channel.hpp"

#include "inter_core_bench.hpp"

#include <catch2/catch.hpp>

#include <cerrno>
#include <fcntl.h>
#include <set>

namespace perisphere::inter_core_channel_test
{

using namespace perisphere::realtime;
using namespace std::chrono_literals;
using Catch::Contains;
using test::RealTimeApp;
using test::receiveAt;
using test::sendFrom;

/// Of a length, and unlike others.
std::string patterned(std::size_t bytes, std::size_t seed)
{
    std::string text;
    for (std::size_t i = 0; i < bytes; ++i)
        text += static_cast<char>((i * 7 + seed * 13) & 0xFF);
    return text;
}

/// Set up on both sides, with one app connected.
struct Connected : test::InterCoreBench {
    Connected()
    {
        start();
        app.setUp();
        socket = channel->connect(kApp).value();
    }

    /// Until there is no room; how many went.
    std::size_t sendAll(const UniqueFd& from, std::size_t bytes)
    {
        std::size_t sent = 0;
        for (; sendFrom(from, patterned(bytes, sent)); ++sent) {
            REQUIRE(sent < 1000);
            run();
        }
        return sent;
    }
    std::size_t sendAllToApp(std::size_t bytes)
    {
        std::size_t sent = 0;
        for (; app.send(kApp, patterned(bytes, sent)); ++sent) {
            REQUIRE(sent < 1000);
            run();
        }
        return sent;
    }

    UniqueFd socket;
};

// Set-up

TEST_CASE("a start posts both buffers, zeroed, and the end of the set-up")
{
    test::InterCoreBench bench;
    constexpr std::uint32_t kBase = 0x80000000;
    for (const std::uint32_t at : {0U, 4U, 64U, 4096U, 8188U})
        bench.app.setWord(kBase + at, 0x12345678);
    bench.start();
    REQUIRE(bench.app.waiting() == 3); // some drivers read exactly three
    CHECK(bench.app.takeItem() == soc::MailboxItem{0xBA5E0001, kBase | 12});
    CHECK(bench.app.takeItem() == soc::MailboxItem{0xBA5E0002, (kBase + 4096) | 12});
    CHECK(bench.app.takeItem().command == 0xBA5E0003);
    for (const std::uint32_t at : {0U, 4U, 64U, 4096U, 8188U})
        CHECK(bench.app.word(kBase + at) == 0);
}

TEST_CASE("a stop posts one item, and a start after it three")
{
    test::InterCoreBench bench;
    bench.start();
    REQUIRE(bench.app.setUp());
    bench.channel->stop();
    CHECK(bench.app.takeItem().command == 0xBA5E0004);
    bench.channel->start(bench.peer());
    CHECK(bench.app.waiting() == 3);
}

TEST_CASE("a mailbox that nobody reads loses items with a word in the log")
{
    test::InterCoreBench bench;
    for (int i = 0; i < 6; ++i)
        bench.channel->start(bench.peer());
    REQUIRE(bench.log.size() == 3);
    CHECK_THAT(bench.log.front(),
               Contains("real-time core 0: item BA5E0001") && Contains("\"Echo\" has not read"));
}

// Messages

TEST_CASE("a message arrives on the core with its sender, and one back")
{
    Connected bench;
    REQUIRE(sendFrom(bench.socket, "hello"));
    bench.run();
    CHECK((bench.app.acknowledge() & 2) != 0);
    const auto message = bench.app.receive();
    REQUIRE(message);
    CHECK(message->from == bench.kApp);
    CHECK(message->payload == "hello");
    CHECK(bench.app.word(bench.app.inbound() + 64 + 4) == 0x25025d2c); // little endian fields
    CHECK(bench.app.word(bench.app.inbound() + 64 + 20) == 0);

    REQUIRE(bench.app.send(bench.kApp, "back"));
    bench.run();
    CHECK(receiveAt(bench.socket) == "back");
    CHECK((bench.app.acknowledge() & 1) != 0); // read
    CHECK(bench.log.empty());
}

TEST_CASE("a message takes the time of an interrupt")
{
    Connected bench;
    REQUIRE(bench.app.send(bench.kApp, "now"));
    bench.run(InterCoreChannel::kInterruptLatency - 1us);
    CHECK(receiveAt(bench.socket) == std::nullopt);
    bench.run(1us);
    CHECK(receiveAt(bench.socket) == "now");
}

TEST_CASE("empty messages and the longest ones pass")
{
    Connected bench;
    for (const std::size_t bytes : {0U, 1U, 1024U}) {
        const std::string payload = patterned(bytes, 1);
        REQUIRE(sendFrom(bench.socket, payload));
        REQUIRE(bench.app.send(bench.kApp, payload));
        bench.run();
        const auto message = bench.app.receive();
        REQUIRE(message);
        CHECK(message->payload == payload);
        CHECK(receiveAt(bench.socket) == payload);
    }
}

/// Both rings go alike: one message each way.
void sendBothWays(Connected& bench, const std::string& payload)
{
    REQUIRE(bench.app.send(bench.kApp, payload));
    REQUIRE(sendFrom(bench.socket, payload));
    bench.run(100us);
    const auto message = bench.app.receive();
    REQUIRE(message);
    REQUIRE(message->payload == payload);
    REQUIRE(message->from == bench.kApp);
    REQUIRE(receiveAt(bench.socket) == payload);
    REQUIRE(bench.app.word(bench.app.inbound()) == bench.app.word(bench.app.outbound()));
}

/// By messages that fill their slots, of which each has 2 to 66.
void goTo(Connected& bench, std::uint32_t slot)
{
    constexpr std::uint32_t kSlots = InterCoreRings::kCapacity / InterCoreRings::kSlotBytes;
    std::uint32_t left =
        (slot + kSlots - bench.app.word(bench.app.outbound()) / InterCoreRings::kSlotBytes) %
        kSlots;
    if (left == 1)
        left += kSlots;
    while (left != 0) {
        std::uint32_t step = std::min(left, 65U);
        if (left - step == 1)
            --step;
        sendBothWays(bench, patterned(step * 16 - 24, slot));
        left -= step;
    }
}

TEST_CASE("messages wrap at every place of the rings")
{
    Connected bench;
    for (std::uint32_t slot = 0; slot < 252; ++slot)
        for (const std::size_t bytes : {0U, 1U, 8U, 9U, 1024U}) {
            goTo(bench, slot);
            CAPTURE(slot, bytes);
            sendBothWays(bench, patterned(bytes, slot));
        }
}

TEST_CASE("apps get what is sent to them, at the connection they made last")
{
    Connected bench;
    const UniqueFd second = bench.channel->connect(bench.kApp).value();
    const UniqueFd other = bench.channel->connect(bench.kOtherApp).value();
    REQUIRE(bench.app.send(bench.kApp, "for one"));
    REQUIRE(bench.app.send(bench.kOtherApp, "for the other"));
    bench.run();
    CHECK(receiveAt(second) == "for one");
    CHECK(receiveAt(other) == "for the other");
    CHECK(receiveAt(bench.socket) == std::nullopt);
    REQUIRE(sendFrom(bench.socket, "of the first"));
    bench.run();
    CHECK(bench.app.receive()->payload == "of the first");
}

TEST_CASE("a socket of an app blocks and is not inherited")
{
    Connected bench;
    CHECK((::fcntl(bench.socket.get(), F_GETFL) & O_NONBLOCK) == 0);
    CHECK((::fcntl(bench.socket.get(), F_GETFD) & FD_CLOEXEC) != 0);
}

TEST_CASE("an app cannot have connections without end")
{
    Connected bench;
    std::vector<UniqueFd> sockets;
    for (;;) {
        auto socket = bench.channel->connect(bench.kApp);
        if (!socket)
            break;
        sockets.push_back(std::move(*socket));
        REQUIRE(sockets.size() < 1000);
    }
    CHECK(sockets.size() == 63);
    sockets.pop_back();
    bench.run();
    CHECK(bench.channel->connect(bench.kApp));
}

// Doorbells

TEST_CASE("each message is rung for, after the core has seen the one before")
{
    Connected bench;
    unsigned rings = 0;
    const auto watch = bench.mailbox.first().onDoorbell(
        [&](std::uint8_t bells) { rings += (bells & 2) != 0 ? 1 : 0; });
    for (int i = 0; i < 3; ++i)
        REQUIRE(sendFrom(bench.socket, "message"));
    bench.run(500us);
    CHECK(bench.app.word(bench.app.inbound()) == 3 * 32);
    CHECK(rings == 1);
    // One message an interrupt.
    for (unsigned i = 1; i <= 3; ++i) {
        CHECK(rings == i);
        CHECK(bench.app.acknowledge() == 2);
        REQUIRE(bench.app.receive());
        bench.run(100us);
    }
    CHECK(bench.app.acknowledge() == 0);
    CHECK(rings == 3);
}

TEST_CASE("a core that never acknowledges is rung for all the same")
{
    Connected bench;
    unsigned rings = 0;
    const auto watch = bench.mailbox.first().onDoorbell(
        [&](std::uint8_t bells) { rings += (bells & 2) != 0 ? 1 : 0; });
    for (int i = 0; i < 3; ++i)
        REQUIRE(sendFrom(bench.socket, "message"));
    bench.run(10ms);
    CHECK(rings == 3);
    const auto before = bench.scheduler.executedEvents();
    bench.run(10ms);
    CHECK(bench.scheduler.executedEvents() == before); // at rest
}

TEST_CASE("the A7 reads all that one doorbell stands for, and answers each")
{
    Connected bench;
    unsigned rings = 0;
    const auto watch = bench.mailbox.first().onDoorbell(
        [&](std::uint8_t bells) { rings += (bells & 1) != 0 ? 1 : 0; });
    for (const char* text : {"one", "two", "three"})
        REQUIRE(bench.app.send(bench.kApp, text)); // their doorbells are one
    bench.run();
    for (const char* text : {"one", "two", "three"})
        CHECK(receiveAt(bench.socket) == text);
    CHECK(rings == 3);
}

TEST_CASE("an app that resets the mailbox after each message goes on")
{
    Connected bench;
    for (int i = 0; i < 20; ++i) {
        REQUIRE(bench.app.send(bench.kApp, "count"));
        bench.mailbox.first().write(RealTimeApp::kGenCtrl, 1);
        REQUIRE(sendFrom(bench.socket, "answer"));
        bench.run();
        CHECK(receiveAt(bench.socket) == "count");
        CHECK((bench.app.acknowledge() & 2) != 0);
        CHECK(bench.app.receive());
    }
}

// Back-pressure

TEST_CASE("an app waits while the ring is full, and nothing is lost")
{
    Connected bench;
    const std::size_t sent = bench.sendAll(bench.socket, 1000);
    CHECK(bench.app.word(bench.app.inbound()) == 3 * 1024); // 4016 bytes are free, of 4032
    CHECK(sent > 3); // Linux's smallest queue of a socket is in front of it
    CHECK(sent < 10);
    for (std::size_t i = 0; i < sent; ++i) {
        const auto message = bench.app.receive();
        REQUIRE(message);
        REQUIRE(message->payload == patterned(1000, i));
        bench.run();
    }
    CHECK_FALSE(bench.app.receive());
    CHECK(sendFrom(bench.socket, "there is room again"));
}

TEST_CASE("a core that reads without saying so keeps the app waiting")
{
    Connected bench;
    bench.sendAll(bench.socket, 1000);
    bench.app.setWord(bench.app.outbound() + 4, 3 * 1024);
    bench.run(10ms);
    CHECK_FALSE(sendFrom(bench.socket, patterned(1000, 0)));
    bench.app.ring(RealTimeApp::kHasRead);
    bench.run();
    CHECK(sendFrom(bench.socket, patterned(1000, 0)));
}

TEST_CASE("apps that wait for room have their turns")
{
    Connected bench;
    const UniqueFd other = bench.channel->connect(bench.kOtherApp).value();
    std::set<std::string> senders;
    for (int i = 0; i < 40; ++i) {
        bench.sendAll(bench.socket, 1000);
        bench.sendAll(other, 1000);
        const auto message = bench.app.receive();
        REQUIRE(message);
        if (i >= 10)
            senders.insert(message->from.toString());
        bench.run();
    }
    CHECK(senders.size() == 2);
}

TEST_CASE("the core waits while an app's queue is full, and nothing is lost")
{
    Connected bench;
    const std::size_t sent = bench.sendAllToApp(500);
    CHECK(sent * 500 > 7000);
    CHECK(sent * 500 < 16384 + 4032 + 1000);
    const auto before = bench.scheduler.executedEvents();
    bench.run(10ms);
    CHECK(bench.scheduler.executedEvents() == before); // it waits for the app, not for time
    for (std::size_t i = 0; i < sent; ++i) {
        REQUIRE(receiveAt(bench.socket) == patterned(500, i));
        bench.run();
    }
    CHECK(bench.app.send(bench.kApp, "there is room again"));
    bench.run();
    CHECK(receiveAt(bench.socket) == "there is room again");
}

TEST_CASE("an app that goes while its queue is full lets the core go on")
{
    Connected bench;
    const UniqueFd other = bench.channel->connect(bench.kOtherApp).value();
    bench.sendAllToApp(1000);
    bench.socket.reset();
    bench.run();
    REQUIRE(bench.app.send(bench.kOtherApp, "next"));
    bench.run();
    CHECK(receiveAt(other) == "next");
}

// Apps that come and go

TEST_CASE("what the core sends to an app without a socket is read and dropped")
{
    Connected bench;
    bench.socket.reset();
    for (int i = 0; i < 100; ++i) {
        REQUIRE(bench.app.send(bench.kApp, patterned(100, 0)));
        bench.run();
        CHECK((bench.app.acknowledge() & 1) != 0);
    }
    CHECK(bench.log.empty());
    const UniqueFd again = bench.channel->connect(bench.kApp).value();
    REQUIRE(bench.app.send(bench.kApp, "welcome back"));
    bench.run();
    CHECK(receiveAt(again) == "welcome back");
}

TEST_CASE("what an app has sent before it ends reaches the core")
{
    Connected bench;
    REQUIRE(bench.app.send(bench.kApp, "never read"));
    bench.run();
    const std::size_t sent = bench.sendAll(bench.socket, 1000);
    bench.socket.reset();
    bench.run();
    for (std::size_t i = 0; i < sent; ++i) {
        const auto message = bench.app.receive();
        REQUIRE(message);
        REQUIRE(message->payload == patterned(1000, i));
        bench.run();
    }
    CHECK_FALSE(bench.app.receive());
    CHECK_FALSE(bench.channel->input().hasInput());
}

TEST_CASE("an app that only shuts its writing down still receives")
{
    Connected bench;
    REQUIRE(sendFrom(bench.socket, "last"));
    ::shutdown(bench.socket.get(), SHUT_WR);
    bench.run();
    CHECK(bench.app.receive()->payload == "last");
    CHECK_FALSE(bench.app.receive());
    CHECK_FALSE(bench.channel->input().hasInput());
    REQUIRE(bench.app.send(bench.kApp, "still here"));
    bench.run();
    CHECK(receiveAt(bench.socket) == "still here");
}

TEST_CASE("an app keeps its connection when the core's app starts again")
{
    Connected bench;
    REQUIRE(sendFrom(bench.socket, "before"));
    bench.run();
    bench.channel->stop();
    REQUIRE(sendFrom(bench.socket, "in between"));
    bench.run();
    REQUIRE(bench.log.size() == 1);
    CHECK_THAT(bench.log[0], Contains("\"Echo\" is dropped: that app is not running"));
    bench.start();
    REQUIRE(bench.app.setUp());
    CHECK_FALSE(bench.app.receive());
    REQUIRE(sendFrom(bench.socket, "after"));
    REQUIRE(bench.app.send(bench.kApp, "here too"));
    bench.run();
    CHECK(bench.app.receive()->payload == "after");
    CHECK(receiveAt(bench.socket) == "here too");
}

TEST_CASE("a restart with full rings begins with empty ones")
{
    Connected bench;
    bench.sendAll(bench.socket, 1000);
    bench.sendAllToApp(500);
    bench.channel->stop();
    bench.start();
    REQUIRE(bench.app.setUp());
    bench.run();
    while (receiveAt(bench.socket))
        bench.run();
    REQUIRE(sendFrom(bench.socket, "fresh"));
    REQUIRE(bench.app.send(bench.kApp, "fresh"));
    bench.run();
    CHECK(bench.app.receive()->payload == "fresh");
    CHECK(receiveAt(bench.socket) == "fresh");
}

TEST_CASE("another app on the core closes the connections to the one before")
{
    Connected bench;
    bench.channel->stop();
    InterCorePeer other = bench.peer();
    other.componentId = bench.kOtherApp;
    bench.start(other);
    CHECK(receiveAt(bench.socket) == ""); // the end
    CHECK_FALSE(sendFrom(bench.socket, "nobody"));
}

TEST_CASE("an app that is removed closes the connections to it, and only those")
{
    Connected bench;
    bench.channel->remove(bench.kOtherApp);
    REQUIRE(bench.app.send(bench.kApp, "still here"));
    bench.run();
    CHECK(receiveAt(bench.socket) == "still here");
    bench.channel->remove(bench.peer().componentId);
    CHECK(receiveAt(bench.socket) == ""); // the end
    CHECK(bench.channel->peer() == nullptr);
}

// Who may talk

TEST_CASE("messages of a pair that the manifest on the core does not allow are dropped")
{
    Connected bench;
    InterCorePeer strict = bench.peer();
    strict.partners = {bench.kOtherApp};
    bench.start(strict);
    REQUIRE(bench.app.setUp());
    for (int i = 0; i < 2; ++i) {
        REQUIRE(sendFrom(bench.socket, "to the core"));
        REQUIRE(bench.app.send(bench.kApp, "to the app"));
        bench.run();
    }
    CHECK_FALSE(bench.app.receive());
    CHECK(receiveAt(bench.socket) == std::nullopt);
    REQUIRE(bench.log.size() == 2); // once each
    CHECK_THAT(bench.log[0] + bench.log[1],
               Contains("fails it with EPERM") && Contains("AllowedApplicationConnections"));
}

TEST_CASE("a message that is too long is dropped and said to be so")
{
    Connected bench;
    REQUIRE(sendFrom(bench.socket, patterned(1025, 0)));
    REQUIRE(sendFrom(bench.socket, patterned(1024, 0)));
    bench.run();
    CHECK(bench.app.receive()->payload.size() == 1024);
    REQUIRE(bench.log.size() == 1);
    CHECK_THAT(bench.log[0], Contains("1025 bytes") && Contains("EMSGSIZE"));
}

// What the core's app does wrong

TEST_CASE("positions and sizes that cannot be halt the channel until the next start")
{
    struct Row {
        std::uint32_t written;
        std::uint32_t size;
        const char* said;
    };
    const Row row = GENERATE(Row{4032, 0, "write position of the app's buffer is 4032"},
                             Row{0xFFFFFFF0, 0, "write position of the app's buffer is 4294967280"},
                             Row{8, 0, "write position of the app's buffer is 8; expected"},
                             Row{32, 19, "size 19"}, Row{32, 0, "size 0"}, Row{32, 29, "size 29"},
                             Row{4016, 1045, "size 1045"}, Row{16, 20, "size 20"},
                             Row{4016, 0xFFFFFFFF, "4294967295"});
    Connected bench;
    bench.app.setWord(bench.app.outbound() + 64, row.size);
    bench.app.setWord(bench.app.outbound(), row.written);
    bench.app.ring(RealTimeApp::kHasSent);
    bench.run();
    CHECK(bench.channel->isHalted());
    REQUIRE(bench.log.size() == 1);
    CHECK_THAT(bench.log[0], Contains("real-time core 0: the inter-core channel of \"Echo\" is "
                                      "halted until the app is started again") &&
                                 Contains(row.said));

    REQUIRE(sendFrom(bench.socket, "nobody reads"));
    bench.run();
    CHECK_FALSE(bench.app.receive());
    CHECK(receiveAt(bench.socket) == std::nullopt);

    bench.start();
    REQUIRE(bench.app.setUp());
    REQUIRE(bench.app.send(bench.kApp, "again"));
    bench.run();
    CHECK(receiveAt(bench.socket) == "again");
}

TEST_CASE("messages behind a read position that cannot be are dropped")
{
    Connected bench;
    bench.app.setWord(bench.app.outbound() + 4, 4032);
    REQUIRE(sendFrom(bench.socket, "lost"));
    bench.run();
    REQUIRE(bench.log.size() == 1);
    CHECK_THAT(bench.log[0], Contains("read position of the app's buffer is 4032"));
    bench.app.setWord(bench.app.outbound() + 4, 0);
    REQUIRE(sendFrom(bench.socket, "passes"));
    bench.run();
    CHECK(bench.app.receive()->payload == "passes");
}

TEST_CASE("an app that makes up component IDs does not fill the log")
{
    Connected bench;
    for (std::uint8_t i = 0; i < 200; ++i) {
        image::Guid madeUp;
        madeUp.bytes[0] = i;
        REQUIRE(bench.app.send(madeUp, "?"));
        bench.run();
    }
    CHECK(bench.log.size() == 16);
}

// Saved and put back

TEST_CASE("a channel goes on from where it was saved")
{
    Connected bench;
    const auto exchange = [&](engine::Snapshot& snapshot) {
        bench.core->exchange(snapshot);
        bench.mailbox.exchange(snapshot);
        bench.channel->exchange(snapshot);
    };
    REQUIRE(sendFrom(bench.socket, "first"));
    REQUIRE(sendFrom(bench.socket, "second"));
    REQUIRE(bench.app.send(bench.kApp, "one"));
    REQUIRE(bench.app.send(bench.kApp, "two"));
    bench.run(InterCoreChannel::kInterruptLatency);
    CHECK(receiveAt(bench.socket) == "one");
    CHECK(receiveAt(bench.socket) == std::nullopt);
    engine::Snapshot snapshot;
    exchange(snapshot);

    for (int i = 0; i < 2; ++i) {
        bench.run(500us); // less than what a bell waits at most
        CHECK(receiveAt(bench.socket) == "two");
        CHECK((bench.app.acknowledge() & 2) != 0);
        CHECK(bench.app.receive()->payload == "first");
        bench.run();
        CHECK((bench.app.acknowledge() & 2) != 0); // the second bell
        CHECK(bench.app.receive()->payload == "second");
        REQUIRE(bench.app.send(bench.kApp, "after"));
        bench.run();
        CHECK(receiveAt(bench.socket) == "after");
        REQUIRE(sendFrom(bench.socket, "more"));
        bench.run();
        CHECK(bench.app.receive()->payload == "more");
        snapshot.rewind();
        exchange(snapshot);
    }
}

TEST_CASE("while a debugger has the core in its past, messages wait")
{
    Connected bench;
    // A vector table and a loop: "b .".
    std::array<std::uint8_t, 12> program{};
    const std::array<std::uint32_t, 2> table{0x00110000, 0x00100009};
    std::memcpy(program.data(), table.data(), sizeof table);
    program[8] = 0xFE;
    program[9] = 0xE7;
    FirmwareImage image;
    image.vectorTable = kTcmBase;
    image.segments.push_back({.address = kTcmBase, .bytes = program, .memoryBytes = 12});
    bench.complex.add(*bench.core);
    bench.core->start(image);
    bench.run();
    bench.core->recording().begin();
    bench.run();
    bench.core->hold();
    REQUIRE(bench.core->recording().stepBack() == CoreRecording::End::Reached);
    REQUIRE(bench.core->recording().isInPast());

    REQUIRE(sendFrom(bench.socket, "wait"));
    bench.app.setWord(bench.app.outbound(), 8); // no present of the app had that
    bench.app.ring(RealTimeApp::kHasSent);
    bench.run(5ms);
    CHECK_FALSE(bench.channel->isHalted());
    CHECK_FALSE(bench.app.receive());

    bench.app.setWord(bench.app.outbound(), 0);
    REQUIRE(bench.core->recording().runOn() == CoreRecording::End::Present);
    bench.run(5ms);
    CHECK(bench.app.receive()->payload == "wait");
}

} // namespace perisphere::inter_core_channel_test
