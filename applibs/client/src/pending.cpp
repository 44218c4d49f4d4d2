#include "pending.hpp"

#include "abi.hpp"

#include <applibs/log.h>

#include <cstring>
#include <pthread.h>

namespace perisphere::client
{
namespace
{

/// More functions than are pending.
constexpr std::size_t kMaxReported = 128;

constinit const char* g_reported[kMaxReported] = {};
pthread_mutex_t g_reportedMutex = PTHREAD_MUTEX_INITIALIZER;

/// Whether it is the first call of the function.
bool isFirst(const char* function)
{
    bool first = false;
    ::pthread_mutex_lock(&g_reportedMutex);
    for (const char*& slot : g_reported) {
        if (slot == nullptr) {
            slot = function;
            first = true;
        }
        if (std::strcmp(slot, function) == 0)
            break;
    }
    ::pthread_mutex_unlock(&g_reportedMutex);
    return first;
}

} // namespace

void reportPending(const char* function)
{
    if (isFirst(function))
        Log_Debug(
            "libapplibs: %s is not served by this version of Perisphere yet; the call fails\n",
            function);
}

int failPending(const char* function, int error)
{
    reportPending(function);
    return fail(error);
}

decltype(nullptr) failPendingWithNull(const char* function, int error)
{
    reportPending(function);
    errno = error;
    return nullptr;
}

} // namespace perisphere::client
