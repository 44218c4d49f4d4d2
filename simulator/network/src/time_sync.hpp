// The client of time servers that sets the device's clock.
#pragma once

#include "network_interface.hpp"
#include "perisphere/network/settings.hpp"
#include "perisphere/network/system_clock.hpp"
#include "retry_timer.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace perisphere::network
{

class TimeSync
{
public:
    struct Context {
        engine::Scheduler& scheduler;
        const world::Surroundings& surroundings;
        SystemClock& clock;
        TimeSettings& settings;
        /// The interface that packets leave by; nullptr: none has an address.
        std::function<const NetworkInterface*()> route;
        /// isSynced() has become true.
        std::function<void()> synced;
    };
    explicit TimeSync(Context context);

    /// An interface got an address or lost it.
    void routeChanged();
    void surroundingsChanged();
    /// Settings have changed: the time counts as not synchronised until it is again.
    void restart();
    /// settings.isEnabled has.
    void enabledChanged();
    /// Someone set the clock by hand.
    void clockWasSet();
    void powerOff();

    [[nodiscard]] bool isSynced() const { return m_isSynced; }
    [[nodiscard]] const std::optional<TimeSyncInfo>& last() const { return m_last; }

private:
    enum class Step { Begin, Answer };
    void schedule(Step step, engine::Duration delay);
    void step();
    void ask();
    void answered();
    void becomeSynced();
    [[nodiscard]] std::vector<std::string> servers() const;

    Context m_context;
    RetryTimer m_timer;
    Step m_step = Step::Begin;
    std::vector<std::string> m_servers; ///< of the round in progress
    std::size_t m_server = 0;
    std::size_t m_rounds = 0; ///< in a row without an answer
    bool m_mayAnswer = false;
    bool m_isSynced = false;
    std::optional<TimeSyncInfo> m_last;
};

} // namespace perisphere::network
