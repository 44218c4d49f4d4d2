// Memory that an app and its device share, so that setting and reading a GPIO costs no system call.
//
// Levels: the device stores the level of each GPIO that the app has open; the app reads it.
//
// Writes: a bounded queue of many writers (the app's threads) and one reader (the device). A writer
// takes a ticket, fills the entry of that ticket and publishes it by its sequence number; entries
// are applied in ticket order. After publishing, the writer exchanges `readerAsleep` for 0 and,
// only if it was 1, writes to the wake descriptor that came with the page. The reader exchanges it
// for 1 before it sleeps and looks at the queue once more after that. The two exchanges have an
// order: if the writer's comes second it wakes the reader, if the reader's does it sees the entry;
// so no write is left lying.
//
// Reads after writes: `applied` counts the entries that have had their effect. A reader of levels
// that has written before waits until its ticket is among them.
//
// The device trusts nothing here. It keeps its own position, so an app that scribbles over the page
// can lose its own writes and see wrong levels of its own GPIOs, nothing else.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace perisphere::protocol
{

inline constexpr std::uint32_t kGpioPageMagic = 0x67505344; // "DSPg"
inline constexpr std::size_t kGpioPageLevels = 128;
inline constexpr std::uint32_t kGpioPageEntries = 1024; // a power of two

/// One posted write.
struct GpioWrite {
    std::uint16_t gpio = 0;
    std::uint8_t level = 0;
    std::uint8_t reserved = 0;
    /// CLOCK_MONOTONIC of the host at the write. Keeps the distances between the writes that the
    /// device takes up together.
    std::uint64_t hostNanoseconds = 0;
};

struct alignas(64) GpioPage {
    struct Entry {
        std::atomic<std::uint32_t> sequence;
        std::uint16_t gpio;
        std::uint8_t level;
        std::uint8_t reserved;
        std::uint64_t hostNanoseconds;
    };

    std::uint32_t magic;
    std::uint32_t bytes;                                 ///< sizeof(GpioPage)
    alignas(64) std::atomic<std::uint32_t> readerAsleep; ///< written by the device
    alignas(64) std::atomic<std::uint32_t> applied;      ///< written by the device; a futex word
    alignas(64) std::atomic<std::uint32_t> nextTicket;   ///< written by the app
    std::atomic<std::uint32_t> appliedWaiters;           ///< app threads that wait for `applied`
    alignas(
        64) std::atomic<std::uint8_t> levels[kGpioPageLevels]; ///< 0 or 1; written by the device
    alignas(64) Entry entries[kGpioPageEntries];
};

static_assert(std::atomic<std::uint32_t>::is_always_lock_free);
static_assert(sizeof(GpioPage::Entry) == 16);
static_assert(offsetof(GpioPage, readerAsleep) == 64 && offsetof(GpioPage, applied) == 128 &&
              offsetof(GpioPage, nextTicket) == 192 && offsetof(GpioPage, levels) == 256 &&
              offsetof(GpioPage, entries) == 384);
static_assert(sizeof(GpioPage) == 384 + 16 * kGpioPageEntries);

/// Prepares zeroed memory.
inline void initialise(GpioPage& page)
{
    page.magic = kGpioPageMagic;
    page.bytes = sizeof(GpioPage);
    for (std::uint32_t i = 0; i < kGpioPageEntries; ++i)
        page.entries[i].sequence.store(i, std::memory_order_relaxed);
}

/// Posts a write; gives its ticket, or nullopt when the queue is full (wake the device, wait for
/// `applied` to move, try again). Safe to call from any thread of the app.
inline std::optional<std::uint32_t> post(GpioPage& page, const GpioWrite& write)
{
    std::uint32_t ticket = page.nextTicket.load(std::memory_order_relaxed);
    for (;;) {
        GpioPage::Entry& entry = page.entries[ticket % kGpioPageEntries];
        const std::uint32_t sequence = entry.sequence.load(std::memory_order_acquire);
        const auto ahead = static_cast<std::int32_t>(sequence - ticket);
        if (ahead < 0)
            return std::nullopt;
        if (ahead > 0) { // another thread took this ticket
            ticket = page.nextTicket.load(std::memory_order_relaxed);
            continue;
        }
        if (page.nextTicket.compare_exchange_weak(ticket, ticket + 1, std::memory_order_relaxed)) {
            entry.gpio = write.gpio;
            entry.level = write.level;
            entry.hostNanoseconds = write.hostNanoseconds;
            entry.sequence.store(ticket + 1, std::memory_order_release);
            return ticket;
        }
    }
}

/// Whether this writer is the one who has to wake the device now. Call after post().
[[nodiscard]] inline bool claimWake(GpioPage& page)
{
    return page.readerAsleep.exchange(0, std::memory_order_acq_rel) == 1;
}

/// Whether the write of a ticket has had its effect.
[[nodiscard]] inline bool isApplied(const GpioPage& page, std::uint32_t ticket)
{
    return static_cast<std::int32_t>(page.applied.load(std::memory_order_acquire) - ticket) > 0;
}

/// The device's side of the queue.
class GpioPageReader
{
public:
    explicit GpioPageReader(GpioPage& page)
        : m_page(page)
    {
    }

    /// The oldest write that was not taken yet; nullopt when there is none.
    [[nodiscard]] std::optional<GpioWrite> peek() const
    {
        const GpioPage::Entry& entry = m_page.entries[m_next % kGpioPageEntries];
        if (entry.sequence.load(std::memory_order_acquire) != m_next + 1)
            return std::nullopt;
        return GpioWrite{
            .gpio = entry.gpio, .level = entry.level, .hostNanoseconds = entry.hostNanoseconds};
    }

    /// peek(), and the write counts as taken.
    [[nodiscard]] std::optional<GpioWrite> take()
    {
        const auto write = peek();
        if (write) {
            m_page.entries[m_next % kGpioPageEntries].sequence.store(m_next + kGpioPageEntries,
                                                                     std::memory_order_release);
            ++m_next;
        }
        return write;
    }

    /// Makes known that all writes taken so far have had their effect, levels included. Returns
    /// whether app threads sleep on `applied` and need a futex wake.
    [[nodiscard]] bool publishApplied()
    {
        m_page.applied.store(m_next, std::memory_order_seq_cst);
        return m_page.appliedWaiters.load(std::memory_order_seq_cst) != 0;
    }

    /// Whether take() would give something. For the look between falling asleep and sleeping.
    [[nodiscard]] bool hasNext() const { return peek().has_value(); }

private:
    GpioPage& m_page;
    std::uint32_t m_next = 0;
};

} // namespace perisphere::protocol
