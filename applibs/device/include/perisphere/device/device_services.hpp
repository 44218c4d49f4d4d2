// What a backend implements, and nothing else: one small class for each API.
#pragma once

#include "perisphere/device/services/bus_services.hpp"
#include "perisphere/device/services/cert_store_service.hpp"
#include "perisphere/device/services/device_auth_service.hpp"
#include "perisphere/device/services/gpio_service.hpp"
#include "perisphere/device/services/network_service.hpp"
#include "perisphere/device/services/sys_event_service.hpp"
#include "perisphere/device/services/system_services.hpp"
#include "perisphere/device/services/uart_service.hpp"
#include "perisphere/device/services/wifi_service.hpp"

namespace perisphere::device
{

/// The service host calls these after it has checked the manifest and the arguments, all on one
/// thread.
struct DeviceServices {
    GpioService& gpio;
    UartService& uart;
    I2cService& i2c;
    SpiService& spi;
    AdcService& adc;
    PwmService& pwm;
    RtcService& rtc;
    PowerService& power;
    StorageService& storage;
    ApplicationService& application;
    CertStoreService& certStore;
    SysEventService& sysEvent;
    NetworkService& network;
    WifiService& wifi;
    DeviceAuthService& deviceAuth;
};

} // namespace perisphere::device
