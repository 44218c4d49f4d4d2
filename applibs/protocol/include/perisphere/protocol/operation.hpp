// Every operation of the protocol, one row each.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace perisphere::protocol
{

enum class Operation : std::uint16_t {
    Hello = 1,
    LogWrite = 2,
    GpioOpen = 16,
    UartOpen = 17,
    I2cOpen = 18,
    SpiOpen = 19,
    AdcOpen = 20,
    PwmOpen = 21,
    RtcSetFromSystemTime = 32,
    PowerTransition = 33,
    PowerSetProfile = 34,
    StorageOpenMutable = 48,
    StorageDeleteMutable = 49,
    ApplicationMemory = 64,
    ApplicationOsVersion = 65,
    ApplicationConnect = 66,
    ApplicationDeviceAuthReady = 67,
    CertStoreInstallClient = 112,
    CertStoreInstallRootCa = 113,
    CertStoreDelete = 114,
    CertStoreCount = 115,
    CertStoreIdentifierAt = 116,
    CertStoreAvailableSpace = 117,
    CertStoreInfo = 118,
    CertStoreMove = 119,
    SysEventRegister = 120,
    SysEventDefer = 121,
    SysEventResume = 122,
    I2cTransfer = 256,
    I2cSetBusSpeed = 257,
    I2cSetTimeout = 258,
    I2cSetDefaultAddress = 259,
    SpiTransfer = 272,
    SpiSetBusSpeed = 273,
    SpiSetMode = 274,
    SpiSetBitOrder = 275,
    AdcPoll = 288,
    AdcSampleBitCount = 289,
    AdcSetReferenceVoltage = 290,
    PwmApply = 304,
};

/// Which socket an operation arrives on.
enum class Socket : std::uint8_t {
    Connection,
    Channel, ///< of an open peripheral
};

struct OperationRow {
    Operation operation;
    std::string_view name; ///< for logs and the protocol's reference page
    Socket socket;
    bool hasReply;
};

/// In ascending order of their numbers.
inline constexpr std::array kOperations = {
    OperationRow{Operation::Hello, "hello", Socket::Connection, true},
    OperationRow{Operation::LogWrite, "log.write", Socket::Connection, false},
    OperationRow{Operation::GpioOpen, "gpio.open", Socket::Connection, true},
    OperationRow{Operation::UartOpen, "uart.open", Socket::Connection, true},
    OperationRow{Operation::I2cOpen, "i2c.open", Socket::Connection, true},
    OperationRow{Operation::SpiOpen, "spi.open", Socket::Connection, true},
    OperationRow{Operation::AdcOpen, "adc.open", Socket::Connection, true},
    OperationRow{Operation::PwmOpen, "pwm.open", Socket::Connection, true},
    OperationRow{Operation::RtcSetFromSystemTime, "rtc.setFromSystemTime", Socket::Connection,
                 true},
    OperationRow{Operation::PowerTransition, "power.transition", Socket::Connection, true},
    OperationRow{Operation::PowerSetProfile, "power.setProfile", Socket::Connection, true},
    OperationRow{Operation::StorageOpenMutable, "storage.openMutable", Socket::Connection, true},
    OperationRow{Operation::StorageDeleteMutable, "storage.deleteMutable", Socket::Connection,
                 true},
    OperationRow{Operation::ApplicationMemory, "application.memory", Socket::Connection, true},
    OperationRow{Operation::ApplicationOsVersion, "application.osVersion", Socket::Connection,
                 true},
    OperationRow{Operation::ApplicationConnect, "application.connect", Socket::Connection, true},
    OperationRow{Operation::ApplicationDeviceAuthReady, "application.deviceAuthReady",
                 Socket::Connection, true},
    OperationRow{Operation::CertStoreInstallClient, "certStore.installClient", Socket::Connection,
                 true},
    OperationRow{Operation::CertStoreInstallRootCa, "certStore.installRootCa", Socket::Connection,
                 true},
    OperationRow{Operation::CertStoreDelete, "certStore.delete", Socket::Connection, true},
    OperationRow{Operation::CertStoreCount, "certStore.count", Socket::Connection, true},
    OperationRow{Operation::CertStoreIdentifierAt, "certStore.identifierAt", Socket::Connection,
                 true},
    OperationRow{Operation::CertStoreAvailableSpace, "certStore.availableSpace", Socket::Connection,
                 true},
    OperationRow{Operation::CertStoreInfo, "certStore.info", Socket::Connection, true},
    OperationRow{Operation::CertStoreMove, "certStore.move", Socket::Connection, true},
    OperationRow{Operation::SysEventRegister, "sysEvent.register", Socket::Connection, true},
    OperationRow{Operation::SysEventDefer, "sysEvent.defer", Socket::Connection, true},
    OperationRow{Operation::SysEventResume, "sysEvent.resume", Socket::Connection, true},
    OperationRow{Operation::I2cTransfer, "i2c.transfer", Socket::Channel, true},
    OperationRow{Operation::I2cSetBusSpeed, "i2c.setBusSpeed", Socket::Channel, true},
    OperationRow{Operation::I2cSetTimeout, "i2c.setTimeout", Socket::Channel, true},
    OperationRow{Operation::I2cSetDefaultAddress, "i2c.setDefaultAddress", Socket::Channel, true},
    OperationRow{Operation::SpiTransfer, "spi.transfer", Socket::Channel, true},
    OperationRow{Operation::SpiSetBusSpeed, "spi.setBusSpeed", Socket::Channel, true},
    OperationRow{Operation::SpiSetMode, "spi.setMode", Socket::Channel, true},
    OperationRow{Operation::SpiSetBitOrder, "spi.setBitOrder", Socket::Channel, true},
    OperationRow{Operation::AdcPoll, "adc.poll", Socket::Channel, true},
    OperationRow{Operation::AdcSampleBitCount, "adc.sampleBitCount", Socket::Channel, true},
    OperationRow{Operation::AdcSetReferenceVoltage, "adc.setReferenceVoltage", Socket::Channel,
                 true},
    OperationRow{Operation::PwmApply, "pwm.apply", Socket::Channel, true},
};

/// The row of a number as received; nullptr for numbers that mean nothing.
[[nodiscard]] constexpr const OperationRow* findOperation(std::uint16_t number)
{
    for (const OperationRow& row : kOperations)
        if (static_cast<std::uint16_t>(row.operation) == number)
            return &row;
    return nullptr;
}

} // namespace perisphere::protocol
