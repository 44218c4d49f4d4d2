#include "fake/fake_applibs.hpp"

#include <applibs/eventloop.hpp>
#include <applibs/sysevent.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <optional>

namespace perisphere::eventloop_test
{

using namespace applibs;
using namespace std::chrono_literals;
using eventloop::IoEvents;
using eventloop::Loop;

namespace
{

auto countOf(const std::string& call)
{
    return std::count(fake().calls.begin(), fake().calls.end(), call);
}

} // namespace

TEST_CASE("a loop runs for the time asked and says whether anything happened")
{
    resetFake();
    auto loop = Loop::create().value();
    CHECK(loop.run(250ms).value() == eventloop::RunResult::FinishedEmpty);
    CHECK(fake().last() == "EventLoop_Run 250 0");
    fake().result = 1;
    CHECK(loop.run(eventloop::kForever, true).value() == eventloop::RunResult::Finished);
    CHECK(fake().last() == "EventLoop_Run -1 1");
    CHECK(loop.run(1000h));
    CHECK(fake().last() == "EventLoop_Run 2147483647 0");
    fake().error = EINTR;
    CHECK(loop.run(0ms).error().code == EINTR);
}

TEST_CASE("a loop and its registrations end once each, wherever they moved")
{
    resetFake();
    {
        auto loop = Loop::create().value();
        auto registration = loop.registerIo(5, IoEvents::Input, [](int, IoEvents) {}).value();
        auto movedLoop = std::move(loop);
        auto moved = std::move(registration);
        CHECK(countOf("EventLoop_UnregisterIo") == 0);
    }
    CHECK(countOf("EventLoop_UnregisterIo") == 1);
    CHECK(countOf("EventLoop_Close") == 1);
    CHECK(fake().last() == "EventLoop_Close");
}

TEST_CASE(
    "a handler is called with the descriptor and its events, after its registration moved too")
{
    resetFake();
    auto loop = Loop::create().value();
    int seen = 0;
    auto first =
        loop.registerIo(5, IoEvents::Input | IoEvents::Output, [&](int fd, IoEvents events) {
            seen = fd;
            CHECK(has(events, IoEvents::Output));
            CHECK_FALSE(has(events, IoEvents::Input));
        });
    CHECK(fake().last() == "EventLoop_RegisterIo 5");
    const auto registration = std::move(first).value();
    fake().ioCallback(nullptr, 5, EventLoop_Output, fake().context);
    CHECK(seen == 5);
}

TEST_CASE("a handler may end its own registration and still use what it captured")
{
    resetFake();
    auto loop = Loop::create().value();
    std::optional<eventloop::Registration> registration;
    std::string seen;
    registration = loop.registerIo(5, IoEvents::Input,
                                   [&, text = std::string(100, 'x')](int, IoEvents) {
                                       registration.reset();
                                       seen = text;
                                   })
                       .value();
    fake().ioCallback(nullptr, 5, EventLoop_Input, fake().context);
    CHECK(seen == std::string(100, 'x'));
    CHECK(countOf("EventLoop_UnregisterIo") == 1);
}

TEST_CASE("changing a registration and failing to make one")
{
    resetFake();
    auto loop = Loop::create().value();
    auto registration = loop.registerIo(5, IoEvents::Input, [](int, IoEvents) {}).value();
    CHECK(registration.modify(IoEvents::None));
    CHECK(fake().last() == "EventLoop_ModifyIoEvents 0");
    fake().error = EEXIST;
    CHECK(loop.registerIo(5, IoEvents::Input, [](int, IoEvents) {}).error().code == EEXIST);
    CHECK(Loop::create().error().code == EEXIST);
    fake().error = 0;
}

TEST_CASE("system events reach their handler with what is known of the update")
{
    resetFake();
    auto loop = Loop::create().value();
    std::optional<sysevent::UpdateData> data;
    {
        auto registration = sysevent::Registration::create(
            loop, sysevent::Events::All,
            [&](sysevent::Events event, sysevent::Status status, const sysevent::Info& info) {
                CHECK(event == sysevent::Events::UpdateReadyForInstall);
                CHECK(status == sysevent::Status::Pending);
                data = info.updateData().value();
            });
        REQUIRE(registration);
        CHECK(fake().last() == "SysEvent_RegisterForEventNotifications 7");
        fake().result = 1440;
        fake().eventsCallback(SysEvent_Events_UpdateReadyForInstall, SysEvent_Status_Pending,
                              nullptr, fake().context);
    }
    CHECK(countOf("SysEvent_UnregisterForEventNotifications") == 1);
    REQUIRE(data);
    CHECK(data->maxDeferralTime == 24h);
    CHECK(data->updateType == sysevent::UpdateType::System);
    CHECK(sysevent::deferEvent(sysevent::Events::UpdateReadyForInstall, 2h));
    CHECK(fake().last() == "SysEvent_DeferEvent 1 120");
}

} // namespace perisphere::eventloop_test
