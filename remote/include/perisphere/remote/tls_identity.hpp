// Who one end of a connection is, and whom it accepts at the other.
#pragma once

#include "perisphere/base/result.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::remote
{

enum class Side : unsigned char { Client, Server };

/// PEM texts.
struct Credentials {
    std::string certificate; ///< with those that it was issued by, if need be
    std::string privateKey;
    /// The other end's certificate is one of these, or was issued by one. Which name it has is not
    /// asked: devices are reached under many.
    std::vector<std::string> trusted;
};

/// For any number of links. TLS 1.3 alone; both ends show a certificate.
class TlsIdentity
{
public:
    /// Invalid: a text is not PEM, or the key is not the certificate's.
    [[nodiscard]] static Result<TlsIdentity> create(Side side, const Credentials& credentials);
    TlsIdentity(TlsIdentity&&) noexcept;
    TlsIdentity& operator=(TlsIdentity&&) noexcept;
    ~TlsIdentity();

private:
    friend class TlsLink;
    struct Data;
    explicit TlsIdentity(std::unique_ptr<Data> data);
    std::unique_ptr<Data> m_data;
};

} // namespace perisphere::remote
