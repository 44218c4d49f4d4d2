#include "perisphere/soc/registers/rgu.hpp"

#include "perisphere/soc/registers/clock_rate.hpp"

#include <utility>

namespace perisphere::soc
{
namespace
{

constexpr std::uint32_t kSlpAux = 0x004;
constexpr std::uint32_t kHclkCkCtrl = 0x00C;

constexpr std::array<RegisterField, 1> kHclkFields{{{.name = "SOURCE", .lowest = 8, .width = 2}}};

constexpr std::array<RegisterInfo, 14> kRguRegisters{{
    {.offset = 0x000, .name = "SLP_CTRL", .isModelled = false},
    {.offset = kSlpAux, .name = "SLP_AUX"},
    {.offset = 0x008, .name = "SLP_EVENT_RECORD", .isModelled = false},
    {.offset = kHclkCkCtrl, .name = "HCLK_CK_CTRL", .fields = kHclkFields},
    {.offset = 0x100, .name = "HW_MEM_PDN", .isModelled = false},
    {.offset = 0x104, .name = "HW_MEM_SLP", .isModelled = false},
    {.offset = 0x10C, .name = "SW_MEM_PDN", .isModelled = false},
    {.offset = 0x110, .name = "SW_MEM_SLP", .isModelled = false},
    {.offset = 0x114, .name = "SW_MEM_ISO", .isModelled = false},
    {.offset = 0x118, .name = "MEM_PWR_OPT", .isModelled = false},
    {.offset = 0x120, .name = "DUMMY", .isModelled = false},
    {.offset = 0x1B0, .name = "CKGEN0", .isModelled = false},
    {.offset = 0x1B4, .name = "HCLK_2M_CKGEN", .isModelled = false},
    {.offset = 0x1B8, .name = "PWRCTLCR", .isModelled = false},
}};

} // namespace

Rgu::Rgu(std::string name)
    : m_name(std::move(name))
{
}

std::span<const RegisterInfo> Rgu::registers() const
{
    return kRguRegisters;
}

std::uint32_t Rgu::hclkHertz() const
{
    switch ((peek(kHclkCkCtrl) >> 8) & 3U) {
    case 1:
        return kRtcHertz;
    case 2:
        return kPllHertz;
    default: // 3 is no driver's; the crystal is what always runs
        return kCrystalHertz;
    }
}

std::uint32_t Rgu::peek(std::uint32_t offset) const
{
    const std::size_t word = offset / 4;
    return word < m_words.size() ? m_words[word] : 0;
}

void Rgu::store(std::uint32_t offset, std::uint32_t value)
{
    const std::size_t word = offset / 4;
    if (word < m_words.size())
        m_words[word] = value;
}

void Rgu::write(std::uint32_t offset, std::uint32_t value)
{
    if (offset == kSlpAux) {
        store(offset, peek(offset) & ~value); // "woke from deep sleep" is cleared by a 1
        return;
    }
    const std::uint32_t before = hclkHertz();
    store(offset, value);
    if (const std::uint32_t hertz = hclkHertz(); hertz != before)
        m_clockChanges.tell(hertz);
}

void Rgu::reset()
{
    const std::uint32_t before = hclkHertz();
    m_words = {};
    if (const std::uint32_t hertz = hclkHertz(); hertz != before)
        m_clockChanges.tell(hertz);
}

} // namespace perisphere::soc
