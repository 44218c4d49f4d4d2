// What applibs/spi.h is made of. Not for apps.
#pragma once

#include <applibs/spi.h>

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Mark the structures: z__magicAndVersion is this, or'ed with the version.
#define z__SPIMASTER_CONFIG_MAGIC 0x45170000U
#define z__SPIMASTER_TRANSFER_MAGIC 0x22130000U

/// What all versions of a structure begin with.
#define z__SPI_VERSIONED_STRUCT_BASE(name)                                                         \
    typedef struct z__##name##_Base {                                                              \
        uint32_t z__magicAndVersion;                                                               \
    } z__##name##_Base

z__SPI_VERSIONED_STRUCT_BASE(SPIMaster_Config);
z__SPI_VERSIONED_STRUCT_BASE(SPIMaster_Transfer);

/// Behind SPIMaster_InitConfig, which documents it; EINVAL also for an unknown version.
int z__SPIMaster_InitConfig(z__SPIMaster_Config_Base* config, uint32_t structVersion);

/// Behind SPIMaster_Open, which documents it. The version is read from the structure.
int z__SPIMaster_Open(SPI_InterfaceId interfaceId, SPI_ChipSelectId chipSelectId,
                      const z__SPIMaster_Config_Base* config);

/// Behind SPIMaster_InitTransfers, which documents it. The version gives the size of an element;
/// an unknown one is EINVAL.
int z__SPIMaster_InitTransfers(z__SPIMaster_Transfer_Base* transfer, size_t transferCount,
                               uint32_t structVersion);

/// Behind SPIMaster_TransferSequential, which documents it. The version gives the size of an
/// element; an unknown one is EINVAL.
ssize_t z__SPIMaster_TransferSequential(int fd, const z__SPIMaster_Transfer_Base* transfers,
                                        size_t transferCount, uint32_t structVersion);

static inline int SPIMaster_InitConfig(SPIMaster_Config* config)
{
    return z__SPIMaster_InitConfig((z__SPIMaster_Config_Base*)config, SPI_STRUCTS_VERSION);
}

static inline int SPIMaster_Open(SPI_InterfaceId interfaceId, SPI_ChipSelectId chipSelectId,
                                 const SPIMaster_Config* config)
{
    return z__SPIMaster_Open(interfaceId, chipSelectId, (const z__SPIMaster_Config_Base*)config);
}

static inline int SPIMaster_InitTransfers(SPIMaster_Transfer* transfers, size_t transferCount)
{
    return z__SPIMaster_InitTransfers((z__SPIMaster_Transfer_Base*)transfers, transferCount,
                                      SPI_STRUCTS_VERSION);
}

static inline ssize_t SPIMaster_TransferSequential(int fd, const SPIMaster_Transfer* transfers,
                                                   size_t transferCount)
{
    return z__SPIMaster_TransferSequential(fd, (const z__SPIMaster_Transfer_Base*)transfers,
                                           transferCount, SPI_STRUCTS_VERSION);
}

static inline ssize_t SPIMaster_WriteThenRead(int fd, const uint8_t* writeData, size_t lenWriteData,
                                              uint8_t* readData, size_t lenReadData)
{
    SPIMaster_Transfer transfers[2];

    if (writeData == NULL || readData == NULL) {
        errno = EFAULT;
        return -1;
    }
    if (lenWriteData == 0 || lenReadData == 0) {
        errno = EINVAL;
        return -1;
    }
    if (SPIMaster_InitTransfers(transfers, 2) != 0) {
        return -1;
    }
    transfers[0].flags = SPI_TransferFlags_Write;
    transfers[0].writeData = writeData;
    transfers[0].length = lenWriteData;
    transfers[1].flags = SPI_TransferFlags_Read;
    transfers[1].readData = readData;
    transfers[1].length = lenReadData;
    return SPIMaster_TransferSequential(fd, transfers, 2);
}

#ifdef __cplusplus
}
#endif
