// What a program uses of the device's memory, counted as the kernel's memory cgroup counts it
// there, and who has asked for it.
//
// The program's own are the pages that it has written: of heap, stacks and other anonymous
// mappings, and its copies of pages of files. Not those that it has mapped and never written, nor
// code and constants, which the device executes and reads from flash. What the host's kernel has
// given to the guest's window is just that, so it is asked (/proc/self/pagemap), but only when
// pages may have come since: each costs the process a page fault, of which the kernel keeps the
// number.
#pragma once

#include "cpu.hpp"
#include "mapped_files.hpp"
#include "perisphere/a7/guest_memory.hpp"
#include "perisphere/base/unique_fd.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace perisphere::a7
{

class MemoryAccount
{
public:
    /// The system cannot tell: Unsupported.
    [[nodiscard]] static Result<std::unique_ptr<MemoryAccount>> open(GuestMemory& memory);
    MemoryAccount(const MemoryAccount&) = delete;
    MemoryAccount& operator=(const MemoryAccount&) = delete;
    ~MemoryAccount();

    struct Use {
        std::uint64_t own = 0;    ///< bytes of the program's
        std::uint64_t kernel = 0; ///< of the kernel's for it: page tables, stacks of threads
        [[nodiscard]] std::uint64_t total() const { return own + kernel; }
    };
    /// As it is now.
    [[nodiscard]] Use use(std::size_t threads);
    /// The most that `own` has been, also between two calls of use().
    [[nodiscard]] std::uint64_t peak() const { return m_peak; }
    /// False: use() would certainly be less than `bytes`. Cheap.
    [[nodiscard]] bool mayReach(std::uint64_t bytes, std::size_t threads) const;

    /// The program has asked for [begin, begin + bytes) by the system call of that name.
    void asked(std::string_view call, std::uint32_t begin, std::uint64_t bytes, bool isShared,
               const Registers& registers);

    /// What is used by where it was asked for, the most first: a line each, at most `limit`.
    /// `files` are those that are mapped, or in their places those that have their symbols.
    [[nodiscard]] std::vector<std::string> largest(std::size_t limit,
                                                   const std::vector<MappedFile>& files);

private:
    struct Site {
        std::string_view call;
        std::vector<std::uint32_t> callers; ///< innermost first
        bool operator<(const Site& other) const
        {
            return std::tie(call, callers) < std::tie(other.call, other.callers);
        }
    };
    struct Asked {
        std::uint64_t bytes = 0;
        std::uint64_t times = 0;
    };
    struct Range {
        std::uint64_t end = 0;
        bool isShared = false;
        std::map<Site, Asked>::const_iterator site;
    };

    MemoryAccount(GuestMemory& memory, UniqueFd pages);
    void count();
    void released(std::uint32_t begin, std::uint64_t bytes);
    void forget(std::uint32_t begin, std::uint64_t end);
    [[nodiscard]] const Range* rangeAt(std::uint32_t address) const;
    [[nodiscard]] static std::string describe(const Site& site,
                                              const std::vector<MappedFile>& files);

    GuestMemory& m_memory;
    UniqueFd m_pages;
    std::uint64_t m_own = 0; ///< when it was counted last
    std::uint64_t m_tables = 0;
    std::uint64_t m_peak = 0;
    std::uint64_t m_faults = 0; ///< of the process, then
    bool m_isLess = false;      ///< pages have gone since
    std::map<Site, Asked> m_sites;
    std::map<std::uint32_t, Range> m_ranges; ///< by their begin, apart
};

} // namespace perisphere::a7
