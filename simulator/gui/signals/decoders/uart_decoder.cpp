#include "signals/decoders/decoder_text.hpp"
#include "signals/decoders/decoders.hpp"
#include "signals/decoders/table.hpp"

#include <QCoreApplication>

#include <bit>
#include <cmath>
#include <limits>

namespace perisphere::studio
{
namespace
{

QString uartText(const char* text)
{
    return QCoreApplication::translate("Decoder", text);
}

/// In the middle of its bits.
class UartCharacter
{
public:
    UartCharacter(const Track& line, std::int64_t start, double bit)
        : m_line(line)
        , m_start(start)
        , m_bit(bit)
    {
    }
    [[nodiscard]] bool isHigh(unsigned bit) const
    {
        return isDecodedHigh(m_line, timeOf(bit + 0.5));
    }
    [[nodiscard]] std::int64_t timeOf(double bits) const
    {
        return m_start + static_cast<std::int64_t>(std::llround(bits * m_bit));
    }

private:
    const Track& m_line;
    std::int64_t m_start;
    double m_bit;
};

Annotation readCharacter(const UartCharacter& character, const UartFormat& format,
                         std::int64_t start)
{
    unsigned byte = 0;
    unsigned bit = 1; // after the start bit
    for (unsigned i = 0; i < format.dataBits; ++i)
        byte |= character.isHigh(bit++) ? 1U << i : 0U;
    bool isParityRight = true;
    if (format.parity != LineParity::None) {
        const bool isOdd =
            ((static_cast<unsigned>(std::popcount(byte)) & 1U) != 0) != character.isHigh(bit++);
        isParityRight = isOdd == (format.parity == LineParity::Odd);
    }
    const bool isStopped = character.isHigh(bit);
    const bool isGood = isParityRight && isStopped;
    return {.begin = start,
            .end = character.timeOf(bit + format.stopBits),
            .text = !isStopped       ? uartText("framing error")
                    : !isParityRight ? uartText("parity error")
                                     : decodedCharacter(byte),
            .isError = !isGood,
            .byte = isGood ? std::optional(static_cast<std::uint8_t>(byte)) : std::nullopt};
}

} // namespace

Annotations decodeUart(const Track& line, const UartFormat& format)
{
    Annotations said;
    if (line.kind != TrackKind::Level || format.baudRate == 0)
        return said;
    const double bit = kDecodedNanoseconds / format.baudRate;
    std::int64_t from = std::numeric_limits<std::int64_t>::min();
    for (std::size_t i = 0; i < line.times.size(); ++i) {
        const std::int64_t start = line.times[i];
        if (start < from || line.levels[i] != TrackLevel::Low)
            continue;
        const UartCharacter character(line, start, bit);
        if (character.isHigh(0))
            continue; // a glitch
        said.push_back(readCharacter(character, format, start));
        // The next start bit may come early, when the other end's clock is faster.
        const unsigned bits = 1 + format.dataBits + (format.parity == LineParity::None ? 0U : 1U);
        from = character.timeOf(bits + 0.5);
    }
    return said;
}

Decoder uartDecoder()
{
    return {
        .name = QStringLiteral("UART"),
        .inputs = {{.title = uartText("Line"), .words = {"TX", "RX"}}},
        .choices = {{.title = uartText("Baud rate"),
                     .values = {"115200", "9600", "19200", "38400", "57600", "230400", "921600"},
                     .isFree = true},
                    {.title = uartText("Data bits"), .values = {"8", "7", "6", "5"}},
                    {.title = uartText("Parity"),
                     .values = {uartText("none"), uartText("even"), uartText("odd")}},
                    {.title = uartText("Stop bits"), .values = {"1", "2"}}},
        .decode = [](std::span<const Track* const> inputs, std::span<const QString> choices) {
            const LineParity parity = choices[2] == uartText("even")  ? LineParity::Even
                                      : choices[2] == uartText("odd") ? LineParity::Odd
                                                                      : LineParity::None;
            return decodeUart(*inputs[0], {.baudRate = choices[0].toUInt(),
                                           .dataBits = choices[1].toUInt(),
                                           .parity = parity,
                                           .stopBits = choices[3].toUInt()});
        }};
}

} // namespace perisphere::studio
