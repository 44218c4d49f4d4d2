// The terminal of the process, taken over for a while: keys one by one, no echo, no cursor. It is
// given back on every way out: by the destructor, and by handlers for signals that end or stop the
// process.
#pragma once

#include "perisphere/base/result.hpp"

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

    struct Size {
        std::size_t columns = 80;
        std::size_t rows = 24;
        bool operator==(const Size&) const = default;
    };
    [[nodiscard]] Size size() const;

    /// What was typed since the last call; does not wait. Ctrl-C is no key but SIGINT.
    [[nodiscard]] std::string read();

    /// False once there is nobody to read it.
    bool write(std::string_view bytes);

    /// Whether the process was stopped and continued since the last call: others have written.
    [[nodiscard]] bool wasContinued();

private:
    Terminal() = default;
};

} // namespace perisphere::tools
