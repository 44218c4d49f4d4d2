// What applibs/adc.h is made of, and the requests of the kernel's ADC node that some apps send to
// the descriptor themselves, with ioctl(2), for what the four functions do not offer.
#pragma once

#include <applibs/adc.h>

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What can be read from or written to a channel as a number; for iio_ioctl_raw_channel_info.mask.
enum iio_ioctl_chan_info {
    IIO_IOCTL_CHAN_INFO_RAW = 0 ///< the sample
};

/// What a channel measures.
enum iio_ioctl_chan_type {
    IIO_IOCTL_VOLTAGE = 0 ///< all channels of the MT3620
};

/// Byte order of buffered samples.
enum iio_ioctl_endian { IIO_IOCTL_CPU = 0, IIO_IOCTL_BE = 1, IIO_IOCTL_LE = 2 };

/// Which channels a property of a channel holds for.
enum iio_ioctl_shared_by {
    IIO_IOCTL_SEPARATE = 0,       ///< this one
    IIO_IOCTL_SHARED_BY_TYPE = 1, ///< those that measure the same
    IIO_IOCTL_SHARED_BY_DIR = 2,  ///< those in the same direction
    IIO_IOCTL_SHARED_BY_ALL = 3   ///< all
};

/// Reads or writes one number of a channel. In each request, size is that of its structure.
struct iio_ioctl_raw_channel_info {
    unsigned int size;
    int index; ///< of the channel
    int val;   ///< the number
    int val2;  ///< a second number, where the first is not all; unused for samples
    long mask; ///< iio_ioctl_chan_info
};

/// Asks how large a buffer IIO_GET_DEVICE_INFO_BUFFER_IOCTL needs and then fills it.
struct iio_ioctl_dev_info_buffer {
    unsigned int size;
    unsigned int total_size; ///< bytes of the buffer, this structure included
    void* info;              ///< set to what follows this structure
};

/// Asks how large a buffer IIO_GET_CHANNEL_SPEC_BUFFER_IOCTL needs.
struct iio_ioctl_chan_spec_buffer_size {
    unsigned int size;
    int index;               ///< of the channel
    unsigned int total_size; ///< receives the bytes
};

struct iio_ioctl_event_spec; // not described; pointers to it are NULL

/// A named text property of a channel; a list.
struct iio_ioctl_chan_spec_ext_info {
    unsigned int size;
    struct iio_ioctl_chan_spec_ext_info* next;
    const char* name;                ///< "current_bits", "reference_voltage" ...
    enum iio_ioctl_shared_by shared; ///< which channels it holds for
};

/// How samples lie in the buffered mode.
struct iio_ioctl_chan_spec_scan_type {
    char sign;           ///< 's' or 'u'
    uint8_t realbits;    ///< valid bits
    uint8_t storagebits; ///< with padding
    uint8_t shift;       ///< to the right, to drop the padding
    uint8_t repeat;      ///< values in one sample
    enum iio_ioctl_endian endianness;
};

/// Describes a channel.
struct iio_ioctl_chan_spec {
    unsigned int size;
    enum iio_ioctl_chan_type type;
    int channel;
    int channel2;
    unsigned long address;
    int scan_index;
    struct iio_ioctl_chan_spec_scan_type scan_type;
    long info_mask_separate; ///< bits 1 << iio_ioctl_chan_info, for each reach of a property
    long info_mask_shared_by_type;
    long info_mask_shared_by_dir;
    long info_mask_shared_by_all;
    const struct iio_ioctl_event_spec* event_spec;
    unsigned int num_event_specs;
    const struct iio_ioctl_chan_spec_ext_info* ext_info; ///< first of the text properties
    const char* extend_name;
    const char* datasheet_name;
    unsigned modified : 1;
    unsigned indexed : 1;
    unsigned output : 1;
    unsigned differential : 1;
};

/// Gets the description of a channel. The buffer is this structure and what follows it, total_size
/// bytes in all; the description and its texts are put behind the structure.
struct iio_ioctl_chan_spec_buffer {
    unsigned long size;
    unsigned long total_size; ///< as IIO_GET_CHANNEL_SPEC_BUFFER_TOTAL_SIZE_IOCTL gave it
    int index;                ///< of the channel
    struct iio_ioctl_chan_spec* channel; ///< set to the description, behind this structure
};

/// Reads a text property of a channel.
struct iio_ioctl_read_chan_ext_info {
    unsigned int size;
    unsigned int channel_index;
    unsigned int info_index; ///< place of the property in the list
    char* buffer;            ///< receives the text
    size_t length;           ///< room in it
};

/// Writes a text property of a channel.
struct iio_ioctl_write_chan_ext_info {
    unsigned int size;
    unsigned int channel_index;
    unsigned int info_index; ///< place of the property in the list
    const char* buffer;      ///< the text
    size_t length;           ///< bytes, with the terminating NUL
};

// The requests. They give -1 with errno on failure (EINVAL for a wrong size); on success 0, but a
// read of a number gives the kind of number (1, an integer) and a read of a text its length.
#define IIO_GET_DEVICE_INFO_BUFFER_TOTAL_SIZE_IOCTL _IOR('i', 0xD0, unsigned int)
#define IIO_GET_DEVICE_INFO_BUFFER_IOCTL _IOWR('i', 0xD1, struct iio_ioctl_dev_info_buffer)
#define IIO_GET_CHANNEL_SPEC_BUFFER_TOTAL_SIZE_IOCTL                                               \
    _IOWR('i', 0xD2, struct iio_ioctl_chan_spec_buffer_size)
#define IIO_GET_CHANNEL_SPEC_BUFFER_IOCTL _IOWR('i', 0xD3, struct iio_ioctl_chan_spec_buffer)
#define IIO_READ_RAW_CHANNEL_INFO_IOCTL _IOWR('i', 0xD4, struct iio_ioctl_raw_channel_info)
#define IIO_WRITE_RAW_CHANNEL_INFO_IOCTL _IOWR('i', 0xD5, struct iio_ioctl_raw_channel_info)
#define IIO_READ_CHANNEL_EXT_INFO_IOCTL _IOWR('i', 0xD6, struct iio_ioctl_read_chan_ext_info)
#define IIO_WRITE_CHANNEL_EXT_INFO_IOCTL _IOWR('i', 0xD7, struct iio_ioctl_write_chan_ext_info)

/// Behind ADC_Open, which documents it. The four below exist in this SDK's library only; the
/// original headers open the kernel's node inline.
int z__ADC_Open(ADC_ControllerId id);

/// Behind ADC_GetSampleBitCount, which documents it.
int z__ADC_GetSampleBitCount(int fd, ADC_ChannelId channel);

/// Behind ADC_SetReferenceVoltage, which documents it.
int z__ADC_SetReferenceVoltage(int fd, ADC_ChannelId channel, float referenceVoltage);

/// Behind ADC_Poll, which documents it.
int z__ADC_Poll(int fd, ADC_ChannelId channel, uint32_t* outSampleValue);

static inline int ADC_Open(ADC_ControllerId id)
{
    return z__ADC_Open(id);
}

static inline int ADC_GetSampleBitCount(int fd, ADC_ChannelId channel)
{
    return z__ADC_GetSampleBitCount(fd, channel);
}

static inline int ADC_SetReferenceVoltage(int fd, ADC_ChannelId channel, float referenceVoltage)
{
    return z__ADC_SetReferenceVoltage(fd, channel, referenceVoltage);
}

static inline int ADC_Poll(int fd, ADC_ChannelId channel, uint32_t* outSampleValue)
{
    return z__ADC_Poll(fd, channel, outSampleValue);
}

#ifdef __cplusplus
}
#endif
