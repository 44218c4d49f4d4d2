// What apps find through applibs/adc.h alone.
#include <applibs/adc.h>

int adcUses(int fd);
int adcUses(int fd)
{
    struct iio_ioctl_raw_channel_info info = {sizeof(info), 0, 0, 0, IIO_IOCTL_CHAN_INFO_RAW};
    char text[8];
    if ((unsigned long)IIO_READ_RAW_CHANNEL_INFO_IOCTL > 0 && ioctl(fd, 0, &info) < 0 &&
        errno == EBUSY)
        return open("x", O_RDWR);
    snprintf(text, sizeof(text), "%ld", strtol("1", NULL, 10));
    return close(fd);
}
