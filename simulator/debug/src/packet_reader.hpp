// Finds packets in a stream of bytes.
#pragma once

#include "perisphere/debug/limits.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace perisphere::debug
{

/// What a client has sent, piece by piece.
struct Received {
    enum class Kind : std::uint8_t {
        Packet,    ///< `data`, escapes undone
        Ack,       ///< +
        Nack,      ///< -
        Interrupt, ///< 0x03 between packets: Ctrl-C
        Corrupt,   ///< a packet whose checksum is another one
        TooLong,   ///< a packet of more than kPacketBytes, skipped
    };
    Kind kind = Kind::Packet;
    std::string data;
};

/// What is neither in a packet nor has a meaning between packets is skipped. A $ in a packet begins
/// a new one: the client has given the old one up.
class PacketReader
{
public:
    /// Takes bytes from the front of `bytes` until there is something to tell; nullopt when all are
    /// taken.
    [[nodiscard]] std::optional<Received> next(std::string_view& bytes);

private:
    enum class Place : std::uint8_t { Between, Data, FirstDigit, SecondDigit };

    std::optional<Received> take(char c);
    std::optional<Received> takeBetween(char c);
    void begin();
    void takeData(char c);
    std::optional<Received> finish(char secondDigit);

    Place m_place = Place::Between;
    std::string m_data;
    std::size_t m_wireBytes = 0;
    std::uint8_t m_sum = 0;
    bool m_isEscaped = false;
    char m_firstDigit = 0;
};

} // namespace perisphere::debug
