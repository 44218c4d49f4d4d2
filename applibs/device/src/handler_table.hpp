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
#undef PERISPHERE_HANDLER

} // namespace perisphere::device
