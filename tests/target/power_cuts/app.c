/* An app whose power is cut. In its mutable file it has two places for one record, a count that
 * fills the place, and writes them in turn: whatever is lost, one of them has the count that was
 * acknowledged last. Says which version it is and what it found, then each count it has stored. */
#include <applibs/log.h>
#include <applibs/storage.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PLACES = 2, WORDS = 512 };

static uint32_t place[WORDS];

/* 0 unless all of the place says the same. */
static uint32_t countIn(int file, int number)
{
    const off_t at = (off_t)(number * (int)sizeof place);
    if (pread(file, place, sizeof place, at) != (ssize_t)sizeof place)
        return 0;
    for (int i = 1; i < WORDS; ++i)
        if (place[i] != place[0])
            return 0;
    return place[0];
}

int main(int argc, char** argv)
{
    const char* const version = argc > 1 ? argv[1] : "?";
    const int file = Storage_OpenMutableFile();
    uint32_t count = 0;

    if (file < 0) {
        Log_Debug("version %s cannot open its file\n", version);
        return 1;
    }
    for (int number = 0; number < PLACES; ++number) {
        const uint32_t one = countIn(file, number);
        count = one > count ? one : count;
    }
    Log_Debug("version %s found %u\n", version, (unsigned)count);
    for (;;) {
        ++count;
        for (int i = 0; i < WORDS; ++i)
            place[i] = count;
        const off_t at = (off_t)(count % PLACES * sizeof place);
        if (pwrite(file, place, sizeof place, at) != (ssize_t)sizeof place)
            return 2;
        Log_Debug("version %s stored %u\n", version, (unsigned)count);
        usleep(20000); /* the device has other things to do */
    }
}
