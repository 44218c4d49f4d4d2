// Counts its starts in the app's mutable file, which stays over restarts, power-down and updates.
//
// A power cut may come at any instant, and the file may be another version's. So the record says
// what it is and carries a check; what does not fit counts as nothing, and says so.

#include <applibs/log.h>
#include <applibs/storage.h>
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

typedef enum {
    ExitCode_Success = 0,
    ExitCode_OpenFile = 1,
    ExitCode_ReadFile = 2,
    ExitCode_WriteFile = 3
} ExitCode;

typedef struct {
    uint32_t magic; // RECORD_MAGIC: this record, this version
    uint32_t starts;
    uint32_t check; // of the others
} Record;

static const uint32_t RECORD_MAGIC = 0x53545231; // "STR1"

// All that a signal handler may touch.
static volatile sig_atomic_t g_ended = false;

static void OnTermination(int number)
{
    (void)number;
    g_ended = true;
}

static uint32_t CheckOf(const Record* record)
{
    return ~(record->magic ^ (record->starts * 2654435761U));
}

static ExitCode Fail(ExitCode code, const char* what)
{
    Log_Debug("cannot %s: %s\n", what, strerror(errno));
    return code;
}

static ExitCode ReadRecord(int file, Record* record)
{
    const ssize_t got = pread(file, record, sizeof(*record), 0);

    if (got < 0) {
        return Fail(ExitCode_ReadFile, "read the file");
    }
    const bool isWhole = got == (ssize_t)sizeof(*record) && record->magic == RECORD_MAGIC &&
                         record->check == CheckOf(record);
    if (!isWhole) {
        if (got > 0) {
            Log_Debug("the file holds no record of this app: counting from zero\n");
        }
        record->magic = RECORD_MAGIC;
        record->starts = 0;
    }
    return ExitCode_Success;
}

static ExitCode WriteRecord(int file, Record* record)
{
    record->check = CheckOf(record);
    errno = EDQUOT; // what a short write means
    if (pwrite(file, record, sizeof(*record), 0) != (ssize_t)sizeof(*record)) {
        return Fail(ExitCode_WriteFile, "write the file");
    }
    return ExitCode_Success;
}

static ExitCode CountStart(void)
{
    Record record;
    const int file = Storage_OpenMutableFile();

    if (file < 0) {
        return Fail(ExitCode_OpenFile, "open the file");
    }
    ExitCode code = ReadRecord(file, &record);
    if (code == ExitCode_Success) {
        ++record.starts;
        code = WriteRecord(file, &record);
    }
    close(file);
    if (code == ExitCode_Success) {
        Log_Debug("start number %" PRIu32 "\n", record.starts);
    }
    return code;
}

int main(void)
{
    struct sigaction action;
    sigset_t termination;
    sigset_t before;

    memset(&action, 0, sizeof(action));
    action.sa_handler = OnTermination;
    sigaction(SIGTERM, &action, NULL);

    const ExitCode code = CountStart();
    if (code != ExitCode_Success) {
        return code;
    }

    // Blocked but while it waits: no signal comes between the look and the wait.
    sigemptyset(&termination);
    sigaddset(&termination, SIGTERM);
    sigprocmask(SIG_BLOCK, &termination, &before);
    while (!g_ended) {
        sigsuspend(&before);
    }
    Log_Debug("stopped\n");
    return ExitCode_Success;
}
