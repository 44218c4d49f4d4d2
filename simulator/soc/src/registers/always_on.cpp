#include "perisphere/soc/registers/always_on.hpp"

#include <cstddef>
#include <optional>

namespace perisphere::soc
{
namespace
{

constexpr std::uint32_t kCounterClockSelect = 0x210;
constexpr std::size_t kCounterClockWord = 2;
constexpr std::uint32_t kPinMuxBegin = 0x20;

constexpr std::array<RegisterField, 1> kAdcClockFields{{{"ADC_CLK_EN", 31}}};
constexpr std::array<RegisterField, 1> kCounterClockFields{{{"CNT_CLK_SEL", 0, 2}}};
constexpr std::array kAlwaysOnRegisters{
    RegisterInfo{.offset = 0x120, .name = "DBG_UART_CTRL"},
    RegisterInfo{.offset = 0x208, .name = "ADC_CLK", .fields = kAdcClockFields},
    RegisterInfo{
        .offset = kCounterClockSelect, .name = "GPIO_CNT_CLK_SEL", .fields = kCounterClockFields},
};
constexpr std::array kPinMuxRegisters{RegisterInfo{
    .offset = kPinMuxBegin, .name = "PINMUX#", .isModelled = false, .count = PinMux::kWords}};

std::optional<std::size_t> alwaysOnWord(std::uint32_t offset)
{
    for (std::size_t i = 0; i < kAlwaysOnRegisters.size(); ++i)
        if (kAlwaysOnRegisters[i].offset == offset)
            return i;
    return std::nullopt;
}

} // namespace

std::span<const RegisterInfo> AlwaysOn::registers() const
{
    return kAlwaysOnRegisters;
}

std::uint32_t AlwaysOn::peek(std::uint32_t offset) const
{
    const auto word = alwaysOnWord(offset);
    return word ? m_words[*word] : 0;
}

void AlwaysOn::write(std::uint32_t offset, std::uint32_t value)
{
    const auto word = alwaysOnWord(offset);
    if (!word)
        return;
    if (word == kCounterClockWord && ((m_words[*word] ^ value) & 3U) != 0)
        beforeCounterClock.tell({});
    m_words[*word] = value;
}

void AlwaysOn::reset()
{
    write(kCounterClockSelect, 0);
    m_words = {};
}

std::uint32_t AlwaysOn::counterHertz() const
{
    constexpr std::array<std::uint32_t, 4> rates = {26'000'000, 32'768, 125'000'000, 200'000'000};
    return rates[m_words[kCounterClockWord] & 3U];
}

std::span<const RegisterInfo> PinMux::registers() const
{
    return kPinMuxRegisters;
}

std::uint32_t PinMux::peek(std::uint32_t offset) const
{
    const std::size_t word = (offset - kPinMuxBegin) / 4;
    return word < m_words.size() ? m_words[word] : 0;
}

void PinMux::write(std::uint32_t offset, std::uint32_t value)
{
    const std::size_t word = (offset - kPinMuxBegin) / 4;
    if (word < m_words.size())
        m_words[word] = value;
}

} // namespace perisphere::soc
