// A mailbox: two FIFOs of (command, data) items, one each way, and doorbells, between a real-time
// core and the A7 or between the two real-time cores.
//
// What one side does reaches the other at the same instant. Listeners are told inside the access
// that causes it: one that answers does so from an event of its own.
#pragma once

#include "perisphere/engine/signal.hpp"
#include "perisphere/soc/registers/lines.hpp"
#include "perisphere/soc/registers/register_block.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>

namespace perisphere::soc
{

struct MailboxItem {
    std::uint32_t command = 0;
    std::uint32_t data = 0;
    bool operator==(const MailboxItem&) const = default;
};

/// What a side is to the core that reads its registers.
struct MailboxSideSetup {
    std::string name;
    InterruptLines* lines = nullptr; ///< nullptr: the A7, which listens instead
    unsigned firstInterrupt = 0;     ///< of six
    bool hasSemaphore = false;       ///< the register of the one that it shares with its peer
};

class MailboxSide final : public RegisterBlock
{
public:
    static constexpr std::size_t kDepth = 15; ///< items each way

    explicit MailboxSide(MailboxSideSetup setup);

    // For models instead of a core: the A7.

    /// As the core that has this side would. false: the peer has not read the last kDepth items.
    bool post(const MailboxItem& item);
    std::optional<MailboxItem> pop();
    [[nodiscard]] std::size_t waiting() const { return m_received.size(); }
    [[nodiscard]] std::size_t posted() const { return m_peer->m_received.size(); }
    /// One bit a doorbell.
    void ring(std::uint8_t doorbells);
    /// What has been rung at this side and not been acknowledged.
    [[nodiscard]] std::uint8_t rung() const { return m_rung; }
    void acknowledge(std::uint8_t doorbells);
    /// As a load from SEMAPHORE: 1 if it is, or becomes by it, this side's.
    bool takeSemaphore();
    void releaseSemaphore();

    /// Told of each item that the peer posts, after it is there to pop.
    engine::Subscription onItem(engine::Signal<MailboxItem>::Function function)
    {
        return m_items.subscribe(std::move(function));
    }
    /// Told of each write that rings, with what it rings, rung before or not.
    engine::Subscription onDoorbell(engine::Signal<std::uint8_t>::Function function)
    {
        return m_doorbells.subscribe(std::move(function));
    }
    /// Told of each item of this side that the peer has read.
    engine::Subscription onRead(engine::Signal<MailboxItem>::Function function)
    {
        return m_reads.subscribe(std::move(function));
    }

    [[nodiscard]] std::string_view name() const override { return m_setup.name; }
    [[nodiscard]] std::span<const RegisterInfo> registers() const override;
    std::uint32_t read(std::uint32_t offset) override;
    void write(std::uint32_t offset, std::uint32_t value) override;
    [[nodiscard]] std::uint32_t peek(std::uint32_t offset) const override;
    /// As after power-up: items of both directions are gone. The peer's own registers stay.
    void reset() override;
    void exchange(engine::Snapshot& snapshot) override;

private:
    friend class MailboxLink;
    enum class Holder : std::uint8_t { Nobody, Owner, Peer };

    Holder& semaphore() { return m_setup.hasSemaphore ? m_holder : m_peer->m_holder; }
    void softReset();
    void raise(std::uint32_t status, unsigned interrupt);
    void updateFifoLevels();
    void updateDoorbells();
    [[nodiscard]] std::uint32_t fifoStatus() const;
    [[nodiscard]] std::uint32_t peekSemaphore() const;

    MailboxSideSetup m_setup;
    MailboxSide* m_peer = nullptr;
    std::deque<MailboxItem> m_received; ///< to pop; at most kDepth
    std::uint32_t m_dataPush = 0;       ///< stays: the next item may omit its data
    std::uint32_t m_dataPop = 0;        ///< of the last item read
    std::uint8_t m_rung = 0;
    std::uint8_t m_rungEnable = 0;
    std::uint32_t m_fifoControl = 0;
    std::uint32_t m_debugIndex = 0;
    std::uint8_t m_notFullThreshold = 0;
    std::uint8_t m_notEmptyThreshold = 0;
    std::uint8_t m_fifoEnable = 0;
    std::uint8_t m_fifoEvents = 0; ///< RD and WR of INT_STS
    Holder m_holder = Holder::Nobody;
    engine::Signal<MailboxItem> m_items;
    engine::Signal<MailboxItem> m_reads;
    engine::Signal<std::uint8_t> m_doorbells;
};

/// Both sides. Resetting or saving it is resetting or saving both.
class MailboxLink
{
public:
    /// One of them at most has the semaphore.
    MailboxLink(MailboxSideSetup first, MailboxSideSetup second);

    [[nodiscard]] MailboxSide& first() { return m_first; }
    [[nodiscard]] MailboxSide& second() { return m_second; }

    /// Discards all items, as the system does before it starts a core's app.
    void flush();
    void reset();
    void exchange(engine::Snapshot& snapshot);

private:
    MailboxSide m_first;
    MailboxSide m_second;
};

} // namespace perisphere::soc
