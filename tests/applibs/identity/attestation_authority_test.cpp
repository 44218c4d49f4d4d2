#include "world.hpp"

#include "perisphere/certificates/openssl_handles.hpp"

#include <openssl/pem.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <ctime>

namespace perisphere::attestation_authority_test
{

using namespace perisphere::identity;
using namespace std::chrono_literals;
using certificates::Freer;
using certificates::X509Ptr;
using test::kTenant;
using test::World;

namespace
{

using StorePtr = std::unique_ptr<X509_STORE, Freer<X509_STORE, X509_STORE_free>>;
using CrlPtr = std::unique_ptr<X509_CRL, Freer<X509_CRL, X509_CRL_free>>;
using ContextPtr = std::unique_ptr<X509_STORE_CTX, Freer<X509_STORE_CTX, X509_STORE_CTX_free>>;

X509Ptr certificateOf(const std::string& pem)
{
    X509Ptr certificate(
        PEM_read_bio_X509(certificates::readFrom(pem).get(), nullptr, nullptr, nullptr));
    REQUIRE(certificate);
    return certificate;
}

/// As a server that trusts the root verifies a client at an instant. X509_V_OK or why not.
int verify(const std::string& leaf, const std::string& intermediate, const std::string& root,
           std::int64_t at, const std::string& revocationList = {})
{
    const StorePtr store(X509_STORE_new());
    const X509Ptr rootCertificate = certificateOf(root);
    const X509Ptr intermediateCertificate = certificateOf(intermediate);
    const X509Ptr leafCertificate = certificateOf(leaf);
    REQUIRE(X509_STORE_add_cert(store.get(), rootCertificate.get()) == 1);
    if (!revocationList.empty()) {
        const CrlPtr list(PEM_read_bio_X509_CRL(certificates::readFrom(revocationList).get(),
                                                nullptr, nullptr, nullptr));
        REQUIRE(list);
        REQUIRE(X509_STORE_add_crl(store.get(), list.get()) == 1);
        X509_STORE_set_flags(store.get(), X509_V_FLAG_CRL_CHECK);
    }
    STACK_OF(X509)* const chain = sk_X509_new_null();
    sk_X509_push(chain, intermediateCertificate.get());
    const ContextPtr context(X509_STORE_CTX_new());
    REQUIRE(X509_STORE_CTX_init(context.get(), store.get(), leafCertificate.get(), chain) == 1);
    X509_STORE_CTX_set_time(context.get(), 0, static_cast<std::time_t>(at));
    X509_STORE_CTX_set_purpose(context.get(), X509_PURPOSE_SSL_CLIENT);
    X509_verify_cert(context.get());
    const int error = X509_STORE_CTX_get_error(context.get());
    sk_X509_free(chain);
    return error;
}

int verify(World& world, const std::string& chain, std::int64_t at,
           const std::string& revocationList = {})
{
    return verify(chain, world.authority->intermediateCertificate(kTenant).value(),
                  world.authority->rootCertificate(kTenant).value(), at, revocationList);
}

} // namespace

TEST_CASE_METHOD(World, "evidence that holds gives a client certificate of the device for a day")
{
    const auto issued = authority->attest(evidence());
    REQUIRE(issued);
    CHECK(issued->notAfter == time() + 86'400);
    const X509Ptr leaf = certificateOf(issued->chain);
    char name[200] = {};
    X509_NAME_oneline(X509_get_subject_name(leaf.get()), name, sizeof name);
    CHECK(std::string(name) == "/CN=" + root->deviceId());
    CHECK(verify(*this, issued->chain, time()) == X509_V_OK);
    CHECK(verify(*this, issued->chain, time() + 86'399) == X509_V_OK);
    CHECK(verify(*this, issued->chain, time() + 86'401) == X509_V_ERR_CERT_HAS_EXPIRED);
}

TEST_CASE_METHOD(World, "tenants do not trust each other's devices")
{
    const auto issued = authority->attest(evidence());
    REQUIRE(issued);
    constexpr const char* kOther = "ffffffff-4b5a-4978-8695-a4b3c2d1e0ff";
    CHECK(verify(issued->chain, authority->intermediateCertificate(kTenant).value(),
                 authority->rootCertificate(kOther).value(), time()) != X509_V_OK);
}

TEST_CASE_METHOD(World, "evidence that does not hold is refused")
{
    const auto codeOf = [&](const Evidence& one) { return authority->attest(one).error().code; };
    using E = Evidence;
    CHECK(codeOf(evidence([](E& one) { one.nonce[0] ^= 1U; })) == ErrorCode::Untrusted);
    CHECK(codeOf(evidence({}, [](E& one) { one.counter += 1; })) == ErrorCode::Untrusted);
    CHECK(codeOf(evidence({}, [](E& one) { one.measurement[3] ^= 1U; })) == ErrorCode::Untrusted);
    CHECK(codeOf(evidence({}, [](E& one) { one.signature.back() ^= 1U; })) == ErrorCode::Untrusted);
    CHECK(codeOf(evidence({}, [](E& one) { one.signature.clear(); })) == ErrorCode::Untrusted);
    CHECK(codeOf(evidence([](E& one) { one.publicKey.push_back(0); })) == ErrorCode::Untrusted);
    CHECK(codeOf(evidence([](E& one) { one.publicKey.clear(); })) == ErrorCode::Untrusted);
    CHECK(codeOf(evidence([](E& one) { one.tenant = "../../etc"; })) == ErrorCode::InvalidArgument);
    CHECK(authority->attest(evidence()));
    CHECK(codeOf(evidence([](E& one) { one.counter = 1; })) == ErrorCode::Untrusted);
}

TEST_CASE_METHOD(World, "evidence counts once, over the authority's restarts too")
{
    const Evidence once = evidence();
    REQUIRE(authority->attest(once));
    CHECK(authority->attest(once).error().code == ErrorCode::Untrusted);
    const Evidence late = evidence([](Evidence& one) { one.counter = 1; });
    openAuthority();
    CHECK(authority->attest(late).error().code == ErrorCode::Untrusted);
    CHECK(authority->attest(evidence()));
}

TEST_CASE_METHOD(World, "a barred device loses its certificates and gets no more until admitted")
{
    const auto issued = authority->attest(evidence());
    REQUIRE(issued);
    CHECK(verify(*this, issued->chain, time(), authority->revocationList(kTenant).value()) ==
          X509_V_OK);
    REQUIRE(authority->bar(root->deviceId()));
    CHECK(authority->attest(evidence()).error().code == ErrorCode::PermissionDenied);
    openAuthority();
    CHECK(verify(*this, issued->chain, time(), authority->revocationList(kTenant).value()) ==
          X509_V_ERR_CERT_REVOKED);
    REQUIRE(authority->admit(root->deviceId()));
    const auto again = authority->attest(evidence());
    REQUIRE(again);
    CHECK(verify(*this, again->chain, time(), authority->revocationList(kTenant).value()) ==
          X509_V_OK);
}

TEST_CASE("a seeded authority has the same keys each time")
{
    const test::TemporaryDirectory folder;
    std::vector<std::vector<std::uint8_t>> keys;
    for (const char* name : {"a", "b"}) {
        auto authority = AttestationAuthority::open(
            folder / name, {.seed = "seed", .time = [] { return test::kStart; }});
        REQUIRE(authority);
        const X509Ptr root = certificateOf((*authority)->rootCertificate(kTenant).value());
        unsigned char* bytes = nullptr;
        const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(root.get()), &bytes);
        keys.emplace_back(bytes, bytes + size);
        OPENSSL_free(bytes);
    }
    CHECK(keys[0] == keys[1]);
}

} // namespace perisphere::attestation_authority_test
