// The app's settings in its mutable file.
#ifndef SETTINGS_FILE_H
#define SETTINGS_FILE_H

#include <stdbool.h>
#include <stdint.h>

typedef struct {
    uint32_t level; // what the user chose
    uint32_t saves; // how often
} Settings;

typedef enum {
    SettingsState_None, // none were ever saved
    SettingsState_Loaded,
    SettingsState_Damaged, // the file holds something else
    SettingsState_Error    // errno tells
} SettingsState;

/// All zero unless they are loaded.
SettingsState Settings_Load(int file, Settings* settings);

/// False with errno. Then, and after a power cut at any instant, the file has what it had before.
bool Settings_Save(int file, const Settings* settings);

#endif
