#include "perisphere/identity/device_certificate.hpp"

#include "certificate_builder.hpp"
#include "perisphere/identity/file_root_of_trust.hpp"
#include "temporary_directory.hpp"

#include <catch2/catch.hpp>
#include <openssl/pem.h>

namespace perisphere::device_certificate_test
{

using namespace perisphere::identity;

namespace
{

constexpr std::int64_t kNow = 1'700'000'000;
constexpr std::int64_t kYear = 365LL * 86'400;

/// An authority as a maker of devices has one, with a certificate for the device of a folder.
struct Maker {
    test::TemporaryDirectory folder;
    std::unique_ptr<FileRootOfTrust> device = FileRootOfTrust::open(folder / "device").value();
    PkeyPtr rootKey = makeKey(std::nullopt, "").value();
    X509Ptr root = certificate(CertificateRole::Root, "maker", *rootKey, nullptr, *rootKey);
    PkeyPtr betweenKey = makeKey(std::nullopt, "").value();
    X509Ptr between =
        certificate(CertificateRole::Intermediate, "line", *betweenKey, root.get(), *rootKey);

    static X509Ptr certificate(CertificateRole role, const std::string& name, EVP_PKEY& key,
                               X509* issuer, EVP_PKEY& issuerKey, std::int64_t end = kNow + kYear)
    {
        return buildCertificate({.role = role,
                                 .commonName = name,
                                 .organisation = {},
                                 .serial = 7,
                                 .notBefore = kNow,
                                 .notAfter = end},
                                key, issuer, issuerKey)
            .value();
    }
    [[nodiscard]] PkeyPtr deviceKey() const
    {
        const auto der = device->publicKey();
        const unsigned char* at = der.data();
        return PkeyPtr(d2i_PUBKEY(nullptr, &at, static_cast<long>(der.size())));
    }
    [[nodiscard]] std::string leaf(std::int64_t end = kNow + kYear) const
    {
        const PkeyPtr key = deviceKey();
        return pemOfCertificate(*certificate(CertificateRole::Client, "device", *key, between.get(),
                                             *betweenKey, end))
            .value();
    }
    [[nodiscard]] std::string pem(X509& one) const { return pemOfCertificate(one).value(); }
    [[nodiscard]] Result<ChainFacts> read(const std::string& text) const
    {
        return readChain(text, "chain.pem", device->publicKey(), kNow);
    }
};

ErrorCode codeOf(const Result<ChainFacts>& facts)
{
    REQUIRE_FALSE(facts);
    CHECK(facts.error().where.file == "chain.pem");
    CHECK_FALSE(facts.error().advice.empty());
    return facts.error().code;
}

} // namespace

TEST_CASE("a device's own certificate is one that it takes, and has no end")
{
    const Maker maker;
    const auto own = makeOwnCertificate(*maker.device, maker.device->deviceId(), kNow);
    REQUIRE(own);
    const auto facts = maker.read(*own);
    REQUIRE(facts);
    CHECK(facts->certificates == 1);
    CHECK(facts->subject == "CN = " + maker.device->deviceId());
    CHECK(facts->issuer == facts->subject);
    CHECK(facts->chain == *own);
    CHECK(facts->notAfter == 253'402'300'799);
}

TEST_CASE("a request is signed by the device's key")
{
    const Maker maker;
    const auto text = makeCertificateRequest(*maker.device, "device 7");
    REQUIRE(text);
    X509_REQ* const request =
        PEM_read_bio_X509_REQ(certificates::readFrom(*text).get(), nullptr, nullptr, nullptr);
    REQUIRE(request != nullptr);
    const PkeyPtr key = maker.deviceKey();
    CHECK(X509_REQ_verify(request, key.get()) == 1);
    X509_REQ_free(request);
}

TEST_CASE("a chain of the maker's is taken, without what is between its certificates")
{
    const Maker maker;
    const std::string leaf = maker.leaf();
    const auto facts = maker.read("about the device\n" + leaf + "and its line\n" +
                                  maker.pem(*maker.between) + maker.pem(*maker.root));
    REQUIRE(facts);
    CHECK(facts->certificates == 3);
    CHECK(facts->chain == leaf + maker.pem(*maker.between) + maker.pem(*maker.root));
    CHECK(maker.read(leaf)); // whoever is asked may know the rest
}

TEST_CASE("a chain that the device could not use is refused, with what to do")
{
    const Maker maker;
    const Maker other;
    const std::string leaf = maker.leaf();
    CHECK(codeOf(maker.read("")) == ErrorCode::Corrupt);
    CHECK(codeOf(maker.read("no certificate")) == ErrorCode::Corrupt);
    CHECK(codeOf(maker.read(other.leaf())) == ErrorCode::Untrusted);
    CHECK(codeOf(maker.read(maker.pem(*maker.between) + leaf)) == ErrorCode::Untrusted);
    CHECK(codeOf(maker.read(leaf + maker.pem(*maker.root))) == ErrorCode::Untrusted);
    CHECK(codeOf(maker.read(leaf + other.pem(*other.between))) == ErrorCode::Untrusted);
    CHECK(codeOf(maker.read(maker.leaf(kNow))) == ErrorCode::Untrusted);
    CHECK(codeOf(maker.read(leaf + "-----BEGIN EC PRIVATE KEY-----")) == ErrorCode::Invalid);
    CHECK(codeOf(maker.read(leaf + std::string(65'536, ' '))) == ErrorCode::LimitExceeded);
    std::string many;
    for (int i = 0; i < 9; ++i)
        many += leaf;
    CHECK(codeOf(maker.read(many)) == ErrorCode::LimitExceeded);
    CHECK(
        codeOf(maker.read(leaf + "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")) ==
        ErrorCode::Corrupt);
}

TEST_CASE("a certificate that was changed is refused, wherever that was")
{
    const Maker maker;
    const std::string leaf = maker.leaf();
    const X509Ptr certificate(
        PEM_read_bio_X509(certificates::readFrom(leaf).get(), nullptr, nullptr, nullptr));
    unsigned char* bytes = nullptr;
    const int size = i2d_X509(certificate.get(), &bytes);
    REQUIRE(size > 0);
    int looked = 0;
    int taken = 0;
    for (int i = 0; i < size; ++i) {
        std::vector<unsigned char> changed(bytes, bytes + size);
        changed[static_cast<std::size_t>(i)] ^= 1U;
        const unsigned char* at = changed.data();
        const X509Ptr parsed(d2i_X509(nullptr, &at, size));
        if (const auto pem =
                parsed ? pemOfCertificate(*parsed) : Result<std::string>(std::string())) {
            ++looked;
            taken += maker.read(*pem + maker.pem(*maker.between)) ? 1 : 0;
        }
        ERR_clear_error();
    }
    OPENSSL_free(bytes);
    CHECK(looked > size / 2);
    CHECK(taken == 0);
}

} // namespace perisphere::device_certificate_test
