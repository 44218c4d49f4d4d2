// Where work from other processes enters the machine: the machine's end of a shared-memory ring, a
// socket.
#pragma once

#include "perisphere/engine/host_clock.hpp"
#include "perisphere/engine/sleep_flag.hpp"

#include <optional>

namespace perisphere::engine
{

/// Used on the machine thread only. A source bounds what it takes in one poll(), so that a writer
/// that floods does not keep the others waiting.
class InputSource
{
public:
    virtual ~InputSource() = default;

    /// Takes what has been written and acts on it, at the scheduler's now().
    virtual void poll() = 0;

    /// When the writer gave what poll() would take first, if this source's writers say that. They
    /// are not believed more than needed: a time that is to come counts as the present.
    [[nodiscard]] virtual std::optional<HostTime> oldestStamp() const { return std::nullopt; }

    /// As poll(), but takes one input only, the oldest. For sources with stamps.
    virtual void pollOne() { poll(); }

    /// Whether poll() would find something. Asked after the sleep flag says Asleep.
    [[nodiscard]] virtual bool hasInput() const = 0;

    /// The word that this source's writers look at (sleep_flag.hpp); nullptr when they always write
    /// to wakeDescriptor() or when it is a socket.
    [[nodiscard]] virtual SleepFlag* sleepFlag() { return nullptr; }

    /// A descriptor of this source's own whose becoming readable ends the machine's sleep; -1 when
    /// the writers use Machine::wakeDescriptor(). Watched edge-triggered and never read by the
    /// machine. A writer that is not trusted gets an eventfd of its own this way: with a shared one
    /// it could swallow the others' wake-ups.
    [[nodiscard]] virtual int wakeDescriptor() const { return -1; }
};

} // namespace perisphere::engine
