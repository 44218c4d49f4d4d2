// Register blocks at their addresses.
#pragma once

#include "perisphere/engine/snapshot.hpp"
#include "perisphere/engine/unmodelled.hpp"
#include "perisphere/soc/registers/register_block.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::soc
{

/// Where the access comes from, for reports.
struct AccessOrigin {
    std::string_view core; ///< "real-time core 0"
    std::uint32_t pc = 0;
};

/// One per real-time core: private and shared blocks together. Nothing in its ranges faults:
/// registers that no block describes are storage, and the first access of each is reported.
class RegisterMap
{
public:
    explicit RegisterMap(engine::UnmodelledAccesses& unmodelled)
        : m_unmodelled(unmodelled)
    {
    }

    /// `base` is a multiple of 4; ranges do not overlap. The block outlives the map.
    void add(std::uint32_t base, std::uint32_t bytes, RegisterBlock& block);

    /// A range of addresses without blocks of which registers may be accessed all the same.
    void addStorage(std::uint32_t base, std::uint32_t bytes, std::string_view name);

    /// Whether an access there is one to the map.
    [[nodiscard]] bool covers(std::uint32_t address) const { return find(address) != nullptr; }

    /// @param bytes 1, 2 or 4; an access that crosses a word is made of two.
    /// @return nullopt: nothing is there
    std::optional<std::uint32_t> read(std::uint32_t address, unsigned bytes,
                                      const AccessOrigin& origin);
    bool write(std::uint32_t address, unsigned bytes, std::uint32_t value,
               const AccessOrigin& origin);

    /// read() of a word without side effects, for debuggers; `address` is a multiple of 4.
    [[nodiscard]] std::optional<std::uint32_t> peek(std::uint32_t address) const;

    struct Place {
        std::uint32_t base = 0;
        std::uint32_t bytes = 0;
        RegisterBlock* block = nullptr; ///< nullptr: storage
        std::string name;
        std::vector<const RegisterInfo*> infos; ///< by word, as far as the block describes any
    };
    /// In the order of their addresses.
    [[nodiscard]] const std::vector<Place>& places() const { return m_places; }

    /// "GPT.GPT3_CTRL"; "ISU0.UART+2Ch" where the block has no name for it.
    [[nodiscard]] std::string registerName(std::uint32_t address) const;

    /// The storage that is the map's own, as after power-up.
    void reset() { m_storage.clear(); }
    void exchange(engine::Snapshot& snapshot);

private:
    void insert(Place place);
    [[nodiscard]] const Place* find(std::uint32_t address) const;
    [[nodiscard]] const Place* search(std::uint32_t address) const;
    [[nodiscard]] static const RegisterInfo* infoOf(const Place& place, std::uint32_t offset);
    std::uint32_t readWord(const Place& place, std::uint32_t address, const AccessOrigin& origin);
    void writeWord(const Place& place, std::uint32_t address, std::uint32_t value,
                   const AccessOrigin& origin);
    [[nodiscard]] std::uint32_t peekWord(const Place& place, std::uint32_t address) const;
    void report(std::uint32_t address, const AccessOrigin& origin);

    engine::UnmodelledAccesses& m_unmodelled;
    std::vector<Place> m_places;
    /// The index in m_places found last for each of some addresses: a program stays with a few
    /// blocks for long.
    static constexpr std::size_t kRecent = 64;
    mutable std::array<std::uint32_t, kRecent> m_recent{};
    std::map<std::uint32_t, std::uint32_t> m_storage; ///< by address
    std::set<std::uint32_t> m_reported;               ///< addresses: a polled one costs no text
};

} // namespace perisphere::soc
