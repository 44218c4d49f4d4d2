// Certificates, device authentication and update events through the C++ layer.

#include "check.hpp"
#include "pem.h"

#include <applibs/certstore.hpp>

#include <cerrno>
#include <string_view>

namespace certstore = applibs::certstore;

namespace
{

void certStoreCase()
{
    CHECK(certstore::installRootCaCertificate("root", PEM_ROOT_CERTIFICATE));
    CHECK(certstore::installClientCertificate("client", PEM_EC_CERTIFICATE, PEM_EC_KEY));
    CHECK(certstore::installClientCertificate("client", PEM_EC_CERTIFICATE, PEM_EC_KEY_ENCRYPTED,
                                              "secret"));
    CHECK_ERROR(certstore::installClientCertificate("client", PEM_EC_CERTIFICATE, PEM_OTHER_EC_KEY),
                EINVAL);
    CHECK_ERROR(certstore::installRootCaCertificate("a b", PEM_ROOT_CERTIFICATE), EINVAL);
    CHECK(certstore::certificateCount().valueOr(0) == 2);
    CHECK(!certstore::certificateIdentifierAt(1).valueOr("").empty());
    CHECK_ERROR(certstore::certificateIdentifierAt(2), ERANGE);
    CHECK(certstore::availableSpace().valueOr(0) < 24'576);
    CHECK(certstore::subjectName("client").valueOr("") == "/C=CH/O=Example/CN=client");
    CHECK(certstore::issuerName("root").valueOr("") == "/CN=root/O=Example");
    const auto notBefore = certstore::notBefore("root");
    CHECK(notBefore && notBefore->tm_year == 120 && notBefore->tm_sec == 56);
    const auto notAfter = certstore::notAfter("root");
    CHECK(notAfter && notAfter->tm_year == 199);
    CHECK_ERROR(certstore::subjectName("none"), ENOENT);
    CHECK_ERROR(certstore::issuerName("none"), ENOENT);
    CHECK_ERROR(certstore::notBefore("none"), ENOENT);
    CHECK_ERROR(certstore::notAfter("none"), ENOENT);
    CHECK(certstore::moveCertificate("client", "root"));
    CHECK_ERROR(certstore::moveCertificate("client", "root"), ENOENT);
    CHECK(certstore::deleteCertificate("root"));
    CHECK_ERROR(certstore::deleteCertificate("root"), ENOENT);
}

} // namespace

extern "C" const struct conformance_case cpp_security_cases[] = {
    {"c++: certstore", certStoreCase},
    {nullptr, nullptr},
};
