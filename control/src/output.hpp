// What a client has still to get.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace perisphere::control
{

/// Its bound is kept by the session, which makes no new line while there is much unsent.
struct Output {
    std::deque<std::string> lines; ///< each with its line end
    std::size_t bytes = 0;         ///< of all lines, less what is sent of the first
    std::size_t sentOfFirst = 0;
    std::size_t openCalls = 0; ///< whose answers are still to come
    std::function<void()> ready;

    void add(std::string line)
    {
        line += '\n';
        bytes += line.size();
        lines.push_back(std::move(line));
    }

    [[nodiscard]] std::string_view front() const
    {
        return lines.empty() ? std::string_view()
                             : std::string_view(lines.front()).substr(sentOfFirst);
    }

    void sent(std::size_t count)
    {
        bytes -= count;
        sentOfFirst += count;
        if (sentOfFirst < lines.front().size())
            return;
        lines.pop_front();
        sentOfFirst = 0;
    }
};

} // namespace perisphere::control
