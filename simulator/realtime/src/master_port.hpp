// The bus as a core's DMA controller sees it.
#pragma once

#include "perisphere/m4/address_space.hpp"
#include "perisphere/soc/registers/lines.hpp"
#include "perisphere/soc/registers/register_map.hpp"

namespace perisphere::realtime
{

class MasterPort final : public soc::BusMemory
{
public:
    MasterPort(const m4::AddressSpace& space, soc::RegisterMap& registers)
        : m_space(space)
        , m_registers(registers)
    {
    }

    bool read(std::uint32_t address, unsigned bytes, std::uint32_t& value) override;
    bool write(std::uint32_t address, unsigned bytes, std::uint32_t value) override;

private:
    const m4::AddressSpace& m_space;
    soc::RegisterMap& m_registers;
};

} // namespace perisphere::realtime
