// The watchdog of a real-time core.
#pragma once

#include "perisphere/engine/move_only_function.hpp"
#include "perisphere/engine/timer.hpp"
#include "perisphere/soc/registers/lines.hpp"
#include "perisphere/soc/registers/register_block.hpp"

#include <cstdint>
#include <string>

namespace perisphere::soc
{

class Watchdog final : public RegisterBlock
{
public:
    static constexpr unsigned kInterrupt = 3;

    /// Asks for a reset of the core: vectors anew, memory as it is. Called at the instant of the
    /// reset, as the last of what the watchdog does; coreReset() comes back from it or later.
    using ResetRequest = engine::MoveOnlyFunction<void()>;

    Watchdog(engine::Scheduler& scheduler, InterruptLines& lines, ResetRequest requestReset,
             std::string name);

    /// What a reset of the core leaves of it: the status that says why.
    void coreReset();

    [[nodiscard]] std::string_view name() const override { return m_name; }
    [[nodiscard]] std::span<const RegisterInfo> registers() const override;
    std::uint32_t read(std::uint32_t offset) override { return peek(offset); }
    void write(std::uint32_t offset, std::uint32_t value) override;
    [[nodiscard]] std::uint32_t peek(std::uint32_t offset) const override;
    void reset() override;
    void exchange(engine::Snapshot& snapshot) override;

private:
    void setMode(std::uint32_t value);
    void load();
    void expired();
    void requestReset(std::uint32_t cause);

    InterruptLines& m_lines;
    ResetRequest m_requestReset;
    std::string m_name;
    std::uint32_t m_mode = 0;
    std::uint32_t m_ticks;
    std::uint32_t m_interval = 0;
    std::uint32_t m_status = 0;
    engine::Timer m_timer;
};

} // namespace perisphere::soc
