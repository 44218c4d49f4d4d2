#include "perisphere/device/app_manager.hpp"

#include "test_device.hpp"

#include <csignal>

namespace perisphere::app_manager_test
{

using namespace perisphere::device;
using namespace std::chrono_literals;
using test::kFirst;
using test::kSecond;
using test::packApp;
using test::TestDevice;
using Names = std::vector<std::string>;

TEST_CASE("an installed app runs, and so it does after the device's restart")
{
    TestDevice device;
    REQUIRE(device.install(packApp(R"("hold")")));
    CHECK(device.events.take() == Names{"1 installed", "1 starting", "1 running"});
    CHECK(device.manager().status(kFirst)->processId > 0);
    device.shutDown();
    CHECK_FALSE(test::hasChildren());
    device.boot();
    CHECK(device.state() == AppState::Stopped);
    device.manager().startAll();
    CHECK(device.events.take() == Names{"1 starting", "1 running"});
}

TEST_CASE("an app may be installed without being started")
{
    TestDevice device;
    REQUIRE(device.install(packApp(R"("hold")"), AfterInstall::LeaveStopped));
    CHECK(device.events.take() == Names{"1 installed"});
    CHECK(device.state() == AppState::Stopped);
}

TEST_CASE("the device's end of an app's socket is served before the app runs")
{
    TestDevice device;
    REQUIRE(device.install(packApp(R"("talk")")));
    REQUIRE(device.connections.served.size() == 1);
    const auto& [app, socket] = device.connections.served[0];
    CHECK(app->componentId == kFirst);
    CHECK(app->packageRoot == app->imageRoot.string());
    std::array<char, 8> greeting{};
    CHECK(::recv(socket.get(), greeting.data(), greeting.size(), 0) == 5);
    REQUIRE(device.manager().stop(kFirst));
    device.awaitState(AppState::Stopped);
    CHECK(::recv(socket.get(), greeting.data(), greeting.size(), 0) == 0);
}

TEST_CASE("a stopped app stays stopped until it is started, or the device is")
{
    TestDevice device;
    REQUIRE(device.install(packApp(R"("handle")")));
    device.awaitOutput("ready");
    device.events.take();
    bool isStopped = false;
    REQUIRE(device.manager().stop(kFirst, [&] { isStopped = true; }));
    CHECK(device.state() == AppState::Stopping);
    device.await([&] { return isStopped; });
    CHECK(device.events.take() == Names{"1 stopping", "1 stopped"});
    CHECK(device.manager().status(kFirst)->lastExit == ProcessExit{false, 42});
    CHECK(device.log.from(LogSource::Device).find("stopped: exit code 42") != std::string::npos);
    CHECK(device.timers.pending() == 0);
    device.timers.advance(24h);
    CHECK(device.state() == AppState::Stopped);
    REQUIRE(device.manager().start(kFirst));
    CHECK(device.state() == AppState::Running);
}

TEST_CASE("an app that does not end within 2 s of SIGTERM is killed")
{
    TestDevice device;
    REQUIRE(device.install(packApp(R"("ignore")")));
    device.awaitOutput("ready");
    REQUIRE(device.manager().stop(kFirst));
    device.timers.advance(1'999ms);
    CHECK(device.log.from(LogSource::Device).find("is killed") == std::string::npos);
    device.timers.advance(1ms);
    device.awaitState(AppState::Stopped);
    CHECK(device.manager().status(kFirst)->lastExit == ProcessExit{true, SIGKILL});
    CHECK(device.log.from(LogSource::Device).find("2000 ms") != std::string::npos);
}

TEST_CASE("an app that ends is started again at once, then with growing delays")
{
    TestDevice device;
    REQUIRE(device.install(packApp(R"("exit","3")")));
    device.awaitState(AppState::BackingOff);
    CHECK(device.events.take() == Names{"1 installed", "1 starting", "1 running", "1 starting",
                                        "1 running", "1 backing off"});
    for (const auto delay : {1s, 2s, 4s, 8s, 16s, 32s, 60s, 60s}) {
        const unsigned before = device.manager().status(kFirst)->restarts;
        device.timers.advance(delay - 1ns);
        CHECK(device.manager().status(kFirst)->restarts == before);
        device.timers.advance(1ns);
        CHECK(device.manager().status(kFirst)->restarts == before + 1);
        device.awaitState(AppState::BackingOff);
    }
    CHECK(device.manager().status(kFirst)->lastExit == ProcessExit{false, 3});
    const std::string log = device.log.from(LogSource::Device);
    CHECK(log.find("ended: exit code 3") != std::string::npos);
    CHECK(log.find("is started again in 1000 ms, since it ended 2 times in a row") !=
          std::string::npos);
}

TEST_CASE("a crash is logged with its signal, and the app started again")
{
    TestDevice device;
    REQUIRE(device.install(packApp(R"("signal","11")")));
    device.awaitState(AppState::BackingOff);
    CHECK(device.log.from(LogSource::Device).find("crashed: signal 11 (SIGSEGV)") !=
          std::string::npos);
}

TEST_CASE("after a long run the delays begin anew")
{
    TestDevice device;
    REQUIRE(device.install(packApp(R"("handle")")));
    for (int round = 0; round < 3; ++round) {
        device.timers.advance(60s);
        const ::pid_t before = device.manager().status(kFirst)->processId;
        ::kill(before, SIGKILL);
        device.await([&] { return device.manager().status(kFirst)->processId != before; });
        CHECK(device.state() == AppState::Running); // at once, each time
    }
    CHECK(device.manager().status(kFirst)->restarts == 3);
}

TEST_CASE("an app that waits for its next start can be stopped and started")
{
    TestDevice device;
    REQUIRE(device.install(packApp(R"("exit","3")")));
    device.awaitState(AppState::BackingOff);
    REQUIRE(device.manager().stop(kFirst));
    CHECK(device.state() == AppState::Stopped);
    CHECK(device.timers.pending() == 0);
    REQUIRE(device.manager().start(kFirst));
    CHECK(device.manager().status(kFirst)->restarts == 0);
    device.awaitState(AppState::BackingOff);
    REQUIRE(device.manager().start(kFirst)); // does not wait
    CHECK(device.state() == AppState::Running);
}

TEST_CASE("starting an app while it stops has it start when it has stopped")
{
    TestDevice device;
    REQUIRE(device.install(packApp(R"("handle")")));
    device.awaitOutput("ready");
    device.events.take();
    REQUIRE(device.manager().restart(kFirst));
    CHECK(device.state() == AppState::Stopping);
    device.awaitState(AppState::Running);
    CHECK(device.events.take() == Names{"1 stopping", "1 stopped", "1 starting", "1 running"});

    REQUIRE(device.manager().restart(kFirst));
    REQUIRE(device.manager().stop(kFirst)); // the later word counts
    device.awaitState(AppState::Stopped);
    CHECK(device.events.take() == Names{"1 stopping", "1 stopped"});
}

TEST_CASE("starting what runs changes nothing")
{
    TestDevice device;
    REQUIRE(device.install(packApp(R"("hold")")));
    const AppStatus before = *device.manager().status(kFirst);
    REQUIRE(device.manager().start(kFirst));
    CHECK(device.manager().status(kFirst) == before);
}

TEST_CASE("an app under a debugger stays stopped when it ends")
{
    TestDevice device;
    REQUIRE(device.install(packApp(R"("exit","5")"), AfterInstall::LeaveStopped));
    REQUIRE(device.manager().start(kFirst, {.forDebugging = true}));
    CHECK(device.state() == AppState::Debugging);
    device.awaitState(AppState::Stopped);
    CHECK(device.manager().status(kFirst)->lastExit == ProcessExit{false, 5});
    CHECK(device.timers.pending() == 0);
}

TEST_CASE("going over to debugging, and back, restarts the app")
{
    TestDevice device;
    REQUIRE(device.install(packApp(R"("handle")")));
    device.awaitOutput("ready");
    REQUIRE(device.manager().start(kFirst, {.forDebugging = true}));
    device.awaitState(AppState::Debugging);
    REQUIRE(device.manager().start(kFirst));
    device.awaitState(AppState::Running);
}

TEST_CASE("a running app is replaced: stopped, switched, started")
{
    TestDevice device;
    const auto before = device.install(packApp(R"("handle")"));
    device.awaitOutput("ready");
    device.events.take();
    const auto after = device.install(packApp(R"("hold","2")"));
    REQUIRE(after);
    CHECK(after.value()->imageId != before.value()->imageId);
    CHECK(device.events.take() ==
          Names{"1 stopping", "1 stopped", "1 replaced", "1 starting", "1 running"});
    CHECK(device.manager().status(kFirst)->imageId == after.value()->imageId);

    std::optional<DeviceResult<std::shared_ptr<const App>>> answer;
    device.manager().rollBack(kFirst, [&](auto given) { answer = std::move(given); });
    device.await([&] { return answer.has_value(); });
    REQUIRE(*answer);
    CHECK((*answer).value()->imageId == before.value()->imageId);
    CHECK(device.state() == AppState::Running);
}

TEST_CASE("installing the image that is installed leaves the app running")
{
    TestDevice device;
    REQUIRE(device.install(packApp(R"("hold")")));
    const AppStatus before = *device.manager().status(kFirst);
    device.events.take();
    REQUIRE(device.install(packApp(R"("hold")")));
    CHECK(device.manager().status(kFirst) == before);
    CHECK(device.events.take().empty());
}

TEST_CASE("an app that cannot be installed stops no app that runs")
{
    TestDevice device;
    REQUIRE(device.install(packApp(R"("hold")", kFirst, R"("Gpio":[8])")));
    REQUIRE(device.install(packApp(R"("hold")", kSecond)));
    device.events.take();
    const auto refused = device.install(packApp(R"("hold")", kSecond, R"("Gpio":[8])"));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().number == kGpioInUse);
    CHECK(device.install(test::toBytes("no package")).error().number == kStagingFailed);
    std::optional<DeviceResult<std::shared_ptr<const App>>> answer;
    device.manager().rollBack(kSecond, [&](auto given) { answer = std::move(given); });
    REQUIRE(answer);
    CHECK((*answer).error().error.code == ErrorCode::NotFound);
    CHECK(device.events.take().empty());
}

TEST_CASE("a running app is removed: stopped and gone")
{
    TestDevice device;
    REQUIRE(device.install(packApp(R"("handle")")));
    device.awaitOutput("ready");
    device.events.take();
    std::optional<Result<bool>> answer;
    device.manager().remove(kFirst, [&](auto given) { answer = std::move(given); });
    CHECK_FALSE(answer);
    CHECK(device.manager().start(kFirst).error().message.find("removed") != std::string::npos);
    CHECK(device.install(packApp(R"("hold")")).error().number == kUpdateRunning);
    device.await([&] { return answer.has_value(); });
    CHECK(*answer == true);
    CHECK(device.events.take() == Names{"1 stopping", "1 stopped", "1 removed"});
    CHECK(device.manager().apps().empty());
    CHECK(device.manager().status(kFirst).error().code == ErrorCode::NotFound);
    device.manager().remove(kFirst, [&](auto given) { answer = std::move(given); });
    CHECK(*answer == false);
}

TEST_CASE("an app can be removed by an observer that is told of its start")
{
    TestDevice device;
    std::optional<Result<bool>> answer;
    device.events.react = [&](const AppEvent& event) {
        if (event.kind == AppEvent::Kind::StateChanged && event.app.state == AppState::Starting)
            device.manager().remove(kFirst, [&](auto given) { answer = std::move(given); });
    };
    REQUIRE(device.install(packApp(R"("hold")")));
    device.await([&] { return answer.has_value(); });
    CHECK(device.events.take() ==
          Names{"1 installed", "1 starting", "1 running", "1 stopping", "1 stopped", "1 removed"});
    CHECK(device.manager().apps().empty());
    CHECK_FALSE(test::hasChildren());
}

TEST_CASE("what an app prints reaches the log before its end")
{
    TestDevice device;
    REQUIRE(device.install(packApp(R"("print","one\ntwo","complaint\n")")));
    device.awaitState(AppState::BackingOff);
    REQUIRE(device.log.entries.size() > 5);
    CHECK(device.log.from(LogSource::StandardOutput) == "one\ntwoone\ntwo");
    CHECK(device.log.from(LogSource::StandardError) == "complaint\ncomplaint\n");
    std::size_t end = 0;
    while (device.log.entries[end].text != "ended: exit code 0")
        ++end;
    CHECK(device.log.entries[end - 1].source != LogSource::Device);
}

TEST_CASE("an app that floods its output loses nothing of it")
{
    TestDevice device;
    REQUIRE(device.install(packApp(R"("flood","20000")"), AfterInstall::LeaveStopped));
    REQUIRE(device.manager().start(kFirst, {.forDebugging = true}));
    device.awaitState(AppState::Stopped);
    const std::string output = device.log.from(LogSource::StandardOutput);
    CHECK(std::count(output.begin(), output.end(), '\n') == 20'000);
    CHECK(output.ends_with("line 19999 of the flood\n"));
}

TEST_CASE("an app that cannot be started is stopped, and says why")
{
    TestDevice device;
    REQUIRE(device.install(test::pack({.program = std::string(64, 'x')})));
    CHECK(device.events.take() == Names{"1 installed", "1 starting", "1 stopped"});
    CHECK(device.log.from(LogSource::Device).find("is not a program") != std::string::npos);
    CHECK(device.manager().start(kFirst).error().code == ErrorCode::Unsupported);
    CHECK(device.manager().start(kSecond).error().code == ErrorCode::NotFound);
    CHECK(device.manager().stop(kSecond).error().code == ErrorCode::NotFound);
}

TEST_CASE("the environment of all apps comes before that of one start")
{
    TestDevice device({.environment = {"ALL=1"}});
    REQUIRE(device.install(packApp(R"("report")"), AfterInstall::LeaveStopped));
    REQUIRE(device.manager().start(kFirst, {.environment = {"ONE=2"}, .forDebugging = true}));
    device.awaitState(AppState::Stopped);
    CHECK(device.log.from(LogSource::StandardOutput)
              .find("env ALL=1\nenv ONE=2\nenv PERISPHERE_DEVICE=3\n") != std::string::npos);
}

TEST_CASE("an app's memory is told while it runs")
{
    TestDevice device;
    REQUIRE(device.install(packApp(R"("allocate","3000")")));
    device.awaitOutput("allocated");
    const auto use = device.manager().memory(kFirst);
    REQUIRE(use);
    CHECK(use->userMode > 3000);
    REQUIRE(device.manager().stop(kFirst));
    device.awaitState(AppState::Stopped);
    CHECK(device.manager().memory(kFirst).error().code == ErrorCode::NotFound);
}

TEST_CASE("the largest app is killed when all together use too much memory")
{
    TestDevice device({.memoryLimitKib = 20'000});
    REQUIRE(device.install(packApp(R"("hold")", kSecond)));
    REQUIRE(device.install(packApp(R"("allocate","30000")")));
    device.awaitOutput("allocated");
    device.timers.advance(100ms);
    device.await([&] { return device.manager().status(kFirst)->restarts == 1; });
    CHECK(device.manager().status(kFirst)->lastExit == ProcessExit{true, SIGKILL});
    CHECK(device.state(kSecond) == AppState::Running);
    CHECK(device.log.from(LogSource::Device).find("KiB of 20000") != std::string::npos);

    REQUIRE(device.manager().start(kFirst, {.forDebugging = true}));
    device.awaitState(AppState::Debugging);
    device.await([&] { return device.manager().memory(kFirst)->userMode > 30'000; });
    device.timers.advance(1s);
    CHECK(device.state() == AppState::Debugging); // not held to the limit
}

TEST_CASE("a memory limit can be put to the apps for once")
{
    TestDevice device;
    REQUIRE(device.install(packApp(R"("hold")", kSecond)));
    REQUIRE(device.install(packApp(R"("allocate","30000")")));
    device.awaitOutput("allocated");
    CHECK(device.manager().enforceMemoryLimit(1'000'000).error().code == ErrorCode::NotFound);
    CHECK(device.state(kFirst) == AppState::Running);
    REQUIRE(device.manager().enforceMemoryLimit(20'000));
    device.await([&] { return device.manager().status(kFirst)->restarts == 1; });
    CHECK(device.manager().status(kFirst)->lastExit == ProcessExit{true, SIGKILL});
    CHECK(device.state(kSecond) == AppState::Running);
    CHECK(device.log.from(LogSource::Device).find("KiB of 20000") != std::string::npos);
}

TEST_CASE("all apps stop together, and the last one tells")
{
    TestDevice device;
    bool areStopped = false;
    device.manager().stopAll([&] { areStopped = true; });
    CHECK(areStopped); // there is none
    REQUIRE(device.install(packApp(R"("hold")")));
    REQUIRE(device.install(packApp(R"("hold")", kSecond)));
    areStopped = false;
    device.manager().stopAll([&] { areStopped = true; });
    CHECK_FALSE(areStopped);
    device.await([&] { return areStopped; });
    CHECK(device.state(kFirst) == AppState::Stopped);
    CHECK(device.state(kSecond) == AppState::Stopped);
    CHECK_FALSE(test::hasChildren());
}

TEST_CASE("starting and stopping leaves no descriptor and no zombie")
{
    TestDevice device;
    REQUIRE(device.install(packApp(R"("hold")")));
    std::size_t before = 0;
    for (int round = 0; round < 20; ++round) {
        REQUIRE(device.manager().stop(kFirst));
        device.awaitState(AppState::Stopped);
        device.connections.served.clear();
        CHECK_FALSE(test::hasChildren());
        if (round == 0)
            before = test::openDescriptors();
        CHECK(test::openDescriptors() == before);
        REQUIRE(device.manager().start(kFirst));
    }
}

} // namespace perisphere::app_manager_test
