// One channel of the DMA controller.
#pragma once

#include "perisphere/engine/snapshot.hpp"
#include "perisphere/engine/timer.hpp"
#include "perisphere/soc/registers/lines.hpp"

#include <array>
#include <cstdint>

namespace perisphere::soc
{

enum class DmaKind : std::uint8_t {
    Half,        ///< memory and a peripheral's port
    Full,        ///< two addresses
    VirtualFifo, ///< a ring in memory and a peripheral's port
};

/// Offsets within a channel.
struct DmaOffset {
    static constexpr std::uint32_t kSource = 0x00;
    static constexpr std::uint32_t kDestination = 0x04;
    static constexpr std::uint32_t kWrapPoint = 0x08;
    static constexpr std::uint32_t kWrapTo = 0x0C;
    static constexpr std::uint32_t kCount = 0x10;
    static constexpr std::uint32_t kControl = 0x14;
    static constexpr std::uint32_t kStart = 0x18;
    static constexpr std::uint32_t kInterruptStatus = 0x1C;
    static constexpr std::uint32_t kAcknowledge = 0x20;
    static constexpr std::uint32_t kRemaining = 0x24;
    static constexpr std::uint32_t kMemory = 0x2C;
    static constexpr std::uint32_t kFill = 0x38;
    static constexpr std::uint32_t kFifoStatus = 0x3C;
    static constexpr std::uint32_t kAlertLength = 0x40;
    static constexpr std::uint32_t kFifoSize = 0x44;
    static constexpr std::uint32_t kTimeout = 0x50;
    static constexpr std::uint32_t kHardwarePointer = 0x58;
    static constexpr std::uint32_t kSoftwarePointer = 0x5C;
    static constexpr std::uint32_t kPort = 0x60;
    static constexpr std::uint32_t kEnd = 0x64;
};

/// Bits of COUNT, CON, START and INTSTA.
struct DmaBit {
    static constexpr std::uint32_t kCountMask = 0xFFFF;
    static constexpr std::uint32_t kReload = 1U << 16U; ///< RLLEN
    static constexpr std::uint32_t kSourceSteps = 1U << 2U;
    static constexpr std::uint32_t kDestinationSteps = 1U << 3U;
    static constexpr std::uint32_t kHandshake = 1U << 4U; ///< DREQ
    static constexpr std::uint32_t kWrapsDestination = 1U << 16U;
    static constexpr std::uint32_t kWraps = 1U << 17U;
    static constexpr std::uint32_t kToMemory = 1U << 18U;
    // Of a pointer.
    static constexpr std::uint32_t kOffsetMask = 0xFFFF;
    static constexpr std::uint32_t kWrapFlag = 0x1'0000;

    static constexpr std::uint32_t kStart = 1U << 15U;
    static constexpr std::uint32_t kHalf = 1U << 13U;     ///< also HITEN
    static constexpr std::uint32_t kTimeout = 1U << 14U;  ///< TOEN
    static constexpr std::uint32_t kComplete = 1U << 15U; ///< also ITEN
    static constexpr std::uint32_t kTimedOut = 1U << 16U; ///< of INTSTA: enabled by TOEN
};

/// Moves at most one transfer every Dma::kCyclesPerTransfer cycles, counted from the instant at
/// which it could begin. What is due has been moved whenever somebody looks at a register.
class DmaChannel
{
public:
    struct Surroundings {
        engine::Scheduler& scheduler;
        BusMemory& memory;
        const std::uint32_t& hclk;
        engine::MoveOnlyFunction<void()> onInterrupts; ///< interruptFlags() may have changed
    };

    DmaChannel(DmaKind kind, Surroundings surroundings);

    std::uint32_t read(std::uint32_t offset);
    void write(std::uint32_t offset, std::uint32_t value);
    [[nodiscard]] std::uint32_t peek(std::uint32_t offset) const;

    void setRequest(bool isHigh);
    /// CH_RST: low stops the channel and keeps it stopped.
    void setHeldInReset(bool isHeld);

    [[nodiscard]] bool isRunning() const { return m_state.isRunning; }
    /// INTSTA as far as CON enables it.
    [[nodiscard]] std::uint32_t interruptFlags() const;

    void beforeHclkChange() { catchUp(); }
    void afterHclkChange();

    void reset();
    void exchange(engine::Snapshot& snapshot);

private:
    struct State {
        // As written.
        std::array<std::uint32_t, DmaOffset::kEnd / 4> stored{};
        std::uint32_t flags = 0; ///< INTSTA
        std::uint32_t remaining = 0;
        std::uint32_t hardwarePointer = 0; ///< bytes and, in bit 16, the wrap flag
        // Where the next transfer of a half-size or full-size channel goes.
        std::uint32_t source = 0;
        std::uint32_t destination = 0;
        std::uint32_t moved = 0; ///< since the start or reload
        bool isRunning = false;
        bool isRequested = false;
        bool isHeldInReset = false;
        // Pace.
        bool isPaced = false;           ///< transfers have been possible ...
        engine::VirtualTime pacedSince; ///< ... since then
        std::int64_t movedInPace = 0;
    };

    [[nodiscard]] std::uint32_t stored(std::uint32_t offset) const
    {
        return m_state.stored[offset / 4];
    }
    [[nodiscard]] bool isControl(std::uint32_t bit) const
    {
        return (stored(DmaOffset::kControl) & bit) != 0;
    }
    [[nodiscard]] bool isFifo() const { return m_kind == DmaKind::VirtualFifo; }
    [[nodiscard]] bool isToMemory() const;
    [[nodiscard]] unsigned transferBytes() const;

    // The ring of a virtual FIFO.
    [[nodiscard]] std::uint32_t ringBytes() const;
    [[nodiscard]] std::uint32_t fillBytes() const;
    [[nodiscard]] std::uint32_t fifoStatus() const;
    [[nodiscard]] bool isThresholdReached() const;
    void advanceRing();
    void onPointerMoved();
    void timeOut();

    void start();
    void stop();
    void load();
    [[nodiscard]] bool canMove() const;
    [[nodiscard]] bool waitsForRequests() const;
    void catchUp();
    void move();
    void moveInRing();
    void moveBlock();
    void stepBlock();
    void raise(std::uint32_t flag);
    void copy(std::uint32_t from, std::uint32_t to);
    void update();
    void schedule();
    [[nodiscard]] std::int64_t dueInPace() const;
    [[nodiscard]] std::int64_t nextBatch() const;

    static constexpr std::int64_t kNanosecondsPerSecond = 1'000'000'000;

    DmaKind m_kind;
    Surroundings m_around;
    State m_state;
    bool m_isMoving = false; ///< a port's register may lead back to this channel
    engine::Timer m_timer;
    engine::Timer m_timeout;
};

} // namespace perisphere::soc
