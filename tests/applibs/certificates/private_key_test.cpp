// Which certificates and keys the store takes.

#include "perisphere/certificates/certificate_store.hpp"

#include "pem.h"
#include "temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cerrno>

namespace perisphere::private_key_test
{

using namespace perisphere::certificates;
using device::ClientCertificate;

namespace
{

/// The errno with its reason; "" for success.
std::string install(const ClientCertificate& client)
{
    const test::TemporaryDirectory folder;
    const auto store = CertificateStore::open(folder.path());
    REQUIRE(store);
    const auto installed = (*store)->installClient("id", client);
    if (installed)
        return {};
    CHECK(installed.error().error == EINVAL);
    return installed.error().reason;
}

std::string withoutLineBreaks(std::string pem)
{
    pem.erase(std::remove(pem.begin(), pem.end(), '\n'), pem.end());
    return pem;
}

bool contains(const std::string& text, const char* part)
{
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("keys of all forms are taken with their certificate")
{
    CHECK(install({PEM_EC_CERTIFICATE, PEM_EC_KEY, {}}).empty());
    CHECK(install({PEM_EC_CERTIFICATE, PEM_EC_KEY_ENCRYPTED, "secret"}).empty());
    CHECK(install({PEM_RSA_CERTIFICATE, PEM_RSA_KEY, {}}).empty());
    CHECK(install({PEM_RSA_CERTIFICATE, PEM_RSA_KEY_ENCRYPTED, "secret"}).empty());
    CHECK(install({PEM_EC_CERTIFICATE,
                   "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC "
                   "PARAMETERS-----\n" PEM_EC_KEY,
                   {}})
              .empty());
}

TEST_CASE("PEM without line breaks, with text around it and with a chain behind it is taken")
{
    CHECK(install({withoutLineBreaks(PEM_EC_CERTIFICATE), withoutLineBreaks(PEM_EC_KEY), {}})
              .empty());
    CHECK(install({"our device\r\n" PEM_EC_CERTIFICATE PEM_ROOT_CERTIFICATE, "\t" PEM_EC_KEY, {}})
              .empty());
}

TEST_CASE("a password that does not fit the key is refused")
{
    CHECK(contains(install({PEM_EC_CERTIFICATE, PEM_EC_KEY_ENCRYPTED, {}}), "without a password"));
    CHECK(contains(install({PEM_EC_CERTIFICATE, PEM_EC_KEY_ENCRYPTED, "wrong"}),
                   "does not open the private key"));
    CHECK(contains(install({PEM_RSA_CERTIFICATE, PEM_RSA_KEY_ENCRYPTED, "wrong"}),
                   "does not open the private key"));
    CHECK(
        contains(install({PEM_RSA_CERTIFICATE, PEM_RSA_KEY_ENCRYPTED, {}}), "without a password"));
    CHECK(contains(install({PEM_EC_CERTIFICATE, PEM_EC_KEY, "secret"}), "not encrypted"));
    CHECK(contains(install({PEM_EC_CERTIFICATE, PEM_EC_KEY, ""}), "not encrypted"));
}

TEST_CASE("a key of another certificate is refused")
{
    CHECK(contains(install({PEM_EC_CERTIFICATE, PEM_OTHER_EC_KEY, {}}), "not the certificate's"));
    CHECK(contains(install({PEM_EC_CERTIFICATE, PEM_RSA_KEY, {}}), "not the certificate's"));
}

TEST_CASE("what would keep the device busy for long is refused")
{
    CHECK(contains(install({PEM_EC_CERTIFICATE, PEM_SLOW_KEY, "secret"}), "1000000 rounds"));
    CHECK(contains(install({PEM_EC_CERTIFICATE, PEM_SCRYPT_KEY, "secret"}), "PBKDF2"));
}

TEST_CASE("what is no PEM is refused")
{
    CHECK(contains(install({"no certificate", PEM_EC_KEY, {}}), "holds no certificate"));
    CHECK(contains(install({PEM_EC_KEY, PEM_EC_KEY, {}}), "\"EC PRIVATE KEY\""));
    CHECK(contains(install({PEM_EC_CERTIFICATE, PEM_EC_CERTIFICATE, {}}), "no private key"));
    CHECK(contains(install({PEM_EC_CERTIFICATE, "", {}}), "no private key"));
    std::string cut = PEM_EC_CERTIFICATE;
    cut.resize(cut.size() / 2);
    CHECK(contains(install({cut, PEM_EC_KEY, {}}), "holds no certificate"));
    std::string wrong = PEM_EC_CERTIFICATE;
    wrong[40] = '!';
    CHECK_FALSE(install({wrong, PEM_EC_KEY, {}}).empty());
    std::string zeros(100, '\0');
    CHECK_FALSE(install({zeros, zeros, {}}).empty());
}

} // namespace perisphere::private_key_test
