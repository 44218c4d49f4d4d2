// A device's network stack on a bare scheduler, with a world that the test makes.
#pragma once

#include "perisphere/network/delays.hpp"
#include "perisphere/network/stack.hpp"

#include <catch2/catch.hpp>

#include <memory>
#include <string>

namespace perisphere::network
{

/// Remembers in memory, unless it is told that nothing can be written.
class TestStore final : public SettingsStore
{
public:
    Settings settings = Settings::factory();
    bool isFull = false;

    Result<Settings> load() override { return settings; }
    Result<> save(const Settings& saved) override
    {
        if (isFull)
            return fail(ErrorCode::Io, "no space left");
        settings = saved;
        return {};
    }
};

class TestCertificates final : public CertificateLookup
{
public:
    std::vector<Certificate> all;
    [[nodiscard]] std::vector<Certificate> certificates() const override { return all; }
};

class DeviceBench
{
public:
    engine::Scheduler scheduler;
    world::Surroundings surroundings;
    engine::RandomSource random{1};
    TestStore store;
    TestCertificates certificates;
    std::unique_ptr<Stack> stack;

    /// Switched on, nothing around it unless the test made it before.
    void start()
    {
        auto made = Stack::create({.scheduler = scheduler,
                                   .surroundings = surroundings,
                                   .random = random,
                                   .store = store,
                                   .certificates = certificates});
        REQUIRE(made);
        stack = std::move(*made);
        stack->boot({});
    }

    void run(engine::Duration duration)
    {
        const auto done = scheduler.runUntil(engine::later(scheduler.now(), duration));
        REQUIRE(done);
    }

    [[nodiscard]] std::uint32_t status(std::string_view interface = "wlan0") const
    {
        const auto status = stack->connectionStatus(interface);
        REQUIRE(status);
        return *status;
    }

    [[nodiscard]] Wifi& wifi() const { return stack->wifi(); }

    /// The last failure of a network; it has one.
    [[nodiscard]] WifiDiagnostics diagnostics(int id = 0) const
    {
        const auto found = stack->wifi().diagnostics(id);
        REQUIRE(found);
        return *found;
    }
};

template <class T>
int errorOf(const Answer<T>& answer)
{
    return answer ? 0 : answer.error().error;
}

inline world::AccessPoint openPoint(std::string ssid = world::kDefaultSsid)
{
    world::AccessPoint point;
    point.ssid = std::move(ssid);
    point.bssid = {2, 0, 0, 0, 0, 9};
    return point;
}

constexpr std::uint32_t kUp = ConnectionStatus::kInterfaceUp;
constexpr std::uint32_t kLinked = kUp | ConnectionStatus::kConnectedToNetwork;
constexpr std::uint32_t kAddressed = kLinked | ConnectionStatus::kIpAvailable;
constexpr std::uint32_t kOnline = kAddressed | ConnectionStatus::kConnectedToInternet;

} // namespace perisphere::network
