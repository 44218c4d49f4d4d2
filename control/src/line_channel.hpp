// Lines over a connected socket, with deadlines: the client's end.
#pragma once

#include "perisphere/base/line_buffer.hpp"
#include "perisphere/base/result.hpp"
#include "perisphere/base/unique_fd.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace perisphere::control
{

using Deadline = std::chrono::steady_clock::time_point;

class LineChannel
{
public:
    explicit LineChannel(UniqueFd socket)
        : m_socket(std::move(socket))
    {
    }

    /// Adds the line end. Goes on receiving meanwhile, so that two ends that both have much to say
    /// do not wait for each other.
    Result<> send(std::string line, Deadline deadline);

    /// nullopt when the deadline has passed.
    Result<std::optional<std::string>> receive(Deadline deadline);

private:
    Result<bool> waitFor(short events, Deadline deadline);
    Result<> receiveSome();

    UniqueFd m_socket;
    LineBuffer m_lines;
    bool m_ended = false;
};

} // namespace perisphere::control
