// applibs/log.h: messages go to the device, which keeps them with their time.

#include "abi.hpp"
#include "connection.hpp"
#include "perisphere/protocol/hello.hpp"

#include <applibs/log.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <pthread.h>

using namespace perisphere::client;
namespace protocol = perisphere::protocol;

namespace
{

pthread_mutex_t g_oneMessage = PTHREAD_MUTEX_INITIALIZER; ///< keeps the pieces of one together

void send(const char* text, std::size_t size)
{
    ::pthread_mutex_lock(&g_oneMessage);
    for (std::size_t at = 0; at < size; at += protocol::kMaxLogBytes) {
        const std::size_t piece = std::min(size - at, protocol::kMaxLogBytes);
        const protocol::LogWriteRequest request{.bytes = static_cast<std::uint32_t>(piece)};
        RawRequest write = raw(request);
        write.payload[0] = {text + at, piece};
        if (postToDevice(write) != 0) { // nowhere else to go; the call succeeds all the same
            std::fwrite(text, 1, size, stderr);
            break;
        }
    }
    ::pthread_mutex_unlock(&g_oneMessage);
}

} // namespace

// The format attributes are for the checks of this file. The public header has none, like the
// original: apps would meet new warnings.
extern "C" __attribute__((format(printf, 1, 0))) int Log_DebugVarArgs(const char* fmt,
                                                                      va_list args);
extern "C" __attribute__((format(printf, 1, 2))) int Log_Debug(const char* fmt, ...);

PERISPHERE_EXPORT int Log_DebugVarArgs(const char* fmt, va_list args)
{
    if (fmt == nullptr)
        return fail(EFAULT);
    const int saved = errno;
    char small[512];
    va_list again;
    va_copy(again, args);
    const int length = std::vsnprintf(small, sizeof small, fmt, args);
    if (length < 0) {
        va_end(again);
        return -1; // errno is vsnprintf's: EILSEQ, EOVERFLOW
    }
    const auto size = static_cast<std::size_t>(length);
    if (size < sizeof small) {
        send(small, size);
    } else if (auto* const large = static_cast<char*>(std::malloc(size + 1))) {
        std::vsnprintf(large, size + 1, fmt, again);
        send(large, size);
        std::free(large);
    } else {
        va_end(again);
        return fail(ENOMEM);
    }
    va_end(again);
    errno = saved;
    return 0;
}

PERISPHERE_EXPORT int Log_Debug(const char* fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    const int result = Log_DebugVarArgs(fmt, args);
    va_end(args);
    return result;
}
