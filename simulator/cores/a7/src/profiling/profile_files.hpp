// Profiles in the formats of programs that show them.
#pragma once

#include "mapped_files.hpp"
#include "symbols.hpp"

#include <string>
#include <vector>

namespace perisphere::a7
{

struct CallNode;

/// Functions by address, looked up once each.
class ProfileNames
{
public:
    struct Name {
        std::string file;
        std::string function;
    };

    explicit ProfileNames(std::vector<MappedFile> files)
        : m_files(std::move(files))
        , m_functions(functionsOf(m_files))
    {
    }

    [[nodiscard]] Name of(std::uint32_t address) const;

private:
    std::vector<MappedFile> m_files;
    std::vector<NamedFunction> m_functions;
};

/// For KCachegrind and callgrind_annotate: instructions (Ir) by function, with calls.
[[nodiscard]] std::string callgrindText(const std::vector<const CallNode*>& roots,
                                        const ProfileNames& names, const std::string& program);
/// For flame graphs: "main;work;add 120", a line for each path.
[[nodiscard]] std::string foldedText(const std::vector<const CallNode*>& roots,
                                     const ProfileNames& names);

} // namespace perisphere::a7
