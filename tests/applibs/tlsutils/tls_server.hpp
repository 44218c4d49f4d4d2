// A server on the loopback that wants a client certificate and answers with the client's name.
#pragma once

#include "perisphere/base/unique_fd.hpp"
#include "perisphere/certificates/openssl_handles.hpp"

#include <catch2/catch.hpp>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <arpa/inet.h>
#include <atomic>
#include <memory>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace perisphere::test
{

using certificates::Freer;
using certificates::PkeyPtr;
using certificates::X509Ptr;
using SslContextPtr = std::unique_ptr<SSL_CTX, Freer<SSL_CTX, SSL_CTX_free>>;
using SslPtr = std::unique_ptr<SSL, Freer<SSL, SSL_free>>;

struct ServerOptions {
    std::string trustedRoot;    ///< PEM: whose clients are welcome
    std::string revocationList; ///< PEM; empty: none is looked at
    int version = 0;            ///< TLS1_2_VERSION ...; 0: any
};

class TlsServer
{
public:
    explicit TlsServer(const ServerOptions& options)
        : m_context(SSL_CTX_new(TLS_server_method()))
    {
        makeCertificate();
        SSL_CTX_set_min_proto_version(m_context.get(), options.version);
        SSL_CTX_set_max_proto_version(m_context.get(), options.version);
        trust(options);
        listen();
        m_thread = std::thread([this] { serve(); });
    }
    TlsServer(const TlsServer&) = delete;
    TlsServer& operator=(const TlsServer&) = delete;
    ~TlsServer()
    {
        m_isStopping = true;
        ::shutdown(m_socket.get(), SHUT_RDWR);
        m_thread.join();
    }

    [[nodiscard]] int port() const { return m_port; }
    [[nodiscard]] const std::string& certificate() const { return m_certificatePem; }

private:
    void makeCertificate()
    {
        const PkeyPtr key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
        const X509Ptr certificate(X509_new());
        X509_set_version(certificate.get(), X509_VERSION_3);
        ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
        X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
        X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
        X509_set_pubkey(certificate.get(), key.get());
        X509_NAME* const name = X509_get_subject_name(certificate.get());
        const auto* const text = reinterpret_cast<const unsigned char*>("localhost");
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, text, -1, -1, 0);
        X509_set_issuer_name(certificate.get(), name);
        for (const auto& [nid, value] : {std::pair(NID_subject_alt_name, "IP:127.0.0.1"),
                                         std::pair(NID_basic_constraints, "critical,CA:TRUE")}) {
            X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, nullptr, nid, value);
            X509_add_ext(certificate.get(), extension, -1);
            X509_EXTENSION_free(extension);
        }
        REQUIRE(X509_sign(certificate.get(), key.get(), EVP_sha256()) > 0);
        REQUIRE(SSL_CTX_use_certificate(m_context.get(), certificate.get()) == 1);
        REQUIRE(SSL_CTX_use_PrivateKey(m_context.get(), key.get()) == 1);
        const certificates::BioPtr out(BIO_new(BIO_s_mem()));
        PEM_write_bio_X509(out.get(), certificate.get());
        char* data = nullptr;
        const long size = BIO_get_mem_data(out.get(), &data);
        m_certificatePem.assign(data, static_cast<std::size_t>(size));
    }

    void trust(const ServerOptions& options)
    {
        X509_STORE* const store = SSL_CTX_get_cert_store(m_context.get());
        const X509Ptr root(PEM_read_bio_X509(certificates::readFrom(options.trustedRoot).get(),
                                             nullptr, nullptr, nullptr));
        REQUIRE(X509_STORE_add_cert(store, root.get()) == 1);
        if (!options.revocationList.empty()) {
            X509_CRL* const list = PEM_read_bio_X509_CRL(
                certificates::readFrom(options.revocationList).get(), nullptr, nullptr, nullptr);
            REQUIRE(X509_STORE_add_crl(store, list) == 1);
            X509_CRL_free(list);
            X509_STORE_set_flags(store, X509_V_FLAG_CRL_CHECK);
        }
        SSL_CTX_set_verify(m_context.get(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT,
                           nullptr);
    }

    void listen()
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        m_socket = UniqueFd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        REQUIRE(::bind(m_socket.get(), reinterpret_cast<sockaddr*>(&address), size) == 0);
        REQUIRE(::listen(m_socket.get(), 4) == 0);
        REQUIRE(::getsockname(m_socket.get(), reinterpret_cast<sockaddr*>(&address), &size) == 0);
        m_port = ntohs(address.sin_port);
    }

    void serve()
    {
        while (!m_isStopping) {
            const UniqueFd client(::accept4(m_socket.get(), nullptr, nullptr, SOCK_CLOEXEC));
            if (client)
                answer(client.get());
        }
    }

    void answer(int client)
    {
        const SslPtr ssl(SSL_new(m_context.get()));
        SSL_set_fd(ssl.get(), client);
        char request[4096];
        if (SSL_accept(ssl.get()) != 1 || SSL_read(ssl.get(), request, sizeof request) <= 0) {
            ERR_clear_error();
            return;
        }
        char name[256] = {};
        X509_NAME_oneline(X509_get_subject_name(SSL_get0_peer_certificate(ssl.get())), name,
                          sizeof name);
        const std::string text = "HTTP/1.0 200 OK\r\n\r\nhello " + std::string(name) + "\n";
        SSL_write(ssl.get(), text.data(), static_cast<int>(text.size()));
        SSL_shutdown(ssl.get());
    }

    SslContextPtr m_context;
    std::string m_certificatePem;
    UniqueFd m_socket;
    int m_port = 0;
    std::atomic<bool> m_isStopping{false};
    std::thread m_thread;
};

} // namespace perisphere::test
