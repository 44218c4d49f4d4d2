#include "perisphere/soc/registers/register_map.hpp"

#include "perisphere/engine/require.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace perisphere::soc
{
namespace
{

constexpr std::uint32_t kWordMask = ~std::uint32_t{3};
constexpr std::uint32_t kSmallestBlock = 0x100;

/// The bits of a word that an access of `bytes` at `address` covers; only those inside the word.
std::uint32_t coveredBits(std::uint32_t address, unsigned bytes)
{
    const unsigned shift = (address & 3U) * 8;
    const std::uint64_t ones = (std::uint64_t{1} << (bytes * 8)) - 1;
    return static_cast<std::uint32_t>(ones << shift);
}

/// What describes each word of the block; of rows that interleave ("CTRL#", "PARAM#" with a stride)
/// and meet, the later one.
std::vector<const RegisterInfo*> infosOf(const RegisterBlock& block)
{
    std::vector<const RegisterInfo*> infos;
    for (const RegisterInfo& info : block.registers())
        for (std::uint32_t i = 0; i < info.count; ++i) {
            const std::size_t word = (info.offset + i * info.stride) / 4;
            infos.resize(std::max(infos.size(), word + 1));
            infos[word] = &info;
        }
    return infos;
}

bool crossesWord(std::uint32_t address, unsigned bytes)
{
    return (address & 3U) + bytes > 4;
}

} // namespace

void RegisterMap::add(std::uint32_t base, std::uint32_t bytes, RegisterBlock& block)
{
    insert({base, bytes, &block, std::string(block.name()), infosOf(block)});
}

void RegisterMap::addStorage(std::uint32_t base, std::uint32_t bytes, std::string_view name)
{
    insert({base, bytes, nullptr, std::string(name), {}});
}

void RegisterMap::insert(Place place)
{
    const auto after = std::upper_bound(
        m_places.begin(), m_places.end(), place.base,
        [](std::uint32_t address, const Place& other) { return address < other.base; });
    engine::require(place.base % 4 == 0 && place.bytes % 4 == 0, "registers are words");
    engine::require(after == m_places.end() || place.base + place.bytes <= after->base,
                    "register blocks do not overlap");
    m_places.insert(after, std::move(place));
}

const RegisterMap::Place* RegisterMap::find(std::uint32_t address) const
{
    std::uint32_t& recent = m_recent[address / kSmallestBlock % kRecent];
    if (recent < m_places.size() && address - m_places[recent].base < m_places[recent].bytes)
        return &m_places[recent];
    const Place* const place = search(address);
    if (place != nullptr)
        recent = static_cast<std::uint32_t>(place - m_places.data());
    return place;
}

const RegisterMap::Place* RegisterMap::search(std::uint32_t address) const
{
    auto after = std::upper_bound(
        m_places.begin(), m_places.end(), address,
        [](std::uint32_t wanted, const Place& place) { return wanted < place.base; });
    if (after == m_places.begin())
        return nullptr;
    const Place& place = *--after;
    return address - place.base < place.bytes ? &place : nullptr;
}

const RegisterInfo* RegisterMap::infoOf(const Place& place, std::uint32_t offset)
{
    return offset / 4 < place.infos.size() ? place.infos[offset / 4] : nullptr;
}

std::optional<std::uint32_t> RegisterMap::read(std::uint32_t address, unsigned bytes,
                                               const AccessOrigin& origin)
{
    const Place* const place = find(address);
    if (place == nullptr)
        return std::nullopt;
    const std::uint32_t word = address & kWordMask;
    const unsigned shift = (address & 3U) * 8;
    std::uint64_t value = readWord(*place, word, origin) >> shift;
    if (crossesWord(address, bytes))
        if (const auto rest = read(word + 4, 4, origin))
            value |= std::uint64_t{*rest} << (32 - shift);
    return static_cast<std::uint32_t>(value & coveredBits(0, bytes));
}

bool RegisterMap::write(std::uint32_t address, unsigned bytes, std::uint32_t value,
                        const AccessOrigin& origin)
{
    const Place* const place = find(address);
    if (place == nullptr)
        return false;
    const std::uint32_t word = address & kWordMask;
    const unsigned shift = (address & 3U) * 8;
    const std::uint32_t bits = coveredBits(address, bytes);
    // The bus has byte lanes; the models have not: the others keep what they read as.
    const std::uint32_t others = ~bits == 0 ? 0 : peekWord(*place, word) & ~bits;
    writeWord(*place, word, others | ((value << shift) & bits), origin);
    if (crossesWord(address, bytes))
        return write(word + 4, bytes - (4 - (address & 3U)), value >> (32 - shift), origin);
    return true;
}

std::optional<std::uint32_t> RegisterMap::peek(std::uint32_t address) const
{
    const Place* const place = find(address);
    if (place == nullptr)
        return std::nullopt;
    return peekWord(*place, address & kWordMask);
}

std::uint32_t RegisterMap::peekWord(const Place& place, std::uint32_t address) const
{
    const std::uint32_t offset = address - place.base;
    if (infoOf(place, offset) != nullptr)
        return place.block->peek(offset);
    const auto stored = m_storage.find(address);
    return stored == m_storage.end() ? 0 : stored->second;
}

std::uint32_t RegisterMap::readWord(const Place& place, std::uint32_t address,
                                    const AccessOrigin& origin)
{
    const std::uint32_t offset = address - place.base;
    const RegisterInfo* const info = infoOf(place, offset);
    if (info == nullptr || !info->isModelled)
        report(address, origin);
    return info != nullptr ? place.block->read(offset) : peekWord(place, address);
}

void RegisterMap::writeWord(const Place& place, std::uint32_t address, std::uint32_t value,
                            const AccessOrigin& origin)
{
    const std::uint32_t offset = address - place.base;
    const RegisterInfo* const info = infoOf(place, offset);
    if (info == nullptr || !info->isModelled)
        report(address, origin);
    if (info != nullptr)
        place.block->write(offset, value);
    else
        m_storage[address] = value;
}

void RegisterMap::report(std::uint32_t address, const AccessOrigin& origin)
{
    if (!m_reported.insert(address).second)
        return;
    const std::string what = fmt::format("register {} ({:#010x})", registerName(address), address);
    m_unmodelled.report(origin.core, what, fmt::format("pc {:#010x}", origin.pc));
}

std::string RegisterMap::registerName(std::uint32_t address) const
{
    const Place* const place = find(address);
    if (place == nullptr)
        return fmt::format("{:#010x}", address);
    const std::uint32_t offset = (address & kWordMask) - place->base;
    const RegisterInfo* const info = infoOf(*place, offset);
    if (info == nullptr)
        return fmt::format("{}+{:X}h", place->name, offset);
    std::string name(info->name);
    if (const auto mark = name.find('#'); mark != std::string::npos)
        name.replace(mark, 1, std::to_string((offset - info->offset) / info->stride));
    return fmt::format("{}.{}", place->name, name);
}

void RegisterMap::exchange(engine::Snapshot& snapshot)
{
    std::size_t count = m_storage.size();
    snapshot.exchange(count);
    if (snapshot.isSaving()) {
        for (auto& [key, value] : m_storage) {
            std::uint32_t address = key;
            snapshot.exchange(address);
            snapshot.exchange(value);
        }
        return;
    }
    m_storage.clear();
    for (; count > 0; --count) {
        std::uint32_t address = 0;
        snapshot.exchange(address);
        snapshot.exchange(m_storage[address]);
    }
}

} // namespace perisphere::soc
