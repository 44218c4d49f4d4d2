#include "handler_table.hpp"

#include <array>

namespace perisphere::device
{
namespace
{

using protocol::Operation;

struct Row {
    Operation operation;
    Handler handler;
    DeferredHandler deferred = nullptr;
};

/// In ascending order, as in protocol::kOperations.
constexpr std::array kHandlers = {
    Row{Operation::Hello, &hello},
    Row{Operation::LogWrite, &logWrite},
    Row{Operation::GpioOpen, &gpioOpen},
    Row{Operation::UartOpen, &uartOpen},
    Row{Operation::I2cOpen, &i2cOpen},
    Row{Operation::SpiOpen, &spiOpen},
    Row{Operation::AdcOpen, &adcOpen},
    Row{Operation::PwmOpen, &pwmOpen},
    Row{Operation::RtcSetFromSystemTime, &rtcSetFromSystemTime},
    Row{Operation::PowerTransition, &powerTransition},
    Row{Operation::PowerSetProfile, &powerSetProfile},
    Row{Operation::StorageOpenMutable, &storageOpenMutable},
    Row{Operation::StorageDeleteMutable, &storageDeleteMutable},
    Row{Operation::ApplicationMemory, &applicationMemory},
    Row{Operation::ApplicationOsVersion, &applicationOsVersion},
    Row{Operation::ApplicationConnect, &applicationConnect},
    Row{Operation::ApplicationDeviceAuthReady, &applicationDeviceAuthReady},
    Row{Operation::NetworkReady, &networkReady},
    Row{Operation::NetworkInterfaces, &networkInterfaces},
    Row{Operation::NetworkSetInterfaceState, &networkSetInterfaceState},
    Row{Operation::NetworkInterfaceStatus, &networkInterfaceStatus},
    Row{Operation::NetworkHardwareAddress, &networkHardwareAddress},
    Row{Operation::NetworkSetHardwareAddress, &networkSetHardwareAddress},
    Row{Operation::NetworkIpApply, &networkIpApply},
    Row{Operation::NetworkIpRelease, &networkIpRelease},
    Row{Operation::NetworkIpRenew, &networkIpRenew},
    Row{Operation::TimeSyncSetServers, &timeSyncSetServers},
    Row{Operation::TimeSyncInfo, &timeSyncInfo},
    Row{Operation::TimeSyncSetEnabled, &timeSyncSetEnabled},
    Row{Operation::TimeSyncIsEnabled, &timeSyncIsEnabled},
    Row{Operation::SntpServerStart, &sntpServerStart},
    Row{Operation::DhcpServerStart, &dhcpServerStart},
    Row{Operation::ProxyApply, &proxyApply},
    Row{Operation::ProxyGet, &proxyGet},
    Row{Operation::ProxyStatus, &proxyStatus},
    Row{Operation::WifiAdd, &wifiAdd},
    Row{Operation::WifiDuplicate, &wifiDuplicate},
    Row{Operation::WifiForget, &wifiForget},
    Row{Operation::WifiForgetAll, &wifiForgetAll},
    Row{Operation::WifiStoredNetworks, &wifiStoredNetworks},
    Row{Operation::WifiConnectedId, &wifiConnectedId},
    Row{Operation::WifiFind, &wifiFind},
    Row{Operation::WifiStore, &wifiStore},
    Row{Operation::WifiForgetMatching, &wifiForgetMatching},
    Row{Operation::WifiSetSsid, &wifiSetSsid},
    Row{Operation::WifiSetSecurity, &wifiSetSecurity},
    Row{Operation::WifiSetPsk, &wifiSetPsk},
    Row{Operation::WifiSetFlag, &wifiSetFlag},
    Row{Operation::WifiSetText, &wifiSetText},
    Row{Operation::WifiGetText, &wifiGetText},
    Row{Operation::WifiPersist, &wifiPersist},
    Row{Operation::WifiReload, &wifiReload},
    Row{Operation::WifiScan, nullptr, &wifiScan},
    Row{Operation::WifiScannedNetworks, &wifiScannedNetworks},
    Row{Operation::WifiCurrentNetwork, &wifiCurrentNetwork},
    Row{Operation::WifiDiagnostics, &wifiDiagnostics},
    Row{Operation::WifiSetPowerSaving, &wifiSetPowerSaving},
    Row{Operation::CertStoreInstallClient, &certStoreInstallClient},
    Row{Operation::CertStoreInstallRootCa, &certStoreInstallRootCa},
    Row{Operation::CertStoreDelete, &certStoreDelete},
    Row{Operation::CertStoreCount, &certStoreCount},
    Row{Operation::CertStoreIdentifierAt, &certStoreIdentifierAt},
    Row{Operation::CertStoreAvailableSpace, &certStoreAvailableSpace},
    Row{Operation::CertStoreInfo, &certStoreInfo},
    Row{Operation::CertStoreMove, &certStoreMove},
    Row{Operation::SysEventRegister, &sysEventRegister},
    Row{Operation::SysEventDefer, &sysEventDefer},
    Row{Operation::SysEventResume, &sysEventResume},
};

} // namespace

HandlerChoice handlerOf(Operation operation)
{
    for (const Row& row : kHandlers)
        if (row.operation == operation)
            return {row.handler, row.deferred};
    return {};
}

Response opened(Opened&& peripheral)
{
    Response response;
    append(response.payload, protocol::OpenReply{.kind = peripheral.kind});
    response.descriptors[0] = std::move(peripheral.descriptor);
    return response;
}

Outcome<Response> statusOf(const Outcome<>& outcome)
{
    if (!outcome)
        return tl::unexpected(outcome.error());
    return Response();
}

} // namespace perisphere::device
