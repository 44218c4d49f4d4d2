#include "line_buffer.hpp"

#include <utility>

namespace perisphere::device
{

std::string LineBuffer::add(std::string_view chunk)
{
    const std::size_t lastEnd = chunk.rfind('\n');
    std::string complete;
    if (lastEnd != std::string_view::npos) {
        complete = std::exchange(m_held, {});
        complete += chunk.substr(0, lastEnd + 1);
        chunk.remove_prefix(lastEnd + 1);
    }
    m_held += chunk;
    if (m_held.size() > kMaxHeldBytes)
        complete += takeRest();
    return complete;
}

std::string LineBuffer::takeRest()
{
    return std::exchange(m_held, {});
}

} // namespace perisphere::device
