#include <applibs/networking.h>

#include "pins.h"

PIN_VALUE(NETWORKING_STRUCTS_VERSION, 1);
PIN_VALUE(IF_NAMESIZE, 16);
PIN_VALUE(HARDWARE_ADDRESS_LENGTH, 6);
PIN_VALUE(PROXY_ADDRESS_MAX_LENGTH, 255);
PIN_VALUE(PROXY_NO_PROXY_ADDRESSES_MAX_LENGTH, 255);
PIN_VALUE(PROXY_USERNAME_MAX_LENGTH, 63);
PIN_VALUE(PROXY_PASSWORD_MAX_LENGTH, 63);

PIN_SIZE(Networking_NetworkInterface, 32, 4);
PIN_SIZE(struct z__Networking_NetworkInterface_v1, 32, 4);
PIN_SIZE(struct z__Networking_NetworkInterface_Base, 4, 4);
PIN_OFFSET(Networking_NetworkInterface, z__magicAndVersion, 0);
PIN_OFFSET(Networking_NetworkInterface, isEnabled, 4);
PIN_OFFSET(Networking_NetworkInterface, interfaceName, 5);
PIN_OFFSET(Networking_NetworkInterface, reserved, 24);
PIN_OFFSET(Networking_NetworkInterface, ipConfigurationType, 28);
PIN_OFFSET(Networking_NetworkInterface, interfaceMediumType, 29);
PIN_VALUE(z__NETWORKING_NETWORK_INTERFACE_MAGIC, 0xfa9a0000);
PIN_SIZE(struct Networking_IpConfig, 40, 8);
PIN_SIZE(struct Networking_SntpServerConfig, 24, 8);
PIN_SIZE(struct Networking_DhcpServerConfig, 64, 8);
PIN_OFFSET(Networking_IpConfig, reserved, 0);
PIN_OFFSET(Networking_SntpServerConfig, reserved, 0);
PIN_OFFSET(Networking_DhcpServerConfig, reserved, 0);
PIN_SIZE(struct Networking_Interface_HardwareAddress, 6, 1);
PIN_OFFSET(Networking_Interface_HardwareAddress, address, 0);
PIN_SIZE(struct in_addr, 4, 4);

PIN_SIZE(Networking_IpType_Type, 1, 1);
PIN_VALUE(Networking_IpType_DhcpNone, 0);
PIN_VALUE(Networking_IpType_DhcpClient, 1);
PIN_SIZE(Networking_InterfaceMedium_Type, 1, 1);
PIN_VALUE(Networking_InterfaceMedium_Unspecified, 0);
PIN_VALUE(Networking_InterfaceMedium_Wifi, 1);
PIN_VALUE(Networking_InterfaceMedium_Ethernet, 2);
PIN_SIZE(Networking_InterfaceConnectionStatus, 4, 4);
PIN_VALUE(Networking_InterfaceConnectionStatus_InterfaceUp, 1);
PIN_VALUE(Networking_InterfaceConnectionStatus_ConnectedToNetwork, 2);
PIN_VALUE(Networking_InterfaceConnectionStatus_IpAvailable, 4);
PIN_VALUE(Networking_InterfaceConnectionStatus_ConnectedToInternet, 8);
PIN_SIZE(Networking_NtpOption, 4, 4);
PIN_VALUE(Networking_NtpOption_FallbackServerDisabled, 0);
PIN_VALUE(Networking_NtpOption_FallbackServerEnabled, 1);
PIN_SIZE(z__Networking_Attribute, 1, 1);
PIN_VALUE(z__Networking_Attribute_Unknown, 0);
PIN_VALUE(z__Networking_Attribute_Hardware_Address, 1);

PIN_SIZE(Networking_ProxyStatus, 4, 4);
PIN_VALUE(Networking_ProxyStatus_Enabled, 1);
PIN_VALUE(Networking_ProxyStatus_ResolvingProxyName, 2);
PIN_VALUE(Networking_ProxyStatus_Ready, 4);
PIN_SIZE(Networking_ProxyOptions, 4, 4);
PIN_VALUE(Networking_ProxyOptions_None, 1);
PIN_VALUE(Networking_ProxyOptions_Enabled, 2);
PIN_VALUE(Networking_ProxyOptions_Auto, 4);
PIN_SIZE(Networking_ProxyType, 1, 1);
PIN_VALUE((Networking_ProxyType)-1 < 0, 1);
PIN_VALUE(Networking_ProxyType_Invalid, -1);
PIN_VALUE(Networking_ProxyType_HTTP, 0);
PIN_SIZE(Networking_ProxyAuthType, 1, 1);
PIN_VALUE((Networking_ProxyAuthType)-1 < 0, 1);
PIN_VALUE(Networking_ProxyAuthType_Invalid, -1);
PIN_VALUE(Networking_ProxyAuthType_Anonymous, 0);
PIN_VALUE(Networking_ProxyAuthType_Basic, 1);
