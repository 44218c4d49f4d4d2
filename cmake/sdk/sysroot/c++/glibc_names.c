/* What Debian's libstdc++, made for glibc, calls and musl has under other names. */
#define _GNU_SOURCE
#include <locale.h>
#include <stdint.h>
#include <sys/random.h>
#include <time.h>

/* "No other thread runs": never said, so atomic operations are always used. */
char __libc_single_threaded = 0;

size_t __strftime_l(char* restrict text, size_t size, const char* restrict format,
                    const struct tm* restrict time, locale_t locale)
{
    return strftime_l(text, size, format, time, locale);
}

/* Of the kernel's generator, which answers whole requests up to 256 bytes. */
uint32_t arc4random(void)
{
    uint32_t number = 0;
    while (getrandom(&number, sizeof number, 0) < 0)
        ;
    return number;
}
