// Devices of /dev that apps use by open(2) and ioctl(2) themselves, as what the documented headers
// of other toolchains inline does: /dev/adcN, /dev/pwmN and /dev/cpufreq.
//
// Behind them are the device's services, asked over a connection of the emulator's own, as the
// program's belongs to its libapplibs. One question is asked at a time; a thread that asks waits,
// without being interrupted by signals, as it would in a driver.
#pragma once

#include "perisphere/base/unique_fd.hpp"
#include "perisphere/protocol/operation.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <utility>

namespace perisphere::a7
{

class Call;

struct NodeReply {
    int error = 0;
    std::int64_t value = 0;
    UniqueFd descriptor; ///< that came with it
};

/// Of an output, as the program has set it.
struct PwmSetting {
    std::uint32_t period = 0;
    std::uint32_t duty = 0;
    std::uint32_t polarity = 0;
    std::uint32_t enabled = 0;
};

class DeviceNodes
{
public:
    /// @param connection to the device, which nobody has greeted yet; none: there is no device
    explicit DeviceNodes(int connection)
        : m_connection(connection)
    {
    }

    /// A question on the connection. nullopt: the thread waits, and asks again.
    template <class Request>
    std::optional<NodeReply> ask(Call& call, const Request& request)
    {
        if (!m_isGreeted) {
            auto greeted = greet(call);
            if (!greeted || greeted->error != 0)
                return greeted;
        }
        return askOver(call, m_connection, request);
    }
    /// The same on the channel of an open device.
    template <class Request>
    std::optional<NodeReply> askOver(Call& call, int socket, const Request& request)
    {
        return exchange(call, socket, Request::kOperation, std::as_bytes(std::span(&request, 1)));
    }

    /// Of a controller and an output.
    [[nodiscard]] PwmSetting& pwm(std::uint32_t controller, std::uint32_t channel)
    {
        return m_pwm[{controller, channel}];
    }

private:
    std::optional<NodeReply> greet(Call& call);
    std::optional<NodeReply> exchange(Call& call, int socket, protocol::Operation operation,
                                      std::span<const std::byte> body);
    std::optional<NodeReply> receive(Call& call, int socket);

    int m_connection;
    bool m_isGreeted = false;
    std::uint32_t m_sequence = 0;
    int m_asking = 0; ///< the thread whose question is on its way
    std::map<std::pair<std::uint32_t, std::uint32_t>, PwmSetting> m_pwm;
};

} // namespace perisphere::a7
