// With a bug on purpose: the one record is written over the old one. A power cut in the middle
// leaves half of each, and the settings from before are gone. The check only tells so.

#include "settings_file.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

typedef struct {
    uint32_t magic; // RECORD_MAGIC: this record, this version
    Settings settings;
    uint32_t check; // of the others
} Record;

static const uint32_t RECORD_MAGIC = 0x53455431; // "SET1"

static uint32_t CheckOf(const Record* record)
{
    return ~(record->magic ^ (record->settings.level * 2654435761U) ^
             (record->settings.saves * 2246822519U));
}

SettingsState Settings_Load(int file, Settings* settings)
{
    Record record;
    const ssize_t got = pread(file, &record, sizeof(record), 0);

    memset(settings, 0, sizeof(*settings));
    if (got < 0) {
        return SettingsState_Error;
    }
    if (got == 0) {
        return SettingsState_None;
    }
    if (got != (ssize_t)sizeof(record) || record.magic != RECORD_MAGIC ||
        record.check != CheckOf(&record)) {
        return SettingsState_Damaged;
    }
    *settings = record.settings;
    return SettingsState_Loaded;
}

bool Settings_Save(int file, const Settings* settings)
{
    Record record = {.magic = RECORD_MAGIC, .settings = *settings};

    record.check = CheckOf(&record);
    errno = EDQUOT; // what a short write means
    return pwrite(file, &record, sizeof(record), 0) == (ssize_t)sizeof(record) && fsync(file) == 0;
}
