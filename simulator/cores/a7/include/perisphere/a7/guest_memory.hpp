// The 32-bit address space of an emulated process: a window of the host's, 4 GiB wide.
//
// A guest address plus the window's begin is the host address, so mappings of files and buffers of
// system calls pass straight through; the host's protection is the guest's but for execution, which
// the recompiler alone does. A map of pages tells what the guest has mapped.
#pragma once

#include "perisphere/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

namespace perisphere::a7
{

class GuestMemory
{
public:
    static constexpr std::uint32_t kPageBytes = 4096;
    /// Pages are looked through by blocks of 1 MiB.
    static constexpr std::size_t kBlockPages = 256;
    static constexpr std::size_t kBlocks = 4096;

    enum Page : std::uint8_t {
        kReadable = 1,
        kWritable = 2,
        kExecutable = 4,
        kMapped = 8,
        kFetched = 16, ///< code was made of it
    };

    [[nodiscard]] static Result<std::unique_ptr<GuestMemory>> create();
    GuestMemory(const GuestMemory&) = delete;
    GuestMemory& operator=(const GuestMemory&) = delete;
    ~GuestMemory();

    /// Nothing is mapped then.
    void clear();

    [[nodiscard]] std::uint8_t* window() const { return m_window; }
    /// For the host's kernel, which checks it.
    [[nodiscard]] std::uint8_t* host(std::uint32_t address) const { return m_window + address; }

    /// The same of so many bytes; of those that do not end in the window an address that it
    /// refuses.
    [[nodiscard]] std::uint8_t* hostRange(std::uint32_t address, std::uint64_t bytes) const
    {
        constexpr std::uint64_t kEnd = std::uint64_t{1} << 32;
        // The last page of all addresses is never a process'.
        constexpr std::uintptr_t kRefused = ~std::uintptr_t{kPageBytes - 1};
        return bytes <= kEnd && address + bytes <= kEnd ? host(address)
                                                        : reinterpret_cast<std::uint8_t*>(kRefused);
    }

    /// As mmap(2), with PROT_ bits of the guest; `fd` -1: anonymous. A hint is only that unless
    /// MAP_FIXED is in `flags`. @return the address, or -errno
    std::int64_t map(std::uint32_t hint, std::uint64_t bytes, int protection, int flags, int fd,
                     std::int64_t offset);
    int unmap(std::uint32_t address, std::uint64_t bytes);
    int protect(std::uint32_t address, std::uint64_t bytes, int protection);
    std::int64_t remap(std::uint32_t address, std::uint64_t oldBytes, std::uint64_t newBytes,
                       int flags, std::uint32_t target);

    /// The program break.
    void setBreakStart(std::uint32_t address);
    std::uint32_t setBreak(std::uint32_t address);

    [[nodiscard]] std::uint8_t pageAt(std::uint32_t address) const
    {
        return m_pages[address / kPageBytes];
    }
    [[nodiscard]] bool isMapped(std::uint32_t address, std::uint64_t bytes) const
    {
        return hasAll(address, bytes, kMapped);
    }
    [[nodiscard]] bool isReadable(std::uint32_t address, std::uint64_t bytes) const
    {
        return hasAll(address, bytes, kReadable);
    }
    [[nodiscard]] bool isWritable(std::uint32_t address, std::uint64_t bytes) const
    {
        return hasAll(address, bytes, kWritable);
    }
    void markFetched(std::uint32_t address) { m_pages[address / kPageBytes] |= kFetched; }
    [[nodiscard]] bool hasFetched(std::uint32_t address, std::uint64_t bytes) const;

    // Structures of system calls.
    template <class T>
    requires std::is_trivially_copyable_v<T>
    [[nodiscard]] std::optional<T> load(std::uint32_t address) const
    {
        T value;
        if (!copyFrom(&value, address, sizeof value))
            return std::nullopt;
        return value;
    }
    template <class T>
    requires std::is_trivially_copyable_v<T>
    [[nodiscard]] bool store(std::uint32_t address, const T& value)
    {
        return copyTo(address, &value, sizeof value);
    }
    /// Copies between here and the guest's memory. False where it may not read or write all of
    /// that, or a file has ended before.
    [[nodiscard]] bool copyFrom(void* to, std::uint32_t address, std::size_t bytes) const;
    [[nodiscard]] bool copyTo(std::uint32_t address, const void* from, std::size_t bytes);
    /// For debuggers: writes within a page also where the guest only reads.
    [[nodiscard]] bool patch(std::uint32_t address, std::span<const std::uint8_t> bytes);
    /// Whether an access there has just met the end of a mapped file (SIGBUS). Asked once.
    [[nodiscard]] bool takeBusError(std::uint32_t address, std::uint64_t bytes);
    /// A terminated text of at most PATH_MAX.
    [[nodiscard]] std::optional<std::string> text(std::uint32_t address) const;
    /// One of at most so many bytes.
    [[nodiscard]] std::optional<std::string> longText(std::uint32_t address,
                                                      std::size_t most) const;

    /// Whether other processes may see what is written here: there was a shared mapping.
    [[nodiscard]] bool isShared() const { return m_isShared; }

    [[nodiscard]] std::uint64_t mappedBytes() const { return m_mappedPages * kPageBytes; }
    [[nodiscard]] std::uint64_t peakBytes() const { return m_peakPages * kPageBytes; }

    /// Whether anything is mapped in a block.
    [[nodiscard]] bool hasPages(std::size_t block) const { return m_blockPages[block] != 0; }
    /// Called before contents of [begin, begin + bytes) may be lost; empty: nobody is.
    void onRelease(std::function<void(std::uint32_t begin, std::uint64_t bytes)> act)
    {
        m_onRelease = std::move(act);
    }
    void aboutToRelease(std::uint32_t begin, std::uint64_t bytes) const
    {
        if (m_onRelease)
            m_onRelease(begin, bytes);
    }

    /// Ranges of equal protection, for /proc/self/maps.
    struct Range {
        std::uint32_t begin = 0;
        std::uint64_t end = 0;
        std::uint8_t page = 0;
    };
    [[nodiscard]] std::vector<Range> ranges() const;

private:
    explicit GuestMemory(std::uint8_t* window);
    [[nodiscard]] bool hasAll(std::uint32_t address, std::uint64_t bytes, std::uint8_t bits) const;
    void setPages(std::uint32_t address, std::uint64_t bytes, std::uint8_t page);
    [[nodiscard]] std::optional<std::uint32_t> findFree(std::uint64_t bytes) const;

    std::uint8_t* m_window;
    std::vector<std::uint8_t> m_pages;
    std::vector<std::uint16_t> m_blockPages; ///< mapped ones
    std::function<void(std::uint32_t, std::uint64_t)> m_onRelease;
    std::uint64_t m_mappedPages = 0;
    std::uint64_t m_peakPages = 0;
    bool m_isShared = false;
    std::uint32_t m_breakStart = 0;
    std::uint32_t m_break = 0;
};

} // namespace perisphere::a7
