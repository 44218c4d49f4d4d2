#include "perisphere/realtime/inter_core_rings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace perisphere::realtime
{
namespace
{

using Rings = InterCoreRings;

// The header of a buffer: two words of the one who fills it.
constexpr std::uint32_t kWritePosition = 0; ///< where it writes next
constexpr std::uint32_t kReadPosition = 4;  ///< how far it has read the other buffer

// A block: its size, which counts what follows it; the component; a reserved word; the payload.
constexpr std::uint32_t kSizeBytes = 4;
constexpr std::uint32_t kMinSize = Rings::kBlockHeaderBytes - kSizeBytes;
constexpr std::uint32_t kMaxSize = kMinSize + Rings::kMaxPayloadBytes;

std::uint32_t roundedUp(std::uint32_t bytes)
{
    return (bytes + Rings::kSlotBytes - 1) / Rings::kSlotBytes * Rings::kSlotBytes;
}

std::uint32_t wrapped(std::uint32_t position)
{
    return position < Rings::kCapacity ? position : position - Rings::kCapacity;
}

/// From `begin` on to `end`, both below the capacity.
std::uint32_t distance(std::uint32_t begin, std::uint32_t end)
{
    return wrapped(end + Rings::kCapacity - begin);
}

Error positionError(std::string_view which, std::uint32_t position)
{
    return {.code = ErrorCode::Invalid,
            .message = fmt::format("the {} position of the app's buffer is {}", which, position),
            .expected =
                fmt::format("a multiple of {} below {}", Rings::kSlotBytes, Rings::kCapacity)};
}

} // namespace

void InterCoreRings::clear()
{
    constexpr std::array<std::uint8_t, 2 * kBufferBytes> kZeros{};
    m_core.writeMemory(m_fromCore, kZeros);
    m_written = 0;
    m_read = 0;
    m_next = 0;
}

Result<std::optional<InterCoreMessage>> InterCoreRings::next()
{
    const std::uint32_t written = wordAt(m_fromCore + kWritePosition);
    if (written >= kCapacity || written % kSlotBytes != 0)
        return fail(positionError("write", written));
    if (written == m_read)
        return std::nullopt;
    const std::uint32_t size = wordAt(m_fromCore + kHeaderBytes + m_read);
    if (size < kMinSize || size > kMaxSize || kSizeBytes + size > distance(m_read, written))
        return fail(
            Error{.code = ErrorCode::Invalid,
                  .message = fmt::format("the block at position {} of the app's buffer has "
                                         "size {}, and the write position is {}",
                                         m_read, size, written),
                  .expected = fmt::format("a size from {} to {} that ends in front of the "
                                          "write position",
                                          kMinSize, kMaxSize),
                  .advice = fmt::format("send at most {} bytes in a message", kMaxPayloadBytes)});
    m_next = wrapped(m_read + roundedUp(kSizeBytes + size));
    InterCoreMessage message;
    copyFromCore(wrapped(m_read + kSizeBytes), message.component.bytes);
    const std::span payload(m_payload.data(), size - kMinSize);
    copyFromCore(wrapped(m_read + kBlockHeaderBytes), payload);
    message.payload = payload;
    return message;
}

void InterCoreRings::consume()
{
    m_read = m_next;
    setWordAt(m_toCore + kReadPosition, m_read);
}

Result<bool> InterCoreRings::put(const InterCoreMessage& message)
{
    const std::uint32_t read = wordAt(m_fromCore + kReadPosition);
    if (read >= kCapacity)
        return fail(positionError("read", read));
    const auto size = kMinSize + static_cast<std::uint32_t>(message.payload.size());
    const std::uint32_t needed = roundedUp(kSizeBytes + size);
    // One slot stays free: a full buffer would look like an empty one.
    if (distance(read, m_written) + kSlotBytes + needed > kCapacity)
        return false;
    std::array<std::uint8_t, kBlockHeaderBytes> header{};
    std::memcpy(header.data(), &size, kSizeBytes);
    std::ranges::copy(message.component.bytes, header.begin() + kSizeBytes);
    copyToCore(m_written, header);
    copyToCore(wrapped(m_written + kBlockHeaderBytes), message.payload);
    m_written = wrapped(m_written + needed);
    setWordAt(m_toCore + kWritePosition, m_written);
    return true;
}

std::uint32_t InterCoreRings::wordAt(std::uint32_t address) const
{
    std::uint32_t word = 0;
    std::memcpy(&word, m_core.memory().readable(address, sizeof word), sizeof word);
    return word;
}

void InterCoreRings::setWordAt(std::uint32_t address, std::uint32_t value)
{
    std::array<std::uint8_t, sizeof value> bytes{};
    std::memcpy(bytes.data(), &value, sizeof value);
    m_core.writeMemory(address, bytes);
}

void InterCoreRings::copyFromCore(std::uint32_t position, std::span<std::uint8_t> bytes) const
{
    const std::uint8_t* const data = m_core.memory().readable(m_fromCore + kHeaderBytes, kCapacity);
    const std::size_t first = std::min<std::size_t>(bytes.size(), kCapacity - position);
    std::copy_n(data + position, first, bytes.begin());
    std::copy_n(data, bytes.size() - first, bytes.begin() + static_cast<std::ptrdiff_t>(first));
}

void InterCoreRings::copyToCore(std::uint32_t position, std::span<const std::uint8_t> bytes)
{
    const std::size_t first = std::min<std::size_t>(bytes.size(), kCapacity - position);
    m_core.writeMemory(m_toCore + kHeaderBytes + position, bytes.first(first));
    m_core.writeMemory(m_toCore + kHeaderBytes, bytes.subspan(first));
}

void InterCoreRings::exchange(engine::Snapshot& snapshot)
{
    snapshot.exchange(m_written);
    snapshot.exchange(m_read);
}

} // namespace perisphere::realtime
