// Requests that are answered later than others that came after them.
#include "session_bench.hpp"

#include "perisphere/protocol/hello.hpp"
#include "perisphere/protocol/wifi.hpp"

#include <optional>

namespace perisphere::session_test
{
namespace
{

/// A greeted session whose late replies are kept.
struct LateFixture {
    test::FakeServices fake;
    DeviceServices services = fake.all();
    NoLog log;
    std::vector<ReplyPacket> late;
    std::optional<Session> session;

    LateFixture()
    {
        session.emplace(appWith(R"({"WifiConfig": true})"), services, log,
                        [this](ReplyPacket packet) { late.push_back(std::move(packet)); });
        static_cast<void>(session->handle(packetOf(HelloRequest{.version = kProtocolVersion})));
    }
};

} // namespace

TEST_CASE("a scan is answered when it is done, and others are served meanwhile")
{
    LateFixture fixture;
    CHECK_FALSE(fixture.session->handle(packetOf(WifiScanRequest{}, 11)));
    CHECK_FALSE(fixture.session->handle(packetOf(WifiScanRequest{}, 12)));
    CHECK(headerOf(*fixture.session->handle(packetOf(WifiAddRequest{}))).value == 4);
    CHECK(fixture.late.empty());
    REQUIRE(fixture.fake.scans.size() == 2);
    fixture.fake.scans[1](std::size_t{5});
    fixture.fake.scans[0](refuse(ENETDOWN, "the radio is off"));
    REQUIRE(fixture.late.size() == 2);
    CHECK(headerOf(fixture.late[0]).sequence == 12);
    CHECK(headerOf(fixture.late[0]).value == 5);
    CHECK(headerOf(fixture.late[1]).sequence == 11);
    CHECK(headerOf(fixture.late[1]).error == ENETDOWN);
    CHECK(fixture.log.lines.back().second == "the radio is off");
}

TEST_CASE("a refused scan is answered at once")
{
    LateFixture fixture;
    Session other(appWith("{}"), fixture.services, fixture.log,
                  [&](ReplyPacket packet) { fixture.late.push_back(std::move(packet)); });
    static_cast<void>(other.handle(packetOf(HelloRequest{.version = kProtocolVersion})));
    CHECK_FALSE(other.handle(packetOf(WifiScanRequest{}, 3)));
    REQUIRE(fixture.late.size() == 1);
    CHECK(headerOf(fixture.late[0]).error == EACCES);
    CHECK(fixture.fake.scans.empty());
}

TEST_CASE("late replies of an app that is gone go nowhere")
{
    LateFixture fixture;
    CHECK_FALSE(fixture.session->handle(packetOf(WifiScanRequest{}, 3)));
    fixture.session.reset();
    fixture.fake.scans.at(0)(std::size_t{1});
    CHECK(fixture.late.empty());
}

TEST_CASE("an app does not pile up late replies")
{
    LateFixture fixture;
    for (std::uint32_t i = 0; i < 16; ++i)
        CHECK_FALSE(fixture.session->handle(packetOf(WifiScanRequest{}, i)));
    CHECK(headerOf(*fixture.session->handle(packetOf(WifiScanRequest{}, 99))).error == EPROTO);
    fixture.fake.scans.at(0)(std::size_t{1});
    CHECK_FALSE(fixture.session->handle(packetOf(WifiScanRequest{}, 100)));
}

} // namespace perisphere::session_test
