#include "connection.hpp"

#include "packet.hpp"
#include "perisphere/protocol/hello.hpp"

#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

namespace perisphere::client
{
namespace
{

constexpr const char* kVariable = "PERISPHERE_DEVICE";

constinit int g_socket = -1;
constinit bool g_isThere = false;
constinit Greeting g_greeting;
char g_packageRoot[protocol::kMaxPackageRootBytes + 1];
pthread_mutex_t g_mutex = PTHREAD_MUTEX_INITIALIZER;
pthread_once_t g_greeted = PTHREAD_ONCE_INIT;

class Lock
{
public:
    Lock() { ::pthread_mutex_lock(&g_mutex); }
    ~Lock() { ::pthread_mutex_unlock(&g_mutex); }
    Lock(const Lock&) = delete;
    Lock& operator=(const Lock&) = delete;
};

void say(const char* what)
{
    std::fprintf(stderr, "libapplibs: %s; calls that need the device will fail\n", what);
}

int parseDescriptor(const char* text)
{
    char* end = nullptr;
    const long value = std::strtol(text, &end, 10);
    return end != text && *end == '\0' && value >= 0 && value <= INT_MAX ? static_cast<int>(value)
                                                                         : -1;
}

bool isSeqpacket(int descriptor)
{
    int type = 0;
    socklen_t size = sizeof type;
    return ::getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &size) == 0 &&
           type == SOCK_SEQPACKET;
}

/// Runs before main(), while the process has one thread, because it changes the environment.
__attribute__((constructor)) void adoptSocket()
{
    const char* const text = std::getenv(kVariable);
    if (text == nullptr)
        return;
    const int descriptor = parseDescriptor(text);
    ::unsetenv(kVariable);
    if (descriptor < 0 || !isSeqpacket(descriptor)) {
        say("PERISPHERE_DEVICE does not name a device's socket");
        return;
    }
    ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    g_socket = descriptor;
}

protocol::GpioPage* mapPage(int descriptor)
{
    struct stat status {
    };
    if (::fstat(descriptor, &status) != 0 ||
        status.st_size < static_cast<off_t>(sizeof(protocol::GpioPage)))
        return nullptr;
    void* const memory = ::mmap(nullptr, sizeof(protocol::GpioPage), PROT_READ | PROT_WRITE,
                                MAP_SHARED, descriptor, 0);
    if (memory == MAP_FAILED)
        return nullptr;
    auto* const page = static_cast<protocol::GpioPage*>(memory);
    if (page->magic == protocol::kGpioPageMagic && page->bytes == sizeof(protocol::GpioPage))
        return page;
    ::munmap(memory, sizeof(protocol::GpioPage));
    return nullptr;
}

/// Takes over what the reply brought; false when it makes no sense.
bool adopt(const protocol::HelloReply& reply, Answer& answer)
{
    if (answer.payloadBytes != sizeof reply + reply.packageRootBytes ||
        reply.packageRootBytes > protocol::kMaxPackageRootBytes)
        return false;
    g_packageRoot[reply.packageRootBytes] = '\0';
    g_greeting.packageRoot = g_packageRoot;
    if (answer.descriptorCount == 0)
        return true;
    if (answer.descriptorCount != 2)
        return false;
    g_greeting.gpioPage = mapPage(answer.descriptors[0]);
    ::close(answer.descriptors[0]);
    g_greeting.wakeDescriptor = answer.descriptors[1];
    answer.descriptorCount = 0;
    return g_greeting.gpioPage != nullptr;
}

void greet()
{
    if (g_socket < 0) {
        say("no device: the app was not started by a Perisphere device (try \"perisphere run\")");
        return;
    }
    const protocol::HelloRequest request{.version = protocol::kProtocolVersion};
    protocol::HelloReply reply;
    RawRequest hello = raw(request);
    hello.replyPayload[0] = {&reply, sizeof reply};
    hello.replyPayload[1] = {g_packageRoot, protocol::kMaxPackageRootBytes};
    Answer answer = exchange(g_socket, hello);
    g_isThere = answer.error == 0 && adopt(reply, answer);
    closeDescriptors(answer);
    if (!g_isThere)
        say(answer.error == EPROTO ? "the device speaks another version of the protocol"
                                   : "the device does not answer");
}

/// Greets at the first call; keeps errno.
void ensureGreeted()
{
    const int saved = errno;
    ::pthread_once(&g_greeted, greet);
    errno = saved;
}

} // namespace

bool hasDevice()
{
    ensureGreeted();
    return g_isThere;
}

const Greeting& greeting()
{
    ensureGreeted();
    return g_greeting;
}

Answer callDevice(const RawRequest& request, int withoutDevice)
{
    if (!hasDevice())
        return {.error = withoutDevice};
    const Lock lock;
    Answer answer = exchange(g_socket, request);
    if (answer.error == EPIPE || answer.error == EPROTO)
        answer.error = withoutDevice;
    return answer;
}

int postToDevice(const RawRequest& request)
{
    if (!hasDevice())
        return EPIPE;
    const Lock lock;
    return post(g_socket, request);
}

} // namespace perisphere::client
