#pragma once

#include "perisphere/device/app.hpp"
#include "perisphere/device/outcome.hpp"
#include "perisphere/device/services/opened.hpp"
#include "perisphere/protocol/gpio.hpp"
#include "perisphere/protocol/gpio_page.hpp"

#include <cstdint>
#include <memory>
#include <optional>

namespace perisphere::device
{

/// One app's GPIO memory, as the greeting hands it out.
struct GpioMemory {
    UniqueFd page; ///< a memory file of sizeof(protocol::GpioPage)
    UniqueFd wake; ///< an eventfd
};

class GpioService
{
public:
    virtual ~GpioService() = default;

    /// Called once for each connection, before any open; nullopt where GPIO descriptors are the
    /// kernel's own.
    [[nodiscard]] virtual Outcome<std::optional<GpioMemory>>
    attach(const std::shared_ptr<const App>& app) = 0;

    /// Whether the chip has that GPIO.
    [[nodiscard]] virtual bool exists(std::int32_t gpio) const = 0;

    /// EBUSY when it is open already.
    [[nodiscard]] virtual Outcome<Opened> openInput(const App& app, std::int32_t gpio) = 0;

    /// `level` is driven as part of the open.
    [[nodiscard]] virtual Outcome<Opened> openOutput(const App& app, std::int32_t gpio,
                                                     protocol::GpioDrive drive, bool level) = 0;
};

} // namespace perisphere::device
