// A device elsewhere as one of this machine's: a Unix socket whose clients are passed on to it.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/remote/network_socket.hpp"
#include "perisphere/remote/tls_identity.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace perisphere::remote
{

class Gateway
{
public:
    struct Parts {
        Endpoint device;
        TlsIdentity identity; ///< a client's
        /// About connections that do not come about, or break; on any thread.
        std::function<void(const std::string& text)> note;
    };

    /// Connects once, so that who cannot be reached or does not trust us is told at once, and
    /// listens.
    [[nodiscard]] static Result<std::unique_ptr<Gateway>> open(Parts parts,
                                                               const std::filesystem::path& socket);
    Gateway(const Gateway&) = delete;
    Gateway& operator=(const Gateway&) = delete;
    /// Ends all connections.
    ~Gateway();

    [[nodiscard]] const std::string& deviceSubject() const; ///< of its certificate

private:
    struct Data;
    explicit Gateway(std::unique_ptr<Data> data);
    std::unique_ptr<Data> m_data;
};

} // namespace perisphere::remote
