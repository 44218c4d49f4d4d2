// UARTs as ttys of the kernel.
#pragma once

#include "perisphere/device/services/uart_service.hpp"
#include "perisphere/linux/device_names.hpp"

namespace perisphere::target
{

/// What the app gets is the tty itself, set up, non-blocking and in exclusive mode. Its last close
/// frees it.
class UartPorts final : public device::UartService
{
public:
    /// `names` must outlive it.
    explicit UartPorts(const DeviceNames& names)
        : m_names(names)
    {
    }

    /// Besides what the interface says: ENODEV where the board has no such UART; EINVAL for all
    /// that the tty does not take up.
    [[nodiscard]] device::Outcome<device::Opened>
    open(const device::App& app, unsigned isu, const device::UartSettings& settings) override;

private:
    const DeviceNames& m_names;
};

} // namespace perisphere::target
