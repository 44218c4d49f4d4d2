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

Handler handlerOf(Operation operation)
{
    for (const Row& row : kHandlers)
        if (row.operation == operation)
            return row.handler;
    return nullptr;
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
