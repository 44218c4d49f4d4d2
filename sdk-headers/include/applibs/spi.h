// SPI bus, as its master.
//
// An interface is opened together with one of its chip selects and is then a file descriptor; two
// chip selects of one interface give two descriptors, each with its own mode and speed. Words have
// 8 bits. Transfers go one way at a time (half duplex) and block. One call is one frame: chip
// select is asserted before the first byte and released after the last. read(2) and write(2) are
// frames of one transfer. The descriptor cannot be polled; close(2) frees it.
//
// Limits of the MT3620: 4096 bytes read and 4096 written in one call; about 20 kHz to 40 MHz, in
// fractions of 80 MHz.
//
// An app may define SPI_STRUCTS_VERSION, which version of the structures it is written for, before
// it includes this header. There is only version 1.
//
// Threads: not promised; serialise calls on one descriptor. API sets: all.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <applibs/spi_structs_v1.h>

#if !defined(SPI_STRUCTS_VERSION)
#define SPI_STRUCTS_VERSION 1
#endif

#ifdef __cplusplus
extern "C" {
#endif

/// Most elements that SPIMaster_TransferSequential takes.
#define SPI_MASTER_MAX_TRANSFERS 256

/// Number of an interface: MT3620_ISU<n>_SPI of hw/mt3620.h, or a board header's name for it.
typedef int SPI_InterfaceId;

/// Which chip select of the interface: MT3620_SPI_CS_A or MT3620_SPI_CS_B of hw/mt3620.h.
typedef int SPI_ChipSelectId;

#if SPI_STRUCTS_VERSION == 1
/// How an interface is opened. SPIMaster_InitConfig first, then the fields that differ.
typedef struct z__SPIMaster_Config_v1 SPIMaster_Config;
/// One element of a sequence. SPIMaster_InitTransfers first, then the fields.
typedef struct z__SPIMaster_Transfer_v1 SPIMaster_Transfer;
#else
#error "SPI_STRUCTS_VERSION must be 1: applibs/spi.h has no other version of its structures"
#endif

/// Gives a SPIMaster_Config its defaults: chip select is active low.
///
/// @param config  receives the defaults
/// @return 0; or -1 with errno
///   - EFAULT  config is NULL
///
/// Capability: none.
static inline int SPIMaster_InitConfig(SPIMaster_Config* config);

/// Opens an interface with one of its chip selects: mode 0, most significant bit first, 1 MHz. The
/// speed is a default of this SDK; portable apps set it.
///
/// @param interfaceId   the interface
/// @param chipSelectId  the chip select
/// @param config        settings, from SPIMaster_InitConfig on; read during the call only
/// @return a descriptor, closed with close(2); or -1 with errno
///   - EFAULT  config is NULL
///   - EINVAL  chipSelectId or the polarity is invalid, or config was not initialised
///   - EACCES  the manifest's "SpiMaster" does not list the interface, or the chip does not have it
///   - EBUSY   that chip select of the interface is open already
///
/// Capability: SpiMaster.
static inline int SPIMaster_Open(SPI_InterfaceId interfaceId, SPI_ChipSelectId chipSelectId,
                                 const SPIMaster_Config* config);

/// Sets the highest clock. The real one may be lower (on the MT3620 a whole fraction of 80 MHz,
/// from 40 MHz down to about 20 kHz; what lies outside is clipped).
///
/// @param fd         descriptor of the interface
/// @param speedInHz  hertz
/// @return 0; or -1 with errno
///   - EBADF   fd is no open interface
///   - EINVAL  speedInHz is 0
int SPIMaster_SetBusSpeed(int fd, uint32_t speedInHz);

/// Sets clock polarity and phase.
///
/// @param fd    descriptor of the interface
/// @param mode  any but SPI_Mode_Invalid
/// @return 0; or -1 with errno
///   - EBADF   fd is no open interface
///   - EINVAL  mode is invalid
int SPIMaster_SetMode(int fd, SPI_Mode mode);

/// Sets which bit goes first.
///
/// @param fd     descriptor of the interface
/// @param order  any but SPI_BitOrder_Invalid
/// @return 0; or -1 with errno
///   - EBADF   fd is no open interface
///   - EINVAL  order is invalid
int SPIMaster_SetBitOrder(int fd, SPI_BitOrder order);

/// Clears the elements of a sequence: no direction, no buffers, no length.
///
/// @param transfers      the elements
/// @param transferCount  their number
/// @return 0; or -1 with errno
///   - EFAULT  transfers is NULL
///
/// Capability: none.
static inline int SPIMaster_InitTransfers(SPIMaster_Transfer* transfers, size_t transferCount);

/// Runs a sequence of reads and writes in one frame.
///
/// @param fd             descriptor of the interface
/// @param transfers      the elements, from SPIMaster_InitTransfers on
/// @param transferCount  their number, 1 to SPI_MASTER_MAX_TRANSFERS
/// @return the number of bytes that all elements moved together; or -1 with errno
///   - EFAULT     transfers is NULL, or an element's buffer is NULL and its length is not 0
///   - EBADF      fd is no open interface
///   - EINVAL     transferCount is out of range; an element was not initialised, or its flags are
///                not one direction
///   - EMSGSIZE   more than 4096 bytes to read or more than 4096 to write
///   - ETIMEDOUT  the bus did not finish in time
static inline ssize_t SPIMaster_TransferSequential(int fd, const SPIMaster_Transfer* transfers,
                                                   size_t transferCount);

/// Writes, then reads, in one frame.
///
/// @param fd            descriptor of the interface
/// @param writeData     bytes to write
/// @param lenWriteData  their number, 1 to 4096
/// @param readData      receives the bytes read
/// @param lenReadData   their number, 1 to 4096
/// @return lenWriteData + lenReadData; or -1 with errno
///   - EFAULT     a buffer is NULL
///   - EINVAL     a length is 0
///   - EBADF      fd is no open interface
///   - EMSGSIZE   a length is above 4096
///   - ETIMEDOUT  the bus did not finish in time
static inline ssize_t SPIMaster_WriteThenRead(int fd, const uint8_t* writeData, size_t lenWriteData,
                                              uint8_t* readData, size_t lenReadData);

#ifdef __cplusplus
}
#endif

#include <applibs/spi_internal.h>
