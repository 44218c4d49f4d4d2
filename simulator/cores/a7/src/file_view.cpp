#include "file_view.hpp"

#include "descriptor_guard.hpp"
#include "perisphere/protocol/app_identity.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <climits>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace perisphere::a7
{
namespace
{

constexpr int kMostLinks = 40; ///< as Linux follows

const std::string& ownFolder()
{
    static const std::string folder = fmt::format("/proc/{}", protocol::kAppProcessId);
    return folder;
}

tl::expected<std::string, int> linkText(const std::string& path)
{
    std::array<char, PATH_MAX> text{};
    const ssize_t bytes = ::readlink(path.c_str(), text.data(), text.size());
    if (bytes < 0)
        return tl::unexpected(errno);
    return std::string(text.data(), static_cast<std::size_t>(bytes));
}

/// The first component of a path, which is taken off it; empty: there is none left.
std::string takeComponent(std::string& path)
{
    const auto begin = std::min(path.find_first_not_of('/'), path.size());
    const auto end = std::min(path.find('/', begin), path.size());
    std::string component = path.substr(begin, end - begin);
    path.erase(0, end);
    return component;
}

std::string nameFor(std::string_view place)
{
    return place.empty() ? "/" : std::string(place);
}

bool isBelow(std::string_view name, std::string_view folder)
{
    return name.starts_with(folder) && (name.size() == folder.size() || name[folder.size()] == '/');
}

std::string withoutSlashAtEnd(std::string text)
{
    while (!text.empty() && text.back() == '/')
        text.pop_back();
    return text;
}

/// What a path is among the host's names, where links lead to it.
std::string realPath(const std::filesystem::path& path)
{
    // That folder is another for each process.
    if (path.native().starts_with("/proc/"))
        return path.native();
    std::error_code ignored;
    const auto real = std::filesystem::weakly_canonical(path, ignored);
    return withoutSlashAtEnd((ignored ? path : real).string());
}

} // namespace

FileView::Mount FileView::mountOf(const ViewOptions::Mount& mount)
{
    return {.name = withoutSlashAtEnd(mount.name), .host = realPath(mount.host)};
}

Result<std::unique_ptr<FileView>> FileView::create(const ViewOptions& options)
{
    std::unique_ptr<FileView> view(new FileView);
    view->m_mounts.push_back({.name = "", .host = realPath(options.root)});
    view->m_mounts.push_back({.name = ownFolder() + "/fd", .host = "/proc/self/fd"});
    for (const ViewOptions::Mount& mount : options.mounts)
        view->m_mounts.push_back(mountOf(mount));
    for (const ViewOptions::Mount& file : options.givenFiles)
        view->m_given.push_back(mountOf(file));
    std::ranges::stable_sort(view->m_mounts, std::ranges::greater(),
                             [](const Mount& mount) { return mount.name.size(); });
    const auto folder = view->find(options.folder);
    if (!folder)
        return fail(systemError(folder.error(), "enter", options.folder));
    view->m_folder = folder->name;
    view->m_program = options.program;
    return view;
}

std::string FileView::hostOf(std::string_view name) const
{
    for (const Mount& mount : m_mounts)
        if (isBelow(name, mount.name)) {
            std::string host = mount.host + std::string(name.substr(mount.name.size()));
            return host.empty() ? "/" : host;
        }
    return "/"; // the root's is always among them
}

/// Of several mounts that hold it, the innermost of the host's folders counts.
std::optional<std::string> FileView::nameAmong(const std::vector<Mount>& mounts,
                                               std::string_view host)
{
    const Mount* best = nullptr;
    for (const Mount& mount : mounts)
        if (isBelow(host, mount.host) && (best == nullptr || mount.host.size() > best->host.size()))
            best = &mount;
    if (best == nullptr)
        return std::nullopt;
    return nameFor(best->name + std::string(host.substr(best->host.size())));
}

std::optional<std::string> FileView::nameOfHost(std::string_view host) const
{
    if (host == fmt::format("/proc/{}/fd", ::getpid()))
        return ownFolder() + "/fd";
    return nameAmong(m_mounts, host);
}

std::optional<int> FileView::descriptorOf(std::string_view name)
{
    const std::string prefix = ownFolder() + "/fd/";
    int fd = -1;
    if (!name.starts_with(prefix))
        return std::nullopt;
    const char* const end = name.data() + name.size();
    const auto [stop, error] = std::from_chars(name.data() + prefix.size(), end, fd);
    return error == std::errc() && stop == end ? std::optional(fd) : std::nullopt;
}

std::optional<tl::expected<std::string, int>> FileView::ownLink(std::string_view name) const
{
    if (!isBelow(name, ownFolder()))
        return std::nullopt;
    if (const auto fd = descriptorOf(name))
        return isKept(*fd) ? tl::unexpected(ENOENT) : describe(*fd);
    const std::string_view what = name.substr(std::min(ownFolder().size() + 1, name.size()));
    if (what == "exe")
        return m_program;
    if (what == "cwd")
        return m_folder;
    if (what == "root")
        return "/";
    return std::nullopt;
}

tl::expected<std::string, int> FileView::describe(int fd) const
{
    auto text = linkText(fmt::format("/proc/self/fd/{}", fd));
    if (!text)
        return text;
    if (!text->starts_with('/')) {
        struct stat status {
        };
        const auto bracket = text->find('[');
        if (bracket == std::string::npos || text->starts_with("anon_inode:") ||
            ::fstat(fd, &status) != 0)
            return text;
        // "pipe:[NUMBER]", of the host's.
        return fmt::format("{}[{}]", text->substr(0, bracket),
                           fileNumber(status.st_dev, status.st_ino));
    }
    constexpr std::string_view kMemory = "/memfd:"; // whose names are the program's own
    if (text->starts_with(kMemory))
        return text;
    auto name = nameAmong(m_given, *text);
    if (!name)
        name = nameOfHost(*text);
    return name.value_or("(unreachable)");
}

std::optional<std::string> FileView::nameOf(int fd) const
{
    const auto text = linkText(fmt::format("/proc/self/fd/{}", fd));
    return text && text->starts_with('/') ? nameOfHost(*text) : std::nullopt;
}

tl::expected<std::string, int> FileView::folderName(int fd) const
{
    if (fd == AT_FDCWD)
        return m_folder;
    struct stat status {
    };
    if (isKept(fd) || ::fstat(fd, &status) != 0)
        return tl::unexpected(EBADF);
    if (!S_ISDIR(status.st_mode))
        return tl::unexpected(ENOTDIR);
    const auto name = nameOf(fd);
    return name ? tl::expected<std::string, int>(*name) : tl::unexpected(ENOENT);
}

tl::expected<FileView::Found, int> FileView::find(std::string_view path) const
{
    return find(m_folder, path, {});
}

tl::expected<FileView::Found, int> FileView::find(std::string_view folder, std::string_view path,
                                                  const Rules& rules) const
{
    if (path.empty())
        return tl::unexpected(ENOENT);
    if (path.size() >= PATH_MAX)
        return tl::unexpected(ENAMETOOLONG);
    if (!rules.mayLeaveTheFolder && path.starts_with('/'))
        return tl::unexpected(EXDEV);
    // Places have no slash at their end, the root has none at all.
    const std::string top = withoutSlashAtEnd(std::string(rules.root));
    const std::string base = withoutSlashAtEnd(std::string(folder));
    std::string at = path.starts_with('/') ? top : base;
    std::string rest(path);
    int links = 0;
    while (true) {
        const std::string component = takeComponent(rest);
        if (component.empty())
            return Found{.name = nameFor(at), .host = hostOf(at)};
        if (component == ".")
            continue;
        if (component == "..") {
            if (!rules.mayLeaveTheFolder && at == base)
                return tl::unexpected(EXDEV);
            if (at != top)
                at.resize(std::min(at.rfind('/'), at.size()));
            continue;
        }
        if (component.size() > NAME_MAX)
            return tl::unexpected(ENAMETOOLONG);
        const std::string name = fmt::format("{}/{}", at, component);
        const std::string host = hostOf(name);
        const bool isLast = rest.find_first_not_of('/') == std::string::npos;
        const auto descriptor = descriptorOf(name);
        const auto own = ownLink(name);
        if (own && !*own)
            return tl::unexpected(own->error());
        struct stat status {
        };
        if (!own && ::lstat(host.c_str(), &status) != 0) {
            if (!isLast || errno != ENOENT)
                return tl::unexpected(errno);
            return Found{.name = name, .host = host, .isThere = false};
        }
        if (!own && !S_ISLNK(status.st_mode)) {
            if (!S_ISDIR(status.st_mode) && !rest.empty())
                return tl::unexpected(ENOTDIR);
            at = name;
            continue;
        }
        if (isLast && rest.empty() && !rules.followsLast)
            return Found{.name = name, .host = host};
        if (!rules.followsLinks || ++links > kMostLinks)
            return tl::unexpected(ELOOP);
        // A file that is open already, whatever it is, and whether it has a name.
        if (descriptor && isLast)
            return Found{.name = nameOf(*descriptor).value_or(""), .host = host};
        auto target = own ? *own : linkText(host);
        if (!target)
            return tl::unexpected(target.error());
        if (target->starts_with('/')) {
            if (!rules.mayLeaveTheFolder)
                return tl::unexpected(EXDEV);
            at = top;
        }
        rest.insert(0, *target);
        if (rest.size() >= PATH_MAX)
            return tl::unexpected(ENAMETOOLONG);
    }
}

} // namespace perisphere::a7
