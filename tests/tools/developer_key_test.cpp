#include "support/developer_key.hpp"
#include "test_services.hpp"

#include <catch2/catch.hpp>

#include <sys/stat.h>

namespace perisphere::developer_key_test
{

using namespace perisphere::tools;
using Catch::Contains;

namespace
{

unsigned modeOf(const std::string& path)
{
    struct ::stat status {
    };
    REQUIRE(::stat(path.c_str(), &status) == 0);
    return status.st_mode & 07777U;
}

const std::string kKeyFile = "home/.config/perisphere/developer.key.pem";
const std::string kCertificateFile = "home/.config/perisphere/developer.certificate.pem";

} // namespace

TEST_CASE("the developer key is made once, for its owner alone, and its place is told once")
{
    test::TestServices test;
    const auto first = loadSigningKey({}, test.services);
    REQUIRE(first);
    CHECK(test.err.str() ==
          "note: made a developer key, to sign packages with: \"" + test.path(kKeyFile) + "\"\n");
    CHECK(test.out.str().empty());
    CHECK(modeOf(test.path("home/.config/perisphere")) == 0700);
    CHECK(modeOf(test.path(kKeyFile)) == 0600);
    CHECK(modeOf(test.path(kCertificateFile)) == 0644);

    test.err.str({});
    const auto second = loadSigningKey({}, test.services);
    REQUIRE(second);
    CHECK(second->thumbprint() == first->thumbprint());
    CHECK(test.err.str().empty());
}

TEST_CASE("the certificate's file holds no key")
{
    test::TestServices test;
    REQUIRE(loadSigningKey({}, test.services));
    CHECK_THAT(test.read(kCertificateFile), Contains("BEGIN CERTIFICATE"));
    CHECK_THAT(test.read(kCertificateFile), !Contains("PRIVATE KEY"));
    CHECK_THAT(test.read(kKeyFile), Contains("PRIVATE KEY"));
}

TEST_CASE("a lost certificate file comes back with the same certificate")
{
    test::TestServices test;
    REQUIRE(loadSigningKey({}, test.services));
    const std::string before = test.read(kCertificateFile);
    std::filesystem::remove(test.path(kCertificateFile));
    REQUIRE(loadSigningKey({}, test.services));
    CHECK(test.read(kCertificateFile) == before);
    CHECK(developerCertificate(test.services)->text == before);
}

TEST_CASE("an absolute XDG_CONFIG_HOME is the place, a relative one does not count")
{
    test::TestServices test;
    test.variables["XDG_CONFIG_HOME"] = test.path("config");
    REQUIRE(loadSigningKey({}, test.services));
    CHECK(std::filesystem::exists(test.path("config/perisphere/developer.key.pem")));
    test.variables["XDG_CONFIG_HOME"] = "config";
    REQUIRE(loadSigningKey({}, test.services));
    CHECK(std::filesystem::exists(test.path(kKeyFile)));
}

TEST_CASE("a developer key that others may use is refused with what to run")
{
    test::TestServices test;
    REQUIRE(loadSigningKey({}, test.services));
    for (const ::mode_t mode : {0640U, 0604U, 0660U, 0601U}) {
        REQUIRE(::chmod(test.path(kKeyFile).c_str(), mode) == 0);
        const auto key = loadSigningKey({}, test.services);
        REQUIRE_FALSE(key);
        CHECK(key.error().code == ErrorCode::PermissionDenied);
        CHECK(key.error().advice == "run: chmod 600 '" + test.path(kKeyFile) + "'");
    }
}

TEST_CASE("without a home there is no place for a key, and the message says what to set")
{
    test::TestServices test;
    test.variables.clear();
    const auto key = loadSigningKey({}, test.services);
    REQUIRE_FALSE(key);
    CHECK_THAT(key.error().toString(), Contains("HOME or XDG_CONFIG_HOME"));
}

TEST_CASE("a given key is used instead, and no developer key is made")
{
    test::TestServices test;
    const auto made = image::SigningKey::generate("somebody");
    REQUIRE(made);
    KeyOptions options;
    options.key = test.write("k.pem", *made->privateKeyPem());
    options.certificate = test.write("c.pem", *made->certificatePem());
    const auto apart = loadSigningKey(options, test.services);
    REQUIRE(apart);
    CHECK(apart->thumbprint() == made->thumbprint());

    const KeyOptions both{
        .key = test.write("both.pem", *made->privateKeyPem() + *made->certificatePem())};
    const auto together = loadSigningKey(both, test.services);
    REQUIRE(together);
    CHECK(together->thumbprint() == made->thumbprint());
    CHECK_FALSE(std::filesystem::exists(test.path("home")));
}

TEST_CASE("a key that does not fit or cannot be read names its file")
{
    test::TestServices test;
    const auto one = image::SigningKey::generate("one");
    const auto other = image::SigningKey::generate("other");
    KeyOptions options{.key = test.write("k.pem", *one->privateKeyPem()),
                       .certificate = test.write("c.pem", *other->certificatePem())};
    CHECK_THAT(loadSigningKey(options, test.services).error().toString(), Contains("k.pem"));
    options.key = test.path("none.pem");
    CHECK_THAT(loadSigningKey(options, test.services).error().toString(), Contains("none.pem"));
    options.key.reset();
    CHECK_THAT(loadSigningKey(options, test.services).error().toString(), Contains("--key"));
}

TEST_CASE("before the first signature there is no developer certificate to trust")
{
    test::TestServices test;
    const auto certificate = developerCertificate(test.services);
    REQUIRE_FALSE(certificate);
    CHECK(certificate.error().code == ErrorCode::NotFound);
    CHECK_FALSE(std::filesystem::exists(test.path("home")));
}

} // namespace perisphere::developer_key_test
