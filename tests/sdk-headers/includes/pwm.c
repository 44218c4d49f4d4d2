// What apps find through applibs/pwm.h alone.
#include <applibs/pwm.h>

bool pwmUses(int fd);
bool pwmUses(int fd)
{
    uint32_t request = 0;
    return ioctl(fd, 0, &request) < 0 && errno == EINVAL && close(fd) == 0 &&
           open("x", O_RDWR) < 0 && printf("x") > 0;
}
