// What applibs/networking.h is made of. Not for apps.
#pragma once

#include <applibs/networking.h>

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Marks a Networking_NetworkInterface: z__magicAndVersion is this, or'ed with the version.
#define z__NETWORKING_NETWORK_INTERFACE_MAGIC 0xfa9a0000

/// What all versions of Networking_NetworkInterface begin with.
struct z__Networking_NetworkInterface_Base {
    uint32_t z__magicAndVersion; ///< magic in the high half, version in the low
};

/// What of an interface; one of the two below.
typedef uint8_t z__Networking_Attribute;

enum {
    z__Networking_Attribute_Unknown = 0,
    z__Networking_Attribute_Hardware_Address = 1 ///< HARDWARE_ADDRESS_LENGTH bytes
};

/// Behind Networking_GetInterfaces, which documents it. The version gives the size of an element;
/// an unknown one is EINVAL.
ssize_t
z__Networking_GetInterfaces(struct z__Networking_NetworkInterface_Base* outNetworkInterfacesArray,
                            size_t networkInterfacesArrayCount,
                            uint32_t networkInterfaceStructVersion);

/// Behind Networking_SetHardwareAddress, which documents it; EINVAL also for an unknown attribute.
int z__Networking_SetInterfaceOpt(const char* networkInterfaceName,
                                  z__Networking_Attribute attribute, const void* value,
                                  size_t valueLength);

/// Behind Networking_GetHardwareAddress. With neither buffer nor capacity it gives the size needed.
///
/// @return the number of bytes; or -1 with errno
///   - EFAULT  the name is NULL, or buffer is and capacity is not 0
///   - EINVAL  the attribute is unknown
///   - ERANGE  capacity is too small
///   - EAGAIN  networking is not ready
///   - ENOENT  there is no such interface
///   - EPERM   it is not an interface for apps
ssize_t z__Networking_GetInterfaceOpt(const char* networkInterfaceName,
                                      z__Networking_Attribute attribute, void* buffer,
                                      size_t capacity);

static inline ssize_t
Networking_GetInterfaces(Networking_NetworkInterface* outNetworkInterfacesArray,
                         size_t networkInterfacesArrayCount)
{
    return z__Networking_GetInterfaces(
        (struct z__Networking_NetworkInterface_Base*)outNetworkInterfacesArray,
        networkInterfacesArrayCount, NETWORKING_STRUCTS_VERSION);
}

static inline int Networking_SetHardwareAddress(const char* networkInterfaceName,
                                                const uint8_t* hardwareAddress,
                                                size_t hardwareAddressLength)
{
    return z__Networking_SetInterfaceOpt(networkInterfaceName,
                                         z__Networking_Attribute_Hardware_Address, hardwareAddress,
                                         hardwareAddressLength);
}

static inline int Networking_GetHardwareAddress(const char* networkInterfaceName,
                                                Networking_Interface_HardwareAddress* outAddress)
{
    ssize_t length;

    if (networkInterfaceName == NULL || outAddress == NULL) {
        errno = EFAULT;
        return -1;
    }
    length = z__Networking_GetInterfaceOpt(networkInterfaceName,
                                           z__Networking_Attribute_Hardware_Address,
                                           outAddress->address, sizeof(outAddress->address));
    if (length < 0) {
        return -1;
    }
    if (length != (ssize_t)sizeof(outAddress->address)) {
        errno = EINVAL;
        return -1;
    }
    return 0;
}

#ifdef __cplusplus
}
#endif
