// Networking_NetworkInterface, version 1. Included by applibs/networking.h.
#pragma once

#include <net/if.h>
#include <netinet/ip.h>
#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// How an interface gets its IP address.
typedef enum {
    Networking_IpType_DhcpNone = 0,  ///< it is set by hand
    Networking_IpType_DhcpClient = 1 ///< from a DHCP server
} Networking_IpType;

/// A Networking_IpType in one byte.
typedef uint8_t Networking_IpType_Type;

/// What an interface is connected by.
typedef enum {
    Networking_InterfaceMedium_Unspecified = 0, ///< unknown
    Networking_InterfaceMedium_Wifi = 1,        ///< Wi-Fi
    Networking_InterfaceMedium_Ethernet = 2     ///< Ethernet
} Networking_InterfaceMedium;

/// A Networking_InterfaceMedium in one byte.
typedef uint8_t Networking_InterfaceMedium_Type;

/// A network interface, version 1.
struct z__Networking_NetworkInterface_v1 {
    uint32_t z__magicAndVersion;                         ///< set by the library; not for the app
    bool isEnabled;                                      ///< the interface is switched on
    char interfaceName[IF_NAMESIZE];                     ///< "wlan0", "eth0"; ends with a NUL
    uint32_t reserved;                                   ///< no meaning
    Networking_IpType_Type ipConfigurationType;          ///< Networking_IpType
    Networking_InterfaceMedium_Type interfaceMediumType; ///< Networking_InterfaceMedium
};

#ifdef __cplusplus
}
#endif
