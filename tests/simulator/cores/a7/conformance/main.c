#include "common.h"

static const struct {
    int number;
    const char* name;
} kErrors[] = {
    {EPERM, "EPERM"},
    {ENOENT, "ENOENT"},
    {ESRCH, "ESRCH"},
    {EINTR, "EINTR"},
    {EIO, "EIO"},
    {ENXIO, "ENXIO"},
    {E2BIG, "E2BIG"},
    {ENOEXEC, "ENOEXEC"},
    {EBADF, "EBADF"},
    {ECHILD, "ECHILD"},
    {EAGAIN, "EAGAIN"},
    {ENOMEM, "ENOMEM"},
    {EACCES, "EACCES"},
    {EFAULT, "EFAULT"},
    {EBUSY, "EBUSY"},
    {EEXIST, "EEXIST"},
    {EXDEV, "EXDEV"},
    {ENODEV, "ENODEV"},
    {ENOTDIR, "ENOTDIR"},
    {EISDIR, "EISDIR"},
    {EINVAL, "EINVAL"},
    {EMFILE, "EMFILE"},
    {ENOTTY, "ENOTTY"},
    {EFBIG, "EFBIG"},
    {ENOSPC, "ENOSPC"},
    {ESPIPE, "ESPIPE"},
    {EROFS, "EROFS"},
    {EMLINK, "EMLINK"},
    {EPIPE, "EPIPE"},
    {ERANGE, "ERANGE"},
    {EDEADLK, "EDEADLK"},
    {ENAMETOOLONG, "ENAMETOOLONG"},
    {ENOSYS, "ENOSYS"},
    {ENOTEMPTY, "ENOTEMPTY"},
    {ELOOP, "ELOOP"},
    {ENODATA, "ENODATA"},
    {EOVERFLOW, "EOVERFLOW"},
    {EOWNERDEAD, "EOWNERDEAD"},
    {ENOTSOCK, "ENOTSOCK"},
    {EDESTADDRREQ, "EDESTADDRREQ"},
    {EMSGSIZE, "EMSGSIZE"},
    {EPROTOTYPE, "EPROTOTYPE"},
    {ENOPROTOOPT, "ENOPROTOOPT"},
    {EPROTONOSUPPORT, "EPROTONOSUPPORT"},
    {EOPNOTSUPP, "EOPNOTSUPP"},
    {EAFNOSUPPORT, "EAFNOSUPPORT"},
    {EADDRINUSE, "EADDRINUSE"},
    {EADDRNOTAVAIL, "EADDRNOTAVAIL"},
    {ECONNABORTED, "ECONNABORTED"},
    {ECONNRESET, "ECONNRESET"},
    {EISCONN, "EISCONN"},
    {ENOTCONN, "ENOTCONN"},
    {ETIMEDOUT, "ETIMEDOUT"},
    {ECONNREFUSED, "ECONNREFUSED"},
    {EALREADY, "EALREADY"},
    {EINPROGRESS, "EINPROGRESS"},
    {ECANCELED, "ECANCELED"},
    {ENOTRECOVERABLE, "ENOTRECOVERABLE"},
    {ESOCKTNOSUPPORT, "ESOCKTNOSUPPORT"},
};

const char* errorName(int number)
{
    for (unsigned i = 0; i < sizeof kErrors / sizeof *kErrors; ++i)
        if (kErrors[i].number == number)
            return kErrors[i].name;
    static char text[16];
    snprintf(text, sizeof text, "errno %d", number);
    return text;
}

void tell(const char* call, long long result)
{
    if (result == -1)
        printf("%s = -1 %s\n", call, errorName(errno));
    else
        printf("%s = %lld\n", call, result);
}

void tellSuccess(const char* call, long long result)
{
    if (result == -1)
        printf("%s = -1 %s\n", call, errorName(errno));
    else
        printf("%s succeeds\n", call);
}

void tellText(const char* what, const char* text)
{
    printf("%s = \"%s\"\n", what, text == NULL ? "(null)" : text);
}

void tellError(const char* call, int error)
{
    printf("%s = %s\n", call, error == 0 ? "0" : errorName(error));
}

int main(int count, char** arguments)
{
    static const struct {
        const char* name;
        void (*run)(void);
    } kFamilies[] = {
#define FAMILY(name) {#name, name},
#include "families.inc"
#undef FAMILY
    };
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (count > 1 && strcmp(arguments[1], "child") == 0)
        return child(count, arguments);
    for (unsigned i = 0; count == 2 && i < sizeof kFamilies / sizeof *kFamilies; ++i)
        if (strcmp(arguments[1], kFamilies[i].name) == 0) {
            kFamilies[i].run();
            puts("done");
            return 0;
        }
    return 2;
}
