#include "signal_descriptors.hpp"

#include "descriptor_guard.hpp"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>
#include <unistd.h>

namespace perisphere::a7
{
namespace
{

constexpr std::size_t kMostSignalDescriptors = 16;

std::optional<ino_t> pipeInode(int fd)
{
    struct stat status {
    };
    if (::fstat(fd, &status) != 0 || !S_ISFIFO(status.st_mode))
        return std::nullopt;
    return status.st_ino;
}

std::vector<int> openDescriptors()
{
    std::vector<int> all;
    const std::unique_ptr<DIR, int (*)(DIR*)> folder(::opendir("/proc/self/fd"), ::closedir);
    if (!folder)
        return all;
    while (const dirent* const entry = ::readdir(folder.get())) {
        const auto fd = static_cast<int>(std::strtol(entry->d_name, nullptr, 10));
        if (entry->d_name[0] != '.' && fd != ::dirfd(folder.get()))
            all.push_back(fd);
    }
    return all;
}

} // namespace

const SignalDescriptors::Entry* SignalDescriptors::find(int fd) const
{
    if (m_entries.empty())
        return nullptr;
    const auto inode = pipeInode(fd);
    for (const Entry& entry : m_entries)
        if (inode == entry.inode)
            return &entry;
    return nullptr;
}

int SignalDescriptors::create(SignalSet mask, int flags)
{
    if (m_entries.size() >= kMostSignalDescriptors)
        return -EMFILE;
    std::array<int, 2> ends{-1, -1};
    if (::pipe2(ends.data(), flags & (O_CLOEXEC | O_NONBLOCK)) != 0)
        return -errno;
    const int readEnd = ::fcntl(ends[0], F_DUPFD_CLOEXEC, 0);
    Entry entry{.inode = pipeInode(ends[0]).value_or(0),
                .readEnd = readEnd < 0 ? -1 : keepFromGuest(readEnd),
                .writeEnd = keepFromGuest(ends[1]),
                .mask = mask};
    if (entry.readEnd < 0 || entry.writeEnd < 0) {
        ::close(ends[0]);
        closeKept(entry.readEnd);
        closeKept(entry.writeEnd);
        return -EMFILE;
    }
    m_entries.push_back(entry);
    return ends[0];
}

bool SignalDescriptors::change(int fd, SignalSet mask)
{
    const Entry* const found = find(fd);
    if (found == nullptr)
        return false;
    m_entries[static_cast<std::size_t>(found - m_entries.data())].mask = mask;
    return true;
}

std::optional<SignalSet> SignalDescriptors::maskOf(int fd) const
{
    const Entry* const found = find(fd);
    return found != nullptr ? std::optional(found->mask) : std::nullopt;
}

void SignalDescriptors::mark(Entry& entry, bool hasSignal)
{
    if (entry.isMarked == hasSignal)
        return;
    char byte = 0;
    const ssize_t done =
        hasSignal ? ::write(entry.writeEnd, &byte, 1) : ::read(entry.readEnd, &byte, 1);
    if (done == 1)
        entry.isMarked = hasSignal;
}

void SignalDescriptors::separate()
{
    if (m_entries.empty())
        return;
    const std::vector<int> all = openDescriptors();
    for (Entry& entry : m_entries) {
        std::array<int, 2> ends{-1, -1};
        const int flags = ::fcntl(entry.readEnd, F_GETFL);
        if (::pipe2(ends.data(), flags & O_NONBLOCK) != 0)
            continue;
        for (const int fd : all)
            if (!isKept(fd) && pipeInode(fd) == entry.inode)
                ::dup3(ends[0], fd, ::fcntl(fd, F_GETFD) == FD_CLOEXEC ? O_CLOEXEC : 0);
        closeKept(entry.readEnd);
        closeKept(entry.writeEnd);
        entry = {.inode = pipeInode(ends[0]).value_or(0),
                 .readEnd = keepFromGuest(ends[0]),
                 .writeEnd = keepFromGuest(ends[1]),
                 .mask = entry.mask};
    }
}

} // namespace perisphere::a7
