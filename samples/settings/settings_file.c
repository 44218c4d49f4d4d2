// Two slots, written in turn: while one is written the other holds the settings from before, and
// its sequence number is the lower one. A slot that a power cut has left half-written has a check
// that does not fit, and counts as empty.

#include "settings_file.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

enum { SLOT_COUNT = 2 };

typedef struct {
    uint32_t magic;    // SLOT_MAGIC: this record, this version
    uint32_t sequence; // the slot with the higher one is newer
    Settings settings;
    uint32_t check; // of all before it
} Slot;

static const uint32_t SLOT_MAGIC = 0x53455432; // "SET2"

// FNV-1a.
static uint32_t CheckOf(const Slot* slot)
{
    const unsigned char* const bytes = (const unsigned char*)slot;
    uint32_t hash = 2166136261U;

    for (size_t i = 0; i < offsetof(Slot, check); ++i) {
        hash = (hash ^ bytes[i]) * 16777619U;
    }
    return hash;
}

static bool IsWhole(const Slot* slot)
{
    return slot->magic == SLOT_MAGIC && slot->check == CheckOf(slot);
}

// The newest whole one: its number, SLOT_COUNT when there is none, -1 with errno.
static int FindNewest(int file, Slot* newest)
{
    int found = SLOT_COUNT;

    for (int i = 0; i < SLOT_COUNT; ++i) {
        Slot slot;
        memset(&slot, 0, sizeof(slot)); // a file that ends early has empty slots
        if (pread(file, &slot, sizeof(slot), (off_t)(i * (int)sizeof(slot))) < 0) {
            return -1;
        }
        if (IsWhole(&slot) && (found == SLOT_COUNT || slot.sequence > newest->sequence)) {
            *newest = slot;
            found = i;
        }
    }
    return found;
}

SettingsState Settings_Load(int file, Settings* settings)
{
    Slot newest;
    const int found = FindNewest(file, &newest);

    memset(settings, 0, sizeof(*settings));
    if (found < 0) {
        return SettingsState_Error;
    }
    if (found == SLOT_COUNT) {
        return SettingsState_None;
    }
    *settings = newest.settings;
    return SettingsState_Loaded;
}

bool Settings_Save(int file, const Settings* settings)
{
    Slot newest = {.sequence = 0};
    const int found = FindNewest(file, &newest);
    Slot slot = {.magic = SLOT_MAGIC, .settings = *settings};

    if (found < 0) {
        return false;
    }
    slot.sequence = found == SLOT_COUNT ? 1 : newest.sequence + 1;
    slot.check = CheckOf(&slot);
    const int target = found == 0 ? 1 : 0; // never the newest
    errno = EDQUOT;                        // what a short write means
    return pwrite(file, &slot, sizeof(slot), (off_t)(target * (int)sizeof(slot))) ==
               (ssize_t)sizeof(slot) &&
           fsync(file) == 0;
}
