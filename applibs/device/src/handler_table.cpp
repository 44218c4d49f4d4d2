#include "handler_table.hpp"

#include <array>

namespace perisphere::device
{
namespace
{

using protocol::Operation;

struct HandlerRow {
    Operation operation;
    Handler handler;
    DeferredHandler deferred = nullptr;
};

/// In ascending order, as in protocol::kOperations.
constexpr std::array kHandlers = {
    HandlerRow{Operation::Hello, &hello},
    HandlerRow{Operation::LogWrite, &logWrite},
    HandlerRow{Operation::GpioOpen, &gpioOpen},
    HandlerRow{Operation::UartOpen, &uartOpen},
    HandlerRow{Operation::I2cOpen, &i2cOpen},
    HandlerRow{Operation::SpiOpen, &spiOpen},
    HandlerRow{Operation::AdcOpen, &adcOpen},
    HandlerRow{Operation::PwmOpen, &pwmOpen},
    HandlerRow{Operation::RtcSetFromSystemTime, &rtcSetFromSystemTime},
    HandlerRow{Operation::PowerTransition, &powerTransition},
    HandlerRow{Operation::PowerSetProfile, &powerSetProfile},
    HandlerRow{Operation::StorageOpenMutable, &storageOpenMutable},
    HandlerRow{Operation::StorageDeleteMutable, &storageDeleteMutable},
    HandlerRow{Operation::ApplicationMemory, &applicationMemory},
    HandlerRow{Operation::ApplicationOsVersion, &applicationOsVersion},
    HandlerRow{Operation::ApplicationConnect, &applicationConnect},
    HandlerRow{Operation::ApplicationDeviceAuthReady, &applicationDeviceAuthReady},
    HandlerRow{Operation::NetworkReady, &networkReady},
    HandlerRow{Operation::NetworkInterfaces, &networkInterfaces},
    HandlerRow{Operation::NetworkSetInterfaceState, &networkSetInterfaceState},
    HandlerRow{Operation::NetworkInterfaceStatus, &networkInterfaceStatus},
    HandlerRow{Operation::NetworkHardwareAddress, &networkHardwareAddress},
    HandlerRow{Operation::NetworkSetHardwareAddress, &networkSetHardwareAddress},
    HandlerRow{Operation::NetworkIpApply, &networkIpApply},
    HandlerRow{Operation::NetworkIpRelease, &networkIpRelease},
    HandlerRow{Operation::NetworkIpRenew, &networkIpRenew},
    HandlerRow{Operation::TimeSyncSetServers, &timeSyncSetServers},
    HandlerRow{Operation::TimeSyncInfo, &timeSyncInfo},
    HandlerRow{Operation::TimeSyncSetEnabled, &timeSyncSetEnabled},
    HandlerRow{Operation::TimeSyncIsEnabled, &timeSyncIsEnabled},
    HandlerRow{Operation::SntpServerStart, &sntpServerStart},
    HandlerRow{Operation::DhcpServerStart, &dhcpServerStart},
    HandlerRow{Operation::ProxyApply, &proxyApply},
    HandlerRow{Operation::ProxyGet, &proxyGet},
    HandlerRow{Operation::ProxyStatus, &proxyStatus},
    HandlerRow{Operation::WifiAdd, &wifiAdd},
    HandlerRow{Operation::WifiDuplicate, &wifiDuplicate},
    HandlerRow{Operation::WifiForget, &wifiForget},
    HandlerRow{Operation::WifiForgetAll, &wifiForgetAll},
    HandlerRow{Operation::WifiStoredNetworks, &wifiStoredNetworks},
    HandlerRow{Operation::WifiConnectedId, &wifiConnectedId},
    HandlerRow{Operation::WifiFind, &wifiFind},
    HandlerRow{Operation::WifiStore, &wifiStore},
    HandlerRow{Operation::WifiForgetMatching, &wifiForgetMatching},
    HandlerRow{Operation::WifiSetSsid, &wifiSetSsid},
    HandlerRow{Operation::WifiSetSecurity, &wifiSetSecurity},
    HandlerRow{Operation::WifiSetPsk, &wifiSetPsk},
    HandlerRow{Operation::WifiSetFlag, &wifiSetFlag},
    HandlerRow{Operation::WifiSetText, &wifiSetText},
    HandlerRow{Operation::WifiGetText, &wifiGetText},
    HandlerRow{Operation::WifiPersist, &wifiPersist},
    HandlerRow{Operation::WifiReload, &wifiReload},
    HandlerRow{Operation::WifiScan, nullptr, &wifiScan},
    HandlerRow{Operation::WifiScannedNetworks, &wifiScannedNetworks},
    HandlerRow{Operation::WifiCurrentNetwork, &wifiCurrentNetwork},
    HandlerRow{Operation::WifiDiagnostics, &wifiDiagnostics},
    HandlerRow{Operation::WifiSetPowerSaving, &wifiSetPowerSaving},
    HandlerRow{Operation::CertStoreInstallClient, &certStoreInstallClient},
    HandlerRow{Operation::CertStoreInstallRootCa, &certStoreInstallRootCa},
    HandlerRow{Operation::CertStoreDelete, &certStoreDelete},
    HandlerRow{Operation::CertStoreCount, &certStoreCount},
    HandlerRow{Operation::CertStoreIdentifierAt, &certStoreIdentifierAt},
    HandlerRow{Operation::CertStoreAvailableSpace, &certStoreAvailableSpace},
    HandlerRow{Operation::CertStoreInfo, &certStoreInfo},
    HandlerRow{Operation::CertStoreMove, &certStoreMove},
    HandlerRow{Operation::SysEventRegister, &sysEventRegister},
    HandlerRow{Operation::SysEventDefer, &sysEventDefer},
    HandlerRow{Operation::SysEventResume, &sysEventResume},
    HandlerRow{Operation::DeviceAuthCertificate, &deviceAuthCertificate},
    HandlerRow{Operation::DeviceAuthCertificatePath, &deviceAuthCertificatePath},
    HandlerRow{Operation::DeviceAuthSign, nullptr, &deviceAuthSign},
};

} // namespace

HandlerChoice handlerOf(Operation operation)
{
    for (const HandlerRow& row : kHandlers)
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
