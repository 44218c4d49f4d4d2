// What the dynamic loader needs to start a program, beside the system's own libraries: the SDK's,
// wherever that is, and the loader itself. Found as the loader does it, from what the ELF files
// say.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::device
{

/// What an ELF file says to the loader.
struct ElfNeeds {
    std::string interpreter;            ///< empty: none
    std::vector<std::string> libraries; ///< DT_NEEDED
    std::vector<std::string> folders;   ///< DT_RPATH, DT_RUNPATH; may hold $ORIGIN
};

/// Of this machine's own class only. nullopt: the file is not such a one, or contradicts itself.
[[nodiscard]] std::optional<ElfNeeds> readElfNeeds(int file);

struct LoaderFiles {
    std::optional<std::filesystem::path> interpreter;
    std::vector<std::filesystem::path> libraries;
};

/// `libraryPath` is the program's LD_LIBRARY_PATH. What is missing is left out: the loader says it.
[[nodiscard]] LoaderFiles loaderFilesOf(const std::filesystem::path& program,
                                        std::string_view libraryPath);

} // namespace perisphere::device
