// A core and how many debuggers it has.
#pragma once

#include "perisphere/debug/target.hpp"

#include <cstddef>

namespace perisphere::debug
{

/// The first debugger halts the core; when the last one leaves, the core goes on, however it
/// leaves: a core that nobody debugs runs. All on the machine thread.
class DebuggedCore
{
public:
    /// `target` outlives this.
    explicit DebuggedCore(Target& target);
    DebuggedCore(const DebuggedCore&) = delete;
    DebuggedCore& operator=(const DebuggedCore&) = delete;
    ~DebuggedCore();

    [[nodiscard]] Target& target() { return m_target; }
    [[nodiscard]] std::size_t debuggers() const { return m_debuggers; }

    /// Every new debugger halts the core, also one that others have let run.
    void attach();
    void detach();
    /// As Target::interrupt().
    void interrupt();

private:
    void goOn();

    Target& m_target;
    std::size_t m_debuggers = 0;
    bool m_isStopAsked = false; ///< and has not come
};

} // namespace perisphere::debug
