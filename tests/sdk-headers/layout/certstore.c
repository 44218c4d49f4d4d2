#include <applibs/certstore.h>

#include "pins.h"

PIN_VALUE(CERTSTORE_MAX_CERT_SIZE, 8192);
PIN_VALUE(CERTSTORE_MAX_PRIVATE_KEY_PASSWORD_LENGTH, 256);
PIN_VALUE(CERTSTORE_MAX_IDENTIFIER_LENGTH, 16);
PIN_VALUE(CERTSTORE_SUBJECTNAME_MAX_LENGTH, 300);
PIN_VALUE(CERTSTORE_ISSUERNAME_MAX_LENGTH, 300);
PIN_SIZE(CertStore_Identifier, 17, 1);
PIN_OFFSET(struct CertStore_Identifier, identifier, 0);
PIN_SIZE(CertStore_SubjectName, 301, 1);
PIN_OFFSET(struct CertStore_SubjectName, name, 0);
PIN_SIZE(CertStore_IssuerName, 301, 1);
PIN_OFFSET(struct CertStore_IssuerName, name, 0);
PIN_SIZE(enum z__CertInfoField, 4, 4);
PIN_VALUE(z__CertInfo_NotBefore, 1);
PIN_VALUE(z__CertInfo_NotAfter, 2);
PIN_VALUE(z__CertInfo_SubjectName, 3);
PIN_VALUE(z__CertInfo_IssuerName, 4);
PIN_SIZE2(struct tm, 44, 4, 56, 8);
