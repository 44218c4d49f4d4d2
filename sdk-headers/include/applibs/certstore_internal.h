// What applibs/certstore.h is made of. Not for apps.
#pragma once

#include <applibs/certstore.h>

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <time.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What z__CertStore_GetCertificateInfo gives.
enum z__CertInfoField {
    z__CertInfo_NotBefore = 1,   ///< struct tm
    z__CertInfo_NotAfter = 2,    ///< struct tm
    z__CertInfo_SubjectName = 3, ///< CertStore_SubjectName
    z__CertInfo_IssuerName = 4   ///< CertStore_IssuerName
};

/// Behind the four functions that look into a certificate, which document it.
///
/// @param identifier  the certificate
/// @param field       what of it
/// @param data        receives it
/// @param size        size of what field says, bytes; another is EINVAL
int z__CertStore_GetCertificateInfo(const char* identifier, enum z__CertInfoField field, void* data,
                                    size_t size);

static inline int CertStore_GetCertificateSubjectName(const char* identifier,
                                                      struct CertStore_SubjectName* outSubjectName)
{
    return z__CertStore_GetCertificateInfo(identifier, z__CertInfo_SubjectName, outSubjectName,
                                           sizeof(*outSubjectName));
}

static inline int CertStore_GetCertificateIssuerName(const char* identifier,
                                                     struct CertStore_IssuerName* outIssuerName)
{
    return z__CertStore_GetCertificateInfo(identifier, z__CertInfo_IssuerName, outIssuerName,
                                           sizeof(*outIssuerName));
}

static inline int CertStore_GetCertificateNotBefore(const char* identifier, struct tm* outNotBefore)
{
    return z__CertStore_GetCertificateInfo(identifier, z__CertInfo_NotBefore, outNotBefore,
                                           sizeof(*outNotBefore));
}

static inline int CertStore_GetCertificateNotAfter(const char* identifier, struct tm* outNotAfter)
{
    return z__CertStore_GetCertificateInfo(identifier, z__CertInfo_NotAfter, outNotAfter,
                                           sizeof(*outNotAfter));
}

#ifdef __cplusplus
}
#endif
