// Button A chooses the next of four levels, which the app remembers in its mutable file.
//
// How it is kept is the point of this sample: settings_file.c.

#include "settings_file.h"

#include <applibs/gpio.h>
#include <applibs/log.h>
#include <applibs/storage.h>
#include <errno.h>
#include <hw/mt3620_rdb.h>
#include <inttypes.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { POLL_PERIOD_NS = 10 * 1000 * 1000, SAMPLES_TO_TRUST = 3, LEVEL_COUNT = 4 };

typedef enum {
    ExitCode_Success = 0,
    ExitCode_OpenButton = 1,
    ExitCode_OpenFile = 2,
    ExitCode_ReadFile = 3,
    ExitCode_WriteFile = 4,
    ExitCode_ReadButton = 5
} ExitCode;

// All that a signal handler may touch.
static volatile sig_atomic_t g_ended = false;

static void OnTermination(int number)
{
    (void)number;
    g_ended = true;
}

static ExitCode Fail(ExitCode code, const char* what)
{
    Log_Debug("cannot %s: %s\n", what, strerror(errno));
    return code;
}

static ExitCode Load(int file, Settings* settings)
{
    switch (Settings_Load(file, settings)) {
    case SettingsState_None:
        Log_Debug("no settings yet\n");
        break;
    case SettingsState_Loaded:
        Log_Debug("settings loaded: level %" PRIu32 ", saved %" PRIu32 " times\n", settings->level,
                  settings->saves);
        break;
    case SettingsState_Damaged:
        Log_Debug("the settings are damaged: back to the defaults\n");
        break;
    case SettingsState_Error:
        return Fail(ExitCode_ReadFile, "read the settings");
    }
    return ExitCode_Success;
}

static ExitCode ChooseNext(int file, Settings* settings)
{
    settings->level = (settings->level + 1) % LEVEL_COUNT;
    ++settings->saves;
    if (!Settings_Save(file, settings)) {
        return Fail(ExitCode_WriteFile, "save the settings");
    }
    Log_Debug("save %" PRIu32 ": level %" PRIu32 "\n", settings->saves, settings->level);
    return ExitCode_Success;
}

// A press counts once its level was seen three times in a row: contacts bounce.
static ExitCode Run(int file, int button, Settings* settings)
{
    const struct timespec period = {.tv_nsec = POLL_PERIOD_NS};
    GPIO_Value_Type trusted = GPIO_Value_High;
    int samplesOfOther = 0;
    ExitCode code = ExitCode_Success;

    while (!g_ended && code == ExitCode_Success) {
        GPIO_Value_Type sample = GPIO_Value_High;
        nanosleep(&period, NULL);
        if (GPIO_GetValue(button, &sample) != 0) {
            return Fail(ExitCode_ReadButton, "read the button");
        }
        samplesOfOther = sample == trusted ? 0 : samplesOfOther + 1;
        if (samplesOfOther == SAMPLES_TO_TRUST) {
            trusted = sample;
            samplesOfOther = 0;
            if (trusted == GPIO_Value_Low) { // pressed
                code = ChooseNext(file, settings);
            }
        }
    }
    return code;
}

int main(void)
{
    struct sigaction action;
    Settings settings;

    memset(&action, 0, sizeof(action));
    action.sa_handler = OnTermination;
    sigaction(SIGTERM, &action, NULL);

    const int button = GPIO_OpenAsInput(MT3620_RDB_BUTTON_A);
    if (button < 0) {
        return Fail(ExitCode_OpenButton, "open the button");
    }
    const int file = Storage_OpenMutableFile();
    if (file < 0) {
        return Fail(ExitCode_OpenFile, "open the file");
    }
    ExitCode code = Load(file, &settings);
    if (code == ExitCode_Success) {
        Log_Debug("ready: press button A\n");
        code = Run(file, button, &settings);
    }
    close(file);
    close(button);
    Log_Debug("stopped\n");
    return code;
}
