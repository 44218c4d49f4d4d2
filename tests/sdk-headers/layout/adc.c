#include <applibs/adc.h>

#include "pins.h"

PIN_SIZE(ADC_ControllerId, 4, 4);
PIN_SIZE(ADC_ChannelId, 4, 4);
PIN_VALUE(IIO_IOCTL_CHAN_INFO_RAW, 0);

PIN_SIZE2(struct iio_ioctl_raw_channel_info, 20, 4, 24, 8);
PIN_OFFSET(struct iio_ioctl_raw_channel_info, size, 0);
PIN_OFFSET(struct iio_ioctl_raw_channel_info, index, 4);
PIN_OFFSET(struct iio_ioctl_raw_channel_info, val, 8);
PIN_OFFSET(struct iio_ioctl_raw_channel_info, val2, 12);
PIN_OFFSET(struct iio_ioctl_raw_channel_info, mask, 16);
PIN_SIZE2(struct iio_ioctl_dev_info_buffer, 12, 4, 16, 8);
PIN_SIZE(struct iio_ioctl_chan_spec_buffer_size, 12, 4);
PIN_OFFSET(struct iio_ioctl_chan_spec_buffer_size, index, 4);
PIN_OFFSET(struct iio_ioctl_chan_spec_buffer_size, total_size, 8);
PIN_SIZE2(struct iio_ioctl_chan_spec_buffer, 16, 4, 32, 8);
PIN_OFFSET2(struct iio_ioctl_chan_spec_buffer, total_size, 4, 8);
PIN_OFFSET2(struct iio_ioctl_chan_spec_buffer, index, 8, 16);
PIN_OFFSET2(struct iio_ioctl_chan_spec_buffer, channel, 12, 24);
PIN_SIZE2(struct iio_ioctl_read_chan_ext_info, 20, 4, 32, 8);
PIN_OFFSET(struct iio_ioctl_read_chan_ext_info, channel_index, 4);
PIN_OFFSET(struct iio_ioctl_read_chan_ext_info, info_index, 8);
PIN_OFFSET2(struct iio_ioctl_read_chan_ext_info, buffer, 12, 16);
PIN_OFFSET2(struct iio_ioctl_read_chan_ext_info, length, 16, 24);
PIN_SIZE2(struct iio_ioctl_write_chan_ext_info, 20, 4, 32, 8);
PIN_OFFSET2(struct iio_ioctl_write_chan_ext_info, buffer, 12, 16);
PIN_OFFSET2(struct iio_ioctl_write_chan_ext_info, length, 16, 24);
PIN_SIZE2(struct iio_ioctl_chan_spec_ext_info, 16, 4, 32, 8);
PIN_OFFSET2(struct iio_ioctl_chan_spec_ext_info, next, 4, 8);
PIN_OFFSET2(struct iio_ioctl_chan_spec_ext_info, name, 8, 16);
PIN_OFFSET2(struct iio_ioctl_chan_spec_ext_info, shared, 12, 24);
PIN_SIZE2(struct iio_ioctl_chan_spec, 76, 4, 120, 8);
PIN_OFFSET2(struct iio_ioctl_chan_spec, scan_index, 20, 24);
PIN_OFFSET2(struct iio_ioctl_chan_spec, scan_type, 24, 28);
PIN_OFFSET2(struct iio_ioctl_chan_spec, info_mask_separate, 36, 40);
PIN_OFFSET2(struct iio_ioctl_chan_spec, event_spec, 52, 72);
PIN_OFFSET2(struct iio_ioctl_chan_spec, num_event_specs, 56, 80);
PIN_OFFSET2(struct iio_ioctl_chan_spec, ext_info, 60, 88);
PIN_OFFSET2(struct iio_ioctl_chan_spec, extend_name, 64, 96);
PIN_OFFSET2(struct iio_ioctl_chan_spec, datasheet_name, 68, 104);

// The requests; the size of the structure is in them.
PIN_VALUE(IIO_GET_DEVICE_INFO_BUFFER_TOTAL_SIZE_IOCTL, 0x800469D0U);
PIN_VALUE(IIO_GET_DEVICE_INFO_BUFFER_IOCTL, PIN_SELECT(0xC00C69D1U, 0xC01069D1U));
PIN_VALUE(IIO_GET_CHANNEL_SPEC_BUFFER_TOTAL_SIZE_IOCTL, 0xC00C69D2U);
PIN_VALUE(IIO_GET_CHANNEL_SPEC_BUFFER_IOCTL, PIN_SELECT(0xC01069D3U, 0xC02069D3U));
PIN_VALUE(IIO_READ_RAW_CHANNEL_INFO_IOCTL, PIN_SELECT(0xC01469D4U, 0xC01869D4U));
PIN_VALUE(IIO_WRITE_RAW_CHANNEL_INFO_IOCTL, PIN_SELECT(0xC01469D5U, 0xC01869D5U));
PIN_VALUE(IIO_READ_CHANNEL_EXT_INFO_IOCTL, PIN_SELECT(0xC01469D6U, 0xC02069D6U));
PIN_VALUE(IIO_WRITE_CHANNEL_EXT_INFO_IOCTL, PIN_SELECT(0xC01469D7U, 0xC02069D7U));
