// What readelf says of a program.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace perisphere::test
{

struct ElfFacts {
    std::string header;              ///< readelf --file-header
    std::string interpreter;         ///< empty if there is none
    std::vector<std::string> needed; ///< SONAMEs, in order
    bool isPositionIndependent = false;
    std::string symbols;        ///< readelf --dyn-syms
    std::string programHeaders; ///< readelf --program-headers
};

ElfFacts elfFacts(const std::filesystem::path& file);

} // namespace perisphere::test
