// The insides of a warm core.
#pragma once

#include "cpu.hpp"
#include "perisphere/a7/warm_core.hpp"

#include <array>
#include <cstddef>
#include <vector>

namespace perisphere::a7
{

struct WarmCore::Parts {
    /// Code was made of it.
    struct CodePage {
        std::uint32_t address = 0;
        std::array<std::byte, GuestMemory::kPageBytes> contents{};
    };

    std::unique_ptr<GuestMemory> memory; ///< nothing is mapped
    std::unique_ptr<Cpu> cpu;            ///< of that memory; goes first
    std::vector<CodePage> pages;         ///< whose translations it has

    /// Once a program is loaded into its memory: what is not the same code in the same place is
    /// forgotten.
    void forgetOthers(GuestMemory& loaded, Cpu& processor);
};

} // namespace perisphere::a7
