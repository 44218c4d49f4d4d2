// Types and limits of applibs/certstore.h, which applibs/wificonfig.h shares.
#pragma once

#ifdef __cplusplus
extern "C" {
#endif

/// Longest certificate or private key, bytes.
#define CERTSTORE_MAX_CERT_SIZE 8192

/// Longest password of a private key, without the NUL.
#define CERTSTORE_MAX_PRIVATE_KEY_PASSWORD_LENGTH 256

/// Longest identifier, without the NUL.
#define CERTSTORE_MAX_IDENTIFIER_LENGTH 16

/// Longest names in a certificate, without the NUL.
#define CERTSTORE_SUBJECTNAME_MAX_LENGTH 300
#define CERTSTORE_ISSUERNAME_MAX_LENGTH 300

/// Name of a certificate in the store: 1 to 16 letters, digits, dots, hyphens and underscores.
typedef struct CertStore_Identifier {
    char identifier[CERTSTORE_MAX_IDENTIFIER_LENGTH + 1]; ///< ends with a NUL
} CertStore_Identifier;

/// Whom a certificate is for.
typedef struct CertStore_SubjectName {
    char name[CERTSTORE_SUBJECTNAME_MAX_LENGTH + 1]; ///< one line, ends with a NUL
} CertStore_SubjectName;

/// Who issued a certificate.
typedef struct CertStore_IssuerName {
    char name[CERTSTORE_ISSUERNAME_MAX_LENGTH + 1]; ///< one line, ends with a NUL
} CertStore_IssuerName;

#ifdef __cplusplus
}
#endif
