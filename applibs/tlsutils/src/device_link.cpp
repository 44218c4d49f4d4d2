#include "device_link.hpp"

#include "perisphere/protocol/device_auth.hpp"
#include "perisphere/protocol/hello.hpp"
#include "request.hpp"

#include <cerrno>
#include <cstring>
#include <dlfcn.h>
#include <pthread.h>
#include <unistd.h>

namespace perisphere::tlsutils
{
namespace
{

using client::Answer;
using client::RawRequest;

using Connect = int (*)(const char*);

constinit int g_link = -1;
pthread_mutex_t g_linkMutex = PTHREAD_MUTEX_INITIALIZER;

class LinkLock
{
public:
    LinkLock() { ::pthread_mutex_lock(&g_linkMutex); }
    ~LinkLock() { ::pthread_mutex_unlock(&g_linkMutex); }
    LinkLock(const LinkLock&) = delete;
    LinkLock& operator=(const LinkLock&) = delete;
};

/// Not linked: an app may have linked this library alone.
Connect findConnect()
{
    void* found = ::dlsym(RTLD_DEFAULT, "Application_Connect");
    if (found == nullptr)
        if (void* const library = ::dlopen("libapplibs.so.0", RTLD_NOW))
            found = ::dlsym(library, "Application_Connect");
    return reinterpret_cast<Connect>(found);
}

bool greet(int link)
{
    const protocol::HelloRequest request{.version = protocol::kProtocolVersion,
                                         .flags = protocol::HelloRequest::kWithoutGpio};
    protocol::HelloReply reply;
    char root[protocol::kMaxPackageRootBytes];
    RawRequest hello = client::raw(request);
    hello.replyPayload[0] = {&reply, sizeof reply};
    hello.replyPayload[1] = {root, sizeof root};
    Answer answer = client::exchange(link, hello);
    client::closeDescriptors(answer);
    return answer.error == 0;
}

/// Opened at the first need, and again after the device was gone.
bool hasLink()
{
    if (g_link >= 0)
        return true;
    const Connect connect = findConnect();
    if (connect == nullptr)
        return false;
    char id[protocol::kDeviceComponentId.size() + 1] = {};
    std::memcpy(id, protocol::kDeviceComponentId.data(), protocol::kDeviceComponentId.size());
    const int link = connect(id);
    if (link < 0)
        return false;
    if (!greet(link)) {
        ::close(link);
        return false;
    }
    g_link = link;
    return true;
}

int ask(const RawRequest& request, std::size_t& bytes)
{
    const int saved = errno;
    const LinkLock lock;
    if (!hasLink()) {
        errno = saved;
        return EACCES;
    }
    Answer answer = client::exchange(g_link, request);
    client::closeDescriptors(answer);
    if (answer.error == EPIPE || answer.error == EPROTO) {
        ::close(g_link);
        g_link = -1;
        answer.error = EACCES;
    }
    errno = saved;
    bytes = answer.payloadBytes;
    return answer.error;
}

} // namespace

int readCertificate(char* pem, std::size_t capacity, std::size_t& bytes)
{
    const protocol::DeviceAuthCertificateRequest request;
    RawRequest call = client::raw(request);
    call.replyPayload[0] = {pem, capacity};
    return ask(call, bytes);
}

int readCertificatePath(char* path, std::size_t capacity, std::size_t& bytes)
{
    const protocol::DeviceAuthCertificatePathRequest request;
    RawRequest call = client::raw(request);
    call.replyPayload[0] = {path, capacity};
    return ask(call, bytes);
}

int sign(const unsigned char* digest, std::size_t digestBytes, unsigned char* signature,
         std::size_t capacity, std::size_t& bytes)
{
    const protocol::DeviceAuthSignRequest request{.digestBytes =
                                                      static_cast<std::uint32_t>(digestBytes)};
    RawRequest call = client::raw(request);
    call.payload[0] = {digest, digestBytes};
    call.replyPayload[0] = {signature, capacity};
    return ask(call, bytes);
}

} // namespace perisphere::tlsutils
