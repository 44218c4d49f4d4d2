#include "app_memory.hpp"

#include <catch2/catch.hpp>

#include <array>

using namespace perisphere;
using protocol::ClockGrant;
using protocol::ClockReport;
using runtime::AppMemory;

namespace
{

constexpr std::uint32_t kLimit = 256;

AppMemory::Reported usesOf(AppMemory::Handle app, std::uint32_t kib, std::int64_t now = 1000)
{
    return {.app = app,
            .report = {.kind = ClockReport::Kind::UsedUp, .memoryKib = kib, .now = now}};
}

std::uint32_t grantedTo(const AppMemory& memory, AppMemory::Handle app)
{
    ClockGrant grant;
    (void)memory.grant(app, grant);
    return grant.memoryKib;
}

} // namespace

TEST_CASE("an app alone may use all of the device's memory for apps")
{
    AppMemory memory(kLimit);
    const auto app = memory.add("blink");
    memory.take(std::array{usesOf(app, 100)});

    ClockGrant grant;
    CHECK(memory.grant(app, grant).empty());
    CHECK(grant.memoryKib == kLimit);
    CHECK(grant.otherAppsKib == 0);
}

TEST_CASE("an app may use what the others have left, and is told who they are")
{
    AppMemory memory(kLimit);
    const auto first = memory.add("blink");
    const auto second = memory.add("weather");
    const auto third = memory.add("idle");
    memory.take(std::array{usesOf(first, 100), usesOf(second, 60), usesOf(third, 8)});

    ClockGrant grant;
    CHECK(memory.grant(third, grant) == "blink 100 KiB, weather 60 KiB");
    CHECK(grant.memoryKib == kLimit - 160);
    CHECK(grant.otherAppsKib == 160);
}

TEST_CASE("of two apps that have grown past the budget at once one goes, the one that was last")
{
    AppMemory memory(kLimit);
    const auto first = memory.add("blink");
    const auto second = memory.add("weather");
    memory.take(std::array{usesOf(first, 100), usesOf(second, 100)});
    memory.take(std::array{usesOf(first, 140, 3000), usesOf(second, 140, 2000)});

    CHECK(first->isOver);
    CHECK(grantedTo(memory, first) == kLimit - 140);
    CHECK_FALSE(second->isOver);
    CHECK(grantedTo(memory, second) == 140); // what it has, and no more

    memory.take(std::array{usesOf(second, 144, 4000)}); // before the first is gone
    CHECK_FALSE(second->isOver);

    AppMemory::Reported end = usesOf(first, 140, 5000);
    end.report.kind = ClockReport::Kind::Ended;
    memory.take(std::array{end});
    CHECK(grantedTo(memory, second) == kLimit);
}

TEST_CASE("an app that has not grown is not killed for one that has")
{
    AppMemory memory(kLimit);
    const auto large = memory.add("blink");
    const auto small = memory.add("weather");
    memory.take(std::array{usesOf(large, 200), usesOf(small, 40)});
    memory.take(std::array{usesOf(large, 200, 9000), usesOf(small, 80, 2000)});

    CHECK_FALSE(large->isOver);
    CHECK(small->isOver);
}

TEST_CASE("an app that has given memory back in time lives")
{
    AppMemory memory(kLimit);
    const auto first = memory.add("blink");
    const auto second = memory.add("weather");
    memory.take(std::array{usesOf(first, 200), usesOf(second, 60)});
    REQUIRE(second->isOver);
    memory.take(std::array{usesOf(first, 100)});

    CHECK_FALSE(second->isOver);
    CHECK(grantedTo(memory, second) == kLimit - 100);
}

TEST_CASE("the memory of an app that is gone is the others' again")
{
    AppMemory memory(kLimit);
    const auto first = memory.add("blink");
    const auto second = memory.add("weather");
    memory.take(std::array{usesOf(first, 200), usesOf(second, 40)});
    memory.remove(first);

    CHECK(grantedTo(memory, second) == kLimit);
}

TEST_CASE("the names of many apps end where a grant has no more room")
{
    AppMemory memory(kLimit);
    const auto app = memory.add("blink");
    for (int i = 0; i < 64; ++i)
        memory.take(std::array{usesOf(memory.add(std::string(31, 'x')), 1)});

    ClockGrant grant;
    CHECK(memory.grant(app, grant).size() == protocol::kMostOtherApps);
    CHECK(grant.otherAppsKib == 64);
}
