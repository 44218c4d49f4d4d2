// Whole lines out of the chunks that a pipe gives.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace perisphere::device
{

/// So that lines of two streams do not mix within a line.
class LineBuffer
{
public:
    static constexpr std::size_t kMaxHeldBytes = 4096;

    /// What is complete with this chunk: whole lines with their ends. A line that outgrows the
    /// buffer is given in pieces.
    [[nodiscard]] std::string add(std::string_view chunk);

    /// The line that has not ended, at the end of the stream.
    [[nodiscard]] std::string takeRest();

private:
    std::string m_held;
};

} // namespace perisphere::device
