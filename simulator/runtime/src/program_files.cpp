#include "program_files.hpp"

#include "perisphere/base/file.hpp"

#include <system_error>
#include <utility>

namespace perisphere::runtime
{
namespace
{

/// One for each core, installed and with symbols.
constexpr std::size_t kMaxKnown = 4;

} // namespace

Result<ProgramFiles::Program> ProgramFiles::read(const std::filesystem::path& path)
{
    std::error_code error;
    const auto written = std::filesystem::last_write_time(path, error);
    const std::uintmax_t bytes = std::filesystem::file_size(path, error);
    if (const auto known = m_known.find(path); known != m_known.end() && !error &&
                                               known->second.written == written &&
                                               known->second.bytes == bytes)
        return known->second.program;
    auto file = readBinaryFile(path, program::kMaxProgramBytes);
    if (!file)
        return fail(file.error());
    auto info = program::DebugInfo::parse(*std::move(file), path.string());
    if (!info)
        return fail(info.error());
    if (m_known.size() >= kMaxKnown)
        m_known.clear();
    auto program = std::make_shared<const program::DebugInfo>(*std::move(info));
    m_known[path] = {.written = written, .bytes = bytes, .program = program};
    return program;
}

} // namespace perisphere::runtime
