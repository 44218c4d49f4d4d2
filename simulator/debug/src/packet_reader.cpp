#include "packet_reader.hpp"

#include "hex.hpp"
#include "packet_frame.hpp"

#include <utility>

namespace perisphere::debug
{
namespace
{

constexpr char kInterrupt = 0x03;

Received plain(Received::Kind kind)
{
    return {.kind = kind, .data = {}};
}

} // namespace

std::optional<Received> PacketReader::next(std::string_view& bytes)
{
    while (!bytes.empty()) {
        const char c = bytes.front();
        bytes.remove_prefix(1);
        if (auto received = take(c))
            return received;
    }
    return std::nullopt;
}

std::optional<Received> PacketReader::take(char c)
{
    if (c == '$') {
        begin();
        return std::nullopt;
    }
    switch (m_place) {
    case Place::Between:
        return takeBetween(c);
    case Place::Data:
        if (c == '#')
            m_place = Place::FirstDigit;
        else
            takeData(c);
        return std::nullopt;
    case Place::FirstDigit:
        m_firstDigit = c;
        m_place = Place::SecondDigit;
        return std::nullopt;
    case Place::SecondDigit:
        m_place = Place::Between;
        return finish(c);
    }
    return std::nullopt;
}

std::optional<Received> PacketReader::takeBetween(char c)
{
    switch (c) {
    case '+':
        return plain(Received::Kind::Ack);
    case '-':
        return plain(Received::Kind::Nack);
    case kInterrupt:
        return plain(Received::Kind::Interrupt);
    default:
        return std::nullopt;
    }
}

void PacketReader::begin()
{
    m_place = Place::Data;
    m_data.clear();
    m_wireBytes = 0;
    m_sum = 0;
    m_isEscaped = false;
}

void PacketReader::takeData(char c)
{
    if (m_wireBytes > kPacketBytes)
        return;
    ++m_wireBytes;
    m_sum = static_cast<std::uint8_t>(m_sum + static_cast<std::uint8_t>(c));
    if (std::exchange(m_isEscaped, false))
        m_data += static_cast<char>(c ^ kEscapeFlip);
    else if (c == kEscape)
        m_isEscaped = true;
    else
        m_data += c;
}

std::optional<Received> PacketReader::finish(char secondDigit)
{
    if (m_wireBytes > kPacketBytes)
        return plain(Received::Kind::TooLong);
    const auto high = hexDigit(m_firstDigit);
    const auto low = hexDigit(secondDigit);
    if (!high || !low || (*high << 4 | *low) != m_sum || m_isEscaped)
        return plain(Received::Kind::Corrupt);
    return Received{.kind = Received::Kind::Packet, .data = std::exchange(m_data, {})};
}

} // namespace perisphere::debug
