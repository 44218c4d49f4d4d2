// What apps find through applibs/powermanagement.h alone.
#include <applibs/powermanagement.h>

int powermanagementUses(int fd);
int powermanagementUses(int fd)
{
    char text[8];
    memset(text, 0, sizeof(text));
    if (ioctl(fd, 0, text) < 0 && errno == ENOENT)
        return open("x", O_WRONLY);
    if (printf("x") < 0)
        abort();
    return (ssize_t)sizeof(uint32_t) > 0 ? close(fd) : 0;
}
