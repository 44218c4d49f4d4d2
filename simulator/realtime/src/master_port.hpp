// The bus as a core's DMA controller sees it.
#pragma once

#include "perisphere/realtime/real_time_core.hpp"

namespace perisphere::realtime
{

class MasterPort final : public soc::BusMemory
{
public:
    explicit MasterPort(RealTimeCore& core)
        : m_core(core)
    {
    }

    bool read(std::uint32_t address, unsigned bytes, std::uint32_t& value) override;
    bool write(std::uint32_t address, unsigned bytes, std::uint32_t value) override;

private:
    RealTimeCore& m_core;
};

} // namespace perisphere::realtime
