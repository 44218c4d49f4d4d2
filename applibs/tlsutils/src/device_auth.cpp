// tlsutils/deviceauth.h and tlsutils/deviceauth_curl.h
//
// The app's TLS library signs with a key that it does not have: each signature of a handshake is a
// request to the device. So the private key is never in the app's process, nor in a file that it
// could read.

#include "perisphere/protocol/device_auth.hpp"
#include "abi.hpp"
#include "device_link.hpp"
#include "tls_contexts.hpp"

#include <tlsutils/deviceauth.h>
#include <tlsutils/deviceauth_curl.h>

#include <cerrno>
#include <cstring>
#include <dlfcn.h>
#include <pthread.h>

using namespace perisphere::tlsutils;
namespace protocol = perisphere::protocol;

namespace
{

/// A path where nothing is, for apps without a tenant.
constexpr char kNoCertificate[] = "/run/perisphere/no-device-certificate.pem";

char g_path[protocol::kMaxCertificatePathBytes + 1];
pthread_once_t g_pathRead = PTHREAD_ONCE_INIT;

void readPath()
{
    std::size_t bytes = 0;
    if (readCertificatePath(g_path, protocol::kMaxCertificatePathBytes, bytes) == 0 && bytes != 0)
        g_path[bytes] = '\0';
    else
        std::memcpy(g_path, kNoCertificate, sizeof kNoCertificate);
}

/// With both libraries in the process, curl's own tells whose context it hands out; without curl it
/// is wolfSSL's, whose the device's is.
bool isOfOpenSsl()
{
    if (!hasOpenSsl() || !hasWolfSsl())
        return hasOpenSsl();
    using Version = char* (*)();
    const auto version = reinterpret_cast<Version>(::dlsym(RTLD_DEFAULT, "curl_version"));
    return version != nullptr && std::strstr(version(), "OpenSSL/") != nullptr;
}

} // namespace

PERISPHERE_EXPORT const char* DeviceAuth_GetCertificatePath(void)
{
    const int saved = errno;
    ::pthread_once(&g_pathRead, readPath);
    errno = saved;
    return g_path;
}

PERISPHERE_EXPORT DeviceAuthSslResult DeviceAuth_SslCtxFunc(void* sslctx)
{
    static_assert(protocol::kMaxCertificateChainBytes < 16'384, "it is on the stack");
    char chain[protocol::kMaxCertificateChainBytes + 1];
    std::size_t bytes = 0;
    const int error = readCertificate(chain, sizeof chain - 1, bytes);
    if (error == EACCES || error == EINVAL)
        return DeviceAuthSslResult_GetTenantIdError;
    if (error != 0)
        return DeviceAuthSslResult_GetTenantCertificateError;
    chain[bytes] = '\0';
    if (sslctx == nullptr)
        return DeviceAuthSslResult_EnableHwSignError;
    const bool isUsed =
        isOfOpenSsl() ? useInOpenSsl(sslctx, chain, bytes) : useInWolfSsl(sslctx, chain, bytes);
    return isUsed ? DeviceAuthSslResult_Success : DeviceAuthSslResult_EnableHwSignError;
}
