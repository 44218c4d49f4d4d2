// Bytes of a stream, cut into lines.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace perisphere::control
{

class LineBuffer
{
public:
    void add(std::string_view bytes);

    [[nodiscard]] bool hasLine() const { return m_end != std::string::npos; }
    /// The next line without its end; nullopt until one is complete.
    [[nodiscard]] std::optional<std::string> take();
    /// Of the next line, complete or not.
    [[nodiscard]] std::size_t lineBytes() const;

private:
    void findEnd(std::size_t from);

    std::string m_bytes;
    std::size_t m_start = 0;               ///< of the next line
    std::size_t m_end = std::string::npos; ///< of the next line, if it is complete
};

} // namespace perisphere::control
