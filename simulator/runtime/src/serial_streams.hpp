// What the machine's thread leaves of serial lines for the loop's thread: the newest bytes of each,
// and how it is.
#pragma once

#include "perisphere/control/serial_target.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

namespace perisphere::runtime
{

/// Any thread. Lines are only added.
class SerialStreams
{
public:
    static constexpr std::size_t kKeptBytes = std::size_t{256} * 1024;

    /// @return its index
    std::size_t add(control::SerialPort port);
    /// Tells the wake function, which may be called on the calling thread.
    void setWake(std::function<void()> wake);

    void received(std::size_t line, std::string_view bytes);
    /// With a lock held: `change` does nothing else.
    void update(std::size_t line, const std::function<void(control::SerialPort&)>& change);

    [[nodiscard]] std::vector<control::SerialPort> ports() const;
    [[nodiscard]] control::SerialPort port(std::size_t line) const;
    [[nodiscard]] control::SerialPage page(std::size_t line, std::uint64_t since,
                                           std::size_t limit) const;
    /// Changes with everything of the line; never 0.
    [[nodiscard]] std::uint64_t revision(std::size_t line) const;

private:
    struct Line {
        control::SerialPort port;
        std::string bytes; ///< the newest; cut when it is twice what is kept
        std::uint64_t revision = 1;
    };
    void changed(std::unique_lock<std::mutex> lock, Line& line);

    mutable std::mutex m_mutex;
    std::function<void()> m_wake;
    std::deque<Line> m_lines;
};

} // namespace perisphere::runtime
