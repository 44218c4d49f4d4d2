// What a core can reach without asking anybody: RAM and ROM in a window of the host's memory.
//
// The recompiled code reads and writes this window directly. An access to a part of it where
// nothing is mapped faults on the host, which is how registers are found (engine.cpp).
#pragma once

#include "perisphere/base/result.hpp"

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace perisphere::m4
{

/// Pages that can be seen at several places: in the windows of several cores, and by the host.
class Memory
{
public:
    /// Zeroed; `bytes` is rounded up to pages.
    [[nodiscard]] static Result<std::unique_ptr<Memory>> create(std::size_t bytes);
    Memory(const Memory&) = delete;
    Memory& operator=(const Memory&) = delete;
    ~Memory();

    /// As the host sees them: always writable.
    [[nodiscard]] std::span<std::uint8_t> bytes() { return m_bytes; }
    [[nodiscard]] std::span<const std::uint8_t> bytes() const { return m_bytes; }

private:
    friend class AddressSpace;
    Memory(int descriptor, std::span<std::uint8_t> bytes)
        : m_descriptor(descriptor)
        , m_bytes(bytes)
    {
    }
    int m_descriptor;
    std::span<std::uint8_t> m_bytes;
};

enum class MemoryAccess : std::uint8_t { ReadOnly, ReadWrite };

/// The 4 GiB that a core addresses.
class AddressSpace
{
public:
    struct Region {
        std::uint32_t base = 0;
        std::uint32_t bytes = 0;
        MemoryAccess access = MemoryAccess::ReadWrite;
        std::uint8_t* data = nullptr; ///< the host's view
    };

    [[nodiscard]] static Result<std::unique_ptr<AddressSpace>> create();
    AddressSpace(const AddressSpace&) = delete;
    AddressSpace& operator=(const AddressSpace&) = delete;
    ~AddressSpace();

    /// `base` is a multiple of the page size, the memory outlives the space.
    Result<void> map(std::uint32_t base, Memory& memory, MemoryAccess access);

    /// Where the `bytes` at `address` lie, if all of them are in one region that can be read.
    [[nodiscard]] const std::uint8_t* readable(std::uint32_t address, std::size_t bytes) const;
    /// The same of a region that a program can write.
    [[nodiscard]] std::uint8_t* writable(std::uint32_t address, std::size_t bytes) const;
    /// As readable(), but for a loader or a debugger, who write ROM too.
    [[nodiscard]] std::uint8_t* host(std::uint32_t address, std::size_t bytes) const;

    [[nodiscard]] const std::vector<Region>& regions() const { return m_regions; }
    /// The window's begin.
    [[nodiscard]] void* window() const { return m_window; }

private:
    explicit AddressSpace(void* window)
        : m_window(window)
    {
    }
    [[nodiscard]] const Region* find(std::uint32_t address, std::size_t bytes) const;

    static constexpr unsigned kBlockShift = 24;

    void* m_window;
    std::vector<Region> m_regions;
    std::bitset<256> m_blocks;        ///< of 16 MiB, those with memory: registers are elsewhere
    mutable std::size_t m_recent = 0; ///< the region found last: most lookups are of one stack
};

} // namespace perisphere::m4
