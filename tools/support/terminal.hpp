// The terminal of the process, taken over for a while: keys one by one, no echo, no cursor. It is
// given back on every way out: by the destructor, and by handlers for signals that end or stop the
// process. What happens to it makes one descriptor readable, so that nobody has to look again and
// again.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/base/unique_fd.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace perisphere::tools
{

class Terminal
{
public:
    /// Whether standard input and output are one that understands control sequences (TERM is
    /// `type`) and this process is in the foreground.
    [[nodiscard]] static bool isUsable(std::string_view type);

    /// One at a time. Io.
    [[nodiscard]] static Result<std::unique_ptr<Terminal>> take();
    Terminal(const Terminal&) = delete;
    Terminal& operator=(const Terminal&) = delete;
    ~Terminal();

    /// For poll(): readable when keys were typed, the window was resized, the process was continued
    /// or nobody is at the other end any more, until read().
    [[nodiscard]] int descriptor() const { return m_events.get(); }

    struct Size {
        std::size_t columns = 80;
        std::size_t rows = 24;
        bool operator==(const Size&) const = default;
    };
    [[nodiscard]] Size size() const;

    /// What was typed since the last call; does not wait. Ctrl-C is no key but SIGINT.
    [[nodiscard]] std::string read();

    /// Whether nobody is at the other end any more. descriptor() then stays readable.
    [[nodiscard]] bool isGone() const;

    /// False once there is nobody to read it.
    bool write(std::string_view bytes);

    /// Whether the process was stopped and continued since the last call: others have written.
    [[nodiscard]] bool wasContinued();

private:
    explicit Terminal(UniqueFd events);

    UniqueFd m_events; ///< an epoll of the terminal and of what the signal handlers tell
};

} // namespace perisphere::tools
