// How often each source line of the program and its libraries has run, from the debug information
// of their files, optimised code or not.
#pragma once

#include "mapped_files.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::a7
{

/// How often each instruction was executed.
class InstructionCounts
{
public:
    void add(std::uint32_t address)
    {
        const std::uint32_t number = address / kPageBytes;
        if (m_latest == nullptr || number != m_latestNumber) {
            auto& page = m_pages[number];
            if (!page)
                page = std::make_unique<Page>();
            m_latest = page.get();
            m_latestNumber = number;
        }
        ++(*m_latest)[address % kPageBytes / 2];
    }

    /// Calls `found(address, count)` for those from `begin` to below `end` that have run.
    void forEach(std::uint32_t begin, std::uint64_t end,
                 const std::function<void(std::uint32_t, std::uint64_t)>& found) const;

private:
    static constexpr std::uint32_t kPageBytes = 4096;
    using Page = std::array<std::uint64_t, kPageBytes / 2>; ///< by halfword

    std::map<std::uint32_t, std::unique_ptr<Page>> m_pages;
    Page* m_latest = nullptr;
    std::uint32_t m_latestNumber = 0;
};

/// A tracefile of lcov (geninfo(1)): records of all files with debug information, by the order in
/// which they are mapped. `report` is told of those that cannot be read.
[[nodiscard]] std::string lcovText(const InstructionCounts& counts,
                                   const std::vector<MappedFile>& files,
                                   const std::function<void(std::string_view)>& report);

} // namespace perisphere::a7
