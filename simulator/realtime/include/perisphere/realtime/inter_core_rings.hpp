// The two ring buffers between the A7 and a real-time core, from the A7's side.
//
// Each side writes one buffer, messages and header, and reads the other. The A7 keeps its own two
// positions and writes them out only; those of the real-time core's app are whatever the app has
// put there, and are checked before they are used.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/engine/snapshot.hpp"
#include "perisphere/image/guid.hpp"
#include "perisphere/realtime/real_time_core.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace perisphere::realtime
{

struct InterCoreMessage {
    image::Guid component; ///< to whom, or from whom, on the A7's side
    std::span<const std::uint8_t> payload;
};

/// Machine thread only.
class InterCoreRings
{
public:
    static constexpr std::uint32_t kBufferBytes = 4096;
    static constexpr std::uint32_t kHeaderBytes = 64;
    static constexpr std::uint32_t kCapacity = kBufferBytes - kHeaderBytes;
    static constexpr std::uint32_t kSlotBytes = 16; ///< positions are multiples of it
    static constexpr std::uint32_t kBlockHeaderBytes = 24;
    static constexpr std::uint32_t kMaxPayloadBytes = 1024;

    /// The core has 2 * kBufferBytes of memory at `base`: first the buffer that it fills, then the
    /// A7's.
    InterCoreRings(RealTimeCore& core, std::uint32_t base)
        : m_core(core)
        , m_fromCore(base)
        , m_toCore(base + kBufferBytes)
    {
    }

    /// Zeros everywhere, as the kernel does before it tells the core of the buffers.
    void clear();

    /// The oldest message of the core, valid until the next call; nullopt: there is none. It stays
    /// until consume(). The error says what the core's app did wrong.
    [[nodiscard]] Result<std::optional<InterCoreMessage>> next();
    /// What next() gave is read.
    void consume();

    /// Writes a message of at most kMaxPayloadBytes; false when it does not fit now. The error says
    /// what the core's app did wrong.
    [[nodiscard]] Result<bool> put(const InterCoreMessage& message);

    void exchange(engine::Snapshot& snapshot);

private:
    [[nodiscard]] std::uint32_t wordAt(std::uint32_t address) const;
    void setWordAt(std::uint32_t address, std::uint32_t value);
    void copyFromCore(std::uint32_t position, std::span<std::uint8_t> bytes) const;
    void copyToCore(std::uint32_t position, std::span<const std::uint8_t> bytes);

    RealTimeCore& m_core;
    std::uint32_t m_fromCore;
    std::uint32_t m_toCore;
    std::uint32_t m_written = 0; ///< in m_toCore
    std::uint32_t m_read = 0;    ///< in m_fromCore
    std::uint32_t m_next = 0;    ///< behind the message that next() gave
    std::array<std::uint8_t, kMaxPayloadBytes> m_payload{};
};

} // namespace perisphere::realtime
