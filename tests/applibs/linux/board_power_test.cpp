// Power of the Linux target: nothing goes down here, and the processor is a folder.
#include "perisphere/linux/services/board_power.hpp"

#include "perisphere/base/atomic_file.hpp"
#include "perisphere/base/file.hpp"
#include "temporary_directory.hpp"

#include <catch2/catch.hpp>

namespace perisphere::board_power_test
{

using device::PowerProfile;

namespace
{

struct Bench {
    explicit Bench(std::optional<std::string> rtc = {})
        : clock(std::move(rtc))
    {
    }

    void addPolicy(const std::string& name, const std::string& governors)
    {
        const auto policy = sys / ("devices/system/cpu/cpufreq/" + name);
        std::filesystem::create_directories(policy);
        REQUIRE(replaceFile(policy / "scaling_available_governors", governors + " \n"));
        REQUIRE(replaceFile(policy / "scaling_governor", std::string_view("userspace\n")));
    }

    [[nodiscard]] std::string governor(const std::string& policy) const
    {
        return readTextFile(sys / ("devices/system/cpu/cpufreq/" + policy + "/scaling_governor"),
                            64)
            .value();
    }

    [[nodiscard]] std::function<device::Outcome<>()> note(std::string what)
    {
        return [this, what = std::move(what)]() -> device::Outcome<> {
            done += what + ";";
            return {};
        };
    }

    test::TemporaryDirectory sys;
    std::string done;
    target::BoardClock clock;
    target::BoardPower power{{note("reboot"), note("off")}, clock, sys.path()};
};

} // namespace

TEST_CASE("a profile is the best governor that every policy has for it")
{
    Bench bench;
    bench.addPolicy("policy0", "performance schedutil");
    bench.addPolicy("policy4", "conservative ondemand powersave performance schedutil");
    REQUIRE(bench.power.setProfile(PowerProfile::PowerSaver));
    CHECK(bench.governor("policy0") == "schedutil");
    CHECK(bench.governor("policy4") == "conservative");
    REQUIRE(bench.power.setProfile(PowerProfile::Balanced));
    CHECK(bench.governor("policy4") == "ondemand");
    REQUIRE(bench.power.setProfile(PowerProfile::HighPerformance));
    CHECK(bench.governor("policy0") == "performance");
    CHECK(bench.governor("policy4") == "performance");
}

TEST_CASE("a kernel without a governor says so, and a processor of one speed needs none")
{
    Bench bench;
    CHECK(bench.power.setProfile(PowerProfile::PowerSaver));
    bench.addPolicy("policy0", "userspace");
    const auto set = bench.power.setProfile(PowerProfile::PowerSaver);
    REQUIRE_FALSE(set);
    CHECK(set.error().error == EOPNOTSUPP);
    CHECK(set.error().reason.find("policy0 has \"userspace") != std::string::npos);
}

TEST_CASE("a board that nothing would wake stays on")
{
    Bench bench;
    CHECK(bench.power.powerDown(0).error().error == EINVAL);
    CHECK(bench.power.powerDown(10).error().error == ENOENT); // no clock at all
    Bench other("/dev/null");
    CHECK(other.power.powerDown(10).error().error == EOPNOTSUPP);
    CHECK(bench.done + other.done == "");
    CHECK(bench.power.reboot());
    CHECK(bench.done == "reboot;");
}

TEST_CASE("a clock has times from the year 2000 on")
{
    target::BoardClock none({});
    CHECK(none.set(946'684'799).error().error == EINVAL);
    CHECK(none.set(946'684'800).error().error == ENOENT);
    CHECK(none.set(std::int64_t{1} << 62).error().error == EINVAL);
    target::BoardClock absent("/dev/not/there");
    CHECK(absent.set(1'700'000'000).error().error == ENOENT);
}

} // namespace perisphere::board_power_test
