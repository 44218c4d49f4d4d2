#include "perisphere/device/update_coordinator.hpp"

#include "perisphere/protocol/sys_event.hpp"
#include "test_device.hpp"

#include <cerrno>
#include <sys/socket.h>

namespace perisphere::update_coordinator_test
{

using namespace perisphere::device;
using namespace std::chrono_literals;
using protocol::SysEventPacket;
using protocol::UpdateEventStatus;
using test::kFirst;
using test::kSecond;
using test::kThird;
using test::packApp;
using Names = std::vector<std::string>;

namespace
{

std::string describe(const SysEventPacket& packet)
{
    if (packet.event == protocol::kUpdateStarted)
        return "started";
    if (packet.event == protocol::kNoUpdateAvailable)
        return "none";
    constexpr std::array kStatuses = {"invalid", "pending", "final", "deferred", "complete"};
    std::string text = kStatuses.at(static_cast<std::size_t>(packet.status));
    text += packet.type == protocol::UpdateType::App ? " app" : " system";
    if (packet.maxDeferralMinutes != 0)
        text += " " + std::to_string(packet.maxDeferralMinutes);
    return text;
}

App appOf(const char* componentId)
{
    App app;
    app.componentId = componentId;
    app.name = "App " + std::string(componentId).substr(0, 1);
    return app;
}

/// An app that is registered for events.
class Listener
{
public:
    Listener(UpdateCoordinator& updates, const char* componentId,
             std::uint32_t events = protocol::kAllSysEvents)
        : app(appOf(componentId))
    {
        auto socket = updates.subscribe(app, events);
        REQUIRE(socket);
        m_socket = std::move(*socket);
    }

    Names take()
    {
        Names names;
        SysEventPacket packet;
        while (::recv(m_socket.get(), &packet, sizeof packet, MSG_DONTWAIT) == sizeof packet)
            names.push_back(describe(packet));
        return names;
    }
    void close() { m_socket.reset(); }

    App app;

private:
    UniqueFd m_socket;
};

struct Fixture {
    test::TestDevice device;
    test::FakeTimers processTimers;
    std::vector<std::string> systems; ///< versions installed
    UpdateCoordinator updates{UpdateParts{.timers = device.timers,
                                          .processTimers = processTimers,
                                          .manager = device.manager(),
                                          .log = device.log,
                                          .policy = {},
                                          .installSystem = [this](const std::string& version) {
                                              systems.push_back(version);
                                              updates.onBoot();
                                          }}};

    /// Past the download.
    void offerSystem()
    {
        REQUIRE(updates.offerSystem("25.03"));
        device.timers.advance(5s);
        REQUIRE(updates.status().state == UpdateState::Pending);
    }
    void offerApp(const test::Bytes& package)
    {
        REQUIRE(updates.offerApp(package, "p"));
        const auto isAnnounced = [&] {
            const UpdateState state = updates.status().state;
            return state != UpdateState::Installing && state != UpdateState::OnTrial &&
                   state != UpdateState::Idle;
        };
        for (int second = 0; second < 60 && isAnnounced(); ++second)
            device.timers.advance(1s); // the stop of the app has the same timers
        REQUIRE_FALSE(isAnnounced());
    }
    [[nodiscard]] bool isIdle() const { return updates.status().state == UpdateState::Idle; }
};

int errorOf(const Outcome<>& outcome)
{
    return outcome ? 0 : outcome.error().error;
}

} // namespace

TEST_CASE_METHOD(Fixture, "a system update that nobody defers is announced twice and installed")
{
    Listener app(updates, kFirst);
    REQUIRE(updates.offerSystem("25.03"));
    CHECK(app.take() == Names{"started"});
    device.timers.advance(4'999ms);
    CHECK(app.take().empty());
    device.timers.advance(1ms);
    CHECK(app.take() == Names{"pending system 1440"});
    device.timers.advance(9'999ms);
    CHECK(app.take().empty());
    device.timers.advance(1ms);
    CHECK(app.take() == Names{"final system"});
    CHECK(systems.empty());
    device.timers.advance(10s);
    CHECK(systems == Names{"25.03"});
    CHECK(app.take().empty()); // no Complete: the device restarts
    CHECK(isIdle());
    CHECK(updates.status().lastResult == "installing the system 25.03");
}

TEST_CASE_METHOD(Fixture, "a deferred update comes again when the time is over, with what is left")
{
    Listener first(updates, kFirst);
    Listener second(updates, kSecond);
    offerSystem();
    first.take();
    second.take();
    REQUIRE(updates.defer(first.app, 60min));
    CHECK(first.take() == Names{"deferred system"});
    CHECK(second.take() == Names{"deferred system"});
    CHECK(updates.status().deferredBy == kFirst);
    device.timers.advance(60min - 1ms);
    CHECK(first.take().empty());
    device.timers.advance(1ms);
    CHECK(first.take() == Names{"pending system 1380"});
    device.timers.advance(20s);
    CHECK(systems.size() == 1);
}

TEST_CASE_METHOD(Fixture, "a longer deferral is cut, and when all is used the update is final")
{
    Listener app(updates, kFirst);
    offerSystem();
    REQUIRE(updates.defer(app.app, 1'000'000min));
    app.take();
    device.timers.advance(1'440min);
    CHECK(app.take() == Names{"final system"});
    CHECK(errorOf(updates.defer(app.app, 1min)) == EINVAL);
    device.timers.advance(10s);
    CHECK(systems.size() == 1);
}

TEST_CASE_METHOD(Fixture, "an app's update may be deferred for 167 hours")
{
    Listener app(updates, kSecond);
    REQUIRE(updates.offerApp(packApp(R"("hold")"), "p"));
    device.timers.advance(12s);
    const Names seen = app.take();
    REQUIRE(seen.size() >= 2);
    CHECK(seen[1] == "pending app 10020");
}

TEST_CASE_METHOD(Fixture, "resuming ends a deferral, and counts the minutes that have begun")
{
    Listener app(updates, kFirst);
    offerSystem();
    REQUIRE(updates.defer(app.app, 100min));
    device.timers.advance(90s);
    app.take();
    CHECK(errorOf(updates.resume(appOf(kSecond))) == EINVAL);
    REQUIRE(updates.resume(app.app));
    CHECK(app.take() == Names{"pending system 1438"});
    CHECK(errorOf(updates.resume(app.app)) == EINVAL);
}

TEST_CASE_METHOD(Fixture, "only a pending update can be deferred, by one app at a time")
{
    const App app = appOf(kFirst);
    CHECK(errorOf(updates.defer(app, 1min)) == EINVAL); // there is none
    CHECK(errorOf(updates.resume(app)) == EINVAL);
    REQUIRE(updates.offerSystem("25.03"));
    CHECK(errorOf(updates.defer(app, 1min)) == EINVAL); // it is downloaded
    device.timers.advance(5s);
    CHECK(errorOf(updates.defer(app, 0min)) == EINVAL);
    REQUIRE(updates.defer(app, 1min));
    CHECK(errorOf(updates.defer(app, 1min)) == EINVAL);
    CHECK(errorOf(updates.defer(appOf(kSecond), 1min)) == EINVAL);
    device.timers.advance(1min + 10s);
    CHECK(updates.status().state == UpdateState::Final);
    CHECK(errorOf(updates.defer(app, 1min)) == EINVAL);
}

TEST_CASE_METHOD(Fixture, "an app gets the events that it asked for, under one registration")
{
    Listener app(updates, kFirst, protocol::kUpdateStarted);
    CHECK(updates.subscribe(app.app, protocol::kAllSysEvents).error().error == EINVAL);
    REQUIRE(updates.offerSystem("25.03"));
    device.timers.advance(30s);
    CHECK(app.take() == Names{"started"});
    app.close();
    const Listener again(updates, kFirst);
}

TEST_CASE_METHOD(Fixture, "the device tells that there is no update after its boot, then each 20 h")
{
    updates.onBoot();
    Listener app(updates, kFirst);
    device.timers.advance(9'999ms);
    CHECK(app.take().empty());
    device.timers.advance(1ms);
    CHECK(app.take() == Names{"none"});
    device.timers.advance(20h);
    CHECK(app.take() == Names{"none"});
    app.close();
    device.timers.advance(20h);
    CHECK(device.timers.pending() == 0); // nobody is there to be told
}

TEST_CASE_METHOD(Fixture, "an update that a reboot interrupts is found again, its deferral used up")
{
    Listener app(updates, kFirst);
    offerSystem();
    REQUIRE(updates.defer(app.app, 1'000min));
    device.timers.advance(600min);
    updates.onBoot();
    app.take();
    CHECK(isIdle());
    device.timers.advance(15s);
    CHECK(app.take() == Names{"started", "pending system 840"});
}

TEST_CASE_METHOD(Fixture, "an app is stopped, replaced and started, and the others are told")
{
    REQUIRE(device.install(packApp(R"("handle")")));
    device.awaitOutput("ready");
    device.events.take();
    Listener first(updates, kFirst);
    Listener other(updates, kSecond);
    offerApp(packApp(R"("hold","2")"));
    device.await([&] { return updates.status().state == UpdateState::OnTrial; });
    CHECK(device.log.from(LogSource::Device).find("stopped: exit code 42") != std::string::npos);
    CHECK(other.take() == Names{"started", "pending app 10020", "final app"});
    processTimers.advance(5s);
    CHECK(isIdle());
    CHECK(other.take() == Names{"complete app"});
    CHECK(first.take() == Names{"started", "pending app 10020", "final app"});
    CHECK(device.state() == AppState::Running);
    CHECK(updates.status().lastResult == "the new image is installed");
}

TEST_CASE_METHOD(Fixture, "an image that ends again and again is rolled back")
{
    REQUIRE(device.install(packApp(R"("hold")")));
    const std::string before = device.manager().status(kFirst)->imageId;
    Listener other(updates, kSecond);
    offerApp(packApp(R"("exit","3")"));
    device.await([&] { return isIdle(); });
    CHECK(updates.status().lastResult.find("rolled back") != std::string::npos);
    CHECK(device.manager().status(kFirst)->imageId == before);
    CHECK(device.state() == AppState::Running);
    processTimers.advance(5s);
    CHECK(other.take() == Names{"started", "pending app 10020", "final app"}); // no Complete
}

TEST_CASE("an image that was on trial when the power was lost is so at the next start")
{
    test::TestDevice device;
    test::FakeTimers processTimers;
    REQUIRE(device.install(packApp(R"("hold")")));
    REQUIRE(device.install(packApp(R"("exit","3")"), AfterInstall::Try));
    device.shutDown();
    device.boot();
    UpdateCoordinator updates{UpdateParts{.timers = device.timers,
                                          .processTimers = processTimers,
                                          .manager = device.manager(),
                                          .log = device.log,
                                          .policy = {},
                                          .installSystem = {}}};
    updates.onBoot();
    CHECK(updates.status().state == UpdateState::OnTrial);
    device.manager().startAll();
    device.await([&] { return updates.status().state == UpdateState::Idle; });
    CHECK_THAT(updates.status().lastResult, Catch::Matchers::Contains("was rolled back"));
    CHECK(device.manager().store().onTrial().empty());
}

TEST_CASE_METHOD(Fixture, "an image that cannot be started is rolled back")
{
    REQUIRE(device.install(packApp(R"("hold")")));
    const std::string before = device.manager().status(kFirst)->imageId;
    offerApp(test::pack({.componentId = kFirst, .name = "App 1", .program = "no program"}));
    device.await([&] { return isIdle(); });
    CHECK(updates.status().lastResult.find("rolled back") != std::string::npos);
    CHECK(device.manager().status(kFirst)->imageId == before);
    CHECK(device.state() == AppState::Running);
}

TEST_CASE_METHOD(Fixture, "an app that a person stops during its trial is that person's affair")
{
    REQUIRE(device.install(packApp(R"("hold")")));
    offerApp(packApp(R"("hold","2")"));
    device.await([&] { return updates.status().state == UpdateState::OnTrial; });
    const std::string after = device.manager().status(kFirst)->imageId;
    REQUIRE(device.manager().stop(kFirst));
    device.awaitState(AppState::Stopped);
    CHECK(isIdle());
    CHECK(device.manager().status(kFirst)->imageId == after);
}

TEST_CASE_METHOD(Fixture, "offers that cannot be are refused before anything is announced")
{
    Listener app(updates, kFirst);
    CHECK(updates.offerApp(test::toBytes("no package"), "p").error().code != ErrorCode::Io);
    CHECK(updates.offerSystem("").error().code == ErrorCode::InvalidArgument);
    CHECK(updates.offerSystem("a/b").error().code == ErrorCode::InvalidArgument);
    CHECK(updates.offerSystem("1234567890123456").error().code == ErrorCode::InvalidArgument);
    const auto package = packApp(R"("hold")");
    REQUIRE(device.install(package));
    CHECK(updates.offerApp(package, "p").error().code == ErrorCode::AlreadyExists);
    CHECK(app.take().empty());
    REQUIRE(updates.offerSystem("25.03"));
    CHECK(updates.offerSystem("25.04").error().code == ErrorCode::AlreadyExists);
}

} // namespace perisphere::update_coordinator_test
