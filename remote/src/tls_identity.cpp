#include "perisphere/remote/tls_identity.hpp"

#include "openssl.hpp"

#include <fmt/format.h>

#include <utility>

namespace perisphere::remote
{
namespace
{

BioPtr readFrom(std::string_view text)
{
    return BioPtr(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

tl::unexpected<Error> badPem(std::string_view what, std::string_view expected)
{
    return fail(Error{.code = ErrorCode::Invalid,
                      .message = fmt::format("{} is of no use: {}", what, lastReason()),
                      .where = {},
                      .expected = std::string(expected)});
}

Result<> useOwn(SSL_CTX& context, const Credentials& credentials)
{
    const BioPtr text = readFrom(credentials.certificate);
    const X509Ptr own(PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr));
    if (!own || SSL_CTX_use_certificate(&context, own.get()) != 1)
        return badPem("the certificate", "PEM");
    while (X509* const issuer = PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr))
        if (SSL_CTX_add0_chain_cert(&context, issuer) != 1) {
            X509_free(issuer);
            return badPem("the certificate's chain", "PEM");
        }
    ERR_clear_error(); // the text's end
    const PkeyPtr key(
        PEM_read_bio_PrivateKey(readFrom(credentials.privateKey).get(), nullptr, nullptr, nullptr));
    if (!key || SSL_CTX_use_PrivateKey(&context, key.get()) != 1 ||
        SSL_CTX_check_private_key(&context) != 1)
        return badPem("the private key", "PEM, without a password, of the certificate's key");
    return {};
}

Result<> trust(SSL_CTX& context, const std::vector<std::string>& trusted)
{
    X509_STORE* const store = SSL_CTX_get_cert_store(&context);
    std::size_t count = 0;
    for (const std::string& pem : trusted) {
        const BioPtr text = readFrom(pem);
        while (const X509Ptr one{PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr)}) {
            if (X509_STORE_add_cert(store, one.get()) != 1)
                return badPem("a trusted certificate", "PEM");
            ++count;
        }
        ERR_clear_error();
    }
    if (count == 0)
        return fail(ErrorCode::Invalid, "no certificate is trusted: nobody could connect");
    // One that is named is trusted itself, whoever issued it.
    X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(&context), X509_V_FLAG_PARTIAL_CHAIN);
    return {};
}

} // namespace

Result<TlsIdentity> TlsIdentity::create(Side side, const Credentials& credentials)
{
    ContextPtr context(
        SSL_CTX_new(side == Side::Server ? TLS_server_method() : TLS_client_method()));
    if (!context || SSL_CTX_set_min_proto_version(context.get(), TLS1_3_VERSION) != 1)
        return fail(ErrorCode::Unsupported, "OpenSSL has no TLS 1.3: " + lastReason());
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    SSL_CTX_set_mode(context.get(),
                     SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    // Each connection is verified anew.
    SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
    SSL_CTX_set_num_tickets(context.get(), 0);
    if (auto used = useOwn(*context, credentials); !used)
        return fail(used.error());
    if (auto done = trust(*context, credentials.trusted); !done)
        return fail(done.error());
    return TlsIdentity(std::make_unique<Data>(Data{side, std::move(context)}));
}

TlsIdentity::TlsIdentity(std::unique_ptr<Data> data)
    : m_data(std::move(data))
{
}
TlsIdentity::TlsIdentity(TlsIdentity&&) noexcept = default;
TlsIdentity& TlsIdentity::operator=(TlsIdentity&&) noexcept = default;
TlsIdentity::~TlsIdentity() = default;

} // namespace perisphere::remote
