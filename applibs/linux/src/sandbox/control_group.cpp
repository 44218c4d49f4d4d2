#include "control_group.hpp"

#include "perisphere/base/file.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace perisphere::target
{
namespace
{

constexpr std::uint64_t kMaxGroupFile = std::uint64_t{64} << 10U;

Result<> writeGroupFile(const std::filesystem::path& file, const std::string& text)
{
    const UniqueFd descriptor(::open(file.c_str(), O_WRONLY | O_CLOEXEC));
    if (!descriptor ||
        ::write(descriptor.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size()))
        return fail(systemError(errno, fmt::format("write \"{}\" to", text), file.string()));
    return {};
}

std::uint64_t numberIn(const std::filesystem::path& file)
{
    return std::strtoull(readTextFile(file, kMaxGroupFile).value_or("0").c_str(), nullptr, 10);
}

/// The figure of a line "anon 1234".
std::uint64_t figureIn(const std::string& text, const char* name)
{
    const std::size_t at = ("\n" + text).find(fmt::format("\n{} ", name));
    return at == std::string::npos
               ? 0
               : std::strtoull(text.c_str() + at + std::strlen(name), nullptr, 10);
}

} // namespace

Result<> prepareControlGroups(const std::filesystem::path& folder)
{
    // Switched on from above: a group offers only what its parent hands down.
    constexpr const char* kControllers = "+memory +pids +cpu";
    if (auto on = writeGroupFile(folder.parent_path() / "cgroup.subtree_control", kControllers);
        !on)
        return on;
    if (::mkdir(folder.c_str(), 0755) != 0 && errno != EEXIST)
        return fail(systemError(errno, "create the control group", folder.string()));
    return writeGroupFile(folder / "cgroup.subtree_control", kControllers);
}

Result<std::unique_ptr<ControlGroup>> ControlGroup::create(const std::filesystem::path& path,
                                                           const SandboxLimits& limits)
{
    if (::mkdir(path.c_str(), 0755) != 0) {
        if (errno != EEXIST)
            return fail(systemError(errno, "create the control group", path.string()));
        if (auto killed = writeGroupFile(path / "cgroup.kill", "1"); !killed)
            return fail(killed.error());
    }
    constexpr std::uint32_t kPeriod = 100'000; // microseconds
    const std::array<std::pair<const char*, std::string>, 4> settings{{
        {"memory.max", std::to_string(limits.memoryBytes)},
        {"memory.oom.group", "1"}, // an app that has lost one of its processes is not to go on
        {"pids.max", std::to_string(limits.processes)},
        {"cpu.max",
         fmt::format("{} {}", std::uint64_t{kPeriod} * limits.cpuPercent / 100, kPeriod)},
    }};
    for (const auto& [file, text] : settings)
        if (auto set = writeGroupFile(path / file, text); !set)
            return fail(set.error());
    // Only where the kernel has swap at all.
    if (::access((path / "memory.swap.max").c_str(), F_OK) == 0)
        if (auto set = writeGroupFile(path / "memory.swap.max", "0"); !set)
            return fail(set.error());
    UniqueFd folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!folder)
        return fail(systemError(errno, "open the control group", path.string()));
    return std::unique_ptr<ControlGroup>(new ControlGroup(path, std::move(folder)));
}

ControlGroup::ControlGroup(std::filesystem::path path, UniqueFd folder)
    : m_path(std::move(path))
    , m_folder(std::move(folder))
{
}

ControlGroup::~ControlGroup()
{
    kill();
    m_folder.reset();
    ::rmdir(m_path.c_str());
}

void ControlGroup::kill() const
{
    (void)writeGroupFile(m_path / "cgroup.kill", "1");
}

Result<device::MemoryUse> ControlGroup::memory() const
{
    const auto figures = readTextFile(m_path / "memory.stat", kMaxGroupFile);
    if (!figures)
        return fail(figures.error().during("read an app's memory"));
    constexpr std::uint64_t kKib = 1024;
    device::MemoryUse use;
    use.total = numberIn(m_path / "memory.current") / kKib;
    use.userMode = figureIn(*figures, "anon") / kKib;
    use.peakUserMode = std::max(use.userMode, numberIn(m_path / "memory.peak") / kKib);
    return use;
}

} // namespace perisphere::target
