// The handlers, one a line.
#pragma once

#include "handler.hpp"

namespace perisphere::device
{

#define PERISPHERE_HANDLER(name)                                                                   \
    [[nodiscard]] Outcome<Response> name(const HandlerContext& context,                            \
                                         std::span<const std::byte> body)
PERISPHERE_HANDLER(hello);
PERISPHERE_HANDLER(logWrite);
PERISPHERE_HANDLER(gpioOpen);
PERISPHERE_HANDLER(uartOpen);
PERISPHERE_HANDLER(i2cOpen);
PERISPHERE_HANDLER(spiOpen);
PERISPHERE_HANDLER(adcOpen);
PERISPHERE_HANDLER(pwmOpen);
PERISPHERE_HANDLER(rtcSetFromSystemTime);
PERISPHERE_HANDLER(powerTransition);
PERISPHERE_HANDLER(powerSetProfile);
PERISPHERE_HANDLER(storageOpenMutable);
PERISPHERE_HANDLER(storageDeleteMutable);
PERISPHERE_HANDLER(applicationMemory);
PERISPHERE_HANDLER(applicationOsVersion);
PERISPHERE_HANDLER(applicationConnect);
PERISPHERE_HANDLER(applicationDeviceAuthReady);
PERISPHERE_HANDLER(networkReady);
PERISPHERE_HANDLER(networkInterfaces);
PERISPHERE_HANDLER(networkSetInterfaceState);
PERISPHERE_HANDLER(networkInterfaceStatus);
PERISPHERE_HANDLER(networkHardwareAddress);
PERISPHERE_HANDLER(networkSetHardwareAddress);
PERISPHERE_HANDLER(networkIpApply);
PERISPHERE_HANDLER(networkIpRelease);
PERISPHERE_HANDLER(networkIpRenew);
PERISPHERE_HANDLER(timeSyncSetServers);
PERISPHERE_HANDLER(timeSyncInfo);
PERISPHERE_HANDLER(timeSyncSetEnabled);
PERISPHERE_HANDLER(timeSyncIsEnabled);
PERISPHERE_HANDLER(sntpServerStart);
PERISPHERE_HANDLER(dhcpServerStart);
PERISPHERE_HANDLER(proxyApply);
PERISPHERE_HANDLER(proxyGet);
PERISPHERE_HANDLER(proxyStatus);
PERISPHERE_HANDLER(wifiAdd);
PERISPHERE_HANDLER(wifiDuplicate);
PERISPHERE_HANDLER(wifiForget);
PERISPHERE_HANDLER(wifiForgetAll);
PERISPHERE_HANDLER(wifiStoredNetworks);
PERISPHERE_HANDLER(wifiConnectedId);
PERISPHERE_HANDLER(wifiFind);
PERISPHERE_HANDLER(wifiStore);
PERISPHERE_HANDLER(wifiForgetMatching);
PERISPHERE_HANDLER(wifiSetSsid);
PERISPHERE_HANDLER(wifiSetSecurity);
PERISPHERE_HANDLER(wifiSetPsk);
PERISPHERE_HANDLER(wifiSetFlag);
PERISPHERE_HANDLER(wifiSetText);
PERISPHERE_HANDLER(wifiGetText);
PERISPHERE_HANDLER(wifiPersist);
PERISPHERE_HANDLER(wifiReload);
PERISPHERE_HANDLER(wifiScannedNetworks);
PERISPHERE_HANDLER(wifiCurrentNetwork);
PERISPHERE_HANDLER(wifiDiagnostics);
PERISPHERE_HANDLER(wifiSetPowerSaving);
PERISPHERE_HANDLER(certStoreInstallClient);
PERISPHERE_HANDLER(certStoreInstallRootCa);
PERISPHERE_HANDLER(certStoreDelete);
PERISPHERE_HANDLER(certStoreCount);
PERISPHERE_HANDLER(certStoreIdentifierAt);
PERISPHERE_HANDLER(certStoreAvailableSpace);
PERISPHERE_HANDLER(certStoreInfo);
PERISPHERE_HANDLER(certStoreMove);
PERISPHERE_HANDLER(sysEventRegister);
PERISPHERE_HANDLER(sysEventDefer);
PERISPHERE_HANDLER(sysEventResume);
PERISPHERE_HANDLER(deviceAuthCertificate);
PERISPHERE_HANDLER(deviceAuthCertificatePath);
#undef PERISPHERE_HANDLER
void deviceAuthSign(const HandlerContext& context, std::span<const std::byte> body,
                    const Completion& complete);
void wifiScan(const HandlerContext& context, std::span<const std::byte> body,
              const Completion& complete);

} // namespace perisphere::device
