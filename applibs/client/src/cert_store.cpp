// applibs/certstore.h: not served yet. Each call fails with an errno that it documents, and says so
// once in the app's log.

#include "abi.hpp"
#include "pending.hpp"

#include <applibs/certstore.h>

using namespace perisphere::client;

PERISPHERE_EXPORT int CertStore_DeleteCertificate(const char*)
{
    return failPending("CertStore_DeleteCertificate", EAGAIN);
}

PERISPHERE_EXPORT ssize_t CertStore_GetAvailableSpace(void)
{
    return failPending("CertStore_GetAvailableSpace", EAGAIN);
}

PERISPHERE_EXPORT ssize_t CertStore_GetCertificateCount(void)
{
    return failPending("CertStore_GetCertificateCount", EAGAIN);
}

PERISPHERE_EXPORT int CertStore_GetCertificateIdentifierAt(size_t, CertStore_Identifier*)
{
    return failPending("CertStore_GetCertificateIdentifierAt", EAGAIN);
}

PERISPHERE_EXPORT int z__CertStore_GetCertificateInfo(const char*, enum z__CertInfoField, void*,
                                                      size_t)
{
    return failPending("z__CertStore_GetCertificateInfo", EAGAIN);
}

PERISPHERE_EXPORT int CertStore_InstallClientCertificate(const char*, const char*, size_t,
                                                         const char*, size_t, const char*)
{
    return failPending("CertStore_InstallClientCertificate", EAGAIN);
}

PERISPHERE_EXPORT int CertStore_InstallRootCACertificate(const char*, const char*, size_t)
{
    return failPending("CertStore_InstallRootCACertificate", EAGAIN);
}

PERISPHERE_EXPORT int CertStore_MoveCertificate(const char*, const char*)
{
    return failPending("CertStore_MoveCertificate", EAGAIN);
}
