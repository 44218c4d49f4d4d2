#include "capability_table.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace perisphere::manifest
{
namespace
{

using hardware::PeripheralType;
using C = Capability;

constexpr CapabilityRow row(Capability capability, std::string_view key, Kind kind, Cores cores,
                            std::optional<PeripheralType> type = std::nullopt,
                            std::string_view prefix = "")
{
    return {capability, key, kind, cores, type, prefix};
}

// clang-format off
constexpr std::array kRows = {
    row(C::AllowedConnections, "AllowedConnections", Kind::Hosts, Cores::Application),
    row(C::AllowedTcpServerPorts, "AllowedTcpServerPorts", Kind::Ports, Cores::Application),
    row(C::AllowedUdpServerPorts, "AllowedUdpServerPorts", Kind::Ports, Cores::Application),
    row(C::AllowedApplicationConnections, "AllowedApplicationConnections", Kind::Components, Cores::Any),
    row(C::Adc, "Adc", Kind::Peripherals, Cores::Any, PeripheralType::Adc, "ADC-CONTROLLER-"),
    row(C::Gpio, "Gpio", Kind::Gpio, Cores::Any, PeripheralType::Gpio, ""),
    row(C::Pwm, "Pwm", Kind::Peripherals, Cores::Any, PeripheralType::Pwm, "PWM-CONTROLLER-"),
    row(C::Uart, "Uart", Kind::Peripherals, Cores::Any, PeripheralType::Uart, "ISU"),
    row(C::I2cMaster, "I2cMaster", Kind::Peripherals, Cores::Any, PeripheralType::I2cMaster, "ISU"),
    row(C::SpiMaster, "SpiMaster", Kind::Peripherals, Cores::Any, PeripheralType::SpiMaster, "ISU"),
    row(C::I2sSubordinate, "I2sSubordinate", Kind::Peripherals, Cores::RealTime, std::nullopt, "I2S"),
    row(C::ExternalInterrupt, "ExternalInterrupt", Kind::Interrupts, Cores::RealTime, std::nullopt, "EINT"),
    row(C::MutableStorage, "MutableStorage", Kind::Storage, Cores::Application),
    row(C::DeviceAuthentication, "DeviceAuthentication", Kind::Tenant, Cores::Application),
    row(C::NetworkConfig, "NetworkConfig", Kind::Flag, Cores::Application),
    row(C::WifiConfig, "WifiConfig", Kind::Flag, Cores::Application),
    row(C::EnterpriseWifiConfig, "EnterpriseWifiConfig", Kind::Flag, Cores::Application),
    row(C::CertStore, "CertStore", Kind::Flag, Cores::Application),
    row(C::ReadNetworkProxyConfig, "ReadNetworkProxyConfig", Kind::Flag, Cores::Application),
    row(C::TimeSyncConfig, "TimeSyncConfig", Kind::Flag, Cores::Application),
    row(C::DhcpService, "DhcpService", Kind::Flag, Cores::Application),
    row(C::SntpService, "SntpService", Kind::Flag, Cores::Application),
    row(C::SystemTime, "SystemTime", Kind::Flag, Cores::Application),
    row(C::SystemEventNotifications, "SystemEventNotifications", Kind::Flag, Cores::Application),
    row(C::SoftwareUpdateDeferral, "SoftwareUpdateDeferral", Kind::Flag, Cores::Application),
    row(C::PowerControls, "PowerControls", Kind::PowerControls, Cores::Application),
    row(C::HardwareAddressConfig, "HardwareAddressConfig", Kind::Flag, Cores::Application),
    row(C::HeapMemStats, "HeapMemStats", Kind::Flag, Cores::Application),
    row(C::ResetMemoryWatermarks, "ResetMemoryWatermarks", Kind::Flag, Cores::Application),
};
// clang-format on

constexpr std::array<std::string_view, 10> kKindNames = {
    "Hosts",      "Ports",         "Components", "Gpio",    "Peripherals",
    "Interrupts", "PowerControls", "Flag",       "Storage", "Tenant"};

/// rowOf() indexes by enumerator.
constexpr bool isInOrder()
{
    for (std::size_t i = 0; i < kRows.size(); ++i)
        if (static_cast<std::size_t>(kRows[i].capability) != i)
            return false;
    return true;
}
static_assert(isInOrder());

} // namespace

std::string_view name(Kind kind)
{
    return kKindNames[static_cast<std::size_t>(kind)];
}

bool isList(Kind kind)
{
    return kind != Kind::Flag && kind != Kind::Storage && kind != Kind::Tenant;
}

bool namesChip(Kind kind)
{
    return kind == Kind::Gpio || kind == Kind::Peripherals || kind == Kind::Interrupts;
}

std::span<const CapabilityRow> capabilityRows()
{
    return kRows;
}

const CapabilityRow& rowOf(Capability capability)
{
    return kRows[static_cast<std::size_t>(capability)];
}

bool isFor(Cores cores, ApplicationType type)
{
    // A debugger is a program on the application core.
    const bool isRealTime = type == ApplicationType::RealTimeCapable;
    return cores == Cores::Any || (cores == Cores::RealTime) == isRealTime;
}

std::string_view name(Capability capability)
{
    return rowOf(capability).key;
}

std::optional<Capability> capability(std::string_view key)
{
    const auto* const found =
        std::find_if(kRows.begin(), kRows.end(), [&](const auto& row) { return row.key == key; });
    if (found == kRows.end())
        return std::nullopt;
    return found->capability;
}

const std::vector<Capability>& allCapabilities()
{
    static const std::vector<Capability> all = [] {
        std::vector<Capability> capabilities;
        capabilities.reserve(kRows.size());
        for (const CapabilityRow& row : kRows)
            capabilities.push_back(row.capability);
        return capabilities;
    }();
    return all;
}

} // namespace perisphere::manifest
