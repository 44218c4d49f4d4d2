// Network interfaces, their addresses, time synchronisation, servers for a private network; and the
// proxy, which is in applibs/networking_proxy.h.
//
// Configurations (IP, DHCP server, SNTP server) are made in a structure of the app: Init, settings,
// Apply or Start, Destroy. A proxy configuration is an object of the library instead.
//
// Recurring errnos: EAGAIN, networking is not ready, for some time after the device started (call
// again later); ENOENT, there is no interface of that name; EPERM, the interface is not for apps or
// cannot do this.
//
// An app may define NETWORKING_STRUCTS_VERSION, which version of the structures it is written for,
// before it includes this header. There is only version 1.
//
// Threads: not promised; call from one. API sets: all, unless a function says otherwise.
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <time.h>

#include <applibs/applibs_internal_api_traits.h>
#include <applibs/networking_proxy.h>
#include <applibs/networking_structs_v1.h>

#if !defined(NETWORKING_STRUCTS_VERSION)
#define NETWORKING_STRUCTS_VERSION 1
#endif

#ifdef __cplusplus
extern "C" {
#endif

/// Bytes of a hardware address.
#define HARDWARE_ADDRESS_LENGTH 6

#if NETWORKING_STRUCTS_VERSION == 1
/// A network interface, as Networking_GetInterfaces gives it.
typedef struct z__Networking_NetworkInterface_v1 Networking_NetworkInterface;
#else
#error "NETWORKING_STRUCTS_VERSION must be 1: applibs/networking.h has no other version"
#endif

/// Bits of the states below. Each implies the ones before it.
typedef uint32_t Networking_InterfaceConnectionStatus;

enum {
    Networking_InterfaceConnectionStatus_InterfaceUp = 1,        ///< switched on
    Networking_InterfaceConnectionStatus_ConnectedToNetwork = 2, ///< cable or access point
    Networking_InterfaceConnectionStatus_IpAvailable = 4,        ///< has an IP address
    Networking_InterfaceConnectionStatus_ConnectedToInternet = 8 ///< an internet host answered
};

/// Whether the default NTP server is asked where the others fail; one of the two below.
typedef uint32_t Networking_NtpOption;

enum {
    Networking_NtpOption_FallbackServerDisabled = 0, ///< no
    Networking_NtpOption_FallbackServerEnabled = 1   ///< yes
};

/// IP configuration of an interface. Its content is the library's.
typedef struct Networking_IpConfig {
    uint64_t reserved[5];
} Networking_IpConfig;

/// Configuration of an SNTP server. Its content is the library's.
typedef struct Networking_SntpServerConfig {
    uint64_t reserved[3];
} Networking_SntpServerConfig;

/// Configuration of a DHCP server. Its content is the library's.
typedef struct Networking_DhcpServerConfig {
    uint64_t reserved[8];
} Networking_DhcpServerConfig;

/// Hardware (MAC) address of an interface.
typedef struct Networking_Interface_HardwareAddress {
    uint8_t address[HARDWARE_ADDRESS_LENGTH];
} Networking_Interface_HardwareAddress;

// -- Interfaces ----------------------------------------------------------------------------------

/// Tells whether the network can be used: an interface is up, connected and has an IP address, and
/// the time is synchronised. Says nothing about the internet. May turn false again.
///
/// @param outIsNetworkingReady  receives the answer; unchanged on failure
/// @return 0; or -1 with errno
///   - EFAULT  outIsNetworkingReady is NULL
///
/// Capability: none.
int Networking_IsNetworkingReady(bool* outIsNetworkingReady);

/// Gives the number of interfaces. It does not change while the device runs.
///
/// @return the number; or -1 with errno
///   - EAGAIN  networking is not ready
///
/// Capability: none.
ssize_t Networking_GetInterfaceCount(void);

/// Describes the interfaces.
///
/// @param outNetworkInterfacesArray    receives the descriptions
/// @param networkInterfacesArrayCount  elements of the array, not 0
/// @return the number of elements written; or -1 with errno
///   - EFAULT  the array is NULL
///   - ERANGE  it has no elements
///   - EAGAIN  networking is not ready
///
/// Capability: none.
static inline ssize_t
Networking_GetInterfaces(Networking_NetworkInterface* outNetworkInterfacesArray,
                         size_t networkInterfacesArrayCount);

/// Switches an interface on or off.
///
/// @param networkInterfaceName  "wlan0", "eth0"
/// @param isEnabled             true for on
/// @return 0; or -1 with errno
///   - EFAULT  the name is NULL
///   - EACCES  the manifest does not have "NetworkConfig"
///   - EAGAIN  networking is not ready
///   - ENOENT  there is no such interface
///   - EPERM   it is not for apps
///   - EIO     it cannot be reached
///
/// Capability: NetworkConfig.
int Networking_SetInterfaceState(const char* networkInterfaceName, bool isEnabled);

/// Gives what is known of an interface's connection, and has it checked anew. Whether there is
/// internet is asked from a host at most every 90 seconds as long as there was; ask every 2
/// minutes.
///
/// @param networkInterfaceName  "wlan0", "eth0"
/// @param outStatus             receives bits of Networking_InterfaceConnectionStatus
/// @return 0; or -1 with errno
///   - EFAULT  an argument is NULL
///   - EAGAIN  networking is not ready
///   - ENOENT  there is no such interface
///
/// Capability: none.
int Networking_GetInterfaceConnectionStatus(const char* networkInterfaceName,
                                            Networking_InterfaceConnectionStatus* outStatus);

/// Sets the hardware address of an Ethernet interface; it stays after a restart.
///
/// @param networkInterfaceName   "eth0"
/// @param hardwareAddress        the address, not all zero and not of a group (lowest bit of the
///                               first byte)
/// @param hardwareAddressLength  HARDWARE_ADDRESS_LENGTH
/// @return 0; or -1 with errno
///   - EFAULT  an argument is NULL
///   - ERANGE  the address is too long
///   - EINVAL  it is not one that an interface may have
///   - EACCES  the manifest does not have "HardwareAddressConfig"
///   - EAGAIN  networking is not ready
///   - ENOENT  there is no such interface
///   - EPERM   it is not Ethernet, or not for apps
///
/// Capability: HardwareAddressConfig. API sets: later than 5.
static inline int Networking_SetHardwareAddress(const char* networkInterfaceName,
                                                const uint8_t* hardwareAddress,
                                                size_t hardwareAddressLength);

/// Gives the hardware address of an interface.
///
/// @param networkInterfaceName  "wlan0", "eth0"
/// @param outAddress            receives the address
/// @return 0; or -1 with errno
///   - EFAULT  an argument is NULL
///   - EAGAIN  networking is not ready
///   - ENOENT  there is no such interface
///   - EPERM   it is not for apps
///   - EINVAL  it has no such address
///
/// Capability: none. API sets: later than 5.
static inline int Networking_GetHardwareAddress(const char* networkInterfaceName,
                                                Networking_Interface_HardwareAddress* outAddress);

// -- IP configuration ----------------------------------------------------------------------------

/// Makes a configuration: dynamic IP address, DNS servers from DHCP.
///
/// @param ipConfig  receives it; ended with Networking_IpConfig_Destroy
///
/// Capability: none, as for all functions that only change the structure.
void Networking_IpConfig_Init(Networking_IpConfig* ipConfig);

/// Ends a configuration. What was applied stays.
///
/// @param ipConfig  the configuration, from Networking_IpConfig_Init
void Networking_IpConfig_Destroy(Networking_IpConfig* ipConfig);

/// Takes the IP address from DHCP.
///
/// @param ipConfig  the configuration
void Networking_IpConfig_EnableDynamicIp(Networking_IpConfig* ipConfig);

/// Sets the IP address by hand. DNS servers are then set by hand too
/// (Networking_IpConfig_EnableCustomDns). Addresses in network byte order.
///
/// @param ipConfig        the configuration
/// @param ipAddress       the interface's address
/// @param subnetMask      mask of its network
/// @param gatewayAddress  router to other networks
void Networking_IpConfig_EnableStaticIp(Networking_IpConfig* ipConfig, struct in_addr ipAddress,
                                        struct in_addr subnetMask, struct in_addr gatewayAddress);

/// Takes the DNS servers from DHCP.
///
/// @param ipConfig  the configuration
///
/// API sets: later than 5.
void Networking_IpConfig_EnableAutomaticDns(Networking_IpConfig* ipConfig);

/// Sets the DNS servers by hand, in place of any before.
///
/// @param ipConfig            the configuration
/// @param dnsServerAddresses  their addresses, in network byte order
/// @param serverCount         their number, up to 3
/// @return 0; or -1 with errno
///   - EFAULT  a pointer is NULL
///   - EINVAL  more than 3, or one is INADDR_ANY
///
/// API sets: later than 5.
int Networking_IpConfig_EnableCustomDns(Networking_IpConfig* ipConfig,
                                        const struct in_addr* dnsServerAddresses,
                                        size_t serverCount);

/// Applies a configuration to an interface; it stays after a restart. Whether the address suits the
/// network, or a DHCP server is there, is not tried.
///
/// @param networkInterfaceName  "wlan0", "eth0"
/// @param ipConfig              the configuration
/// @return 0; or -1 with errno
///   - EFAULT  an argument is NULL
///   - EACCES  the manifest does not have "NetworkConfig"
///   - EAGAIN  networking is not ready
///   - ENOENT  there is no such interface
///   - EPERM   it is not for apps
///   - EFBIG   there is no room to store the configuration
///
/// Capability: NetworkConfig.
int Networking_IpConfig_Apply(const char* networkInterfaceName,
                              const Networking_IpConfig* ipConfig);

/// Gives the address from DHCP back and does not ask for another until Networking_IpConfig_RenewIp.
///
/// @param networkInterfaceName  "wlan0", "eth0"
/// @return 0; or -1 with errno
///   - EFAULT  the name is NULL
///   - EACCES  the manifest does not have "NetworkConfig"
///   - ENOENT  there is no such interface
///   - EPERM   its address is not dynamic, or it is not for apps
///
/// Capability: NetworkConfig. API sets: later than 5 (about 12).
int Networking_IpConfig_ReleaseIp(const char* networkInterfaceName);

/// Asks for a new address from DHCP, without waiting for it (Networking_IsNetworkingReady tells).
/// Does nothing while an address is being asked for.
///
/// @param networkInterfaceName  "wlan0", "eth0"
/// @return 0; or -1 with errno
///   - EFAULT  the name is NULL
///   - EACCES  the manifest does not have "NetworkConfig"
///   - ENOENT  there is no such interface
///   - EPERM   its address is not dynamic, or it is not for apps
///
/// Capability: NetworkConfig. API sets: later than 5 (about 12).
int Networking_IpConfig_RenewIp(const char* networkInterfaceName);

// -- Time ----------------------------------------------------------------------------------------

/// Takes the time from the default NTP server. This, Networking_TimeSync_EnableAutomaticNtp and
/// Networking_TimeSync_EnableCustomNtp replace each other.
///
/// @return 0; or -1 with errno
///   - EACCES  the manifest does not have "TimeSyncConfig"
///
/// Capability: TimeSyncConfig. API sets: later than 5.
int Networking_TimeSync_EnableDefaultNtp(void);

/// Takes the time from the NTP servers that DHCP names, one after the other.
///
/// @param option  whether the default server comes after them
/// @return 0; or -1 with errno
///   - EINVAL  option is neither
///   - EACCES  the manifest does not have "TimeSyncConfig"
///
/// Capability: TimeSyncConfig. API sets: later than 5.
int Networking_TimeSync_EnableAutomaticNtp(Networking_NtpOption option);

/// Takes the time from servers by name.
///
/// @param primaryNtpServer    name or IPv4 address
/// @param secondaryNtpServer  name or IPv4 address of one to ask next; or NULL
/// @param option              whether the default server comes after them
/// @return 0; or -1 with errno
///   - EFAULT  primaryNtpServer is NULL
///   - ERANGE  a name is longer than names may be
///   - EINVAL  a name is none, or option is neither
///   - EACCES  the manifest does not have "TimeSyncConfig"
///
/// Capability: TimeSyncConfig. API sets: later than 5.
int Networking_TimeSync_EnableCustomNtp(const char* primaryNtpServer,
                                        const char* secondaryNtpServer,
                                        Networking_NtpOption option);

/// Tells about the last time synchronisation. Any argument may be NULL, but not the length where
/// there is a buffer.
///
/// @param outNtpServer          receives the server's name, ended by a NUL
/// @param inOutNtpServerLength  room in it, bytes; receives the length of the name with its NUL
/// @param outTimeBeforeSync     receives the system's time just before, UTC
/// @param outNtpTime            receives the time it was set to, UTC
/// @return 0; or -1 with errno
///   - EFAULT   there is a buffer without its length
///   - ENOENT   the time has not been synchronised since the start
///   - ENOBUFS  the buffer is too small; the length says what is needed
///
/// Capability: none. API sets: later than 5.
int Networking_TimeSync_GetLastNtpSyncInfo(char* outNtpServer, size_t* inOutNtpServerLength,
                                           struct tm* outTimeBeforeSync, struct tm* outNtpTime);

/// Switches time synchronisation on or off, at once; it stays so after a restart. On at first.
///
/// @param enabled  true for on
/// @return 0; or -1 with errno
///   - EACCES  the manifest does not have "TimeSyncConfig"
///   - EAGAIN  networking is not ready
///
/// Capability: TimeSyncConfig.
int Networking_TimeSync_SetEnabled(bool enabled);

/// Tells whether time synchronisation is on.
///
/// @param outIsEnabled  receives the answer; unchanged on failure
/// @return 0; or -1 with errno
///   - EFAULT  outIsEnabled is NULL
///   - EACCES  the manifest does not have "TimeSyncConfig"
///   - EAGAIN  networking is not ready
///
/// Capability: TimeSyncConfig.
int Networking_TimeSync_GetEnabled(bool* outIsEnabled);

// -- Servers for a private network. Neither can be stopped
// -------------------------------------------

/// Makes a configuration.
///
/// @param sntpServerConfig  receives it; ended with Networking_SntpServerConfig_Destroy
void Networking_SntpServerConfig_Init(Networking_SntpServerConfig* sntpServerConfig);

/// Ends a configuration. A server that was started runs on.
///
/// @param sntpServerConfig  the configuration
void Networking_SntpServerConfig_Destroy(Networking_SntpServerConfig* sntpServerConfig);

/// Starts an SNTP server on an interface; if the interface is down, as soon as it comes up. One
/// that runs there is a success.
///
/// @param networkInterfaceName  "eth0"
/// @param sntpServerConfig      its configuration
/// @return 0; or -1 with errno
///   - EFAULT  an argument is NULL
///   - EACCES  the manifest does not have "SntpService"
///   - EAGAIN  networking is not ready
///   - ENOENT  there is no such interface
///   - EPERM   it may not have a server
///
/// Capability: SntpService.
int Networking_SntpServer_Start(const char* networkInterfaceName,
                                const Networking_SntpServerConfig* sntpServerConfig);

/// Makes a configuration.
///
/// @param dhcpServerConfig  receives it; ended with Networking_DhcpServerConfig_Destroy
void Networking_DhcpServerConfig_Init(Networking_DhcpServerConfig* dhcpServerConfig);

/// Ends a configuration. A server that was started runs on.
///
/// @param dhcpServerConfig  the configuration
void Networking_DhcpServerConfig_Destroy(Networking_DhcpServerConfig* dhcpServerConfig);

/// Sets which addresses the server hands out. Addresses in network byte order.
///
/// @param dhcpServerConfig  the configuration
/// @param startIpAddress    the first
/// @param ipAddressCount    how many; all in one subnet with the gateway
/// @param subnetMask        mask that clients are told
/// @param gatewayAddress    router that clients are told, outside the addresses handed out; 0: none
/// @param leaseTimeInHours  how long a client may keep its address, hours
/// @return 0; or -1 with errno
///   - EFAULT  dhcpServerConfig is NULL
///   - EINVAL  the values do not fit each other
int Networking_DhcpServerConfig_SetLease(Networking_DhcpServerConfig* dhcpServerConfig,
                                         struct in_addr startIpAddress, uint8_t ipAddressCount,
                                         struct in_addr subnetMask, struct in_addr gatewayAddress,
                                         uint32_t leaseTimeInHours);

/// Sets which NTP servers clients are told.
///
/// @param dhcpServerConfig    the configuration
/// @param ntpServerAddresses  their addresses, in network byte order
/// @param serverCount         their number, up to 3
/// @return 0; or -1 with errno
///   - EFAULT  a pointer is NULL
///   - EINVAL  more than 3, or one is not valid
int Networking_DhcpServerConfig_SetNtpServerAddresses(Networking_DhcpServerConfig* dhcpServerConfig,
                                                      const struct in_addr* ntpServerAddresses,
                                                      size_t serverCount);

/// Starts a DHCP server on an interface, or starts it anew with another configuration; if the
/// interface is down, as soon as it comes up. The interface needs a static IP address first.
///
/// @param networkInterfaceName  "eth0"
/// @param dhcpServerConfig      its configuration
/// @return 0; or -1 with errno
///   - EFAULT  an argument is NULL
///   - EINVAL  the configuration is not complete or does not suit the interface
///   - EACCES  the manifest does not have "DhcpService"
///   - EAGAIN  networking is not ready
///   - ENOENT  there is no such interface
///   - EPERM   it has no static IP address, or may not have a server
///   - EFBIG   there is no room to store the configuration
///
/// Capability: DhcpService.
int Networking_DhcpServer_Start(const char* networkInterfaceName,
                                const Networking_DhcpServerConfig* dhcpServerConfig);

#ifdef __cplusplus
}
#endif

#include <applibs/networking_internal.h>
