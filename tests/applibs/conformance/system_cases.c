#include "check.h"

#include <applibs/application.h>
#include <applibs/applications.h>
#include <applibs/eventloop.h>
#include <applibs/log.h>
#include <applibs/powermanagement.h>
#include <applibs/rtc.h>
#include <applibs/storage.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/uio.h>
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

/* The manifest has 8 KiB. */
static void the_mutable_file_has_a_limit(void)
{
    static const char bytes[8192] = {0};
    const int fd = Storage_OpenMutableFile();
    CHECK(write(fd, bytes, sizeof bytes) == (ssize_t)sizeof bytes);
    CHECK_FAILS(write(fd, bytes, 1), EFBIG);
    CHECK_FAILS(ftruncate(fd, 8193), EFBIG);
    CHECK(lseek(fd, 0, SEEK_END) == 8192);
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
    CHECK_FAILS(Application_Connect("5f0c1c52-0f8e-4f51-9a7e-0d3c7a1b2e08"), ECONNREFUSED);
}

static void nothing(EventLoop* loop, int fd, EventLoop_IoEvents events, void* context)
{
    (void)loop, (void)fd, (void)events, (void)context;
}

static void a_partner(void)
{
    char text[1025] = "no more than 1024 bytes";
    struct iovec pieces[2] = {{text, 1024}, {text, 1}};
    const struct msghdr tooLong = {.msg_iov = pieces, .msg_iovlen = 2};
    struct mmsghdr messages[2] = {{.msg_hdr = {.msg_iov = &pieces[1], .msg_iovlen = 1}},
                                  {.msg_hdr = tooLong}};
    const int fd = Application_Connect("5F0C1C52-0F8E-4F51-9A7E-0D3C7A1B2E07");
    CHECK(fd >= 0);
    CHECK(recv(fd, text, sizeof text, 0) == 5 && memcmp(text, "hello", 5) == 0);
    CHECK(send(fd, text, 1024, 0) == 1024);
    CHECK_FAILS(send(fd, text, 1025, 0), EMSGSIZE);
    CHECK_FAILS(sendto(fd, text, 1025, 0, NULL, 0), EMSGSIZE);
    CHECK(write(fd, text, 1024) == 1024);
    CHECK_FAILS(write(fd, text, 1025), EMSGSIZE);
    CHECK_FAILS(writev(fd, pieces, 2), EMSGSIZE);
    CHECK_FAILS(sendmsg(fd, &tooLong, 0), EMSGSIZE);
    CHECK(sendmmsg(fd, messages, 2, 0) == 1 && messages[0].msg_len == 1);
    CHECK_FAILS(sendmmsg(fd, messages + 1, 1, 0), EMSGSIZE);

    EventLoop* const loop = EventLoop_Create();
    EventRegistration* const registration =
        EventLoop_RegisterIo(loop, fd, EventLoop_Input, nothing, NULL);
    CHECK(registration != NULL);
    CHECK(EventLoop_UnregisterIo(loop, registration) == 0);
    EventLoop_Close(loop);
    CHECK(close(fd) == 0);

    // The number may stand for another socket then, which has no such limit.
    int ends[2];
    CHECK(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends) == 0);
    CHECK(ends[0] == fd || ends[1] == fd);
    CHECK(send(ends[0], text, 1025, 0) == 1025);
    CHECK(write(ends[1], text, 1025) == 1025);
    close(ends[0]);
    close(ends[1]);
}

const struct conformance_case system_cases[] = {
    {"storage: the mutable file is kept until deleted", the_mutable_file_is_kept},
    {"storage: no more than the manifest has", the_mutable_file_has_a_limit},
    {"storage: files of the image", files_of_the_image},
    {"log: messages of any length", messages},
    {"rtc: the clock is set", the_clock},
    {"power: profiles and wrong arguments", power},
    {"application: memory, version, partners", the_app_itself},
    {"application: messages to a partner", a_partner},
    {NULL, NULL},
};
