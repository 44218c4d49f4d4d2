#include "fake_applibs.hpp"

#include <applibs/adc.h>
#include <applibs/applications.h>
#include <applibs/certstore.h>
#include <applibs/gpio.h>
#include <applibs/i2c.h>
#include <applibs/log.h>
#include <applibs/networking.h>
#include <applibs/powermanagement.h>
#include <applibs/pwm.h>
#include <applibs/spi.h>
#include <applibs/storage.h>
#include <applibs/uart.h>
#include <applibs/wificonfig.h>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <sstream>

FakeApplibs& fake()
{
    static FakeApplibs state;
    return state;
}

void resetFake()
{
    fake() = {};
}

bool isOpen(int fd)
{
    return fcntl(fd, F_GETFD) != -1;
}

namespace
{

/// Notes a call; true where it is to fail, with errno set.
template <class... Arguments>
bool fails(const char* name, Arguments... arguments)
{
    std::ostringstream call;
    call << name;
    ((call << ' ' << +arguments), ...);
    fake().calls.push_back(call.str());
    errno = fake().error;
    return fake().error != 0;
}

template <class... Arguments>
int descriptor(const char* name, Arguments... arguments)
{
    return fails(name, arguments...) ? -1 : open("/dev/null", O_RDWR | O_CLOEXEC);
}

template <class... Arguments>
int status(const char* name, Arguments... arguments)
{
    return fails(name, arguments...) ? -1 : 0;
}

template <class... Arguments>
ssize_t number(const char* name, Arguments... arguments)
{
    return fails(name, arguments...) ? -1 : static_cast<ssize_t>(fake().result);
}

} // namespace

extern "C" {

int GPIO_OpenAsInput(GPIO_Id id)
{
    return descriptor("GPIO_OpenAsInput", id);
}
int GPIO_OpenAsOutput(GPIO_Id id, GPIO_OutputMode_Type mode, GPIO_Value_Type value)
{
    return descriptor("GPIO_OpenAsOutput", id, mode, value);
}
int GPIO_GetValue(int, GPIO_Value_Type* value)
{
    if (fails("GPIO_GetValue"))
        return -1;
    *value = static_cast<GPIO_Value_Type>(fake().result);
    return 0;
}
int GPIO_SetValue(int, GPIO_Value_Type value)
{
    return status("GPIO_SetValue", value);
}

int z__UART_InitConfig(z__UART_Config_Base* config, uint32_t version)
{
    auto* v1 = reinterpret_cast<z__UART_Config_v1*>(config);
    *v1 = {z__UART_CONFIG_MAGIC | version, 115200, 0, UART_DataBits_Eight, 0, UART_StopBits_One, 0};
    return status("z__UART_InitConfig", version);
}
int z__UART_Open(UART_Id id, const z__UART_Config_Base* config)
{
    const auto* v1 = reinterpret_cast<const z__UART_Config_v1*>(config);
    return descriptor("z__UART_Open", id, v1->baudRate, v1->dataBits, v1->parity, v1->stopBits,
                      v1->flowControl);
}

int I2CMaster_Open(I2C_InterfaceId id)
{
    return descriptor("I2CMaster_Open", id);
}
int I2CMaster_SetBusSpeed(int, uint32_t speed)
{
    return status("I2CMaster_SetBusSpeed", speed);
}
int I2CMaster_SetTimeout(int, uint32_t timeout)
{
    return status("I2CMaster_SetTimeout", timeout);
}
ssize_t I2CMaster_Read(int, I2C_DeviceAddress address, uint8_t*, size_t length)
{
    return number("I2CMaster_Read", address, length);
}
ssize_t I2CMaster_Write(int, I2C_DeviceAddress address, const uint8_t*, size_t length)
{
    return number("I2CMaster_Write", address, length);
}
ssize_t I2CMaster_WriteThenRead(int, I2C_DeviceAddress address, const uint8_t*, size_t written,
                                uint8_t*, size_t read)
{
    return number("I2CMaster_WriteThenRead", address, written, read);
}
int I2CMaster_SetDefaultTargetAddress(int, I2C_DeviceAddress address)
{
    return status("I2CMaster_SetDefaultTargetAddress", address);
}

int z__SPIMaster_InitConfig(z__SPIMaster_Config_Base* config, uint32_t version)
{
    auto* v1 = reinterpret_cast<z__SPIMaster_Config_v1*>(config);
    *v1 = {z__SPIMASTER_CONFIG_MAGIC | version, SPI_ChipSelectPolarity_ActiveLow};
    return status("z__SPIMaster_InitConfig", version);
}
int z__SPIMaster_Open(SPI_InterfaceId id, SPI_ChipSelectId chipSelect,
                      const z__SPIMaster_Config_Base* config)
{
    const auto* v1 = reinterpret_cast<const z__SPIMaster_Config_v1*>(config);
    return descriptor("z__SPIMaster_Open", id, chipSelect, static_cast<int>(v1->csPolarity));
}
int z__SPIMaster_InitTransfers(z__SPIMaster_Transfer_Base* transfers, size_t count,
                               uint32_t version)
{
    auto* v1 = reinterpret_cast<z__SPIMaster_Transfer_v1*>(transfers);
    for (size_t i = 0; i < count; ++i)
        v1[i] = {z__SPIMASTER_TRANSFER_MAGIC | version, SPI_TransferFlags_None, nullptr, nullptr,
                 0};
    return status("z__SPIMaster_InitTransfers", count, version);
}
ssize_t z__SPIMaster_TransferSequential(int, const z__SPIMaster_Transfer_Base* transfers,
                                        size_t count, uint32_t version)
{
    const auto* v1 = reinterpret_cast<const z__SPIMaster_Transfer_v1*>(transfers);
    std::ostringstream call;
    call << "z__SPIMaster_TransferSequential v" << version;
    for (size_t i = 0; i < count; ++i)
        call << (v1[i].flags == SPI_TransferFlags_Read ? " read " : " write ") << v1[i].length
             << (v1[i].writeData != nullptr ? "w" : "") << (v1[i].readData != nullptr ? "r" : "");
    return number(call.str().c_str());
}
int SPIMaster_SetBusSpeed(int, uint32_t speed)
{
    return status("SPIMaster_SetBusSpeed", speed);
}
int SPIMaster_SetMode(int, SPI_Mode mode)
{
    return status("SPIMaster_SetMode", static_cast<int>(mode));
}
int SPIMaster_SetBitOrder(int, SPI_BitOrder order)
{
    return status("SPIMaster_SetBitOrder", static_cast<int>(order));
}

int z__ADC_Open(ADC_ControllerId id)
{
    return descriptor("z__ADC_Open", id);
}
int z__ADC_GetSampleBitCount(int, ADC_ChannelId channel)
{
    return static_cast<int>(number("z__ADC_GetSampleBitCount", channel));
}
int z__ADC_SetReferenceVoltage(int, ADC_ChannelId channel, float voltage)
{
    return status("z__ADC_SetReferenceVoltage", channel, voltage);
}
int z__ADC_Poll(int, ADC_ChannelId channel, uint32_t* sample)
{
    if (fails("z__ADC_Poll", channel))
        return -1;
    *sample = static_cast<uint32_t>(fake().result);
    return 0;
}

int z__PWM_Open(PWM_ControllerId id)
{
    return descriptor("z__PWM_Open", id);
}
int z__PWM_Apply(int, PWM_ChannelId channel, const PwmState* state)
{
    return status("z__PWM_Apply", channel, state->period_nsec, state->dutyCycle_nsec,
                  state->polarity, state->enabled);
}

int z__PowerManagement_TransitionToSystemPowerState(z__PowerManagement_System_PowerState type,
                                                    void* params)
{
    if (params == nullptr)
        return status("z__PowerManagement_TransitionToSystemPowerState", type);
    return status("z__PowerManagement_TransitionToSystemPowerState", type,
                  static_cast<z__PowerManagement_PowerDownStateTransitionParams*>(params)
                      ->maximum_residency_in_seconds);
}
int z__PowerManagement_SetSystemPowerProfile(PowerManagement_System_PowerProfile profile)
{
    return status("z__PowerManagement_SetSystemPowerProfile", profile);
}

__attribute__((format(printf, 1, 2))) int Log_Debug(const char* format, ...)
{
    char text[256];
    va_list arguments;
    va_start(arguments, format);
    std::vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    return status(text);
}

char* Storage_GetAbsolutePathInImagePackage(const char* path)
{
    return fails("Storage_GetAbsolutePathInImagePackage") ? nullptr : strdup(path);
}
int Storage_OpenMutableFile()
{
    return descriptor("Storage_OpenMutableFile");
}

// A loop and its registrations are only handed round: any address will do.
EventLoop* EventLoop_Create()
{
    return fails("EventLoop_Create") ? nullptr : reinterpret_cast<EventLoop*>(&fake());
}
void EventLoop_Close(EventLoop*)
{
    fails("EventLoop_Close");
}
EventLoop_Run_Result EventLoop_Run(EventLoop*, int duration, bool one)
{
    return static_cast<int>(number("EventLoop_Run", duration, one));
}
EventRegistration* EventLoop_RegisterIo(EventLoop*, int, EventLoop_IoEvents events,
                                        EventLoopIoCallback* callback, void* context)
{
    if (fails("EventLoop_RegisterIo", events))
        return nullptr;
    fake().ioCallback = callback;
    fake().context = context;
    return reinterpret_cast<EventRegistration*>(&fake());
}
int EventLoop_ModifyIoEvents(EventLoop*, EventRegistration*, EventLoop_IoEvents events)
{
    return status("EventLoop_ModifyIoEvents", events);
}
int EventLoop_UnregisterIo(EventLoop*, EventRegistration*)
{
    return status("EventLoop_UnregisterIo");
}

EventRegistration* SysEvent_RegisterForEventNotifications(EventLoop*, SysEvent_Events events,
                                                          SysEvent_EventsCallback* callback,
                                                          void* context)
{
    if (fails("SysEvent_RegisterForEventNotifications", events))
        return nullptr;
    fake().eventsCallback = callback;
    fake().context = context;
    return reinterpret_cast<EventRegistration*>(&fake());
}
int SysEvent_UnregisterForEventNotifications(EventRegistration*)
{
    return status("SysEvent_UnregisterForEventNotifications");
}
int SysEvent_Info_GetUpdateData(const SysEvent_Info*, SysEvent_Info_UpdateData* data)
{
    if (fails("SysEvent_Info_GetUpdateData"))
        return -1;
    *data = {static_cast<unsigned>(fake().result), SysEvent_UpdateType_System};
    return 0;
}
int SysEvent_DeferEvent(SysEvent_Events event, uint32_t minutes)
{
    return status("SysEvent_DeferEvent", event, minutes);
}

int z__Applications_GetMemoryInfo(z__Application_MemoryAttribute attribute, void* buffer,
                                  size_t capacity)
{
    if (fails("z__Applications_GetMemoryInfo", attribute, capacity == sizeof(size_t)))
        return -1;
    *static_cast<size_t*>(buffer) = static_cast<size_t>(fake().result);
    return 0;
}
int z__Applications_GetOsVersion(char* buffer, size_t capacity)
{
    std::snprintf(buffer, capacity, "25.02");
    return status("z__Applications_GetOsVersion", capacity);
}

int z__CertStore_GetCertificateInfo(const char*, z__CertInfoField field, void* data, size_t size)
{
    std::memset(data, 0, size);
    return status("z__CertStore_GetCertificateInfo", static_cast<int>(field), size);
}

ssize_t z__Networking_GetInterfaces(z__Networking_NetworkInterface_Base* array, size_t count,
                                    uint32_t version)
{
    auto* v1 = reinterpret_cast<z__Networking_NetworkInterface_v1*>(array);
    std::strcpy(v1[0].interfaceName, "wlan0");
    v1[0].interfaceMediumType = Networking_InterfaceMedium_Wifi;
    return number("z__Networking_GetInterfaces", count, version);
}
int z__Networking_SetInterfaceOpt(const char*, z__Networking_Attribute attribute, const void*,
                                  size_t length)
{
    return status("z__Networking_SetInterfaceOpt", attribute, length);
}
ssize_t z__Networking_GetInterfaceOpt(const char*, z__Networking_Attribute attribute, void*,
                                      size_t capacity)
{
    return number("z__Networking_GetInterfaceOpt", attribute, capacity);
}
void Networking_IpConfig_Init(Networking_IpConfig*)
{
    fails("Networking_IpConfig_Init");
}
void Networking_IpConfig_Destroy(Networking_IpConfig*)
{
    fails("Networking_IpConfig_Destroy");
}
int Networking_IpConfig_Apply(const char*, const Networking_IpConfig*)
{
    return status("Networking_IpConfig_Apply");
}

int z__WifiConfig_SetNetworkOpt(int id, z__WifiConfig_Attribute attribute, const void* value,
                                size_t length)
{
    if (length == 1)
        return status("z__WifiConfig_SetNetworkOpt", id, attribute, length,
                      *static_cast<const uint8_t*>(value));
    return status("z__WifiConfig_SetNetworkOpt", id, attribute, length);
}
ssize_t z__WifiConfig_GetNetworkOpt(int id, z__WifiConfig_Attribute attribute, void*,
                                    size_t capacity)
{
    return number("z__WifiConfig_GetNetworkOpt", id, attribute, capacity);
}
int z__WifiConfig_ForgetNetwork(const z__WifiConfig_StoredNetwork_Base* network)
{
    return status("z__WifiConfig_ForgetNetwork", network->z__magicAndVersion);
}
ssize_t z__WifiConfig_GetStoredNetworks(z__WifiConfig_StoredNetwork_Base*, size_t count,
                                        uint32_t version)
{
    return number("z__WifiConfig_GetStoredNetworks", count, version);
}
ssize_t z__WifiConfig_GetScannedNetworks(z__WifiConfig_ScannedNetwork_Base*, size_t count,
                                         uint32_t version)
{
    return number("z__WifiConfig_GetScannedNetworks", count, version);
}
int z__WifiConfig_GetCurrentNetwork(z__WifiConfig_ConnectedNetwork_Base*, uint32_t version)
{
    return status("z__WifiConfig_GetCurrentNetwork", version);
}
int WifiConfig_AddNetwork()
{
    return static_cast<int>(number("WifiConfig_AddNetwork"));
}
}
