// What firmware and apps asked of the models that they leave out.
//
// A model that ignores a register write, or answers an unknown instruction with silence, must not
// do so unnoticed: whoever debugs the app would look for the mistake in the wrong place. It reports
// each kind of such an access once; later ones of the same kind are counted.
#pragma once

#include "perisphere/engine/move_only_function.hpp"
#include "perisphere/engine/scheduler.hpp"
#include "perisphere/engine/time.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::engine
{

struct UnmodelledAccess {
    std::string where; ///< a part, a peripheral: "FLASH"
    std::string what;  ///< with its number and datasheet name: "instruction 3Bh"
    std::string from;  ///< what did it first, where that is known: "pc 0x00100234"
    VirtualTime firstAt;
    std::uint64_t count = 0;
};

/// Machine thread only.
class UnmodelledAccesses
{
public:
    /// Of kinds. Beyond it, further kinds are only counted: see dropped().
    static constexpr std::size_t kMaxKinds = 1000;

    explicit UnmodelledAccesses(Scheduler& scheduler)
        : m_scheduler(scheduler)
    {
    }

    void report(std::string_view where, std::string_view what, std::string_view from = {});

    /// From now on the first access of a kind stops the machine, as a fault (Unsupported) that
    /// names it.
    void setStrict(bool isStrict) { m_isStrict = isStrict; }

    /// Called for the first access of each kind.
    void onFirst(MoveOnlyFunction<void(const UnmodelledAccess&)> listener)
    {
        m_listener = std::move(listener);
    }

    /// In the order in which they came first.
    [[nodiscard]] const std::vector<UnmodelledAccess>& all() const { return m_all; }
    /// Accesses of kinds that found no place.
    [[nodiscard]] std::uint64_t dropped() const { return m_dropped; }

private:
    Scheduler& m_scheduler;
    std::vector<UnmodelledAccess> m_all;
    std::uint64_t m_dropped = 0;
    bool m_isStrict = false;
    MoveOnlyFunction<void(const UnmodelledAccess&)> m_listener;
};

} // namespace perisphere::engine
