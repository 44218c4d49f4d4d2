// What an app on the emulated core uses of the device's memory, as the core tells it.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/base/unique_fd.hpp"
#include "perisphere/device/app_process.hpp"
#include "perisphere/protocol/memory_figures.hpp"

#include <memory>

namespace perisphere::device
{

class EmulatedMemory
{
public:
    [[nodiscard]] static Result<std::unique_ptr<EmulatedMemory>> create();
    EmulatedMemory(const EmulatedMemory&) = delete;
    EmulatedMemory& operator=(const EmulatedMemory&) = delete;
    ~EmulatedMemory();

    /// For the core, which writes there. Owned by this object.
    [[nodiscard]] int descriptor() const { return m_page.get(); }

    /// NotFound: the core has not told yet.
    [[nodiscard]] Result<MemoryUse> use() const;

private:
    EmulatedMemory(UniqueFd page, protocol::MemoryFigures* figures);

    UniqueFd m_page;
    protocol::MemoryFigures* m_figures;
};

} // namespace perisphere::device
