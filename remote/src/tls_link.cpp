#include "perisphere/remote/tls_link.hpp"

#include "openssl.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <utility>

namespace perisphere::remote
{
namespace
{

using Clock = std::chrono::steady_clock;

constexpr std::size_t kPieceBytes = 16 * 1024; ///< a record of TLS

/// What one call of OpenSSL waits for; 0: nothing, it has failed.
short eventOf(int sslError)
{
    if (sslError == SSL_ERROR_WANT_READ)
        return POLLIN;
    return sslError == SSL_ERROR_WANT_WRITE ? POLLOUT : short{0};
}

/// Whether it comes in time.
bool await(int socket, short event, Clock::time_point deadline)
{
    pollfd entry{.fd = socket, .events = event, .revents = 0};
    for (;;) {
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
        const int count = ::poll(&entry, 1, static_cast<int>(std::max<std::int64_t>(left, 0)));
        if (count >= 0 || errno != EINTR)
            return count > 0;
    }
}

Error handshakeError(SSL& ssl)
{
    const long verdict = SSL_get_verify_result(&ssl);
    if (verdict != X509_V_OK)
        return {.code = ErrorCode::Untrusted,
                .message = fmt::format("the other end's certificate is not trusted: {}",
                                       X509_verify_cert_error_string(verdict))};
    return {.code = ErrorCode::Untrusted,
            .message = fmt::format("no secured connection comes about: {}", lastReason()),
            .where = {},
            .expected = "TLS 1.3, and a certificate that the other end trusts"};
}

} // namespace

std::string Filter::outgoing(std::string_view bytes, std::string& /*answer*/)
{
    return std::string(bytes);
}

std::string Filter::incoming(std::string_view bytes)
{
    return std::string(bytes);
}

struct TlsLink::Data {
    UniqueFd socket;
    SslPtr ssl;
    std::string toNetwork; ///< not yet sent
    std::string toLocal;
    short awaited = 0; ///< of the network, by what was tried last
    bool hasNetworkEnded = false;
    bool hasLocalEnded = false;

    Result<bool> receive(Filter& filter);
    Result<bool> send();
    Result<bool> takeLocal(int local, Filter& filter);
    Result<bool> giveLocal(int local);
    Result<bool> step(int local, Filter& filter);
    void waitFor(int local) const;
};

TlsLink::TlsLink(std::unique_ptr<Data> data)
    : m_data(std::move(data))
{
}
TlsLink::TlsLink(TlsLink&&) noexcept = default;
TlsLink& TlsLink::operator=(TlsLink&&) noexcept = default;
TlsLink::~TlsLink() = default;

Result<TlsLink> TlsLink::open(const TlsIdentity& identity, UniqueFd socket,
                              std::chrono::milliseconds time)
{
    const Clock::time_point deadline = Clock::now() + time;
    ::fcntl(socket.get(), F_SETFL, ::fcntl(socket.get(), F_GETFL) | O_NONBLOCK);
    SslPtr ssl(SSL_new(identity.m_data->context.get()));
    if (!ssl || SSL_set_fd(ssl.get(), socket.get()) != 1)
        return fail(ErrorCode::Io, lastReason());
    const bool isServer = identity.m_data->side == Side::Server;
    for (;;) {
        ERR_clear_error();
        const int done = isServer ? SSL_accept(ssl.get()) : SSL_connect(ssl.get());
        if (done == 1)
            break;
        const short event = eventOf(SSL_get_error(ssl.get(), done));
        if (event == 0)
            return fail(handshakeError(*ssl));
        if (!await(socket.get(), event, deadline))
            return fail(ErrorCode::Io, "the other end does not answer in time");
    }
    auto data = std::make_unique<Data>();
    data->socket = std::move(socket);
    data->ssl = std::move(ssl);
    return TlsLink(std::move(data));
}

std::string TlsLink::subject() const
{
    const X509Ptr certificate(SSL_get1_peer_certificate(m_data->ssl.get()));
    const BioPtr out(BIO_new(BIO_s_mem()));
    if (!certificate || X509_NAME_print_ex(out.get(), X509_get_subject_name(certificate.get()), 0,
                                           XN_FLAG_RFC2253) < 0)
        return {};
    char* text = nullptr;
    const long size = BIO_get_mem_data(out.get(), &text);
    return {text, static_cast<std::size_t>(size)};
}

/// Each of these does what is possible without waiting, and tells whether it did something.
Result<bool> TlsLink::Data::receive(Filter& filter)
{
    if (hasNetworkEnded || !toLocal.empty())
        return false;
    std::array<char, kPieceBytes> piece;
    ERR_clear_error();
    const int count = SSL_read(ssl.get(), piece.data(), static_cast<int>(piece.size()));
    if (count > 0) {
        toLocal += filter.incoming({piece.data(), static_cast<std::size_t>(count)});
        return true;
    }
    const int error = SSL_get_error(ssl.get(), count);
    const short event = eventOf(error);
    awaited = static_cast<short>(awaited | event);
    if (event != 0)
        return false;
    // An end without a notice is one as well: lines have an end of their own.
    if (error != SSL_ERROR_ZERO_RETURN && error != SSL_ERROR_SYSCALL &&
        ERR_GET_REASON(ERR_peek_last_error()) != SSL_R_UNEXPECTED_EOF_WHILE_READING)
        return fail(handshakeError(*ssl)); // with TLS 1.3 a client learns here that it is refused
    hasNetworkEnded = true;
    return true;
}

Result<bool> TlsLink::Data::send()
{
    if (toNetwork.empty())
        return false;
    ERR_clear_error();
    const int count = SSL_write(ssl.get(), toNetwork.data(),
                                static_cast<int>(std::min(toNetwork.size(), kPieceBytes)));
    if (count > 0) {
        toNetwork.erase(0, static_cast<std::size_t>(count));
        return true;
    }
    const short event = eventOf(SSL_get_error(ssl.get(), count));
    awaited = static_cast<short>(awaited | event);
    if (event == 0)
        return fail(ErrorCode::Io, "the connection broke: " + lastReason());
    return false;
}

Result<bool> TlsLink::Data::takeLocal(int local, Filter& filter)
{
    if (hasLocalEnded || !toNetwork.empty())
        return false;
    std::array<char, kPieceBytes> piece;
    const ssize_t count = ::recv(local, piece.data(), piece.size(), MSG_DONTWAIT);
    if (count > 0) {
        toNetwork += filter.outgoing({piece.data(), static_cast<std::size_t>(count)}, toLocal);
        return true;
    }
    if (count < 0 && (errno == EAGAIN || errno == EINTR))
        return false;
    hasLocalEnded = true;
    return true;
}

Result<bool> TlsLink::Data::giveLocal(int local)
{
    if (toLocal.empty())
        return false;
    const ssize_t count =
        ::send(local, toLocal.data(), toLocal.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (count > 0) {
        toLocal.erase(0, static_cast<std::size_t>(count));
        return true;
    }
    if (errno == EAGAIN || errno == EINTR)
        return false;
    toLocal.clear();
    hasLocalEnded = true;
    return true;
}

Result<bool> TlsLink::Data::step(int local, Filter& filter)
{
    awaited = 0;
    bool isProgress = false;
    for (const auto& done : {takeLocal(local, filter), send(), receive(filter), giveLocal(local)}) {
        if (!done)
            return done;
        isProgress = isProgress || *done;
    }
    return isProgress;
}

void TlsLink::Data::waitFor(int local) const
{
    short events = 0;
    if (!hasLocalEnded && toNetwork.empty())
        events = POLLIN;
    if (!toLocal.empty())
        events = static_cast<short>(events | POLLOUT);
    // One of which nothing is wanted would still report its end, over and over.
    std::array<pollfd, 2> entries{
        {{.fd = awaited == 0 ? -1 : socket.get(), .events = awaited, .revents = 0},
         {.fd = events == 0 ? -1 : local, .events = events, .revents = 0}}};
    (void)::poll(entries.data(), entries.size(), -1);
}

Result<> TlsLink::pass(UniqueFd local, Filter& filter)
{
    Data& data = *m_data;
    const auto isOver = [&] {
        return (data.hasLocalEnded && data.toNetwork.empty()) ||
               (data.hasNetworkEnded && data.toLocal.empty());
    };
    while (!isOver()) {
        const auto done = data.step(local.get(), filter);
        if (!done)
            return fail(done.error());
        if (!*done)
            data.waitFor(local.get());
    }
    (void)SSL_shutdown(data.ssl.get());
    return {};
}

} // namespace perisphere::remote
