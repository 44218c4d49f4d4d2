// A connection to wpa_supplicant's control interface: a Unix socket for each network interface, on
// which it answers commands and, to who has asked for them, tells events.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/base/unique_fd.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace perisphere::target
{

class WpaControl
{
public:
    /// @param socket of the interface: /run/wpa_supplicant/wlan0
    [[nodiscard]] static Result<WpaControl> connect(const std::filesystem::path& socket);

    /// What it answers, without the end of the line; nullopt where it does not within a second.
    /// The command may hold a key, so it is in no error.
    [[nodiscard]] std::optional<std::string> request(std::string_view command);
    /// Whether it answers OK.
    [[nodiscard]] bool does(std::string_view command);

    /// The next event that has come; nullopt: none. For a connection that has sent ATTACH.
    [[nodiscard]] std::optional<std::string> takeEvent();
    [[nodiscard]] int descriptor() const { return m_socket.get(); }

private:
    explicit WpaControl(UniqueFd socket)
        : m_socket(std::move(socket))
    {
    }
    [[nodiscard]] std::optional<std::string> receive();
    UniqueFd m_socket;
};

} // namespace perisphere::target
