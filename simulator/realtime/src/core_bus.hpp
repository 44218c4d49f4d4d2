// What a processor reaches outside its memories, and how far it may run.
#pragma once

#include "perisphere/realtime/real_time_core.hpp"

#include <optional>
#include <string>

namespace perisphere::realtime
{

class CoreBus final : public m4::SystemBus
{
public:
    CoreBus(RealTimeCore& core, engine::UnmodelledAccesses& unmodelled)
        : m_core(core)
        , m_unmodelled(unmodelled)
    {
    }

    bool admit(std::uint64_t cycle) override;
    std::optional<std::uint32_t> read(std::uint32_t address, unsigned bytes) override;
    bool write(std::uint32_t address, unsigned bytes, std::uint32_t value) override;
    [[nodiscard]] std::uint64_t limit() const override;
    void stimulus(unsigned port, std::uint32_t value, unsigned bytes) override;
    void unmodelled(std::uint32_t address) override;
    std::optional<std::uint32_t> semihosting(std::uint32_t operation,
                                             std::uint32_t parameter) override;

    void enableSemihosting(bool isOn) { m_hasSemihosting = isOn; }

private:
    [[nodiscard]] soc::AccessOrigin origin() const;
    [[nodiscard]] std::optional<std::uint32_t> word(std::uint32_t address) const;
    void printMemory(std::uint32_t address, std::size_t bytes, bool isTerminated);
    std::uint32_t writeFile(std::uint32_t parameter);
    void exit(std::uint32_t operation, std::uint32_t parameter);

    RealTimeCore& m_core;
    engine::UnmodelledAccesses& m_unmodelled;
    bool m_hasSemihosting = false;
};

} // namespace perisphere::realtime
