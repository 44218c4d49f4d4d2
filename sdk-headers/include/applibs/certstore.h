// Certificates for Wi-Fi networks with EAP-TLS.
//
// The store is the device's: all apps and tools share it. It holds client certificates with their
// private keys, and root CA certificates, each under an identifier of 1 to 16 letters, digits,
// dots, hyphens and underscores; 24 KiB in all. What is installed under an existing identifier
// replaces it. Private keys cannot be read back. Wi-Fi uses a change after WifiConfig_ReloadConfig.
//
// Each function needs the capability CertStore and gives EACCES without it; each gives EAGAIN while
// the store is not ready, for some time after the device started.
//
// Threads: not promised; call from one. API sets: all.
#pragma once

#include <sys/types.h>
#include <time.h>

#include <applibs/certstore_structs.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Installs a client certificate with its private key.
///
/// @param identifier            name in the store
/// @param certBlob              the certificate, PEM
/// @param certBlobLength        its length without a NUL, 1 to CERTSTORE_MAX_CERT_SIZE
/// @param privateKeyBlob        the private key, PEM, PKCS #1 or PKCS #8
/// @param privateKeyBlobLength  its length without a NUL, 1 to CERTSTORE_MAX_CERT_SIZE
/// @param privateKeyPassword    password of an encrypted key; NULL for one that is not
/// @return 0; or -1 with errno
///   - EFAULT  identifier, certBlob or privateKeyBlob is NULL
///   - ERANGE  identifier or password too long; a length is 0 or too large
///   - EINVAL  a character that identifiers do not have; no PEM; the password does not fit or is
///   not
///             needed; the key is not the certificate's
///   - EACCES  the manifest does not have "CertStore"
///   - ENOSPC  the store is full
///   - EAGAIN  the store is not ready
///
/// Capability: CertStore.
int CertStore_InstallClientCertificate(const char* identifier, const char* certBlob,
                                       size_t certBlobLength, const char* privateKeyBlob,
                                       size_t privateKeyBlobLength, const char* privateKeyPassword);

/// Installs a root CA certificate.
///
/// @param identifier      name in the store
/// @param certBlob        the certificate, PEM
/// @param certBlobLength  its length without a NUL, 1 to CERTSTORE_MAX_CERT_SIZE
/// @return 0; or -1 with errno
///   - EFAULT  identifier or certBlob is NULL
///   - ERANGE  identifier too long; certBlobLength is 0 or too large
///   - EINVAL  a character that identifiers do not have; no PEM
///   - EACCES  the manifest does not have "CertStore"
///   - ENOSPC  the store is full
///   - EAGAIN  the store is not ready
///
/// Capability: CertStore.
int CertStore_InstallRootCACertificate(const char* identifier, const char* certBlob,
                                       size_t certBlobLength);

/// Deletes a certificate, and its private key.
///
/// @param identifier  name in the store
/// @return 0; or -1 with errno
///   - EFAULT  identifier is NULL
///   - EACCES  the manifest does not have "CertStore"
///   - EAGAIN  the store is not ready
///   - ENOENT  there is no such certificate
///
/// Capability: CertStore.
int CertStore_DeleteCertificate(const char* identifier);

/// Gives the number of certificates in the store.
///
/// @return the number; or -1 with errno
///   - EACCES  the manifest does not have "CertStore"
///   - EAGAIN  the store is not ready
///
/// Capability: CertStore.
ssize_t CertStore_GetCertificateCount(void);

/// Gives the identifier of a certificate. The order may change with each installation and deletion.
///
/// @param index          from 0, below the number of certificates
/// @param outIdentifier  receives the identifier
/// @return 0; or -1 with errno
///   - EFAULT  outIdentifier is NULL
///   - EACCES  the manifest does not have "CertStore"
///   - EAGAIN  the store is not ready
///   - ERANGE  index is too large
///
/// Capability: CertStore.
int CertStore_GetCertificateIdentifierAt(size_t index, CertStore_Identifier* outIdentifier);

/// Gives the room left in the store.
///
/// @return bytes; or -1 with errno
///   - EACCES  the manifest does not have "CertStore"
///   - EAGAIN  the store is not ready
///
/// Capability: CertStore.
ssize_t CertStore_GetAvailableSpace(void);

/// Tells whom a certificate is for.
///
/// @param identifier      name in the store
/// @param outSubjectName  receives the subject, on one line
/// @return 0; or -1 with errno
///   - EFAULT  an argument is NULL
///   - EACCES  the manifest does not have "CertStore"
///   - EAGAIN  the store is not ready
///   - ENOENT  there is no such certificate
///   - EINVAL  the certificate cannot be read
///
/// Capability: CertStore.
static inline int CertStore_GetCertificateSubjectName(const char* identifier,
                                                      struct CertStore_SubjectName* outSubjectName);

/// Tells who issued a certificate.
///
/// @param identifier     name in the store
/// @param outIssuerName  receives the issuer, on one line
/// @return as CertStore_GetCertificateSubjectName
///
/// Capability: CertStore.
static inline int CertStore_GetCertificateIssuerName(const char* identifier,
                                                     struct CertStore_IssuerName* outIssuerName);

/// Tells from when on a certificate is valid.
///
/// @param identifier    name in the store
/// @param outNotBefore  receives the time, UTC; tm_wday, tm_yday and tm_isdst are not set
/// @return as CertStore_GetCertificateSubjectName
///
/// Capability: CertStore.
static inline int CertStore_GetCertificateNotBefore(const char* identifier,
                                                    struct tm* outNotBefore);

/// Tells until when a certificate is valid.
///
/// @param identifier   name in the store
/// @param outNotAfter  receives the time, UTC; tm_wday, tm_yday and tm_isdst are not set
/// @return as CertStore_GetCertificateSubjectName
///
/// Capability: CertStore.
static inline int CertStore_GetCertificateNotAfter(const char* identifier, struct tm* outNotAfter);

/// Renames a certificate, in one step. What had the new name before is gone.
///
/// @param sourceIdentifier  its name
/// @param destIdentifier    its new name
/// @return 0; or -1 with errno
///   - EFAULT  an argument is NULL
///   - ERANGE  an identifier is too long
///   - EINVAL  a character that identifiers do not have
///   - EACCES  the manifest does not have "CertStore"
///   - EAGAIN  the store is not ready
///   - ENOENT  there is no certificate of the first name
///
/// Capability: CertStore.
int CertStore_MoveCertificate(const char* sourceIdentifier, const char* destIdentifier);

#ifdef __cplusplus
}
#endif

#include <applibs/certstore_internal.h>
