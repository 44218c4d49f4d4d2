// I2C bus, as its master.
//
// An open interface is a file descriptor. Each call blocks until the transfer is over or the time
// is up (1000 ms unless set); one call is one transaction on the bus. A transfer is whole or an
// error: there are no short counts on the MT3620. read(2) and write(2) work too, on the default
// target. The descriptor cannot be polled; close(2) frees the interface.
//
// Limits of the MT3620: 100 kHz, 400 kHz and 1 MHz; 7-bit addresses; 4096 bytes in each direction;
// no read of zero bytes (a write of zero bytes does ask whether a target is there).
//
// Threads: not promised; serialise calls on one interface. API sets: all. I2C_STRUCTS_VERSION may
// be defined and changes nothing.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Bus clocks in hertz, for I2CMaster_SetBusSpeed.
#define I2C_BUS_SPEED_STANDARD 100000
#define I2C_BUS_SPEED_FAST 400000
#define I2C_BUS_SPEED_FAST_PLUS 1000000
#define I2C_BUS_SPEED_HIGH 3400000 ///< not on the MT3620

/// Number of an interface: MT3620_ISU<n>_I2C of hw/mt3620.h, or a board header's name for it.
typedef int I2C_InterfaceId;

/// Address of a target, without the read/write bit: 0x00 to 0x7F.
typedef uint32_t I2C_DeviceAddress;

/// Opens an interface for this app alone: 100 kHz, 1000 ms time-out.
///
/// @param id  the interface
/// @return a descriptor, closed with close(2); or -1 with errno
///   - EACCES  the manifest's "I2cMaster" does not list the interface, or the chip does not have it
///   - EBUSY   it is open already
///
/// Capability: I2cMaster.
int I2CMaster_Open(I2C_InterfaceId id);

/// Sets the bus clock. Set it after every open.
///
/// @param fd         descriptor of the interface
/// @param speedInHz  I2C_BUS_SPEED_STANDARD, _FAST or _FAST_PLUS
/// @return 0; or -1 with errno
///   - EBADF       fd is no open interface
///   - EOPNOTSUPP  the interface cannot run at that clock
int I2CMaster_SetBusSpeed(int fd, uint32_t speedInHz);

/// Sets how long a transfer may take before it fails with ETIMEDOUT.
///
/// @param fd           descriptor of the interface
/// @param timeoutInMs  milliseconds; may be rounded (10 ms steps on the MT3620)
/// @return 0; or -1 with errno
///   - EBADF   fd is no open interface
///   - EINVAL  longer than INT_MAX milliseconds
int I2CMaster_SetTimeout(int fd, uint32_t timeoutInMs);

/// Reads from a target.
///
/// @param fd         descriptor of the interface
/// @param address    the target
/// @param buffer     receives the bytes
/// @param maxLength  number of bytes, 1 to 4096
/// @return maxLength; or -1 with errno
///   - EFAULT      buffer is NULL and maxLength is not 0
///   - EBADF       fd is no open interface
///   - EINVAL      address is above 0x7F
///   - EOPNOTSUPP  maxLength is 0 or above 4096
///   - EBUSY       the bus is in use, or a target holds the clock low
///   - ENXIO       no target acknowledged the address
///   - ETIMEDOUT   the time-out passed
///   - EAGAIN      another master won the bus, twice
ssize_t I2CMaster_Read(int fd, I2C_DeviceAddress address, uint8_t* buffer, size_t maxLength);

/// Writes to a target. With length 0 only the address goes out, which finds whether a target is
/// there.
///
/// @param fd       descriptor of the interface
/// @param address  the target
/// @param data     the bytes; may be NULL where length is 0
/// @param length   their number, 0 to 4096
/// @return length; or -1 with errno
///   - EFAULT      data is NULL and length is not 0
///   - EBADF       fd is no open interface
///   - EINVAL      address is above 0x7F
///   - EOPNOTSUPP  length is above 4096
///   - EBUSY       the bus is in use, or a target holds the clock low
///   - ENXIO       no target acknowledged the address, or a byte was refused
///   - ETIMEDOUT   the time-out passed
///   - EAGAIN      another master won the bus, twice
ssize_t I2CMaster_Write(int fd, I2C_DeviceAddress address, const uint8_t* data, size_t length);

/// Writes, then reads after a repeated start, without letting go of the bus in between: how most
/// targets give the content of a register.
///
/// @param fd            descriptor of the interface
/// @param address       the target
/// @param writeData     bytes to write; may be NULL where lenWriteData is 0
/// @param lenWriteData  their number, 0 to 4096
/// @param readData      receives the bytes read
/// @param lenReadData   their number, 1 to 4096
/// @return lenWriteData + lenReadData; or -1 with errno
///   - EFAULT      a buffer is NULL and its length is not 0
///   - EBADF       fd is no open interface
///   - EINVAL      address is above 0x7F
///   - EOPNOTSUPP  lenReadData is 0, or a length is above 4096
///   - EBUSY       the bus is in use, or a target holds the clock low
///   - ENXIO       no target acknowledged the address, or a byte was refused
///   - ETIMEDOUT   the time-out passed
///   - EAGAIN      another master won the bus, twice
ssize_t I2CMaster_WriteThenRead(int fd, I2C_DeviceAddress address, const uint8_t* writeData,
                                size_t lenWriteData, uint8_t* readData, size_t lenReadData);

/// Sets the target that read(2) and write(2) on the descriptor go to. The functions above neither
/// use nor change it. Whether a target is there is not tried.
///
/// @param fd       descriptor of the interface
/// @param address  the target
/// @return 0; or -1 with errno
///   - EBADF   fd is no open interface
///   - EINVAL  address is above 0x7F
int I2CMaster_SetDefaultTargetAddress(int fd, I2C_DeviceAddress address);

#ifdef __cplusplus
}
#endif
