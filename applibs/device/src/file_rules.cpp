#include "file_rules.hpp"

#include <cerrno>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace perisphere::device
{
namespace
{

constexpr std::uint64_t kTruncate = 1ULL << 14U; // Debian 12's header does not have it yet
constexpr std::uint64_t kFileRead = LANDLOCK_ACCESS_FS_READ_FILE;
constexpr std::uint64_t kFileWrite = LANDLOCK_ACCESS_FS_WRITE_FILE | kTruncate;
constexpr std::uint64_t kRead = kFileRead | LANDLOCK_ACCESS_FS_READ_DIR;
constexpr std::uint64_t kMake = LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR |
                                LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK |
                                LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |
                                LANDLOCK_ACCESS_FS_MAKE_SYM | LANDLOCK_ACCESS_FS_REFER;
constexpr std::uint64_t kRemove = LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE;
constexpr std::uint64_t kOfFiles = LANDLOCK_ACCESS_FS_EXECUTE | kFileRead | kFileWrite;
constexpr std::uint64_t kAll = LANDLOCK_ACCESS_FS_EXECUTE | kRead | kFileWrite | kMake | kRemove;

std::uint64_t accessFor(FileUse use)
{
    switch (use) {
    case FileUse::Read:
        return kRead;
    case FileUse::Execute:
        return kRead | LANDLOCK_ACCESS_FS_EXECUTE;
    case FileUse::Write:
        return kRead | kFileWrite;
    case FileUse::Change:
        break;
    }
    return kAll & ~std::uint64_t{LANDLOCK_ACCESS_FS_EXECUTE};
}

/// What this kernel can be asked to handle.
std::uint64_t handledBy(int version)
{
    std::uint64_t handled = kAll;
    if (version < 2)
        handled &= ~std::uint64_t{LANDLOCK_ACCESS_FS_REFER};
    if (version < 3)
        handled &= ~kTruncate;
    return handled;
}

bool addRule(int rules, std::uint64_t access, int file)
{
    const landlock_path_beneath_attr rule{.allowed_access = access, .parent_fd = file};
    return ::syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
}

Result<> addGrant(int rules, const FileGrant& grant, std::uint64_t handled)
{
    const UniqueFd file(::open(grant.path.c_str(), O_PATH | O_CLOEXEC));
    if (!file && grant.isOptional)
        return {};
    struct stat status {
    };
    if (!file || ::fstat(file.get(), &status) != 0)
        return fail(systemError(errno, "open", grant.path.string()));
    const std::uint64_t access =
        accessFor(grant.use) & handled & (S_ISDIR(status.st_mode) ? kAll : kOfFiles);
    if (!addRule(rules, access, file.get()))
        return fail(systemError(errno, "grant the app", grant.path.string()));
    return {};
}

} // namespace

int fileRulesVersion()
{
    const auto version =
        ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
    return version < 0 ? 0 : static_cast<int>(version);
}

Result<FileRules> makeFileRules(std::span<const FileGrant> grants)
{
    FileRules rules;
    const std::uint64_t handled = handledBy(fileRulesVersion());
    const landlock_ruleset_attr attributes{.handled_access_fs = handled};
    rules.descriptor.reset(static_cast<int>( // CLOEXEC by itself
        ::syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0)));
    if (!rules.descriptor) {
        rules.error = errno;
        return rules;
    }
    for (const FileGrant& grant : grants)
        if (auto added = addGrant(rules.descriptor.get(), grant, handled); !added)
            return fail(added.error());
    return rules;
}

bool grantOwnProcess(int rules)
{
    // Stays open until execve, so that the parent finds the same folder in the kernel's cache.
    const int own = ::open("/proc/self", O_PATH | O_DIRECTORY | O_CLOEXEC);
    return own >= 0 ? addRule(rules, kRead, own) : errno == ENOENT; // no /proc is nothing to read
}

bool enterFileRules(int rules)
{
    return ::prctl(PR_SET_NO_NEW_PRIVS, 1UL, 0UL, 0UL, 0UL) == 0 &&
           ::syscall(SYS_landlock_restrict_self, rules, 0) == 0;
}

} // namespace perisphere::device
