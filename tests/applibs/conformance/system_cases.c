#include "check.h"

#include <applibs/application.h>
#include <applibs/applications.h>
#include <applibs/log.h>
#include <applibs/powermanagement.h>
#include <applibs/rtc.h>
#include <applibs/storage.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

static void the_mutable_file_is_kept(void)
{
    char text[16] = {0};
    int fd = Storage_OpenMutableFile();
    CHECK(fd >= 0);
    CHECK(write(fd, "kept", 4) == 4);
    close(fd);
    fd = Storage_OpenMutableFile();
    CHECK(read(fd, text, sizeof text) == 4 && memcmp(text, "kept", 4) == 0);
    close(fd);
    CHECK_SUCCEEDS(Storage_DeleteMutableFile());
    CHECK_FAILS(Storage_DeleteMutableFile(), ENOENT);
    fd = Storage_OpenMutableFile();
    CHECK(fd >= 0 && read(fd, text, sizeof text) == 0);
    close(fd);
    CHECK(Storage_DeleteMutableFile() == 0);
}

static void files_of_the_image(void)
{
    char byte = 0;
    char* const path = Storage_GetAbsolutePathInImagePackage("app_manifest.json");
    const int fd = Storage_OpenFileInImagePackage("app_manifest.json");
    CHECK(path != NULL && path[0] == '/' && access(path, R_OK) == 0);
    CHECK(fd >= 0 && read(fd, &byte, 1) == 1 && byte == '{');
    CHECK_FAILS(write(fd, "x", 1), EBADF);
    close(fd);
    free(path);
    CHECK_FAILS(Storage_OpenFileInImagePackage(NULL), EFAULT);
    CHECK_FAILS(Storage_OpenFileInImagePackage("/app_manifest.json"), EINVAL);
    CHECK_FAILS(Storage_OpenFileInImagePackage("./app_manifest.json"), EINVAL);
    CHECK_FAILS(Storage_OpenFileInImagePackage("a..b"), EINVAL);
    CHECK_FAILS(Storage_OpenFileInImagePackage("not/there"), ENOENT);
    CHECK_NULL(Storage_GetAbsolutePathInImagePackage("../x"), EINVAL);
    CHECK_NULL(Storage_GetAbsolutePathInImagePackage(NULL), EFAULT);
}

static int log_with_list(const char* format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const int result = Log_DebugVarArgs(format, arguments);
    va_end(arguments);
    return result;
}

static void messages(void)
{
    static char large[20000];
    memset(large, 'x', sizeof large - 1);
    CHECK(Log_Debug("conformance %d %s\n", 42, "log") == 0);
    CHECK(log_with_list("conformance %c\n", 'v') == 0);
    CHECK(Log_Debug("%s\n", large) == 0);
    CHECK_FAILS(Log_Debug(NULL), EFAULT);
    CHECK_FAILS(log_with_list(NULL), EFAULT);
}

static void the_clock(void)
{
    CHECK_SUCCEEDS(clock_systohc());
}

static void power(void)
{
    CHECK_SUCCEEDS(PowerManagement_SetSystemPowerProfile(PowerManagement_PowerSaver));
    CHECK_FAILS(PowerManagement_SetSystemPowerProfile(3), EINVAL);
    CHECK_FAILS(PowerManagement_ForceSystemPowerDown(0), EINVAL);
    CHECK_FAILS(z__PowerManagement_TransitionToSystemPowerState(2, NULL), EINVAL);
}

static void the_app_itself(void)
{
    Applications_OsVersion version;
    bool ready = true;
    const size_t total = Applications_GetTotalMemoryUsageInKB();
    const size_t user = Applications_GetUserModeMemoryUsageInKB();
    CHECK(user > 0 && total >= user);
    CHECK(Applications_GetPeakUserModeMemoryUsageInKB() >= user);
    CHECK(Applications_GetOsVersion(&version) == 0);
    CHECK(strlen(version.version) >= 5 && version.version[2] == '.');
    CHECK_FAILS(Applications_GetOsVersion(NULL), EFAULT);
    CHECK(Application_IsDeviceAuthReady(&ready) == 0);
    CHECK_FAILS(Application_IsDeviceAuthReady(NULL), EFAULT);
    CHECK_FAILS(Application_Connect(NULL), EFAULT);
    CHECK_FAILS(Application_Connect("not an id"), EINVAL);
    CHECK_FAILS(Application_Connect("11111111-2222-3333-4444-555555555555"), EACCES);
}

const struct conformance_case system_cases[] = {
    {"storage: the mutable file is kept until deleted", the_mutable_file_is_kept},
    {"storage: files of the image", files_of_the_image},
    {"log: messages of any length", messages},
    {"rtc: the clock is set", the_clock},
    {"power: profiles and wrong arguments", power},
    {"application: memory, version, partners", the_app_itself},
    {NULL, NULL},
};
