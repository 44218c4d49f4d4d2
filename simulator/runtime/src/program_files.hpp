// The ELF files of real-time capable apps, read once.
#pragma once

#include "perisphere/program/debug_info.hpp"

#include <filesystem>
#include <map>
#include <memory>

namespace perisphere::runtime
{

/// For the loop's thread.
class ProgramFiles
{
public:
    using Program = std::shared_ptr<const program::DebugInfo>;

    /// What is in the file now: it is read again when it has changed.
    [[nodiscard]] Result<Program> read(const std::filesystem::path& path);

private:
    struct Known {
        std::filesystem::file_time_type written;
        std::uintmax_t bytes = 0;
        Program program;
    };
    std::map<std::filesystem::path, Known> m_known;
};

} // namespace perisphere::runtime
