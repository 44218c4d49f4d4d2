// Bytes of a stream, cut into lines.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace perisphere
{

/// A line ends with a line feed, also after a carriage return; both are taken off. Any other byte
/// is part of a line, NUL too.
class LineBuffer
{
public:
    static constexpr std::size_t kUnlimited = std::string::npos;

    /// A line of more than `maxLineBytes`, 4 at least, comes in pieces, as if it ended there; none
    /// begins within a character of UTF-8. Unlimited, whoever adds keeps an eye on lineBytes().
    explicit LineBuffer(std::size_t maxLineBytes = kUnlimited)
        : m_maxLineBytes(maxLineBytes)
    {
    }

    void add(std::string_view bytes);

    [[nodiscard]] bool hasLine() const { return m_end != std::string::npos; }
    /// The next line; nullopt until one is complete.
    [[nodiscard]] std::optional<std::string> take();
    /// Of the next line, complete or not.
    [[nodiscard]] std::size_t lineBytes() const;

    /// The line that has not ended, at the end of the stream, when no complete one is left. May be
    /// empty.
    [[nodiscard]] std::string takeRest();

private:
    void findEnd(std::size_t from);
    [[nodiscard]] std::size_t pieceEnd() const;

    std::size_t m_maxLineBytes;
    std::string m_bytes;
    std::size_t m_start = 0;               ///< of the next line
    std::size_t m_end = std::string::npos; ///< of the next line, if it is complete
    std::size_t m_following = 0;           ///< then, where the one after it starts
};

} // namespace perisphere
