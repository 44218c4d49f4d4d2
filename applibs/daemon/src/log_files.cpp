#include "log_files.hpp"

#include "perisphere/base/folder.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace perisphere::daemon
{
namespace
{

namespace fs = std::filesystem;

constexpr ::mode_t kMode = 0640;

/// The newest is 0.
fs::path fileOf(const fs::path& folder, unsigned age)
{
    return folder / (age == 0 ? "device.log" : fmt::format("device.log.{}", age));
}

Result<UniqueFd> openLog(const fs::path& file)
{
    UniqueFd fd(
        ::open(file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, kMode));
    if (!fd)
        return fail(systemError(errno, "open the log", file.string()));
    return fd;
}

} // namespace

Result<LogFiles> LogFiles::open(Configuration::LogFolder options)
{
    if (auto made = makeFolder(options.folder); !made)
        return fail(made.error());
    const fs::path path = fileOf(options.folder, 0);
    auto file = openLog(path);
    if (!file)
        return fail(file.error());
    struct stat status {
    };
    if (::fstat(file->get(), &status) != 0)
        return fail(systemError(errno, "examine the log", path.string()));
    return LogFiles(std::move(options), std::move(*file),
                    static_cast<std::uint64_t>(status.st_size));
}

LogFiles::LogFiles(Configuration::LogFolder options, UniqueFd file, std::uint64_t bytes)
    : m_options(std::move(options))
    , m_file(std::move(file))
    , m_bytes(bytes)
{
}

/// Oldest first: a power cut in between leaves a gap in the numbers, and loses none but the oldest.
Result<> LogFiles::turn()
{
    for (unsigned age = m_options.files - 1; age > 0; --age)
        if (::rename(fileOf(m_options.folder, age - 1).c_str(),
                     fileOf(m_options.folder, age).c_str()) != 0 &&
            errno != ENOENT)
            return fail(systemError(errno, "turn the log", m_options.folder.string()));
    if (m_options.files == 1)
        ::unlink(fileOf(m_options.folder, 0).c_str());
    auto file = openLog(fileOf(m_options.folder, 0));
    if (!file)
        return fail(file.error());
    m_file = std::move(*file);
    m_bytes = 0;
    return {};
}

Result<> LogFiles::add(std::string_view who, std::string_view text)
{
    const auto now =
        std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    const auto second = std::chrono::floor<std::chrono::seconds>(now);
    const std::string line = fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z {}: {}\n",
                                         fmt::gmtime(std::chrono::system_clock::to_time_t(second)),
                                         (now - second).count(), who, text);
    if (m_bytes > 0 && m_bytes + line.size() > m_options.fileBytes)
        if (auto turned = turn(); !turned)
            return turned;
    const auto written = ::write(m_file.get(), line.data(), line.size());
    if (written < 0)
        return fail(systemError(errno, "write the log", m_options.folder.string()));
    m_bytes += static_cast<std::uint64_t>(written);
    return {};
}

} // namespace perisphere::daemon
