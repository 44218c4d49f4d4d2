// The clocks of apps on the emulated application core: they live in the machine's time.
//
// An app is granted a span of virtual time and executes it in a process of its own. The machine
// stands still meanwhile, at the instant from which the app has come: a hold keeps it. When all
// apps have reported, the machine goes on to the least of their instants, takes what was sent by
// then, and grants more. An app all of whose threads wait holds nothing: it is granted time again
// at the instant it waits for, or when something may have come for it.
#pragma once

#include "app_memory.hpp"
#include "perisphere/device/app_clocks.hpp"
#include "perisphere/device/host_launcher.hpp"
#include "perisphere/device/input_on_demand.hpp"
#include "perisphere/engine/machine.hpp"
#include "perisphere/protocol/clock_link.hpp"
#include "perisphere/services/virtual_apps.hpp"

#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace perisphere::runtime
{

class AppClocks final : public device::AppClocks,
                        public services::VirtualApps,
                        private engine::InputSource
{
public:
    struct Parts {
        engine::Machine& machine;
        device::InputOnDemand& input;                    ///< of the apps, read on the loop
        std::function<void(std::function<void()>)> post; ///< to the loop's thread, from any
        std::function<bool(const device::App&)> isVirtual;
        /// Seconds since the epoch, as a device's clock has them; loop's thread.
        std::function<std::int64_t()> realTime;
        std::uint64_t seed = 1;
        /// What apps may use of the device's memory, together.
        std::uint32_t memoryKib = device::kAppMemoryKib;
    };
    [[nodiscard]] static Result<std::unique_ptr<AppClocks>> create(Parts parts);
    AppClocks(const AppClocks&) = delete;
    AppClocks& operator=(const AppClocks&) = delete;
    /// The machine is stopped, or this is its thread.
    ~AppClocks() override;

    /// To the loop's thread, from any. What the machine thread has done there takes no virtual
    /// time while there are apps that could tell.
    void postWithoutTime(std::function<void()> work);

    // Loop's thread.
    /// The machine's time while it waits for what the loop does; none: it does not.
    [[nodiscard]] std::optional<engine::VirtualTime> timeOfWork() const { return m_timeOfWork; }
    [[nodiscard]] Result<std::unique_ptr<device::AppClock>> open(const device::App& app) override;
    [[nodiscard]] bool isOne(const device::App& app) const override
    {
        return m_parts.isVirtual(app);
    }

    // Machine thread.
    [[nodiscard]] bool mayTakeInput() const override;
    void delivered() override;

private:
    class Link;
    struct Clock;

    explicit AppClocks(Parts parts, UniqueFd epoll);
    void poll() override;
    [[nodiscard]] bool hasInput() const override;
    [[nodiscard]] int wakeDescriptor() const override { return m_epoll.get(); }

    void add(std::shared_ptr<Clock> clock, std::int64_t realTime, std::uint64_t seed);
    void remove(const std::shared_ptr<Clock>& clock);
    void receive(Clock& clock);
    void takeMemory();
    void takeReport(Clock& clock);
    void settle();
    void decide(Clock& clock);
    void grant(Clock& clock);
    void wake();

    Parts m_parts;
    UniqueFd m_epoll;                           ///< of all links
    std::list<std::shared_ptr<Clock>> m_clocks; ///< in the order in which they were opened
    std::map<std::string, unsigned> m_starts;   ///< of apps; the loop's thread
    unsigned m_computing = 0;                   ///< clocks whose apps are being computed
    std::uint64_t m_deliveries = 0;
    engine::EventHandle m_wake;
    AppMemory m_memory;
    std::optional<engine::VirtualTime> m_timeOfWork;
    bool m_isReading = false; ///< the loop reads what the apps have sent
};

} // namespace perisphere::runtime
