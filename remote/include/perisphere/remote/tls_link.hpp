// A connection over which two ends know each other, and a local socket that is passed on through
// it.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/base/unique_fd.hpp"
#include "perisphere/remote/tls_identity.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

namespace perisphere::remote
{

/// What becomes of the bytes that are passed on. As they are, unless it is overridden.
class Filter
{
public:
    virtual ~Filter() = default;
    /// Bytes of the local end; `answer` is what it gets at once.
    virtual std::string outgoing(std::string_view bytes, std::string& answer);
    virtual std::string incoming(std::string_view bytes);
};

class TlsLink
{
public:
    static constexpr std::chrono::milliseconds kHandshakeTime{10'000};

    /// Over a connected stream socket. Untrusted: the other end is nobody whom the identity trusts,
    /// or does not trust us; Io: it does not answer in time. The identity outlives the link.
    [[nodiscard]] static Result<TlsLink> open(const TlsIdentity& identity, UniqueFd socket,
                                              std::chrono::milliseconds time = kHandshakeTime);
    TlsLink(TlsLink&&) noexcept;
    TlsLink& operator=(TlsLink&&) noexcept;
    ~TlsLink();

    /// Of the other end's certificate: "CN=board-7".
    [[nodiscard]] std::string subject() const;

    /// Passes bytes on in both directions until either end is done; blocks.
    [[nodiscard]] Result<> pass(UniqueFd local, Filter& filter);

private:
    struct Data;
    explicit TlsLink(std::unique_ptr<Data> data);
    std::unique_ptr<Data> m_data;
};

} // namespace perisphere::remote
