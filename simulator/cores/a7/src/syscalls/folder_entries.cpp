// What is in a folder.
//
// Among a device's files the names come in their alphabetical order, with the device's numbers: a
// host lists them in an order and with numbers of its own. The descriptor's offset then counts
// names, so that seekdir and rewinddir do what they do.

#include "../file_view.hpp"
#include "../syscall.hpp"
#include "file_status.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <optional>
#include <string>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <vector>

namespace perisphere::a7
{
namespace
{

/// linux_dirent64, the same for both.
struct EntryHeader {
    std::uint64_t number;
    std::int64_t next; ///< the offset of the entry that follows
    std::uint16_t bytes;
    std::uint8_t type;
} __attribute__((packed));
static_assert(sizeof(EntryHeader) == 19);

/// With "." and ".."; the descriptor's offset stays what it is.
std::vector<std::string> namesIn(int folder)
{
    const int fd = ::openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR* const stream = fd < 0 ? nullptr : ::fdopendir(fd);
    if (stream == nullptr) {
        if (fd >= 0)
            ::close(fd);
        return {};
    }
    std::vector<std::string> names;
    while (const dirent* const entry = ::readdir(stream))
        names.emplace_back(entry->d_name);
    ::closedir(stream);
    std::ranges::sort(names);
    return names;
}

/// Nothing where there is no such file for the program.
std::optional<struct stat> statusOfEntry(Call& call, const std::string& folder,
                                         const std::string& name)
{
    const auto found = call.process.view()->find(folder, name, {.followsLast = false});
    struct stat status {
    };
    if (!found || ::lstat(found->host.c_str(), &status) != 0)
        return std::nullopt;
    tellAsDevice(call, found->name, -1, status);
    return status;
}

std::string entryOf(const std::string& name, const struct stat& status, std::int64_t next)
{
    constexpr std::size_t kAlignment = 8;
    const std::size_t bytes =
        (sizeof(EntryHeader) + name.size() + 1 + kAlignment - 1) / kAlignment * kAlignment;
    const EntryHeader header{.number = status.st_ino,
                             .next = next,
                             .bytes = static_cast<std::uint16_t>(bytes),
                             .type = static_cast<std::uint8_t>(IFTODT(status.st_mode))};
    std::string entry(bytes, '\0');
    std::memcpy(entry.data(), &header, sizeof header);
    name.copy(entry.data() + sizeof header, name.size());
    return entry;
}

Answer entriesOnDevice(Call& call)
{
    const int fd = call.signedArg(0);
    const std::size_t room = call.arg(2);
    const auto folder = call.process.view()->folderName(fd);
    if (!folder)
        return Call::error(folder.error());
    const off_t begin = ::lseek(fd, 0, SEEK_CUR);
    if (begin < 0)
        return Call::result(-1);
    const std::vector<std::string> names = namesIn(fd);
    std::string entries;
    bool hasRoom = true;
    auto at = static_cast<std::size_t>(begin);
    for (; at < names.size() && hasRoom; ++at) {
        const auto status = statusOfEntry(call, *folder, names[at]);
        if (!status)
            continue;
        const std::string entry = entryOf(names[at], *status, static_cast<std::int64_t>(at + 1));
        hasRoom = entries.size() + entry.size() <= room;
        if (!hasRoom)
            break;
        entries += entry;
    }
    if (!hasRoom && entries.empty())
        return Call::error(EINVAL);
    if (!call.memory.copyTo(call.arg(1), entries.data(), entries.size()))
        return Call::error(EFAULT);
    if (::lseek(fd, static_cast<off_t>(at), SEEK_SET) < 0)
        return Call::result(-1);
    return {.value = static_cast<std::int64_t>(entries.size())};
}

} // namespace

Answer sysGetdents64(Call& call)
{
    return call.process.view() != nullptr
               ? entriesOnDevice(call)
               : Call::result(::syscall(SYS_getdents64, call.signedArg(0),
                                        call.bytes(1, call.arg(2)), call.arg(2)));
}

} // namespace perisphere::a7
