#include "signals/decoders/decoder_text.hpp"

namespace perisphere::studio
{

QString decodedByte(unsigned byte)
{
    return QStringLiteral("%1").arg(byte, 2, 16, QLatin1Char('0')).toUpper();
}

QString decodedCharacter(unsigned byte)
{
    constexpr unsigned kSpace = 0x20;
    constexpr unsigned kDelete = 0x7F;
    return byte > kSpace && byte < kDelete
               ? QStringLiteral("%1 '%2'").arg(decodedByte(byte)).arg(QChar(byte))
               : decodedByte(byte);
}

bool isDecodedHigh(const Track& line, std::int64_t time)
{
    return line.levelAfter(line.countUntil(time)) != TrackLevel::Low;
}

} // namespace perisphere::studio
