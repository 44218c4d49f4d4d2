#include "perisphere/control/registry.hpp"

#include "perisphere/base/atomic_file.hpp"
#include "perisphere/base/file.hpp"
#include "perisphere/base/suggest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace perisphere::control
{
namespace
{

namespace fs = std::filesystem;

constexpr std::size_t kMaxNameBytes = 64;
constexpr std::uint64_t kMaxPathBytes = 4096;
constexpr const char* kSocket = "control.sock";
constexpr const char* kLock = "device.lock";
constexpr const char* kFolder = "folder";

/// All that an entry may hold.
constexpr std::array kEntryFiles = {kSocket, "control.sock.new", "control.sock.lock", kFolder,
                                    kLock};

Result<> makePrivateFolder(const fs::path& path)
{
    if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST)
        return fail(systemError(errno, "make the folder", path.string()));
    struct stat status {
    };
    if (::lstat(path.c_str(), &status) != 0)
        return fail(systemError(errno, "look at", path.string()));
    if (S_ISDIR(status.st_mode) && status.st_uid == ::geteuid() && (status.st_mode & 077U) == 0)
        return {};
    return fail(
        Error{.code = ErrorCode::PermissionDenied,
              .message = fmt::format("\"{}\" is not a folder of yours alone", path.string()),
              .where = {},
              .expected = "a folder that you own, with mode 0700",
              .advice = "remove it, or set XDG_RUNTIME_DIR to a folder of yours"});
}

/// One at a time may add entries or look for stale ones, so that neither sees the other half done.
Result<UniqueFd> lockRegistry(const fs::path& root)
{
    const fs::path path = root / ".lock";
    UniqueFd lock(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!lock)
        return fail(systemError(errno, "open", path.string()));
    while (::flock(lock.get(), LOCK_EX) != 0)
        if (errno != EINTR)
            return fail(systemError(errno, "lock", path.string()));
    return lock;
}

/// The entry's lock; none while its device lives.
std::optional<UniqueFd> takeEntryLock(const fs::path& entry)
{
    UniqueFd lock(::open((entry / kLock).c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (lock && ::flock(lock.get(), LOCK_EX | LOCK_NB) == 0)
        return lock;
    return std::nullopt;
}

/// With the registry locked. What else is in there stays, and the folder with it.
void removeEntry(const fs::path& entry)
{
    for (const char* const file : kEntryFiles)
        ::unlink((entry / file).c_str());
    ::rmdir(entry.c_str());
}

bool isNameByte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
}

Result<> checkName(const std::string& name)
{
    if (!name.empty() && name.size() <= kMaxNameBytes && name[0] != '.' &&
        std::all_of(name.begin(), name.end(), isNameByte))
        return {};
    return fail(Error{.code = ErrorCode::InvalidArgument,
                      .message = fmt::format("\"{}\" cannot be a device's name", name),
                      .where = {},
                      .expected = fmt::format("1 to {} letters, digits, '-', '_' or '.', not "
                                              "beginning with '.'",
                                              kMaxNameBytes)});
}

Result<fs::path> absolutePath(const fs::path& path)
{
    std::error_code problem;
    fs::path result = fs::weakly_canonical(path, problem);
    if (problem)
        return fail(systemError(problem.value(), "resolve", path.string()));
    return result;
}

std::string names(const std::vector<RunningDevice>& devices)
{
    std::string text;
    for (const RunningDevice& device : devices)
        text += (text.empty() ? "" : ", ") + device.name;
    return text;
}

} // namespace

Registration::Registration(RunningDevice device, fs::path root, UniqueFd lock)
    : m_device(std::move(device))
    , m_root(std::move(root))
    , m_lock(std::move(lock))
{
}

Registration::~Registration()
{
    if (!m_lock)
        return; // moved from
    if (const auto registry = lockRegistry(m_root))
        removeEntry(m_device.socket.parent_path());
}

fs::path DeviceRegistry::defaultRoot(std::optional<std::string_view> xdgRuntimeDirectory)
{
    // The specification of XDG_RUNTIME_DIR has relative paths ignored.
    if (xdgRuntimeDirectory && fs::path(*xdgRuntimeDirectory).is_absolute())
        return fs::path(*xdgRuntimeDirectory) / "perisphere";
    return fs::path("/tmp") / fmt::format("perisphere-{}", ::geteuid()) / "perisphere";
}

Result<DeviceRegistry> DeviceRegistry::open(fs::path root)
{
    std::error_code ignored;
    if (!fs::exists(root.parent_path(), ignored))
        if (auto made = makePrivateFolder(root.parent_path()); !made)
            return fail(made.error());
    if (root.parent_path().parent_path() == "/tmp") // anybody may have made it
        if (auto made = makePrivateFolder(root.parent_path()); !made)
            return fail(made.error());
    if (auto made = makePrivateFolder(root); !made)
        return fail(made.error());
    return DeviceRegistry(std::move(root));
}

Result<Registration> DeviceRegistry::add(const std::string& name,
                                         const fs::path& deviceFolder) const
{
    if (auto checked = checkName(name); !checked)
        return fail(checked.error());
    auto folder = absolutePath(deviceFolder);
    if (!folder)
        return fail(folder.error());
    auto registry = lockRegistry(m_root);
    if (!registry)
        return fail(registry.error());
    const fs::path entry = m_root / name;
    if (auto made = makePrivateFolder(entry); !made)
        return fail(made.error());
    auto lock = takeEntryLock(entry);
    if (!lock)
        return fail(Error{.code = ErrorCode::AlreadyExists,
                          .message = fmt::format("the device \"{}\" is running", name),
                          .where = {},
                          .expected = {},
                          .advice = "stop it, or give this one another name"});
    if (auto written = replaceFile(entry / kFolder, folder->native(), 0600); !written)
        return fail(written.error());
    return Registration({name, *folder, entry / kSocket}, m_root, *std::move(lock));
}

Result<std::vector<RunningDevice>> DeviceRegistry::list() const
{
    auto registry = lockRegistry(m_root);
    if (!registry)
        return fail(registry.error());
    std::vector<RunningDevice> devices;
    std::error_code problem;
    for (const fs::directory_entry& one : fs::directory_iterator(m_root, problem)) {
        const fs::path& entry = one.path();
        if (!checkName(entry.filename()) || !one.is_directory(problem))
            continue;
        if (takeEntryLock(entry)) {
            removeEntry(entry);
        } else if (const auto folder = readTextFile(entry / kFolder, kMaxPathBytes)) {
            devices.push_back({entry.filename(), *folder, entry / kSocket});
        }
    }
    if (problem)
        return fail(systemError(problem.value(), "list", m_root.string()));
    std::sort(devices.begin(), devices.end(),
              [](const auto& a, const auto& b) { return a.name < b.name; });
    return devices;
}

Result<RunningDevice> DeviceRegistry::find(std::string_view nameOrFolder) const
{
    auto devices = list();
    if (!devices)
        return fail(devices.error());
    const auto folder = absolutePath(nameOrFolder);
    for (const RunningDevice& device : *devices)
        if (device.name == nameOrFolder || (folder && device.folder == *folder))
            return device;
    return fail(Error{.code = ErrorCode::NotFound,
                      .message = fmt::format("no device \"{}\" is running", nameOrFolder),
                      .where = {},
                      .expected = devices->empty() ? "" : "one of " + names(*devices),
                      .advice = "start it first"});
}

} // namespace perisphere::control
