/* The store is empty when they begin and when they end. */

#include "check.h"
#include "pem.h"

#include <applibs/certstore.h>

#define TEXT(text) (text), sizeof(text) - 1

static int install_client(const char* id)
{
    return CertStore_InstallClientCertificate(id, TEXT(PEM_EC_CERTIFICATE), TEXT(PEM_EC_KEY), NULL);
}

static int install_root(const char* id)
{
    return CertStore_InstallRootCACertificate(id, TEXT(PEM_ROOT_CERTIFICATE));
}

static void installed_listed_deleted(void)
{
    CertStore_Identifier id;
    const ssize_t free_before = CertStore_GetAvailableSpace();
    CHECK(free_before == 24576);
    CHECK(CertStore_GetCertificateCount() == 0);
    CHECK_FAILS(CertStore_GetCertificateIdentifierAt(0, &id), ERANGE);
    CHECK_SUCCEEDS(install_client("client"));
    CHECK_SUCCEEDS(install_root("Root.CA-1_x.yz16"));
    CHECK(CertStore_GetCertificateCount() == 2);
    CHECK(CertStore_GetAvailableSpace() ==
          free_before - (ssize_t)(sizeof PEM_EC_CERTIFICATE - 1 + sizeof PEM_EC_KEY - 1 +
                                  sizeof PEM_ROOT_CERTIFICATE - 1));
    bool found[2] = {false, false};
    for (size_t i = 0; i < 2; ++i) {
        CHECK_SUCCEEDS(CertStore_GetCertificateIdentifierAt(i, &id));
        found[0] = found[0] || strcmp(id.identifier, "client") == 0;
        found[1] = found[1] || strcmp(id.identifier, "Root.CA-1_x.yz16") == 0;
    }
    CHECK(found[0] && found[1]);
    CHECK_FAILS(CertStore_GetCertificateIdentifierAt(2, &id), ERANGE);
    CHECK_FAILS(CertStore_GetCertificateIdentifierAt(0, NULL), EFAULT);
    CHECK_SUCCEEDS(CertStore_DeleteCertificate("client"));
    CHECK_FAILS(CertStore_DeleteCertificate("client"), ENOENT);
    CHECK_FAILS(CertStore_DeleteCertificate("longer than any is"), ENOENT);
    CHECK_FAILS(CertStore_DeleteCertificate(""), ENOENT);
    CHECK_FAILS(CertStore_DeleteCertificate(NULL), EFAULT);
    CHECK_SUCCEEDS(CertStore_DeleteCertificate("Root.CA-1_x.yz16"));
    CHECK(CertStore_GetAvailableSpace() == free_before);
}

static void what_a_certificate_says(void)
{
    struct CertStore_SubjectName subject;
    struct CertStore_IssuerName issuer;
    struct tm time;
    CHECK(install_root("root") == 0);
    CHECK_SUCCEEDS(CertStore_GetCertificateSubjectName("root", &subject));
    CHECK(strcmp(subject.name, "/CN=root/O=Example") == 0);
    CHECK_SUCCEEDS(CertStore_GetCertificateIssuerName("root", &issuer));
    CHECK(strcmp(issuer.name, subject.name) == 0);
    CHECK_SUCCEEDS(CertStore_GetCertificateNotBefore("root", &time));
    CHECK(time.tm_year == 120 && time.tm_mon == 1 && time.tm_mday == 29 && time.tm_hour == 12 &&
          time.tm_min == 34 && time.tm_sec == 56);
    CHECK_SUCCEEDS(CertStore_GetCertificateNotAfter("root", &time));
    CHECK(time.tm_year == 199 && time.tm_mon == 11 && time.tm_mday == 31 && time.tm_hour == 23);
    CHECK(CertStore_InstallRootCACertificate("long", TEXT(PEM_LONG_NAME_CERTIFICATE)) == 0);
    CHECK_SUCCEEDS(CertStore_GetCertificateSubjectName("long", &subject));
    CHECK(strlen(subject.name) == CERTSTORE_SUBJECTNAME_MAX_LENGTH);
    CHECK(CertStore_DeleteCertificate("long") == 0);

    CHECK_FAILS(CertStore_GetCertificateSubjectName("none", &subject), ENOENT);
    CHECK_FAILS(CertStore_GetCertificateIssuerName("none", &issuer), ENOENT);
    CHECK_FAILS(CertStore_GetCertificateNotBefore("none", &time), ENOENT);
    CHECK_FAILS(CertStore_GetCertificateNotAfter("longer than any is", &time), ENOENT);
    CHECK_FAILS(CertStore_GetCertificateSubjectName(NULL, &subject), EFAULT);
    CHECK_FAILS(CertStore_GetCertificateSubjectName("root", NULL), EFAULT);
    CHECK_FAILS(CertStore_GetCertificateIssuerName("root", NULL), EFAULT);
    CHECK_FAILS(CertStore_GetCertificateNotBefore("root", NULL), EFAULT);
    CHECK_FAILS(CertStore_GetCertificateNotAfter("root", NULL), EFAULT);
    CHECK_FAILS(z__CertStore_GetCertificateInfo("root", (enum z__CertInfoField)5, &time, 301),
                EINVAL);
    CHECK_FAILS(
        z__CertStore_GetCertificateInfo("root", z__CertInfo_NotAfter, &time, sizeof time - 1),
        EINVAL);
    CHECK(CertStore_DeleteCertificate("root") == 0);
}

static void a_certificate_that_is_damaged(void)
{
    struct CertStore_SubjectName subject;
    struct CertStore_IssuerName issuer;
    struct tm time;
    CHECK_FAILS(CertStore_GetCertificateSubjectName("damaged", &subject), EINVAL);
    CHECK_FAILS(CertStore_GetCertificateIssuerName("damaged", &issuer), EINVAL);
    CHECK_FAILS(CertStore_GetCertificateNotBefore("damaged", &time), EINVAL);
    CHECK_FAILS(CertStore_GetCertificateNotAfter("damaged", &time), EINVAL);
    CHECK(CertStore_DeleteCertificate("damaged") == 0);
}

static void renaming(void)
{
    struct CertStore_SubjectName subject;
    CHECK(install_client("new") == 0);
    CHECK(install_root("current") == 0);
    CHECK_SUCCEEDS(CertStore_MoveCertificate("new", "current"));
    CHECK(CertStore_GetCertificateCount() == 1);
    CHECK(CertStore_GetCertificateSubjectName("current", &subject) == 0);
    CHECK(strcmp(subject.name, "/C=CH/O=Example/CN=client") == 0);
    CHECK_SUCCEEDS(CertStore_MoveCertificate("current", "elsewhere"));
    CHECK_FAILS(CertStore_MoveCertificate("current", "elsewhere"), ENOENT);
    CHECK_FAILS(CertStore_MoveCertificate(NULL, "x"), EFAULT);
    CHECK_FAILS(CertStore_MoveCertificate("x", NULL), EFAULT);
    CHECK_FAILS(CertStore_MoveCertificate("x", "12345678901234567"), ERANGE);
    CHECK_FAILS(CertStore_MoveCertificate("12345678901234567", "x"), ERANGE);
    CHECK_FAILS(CertStore_MoveCertificate("a b", "x"), EINVAL);
    CHECK_FAILS(CertStore_MoveCertificate("x", ""), EINVAL);
    CHECK(CertStore_DeleteCertificate("elsewhere") == 0);
}

static void client_certificates(void)
{
    static char large[CERTSTORE_MAX_CERT_SIZE + 1];
    static char password[CERTSTORE_MAX_PRIVATE_KEY_PASSWORD_LENGTH + 2];
    memset(large, 'x', sizeof large);
    memset(password, 'x', sizeof password - 1);

    CHECK_SUCCEEDS(CertStore_InstallClientCertificate("a", TEXT(PEM_EC_CERTIFICATE),
                                                      TEXT(PEM_EC_KEY_ENCRYPTED), "secret"));
    CHECK_SUCCEEDS(CertStore_InstallClientCertificate("a", TEXT(PEM_RSA_CERTIFICATE),
                                                      TEXT(PEM_RSA_KEY_ENCRYPTED), "secret"));
    CHECK_SUCCEEDS(CertStore_InstallClientCertificate("a", TEXT(PEM_RSA_CERTIFICATE),
                                                      TEXT(PEM_RSA_KEY), NULL));
    CHECK(CertStore_GetCertificateCount() == 1);
    CHECK(CertStore_DeleteCertificate("a") == 0);

    CHECK_FAILS(
        CertStore_InstallClientCertificate(NULL, TEXT(PEM_EC_CERTIFICATE), TEXT(PEM_EC_KEY), NULL),
        EFAULT);
    CHECK_FAILS(CertStore_InstallClientCertificate("a", NULL, 10, TEXT(PEM_EC_KEY), NULL), EFAULT);
    CHECK_FAILS(CertStore_InstallClientCertificate("a", TEXT(PEM_EC_CERTIFICATE), NULL, 10, NULL),
                EFAULT);
    CHECK_FAILS(
        CertStore_InstallClientCertificate("a", PEM_EC_CERTIFICATE, 0, TEXT(PEM_EC_KEY), NULL),
        ERANGE);
    CHECK_FAILS(
        CertStore_InstallClientCertificate("a", large, sizeof large, TEXT(PEM_EC_KEY), NULL),
        ERANGE);
    CHECK_FAILS(
        CertStore_InstallClientCertificate("a", TEXT(PEM_EC_CERTIFICATE), PEM_EC_KEY, 0, NULL),
        ERANGE);
    CHECK_FAILS(CertStore_InstallClientCertificate("a", TEXT(PEM_EC_CERTIFICATE), large,
                                                   sizeof large, NULL),
                ERANGE);
    CHECK_FAILS(CertStore_InstallClientCertificate("a", TEXT(PEM_EC_CERTIFICATE),
                                                   TEXT(PEM_EC_KEY_ENCRYPTED), password),
                ERANGE);
    CHECK_FAILS(CertStore_InstallClientCertificate("12345678901234567", TEXT(PEM_EC_CERTIFICATE),
                                                   TEXT(PEM_EC_KEY), NULL),
                ERANGE);
    CHECK_FAILS(install_client(""), EINVAL);
    CHECK_FAILS(install_client("a/b"), EINVAL);
    CHECK_FAILS(CertStore_InstallClientCertificate("a", large, sizeof large - 1, large,
                                                   sizeof large - 1, password + 1),
                EINVAL); /* the largest of everything, and no PEM */
    CHECK_FAILS(CertStore_InstallClientCertificate("a", TEXT(PEM_EC_CERTIFICATE), TEXT(PEM_EC_KEY),
                                                   "needless"),
                EINVAL);
    CHECK_FAILS(CertStore_InstallClientCertificate("a", TEXT(PEM_EC_CERTIFICATE),
                                                   TEXT(PEM_EC_KEY_ENCRYPTED), "wrong"),
                EINVAL);
    CHECK_FAILS(CertStore_InstallClientCertificate("a", TEXT(PEM_EC_CERTIFICATE),
                                                   TEXT(PEM_OTHER_EC_KEY), NULL),
                EINVAL);
    CHECK(CertStore_GetCertificateCount() == 0);
}

static void root_certificates(void)
{
    static char large[CERTSTORE_MAX_CERT_SIZE + 1];
    memset(large, '\n', sizeof large);
    memcpy(large, TEXT(PEM_ROOT_CERTIFICATE));
    CHECK_FAILS(CertStore_InstallRootCACertificate(NULL, TEXT(PEM_ROOT_CERTIFICATE)), EFAULT);
    CHECK_FAILS(CertStore_InstallRootCACertificate("a", NULL, 10), EFAULT);
    CHECK_FAILS(CertStore_InstallRootCACertificate("a", PEM_ROOT_CERTIFICATE, 0), ERANGE);
    CHECK_FAILS(CertStore_InstallRootCACertificate("a", large, sizeof large), ERANGE);
    CHECK_FAILS(CertStore_InstallRootCACertificate("12345678901234567", TEXT(PEM_ROOT_CERTIFICATE)),
                ERANGE);
    CHECK_FAILS(install_root("a b"), EINVAL);
    CHECK_FAILS(CertStore_InstallRootCACertificate("a", TEXT("no certificate")), EINVAL);

    /* Three of the largest fill the store. */
    for (const char* id = "abc"; *id != '\0'; ++id) {
        const char name[2] = {*id, '\0'};
        CHECK_SUCCEEDS(CertStore_InstallRootCACertificate(name, large, sizeof large - 1));
    }
    CHECK(CertStore_GetAvailableSpace() == 0);
    CHECK_FAILS(install_root("d"), ENOSPC);
    CHECK_FAILS(install_client("d"), ENOSPC);
    CHECK_SUCCEEDS(install_root("a")); /* replaces */
    CHECK_SUCCEEDS(install_root("d"));
    CHECK(CertStore_GetCertificateCount() == 4);
    for (const char* id = "abcd"; *id != '\0'; ++id) {
        const char name[2] = {*id, '\0'};
        CHECK(CertStore_DeleteCertificate(name) == 0);
    }
}

const struct conformance_case certstore_cases[] = {
    {"certstore: a damaged certificate tells nothing", a_certificate_that_is_damaged},
    {"certstore: installed, listed, deleted", installed_listed_deleted},
    {"certstore: names and times", what_a_certificate_says},
    {"certstore: moving", renaming},
    {"certstore: client certificates and their keys", client_certificates},
    {"certstore: root certificates, until the store is full", root_certificates},
    {NULL, NULL},
};

/* An app whose device is not ready yet. */
static void the_store_is_not_ready(void)
{
    CertStore_Identifier id;
    struct CertStore_SubjectName subject;
    CHECK_FAILS(install_client("a"), EAGAIN);
    CHECK_FAILS(install_root("a"), EAGAIN);
    CHECK_FAILS(CertStore_DeleteCertificate("a"), EAGAIN);
    CHECK_FAILS(CertStore_GetCertificateCount(), EAGAIN);
    CHECK_FAILS(CertStore_GetCertificateIdentifierAt(0, &id), EAGAIN);
    CHECK_FAILS(CertStore_GetAvailableSpace(), EAGAIN);
    CHECK_FAILS(CertStore_GetCertificateSubjectName("a", &subject), EAGAIN);
    CHECK_FAILS(CertStore_MoveCertificate("a", "b"), EAGAIN);
}

const struct conformance_case certstore_early_cases[] = {
    {"certstore: while the store is not ready", the_store_is_not_ready},
    {NULL, NULL},
};
