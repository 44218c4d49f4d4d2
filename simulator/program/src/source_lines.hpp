// The line table of a program, read by elfutils.
#pragma once

#include "perisphere/program/debug_info.hpp"

namespace perisphere::program
{

struct SourceLines {
    std::vector<LineRange> ranges; ///< by begin; they do not overlap
    std::vector<std::string> files;
};

/// Of the code in `code` only: what the linker has left out still has lines, at address 0.
/// LimitExceeded. What elfutils does not understand is left out.
[[nodiscard]] Result<SourceLines> readSourceLines(std::span<const std::byte> file,
                                                  std::span<const CodeSection> code,
                                                  std::string_view name);

} // namespace perisphere::program
