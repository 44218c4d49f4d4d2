#include "child_start.hpp"

#include "file_rules.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <linux/close_range.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace perisphere::device
{
namespace
{

using Step = ChildStartMessage::Step;

constexpr ::rlim_t kMaxOpenFiles =
    kUnaskedDescriptor + 1; // libapplibs keeps track of descriptors below 1024
constexpr std::size_t kMaxDescriptors = 16;

void tell(const ChildStart& start, Step step, int error)
{
    const ChildStartMessage message{.step = step, .error = error};
    // The parent waits for this or for the end of the pipe; there is nobody else to tell.
    [[maybe_unused]] const auto written = ::write(start.messagePipe, &message, sizeof message);
}

[[noreturn]] void giveUp(const ChildStart& start, Step step)
{
    tell(start, step, errno);
    ::_exit(127);
}

void dieWithParent(const ChildStart& start)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != start.parent) // it ended before the line above
        giveUp(start, Step::ParentIsGone);
}

/// An ignored signal stays ignored over execve, and a mask is kept. What was sent to the parent's
/// group before this process left it is not for the app, and waits: being ignored forgets it. One
/// that stops would stop this process for good, and the parent with it, which waits for the start.
void resetSignals()
{
    for (int number = 1; number < NSIG; ++number) { // fails for those that nobody may handle
        ::signal(number, SIG_IGN);
        ::signal(number, SIG_DFL);
    }
    ::signal(SIGXFSZ, SIG_IGN); // so that a write past the limit fails instead of killing
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

bool writeFile(const char* path, const char* text)
{
    const int file = ::open(path, O_WRONLY | O_CLOEXEC);
    if (file < 0)
        return false;
    const std::size_t length = std::strlen(text);
    const bool isWritten = ::write(file, text, length) == static_cast<ssize_t>(length);
    ::close(file);
    return isWritten;
}

/// In namespaces of its own, in which the user may mount.
bool seeOwnFiles(const ChildGuard& guard)
{
    if (guard.files.empty())
        return true;
    if (::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0 || !writeFile("/proc/self/setgroups", "deny") ||
        !writeFile("/proc/self/uid_map", guard.userMap) ||
        !writeFile("/proc/self/gid_map", guard.groupMap) ||
        ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
        return false;
    for (const OwnFile& file : guard.files)
        if (::mount(file.source, file.target, nullptr, MS_BIND, nullptr) != 0)
            return false;
    return true;
}

/// Returns when the parent has the listener, or knows that there is none.
void comeUnderGuard(ChildStart& start, int goAhead)
{
    if (!seeOwnFiles(*start.guard))
        tell(start, Step::NoOwnFiles, errno);
    // From here on a write to the pipe must not wait for the supervisor, who is told by it.
    start.messagePipe = ::fcntl(start.messagePipe, F_DUPFD_CLOEXEC, kUnaskedDescriptor);
    const int listener = installSocketFilter(start.guard->fileCalls);
    tell(start, Step::Guarded, listener < 0 ? -errno : listener);
    char byte = 0;
    while (::read(goAhead, &byte, 1) < 0 && errno == EINTR) {
    }
}

void closeFrom(unsigned first)
{
    if (::close_range(first, ~0U, 0) == 0)
        return;
    struct rlimit limit {
    };
    ::getrlimit(RLIMIT_NOFILE, &limit);
    for (::rlim_t descriptor = first; descriptor < limit.rlim_cur; ++descriptor)
        ::close(static_cast<int>(descriptor));
}

/// CLOEXEC for all from `first` on: closed by execve, and no sooner, as the failure pipe is one.
void closeOnExecute(unsigned first)
{
    if (::close_range(first, ~0U, CLOSE_RANGE_CLOEXEC) == 0)
        return;
    struct rlimit limit {
    };
    ::getrlimit(RLIMIT_NOFILE, &limit);
    for (::rlim_t descriptor = first; descriptor < limit.rlim_cur; ++descriptor)
        ::fcntl(static_cast<int>(descriptor), F_SETFD, FD_CLOEXEC);
}

bool placeDescriptors(ChildStart& start, int& goAhead)
{
    const auto count = static_cast<int>(start.descriptors.size());
    int moved[kMaxDescriptors];
    // First out of the way of the numbers to be taken.
    start.messagePipe = ::fcntl(start.messagePipe, F_DUPFD_CLOEXEC, count);
    for (int* const kept : {&goAhead, &start.fileRules})
        *kept = *kept < 0 ? -1 : ::fcntl(*kept, F_DUPFD_CLOEXEC, count);
    for (int i = 0; i < count; ++i)
        moved[i] = ::fcntl(start.descriptors[static_cast<std::size_t>(i)], F_DUPFD_CLOEXEC, count);
    for (int i = 0; i < count; ++i)
        if (moved[i] < 0 || ::dup2(moved[i], i) < 0)
            return false;
    closeOnExecute(static_cast<unsigned>(count));
    return true;
}

bool limit(decltype(RLIMIT_CORE) resource, std::uint64_t value, bool canRaise = false)
{
    struct rlimit current {
    };
    if (::getrlimit(resource, &current) != 0)
        return false;
    // In this order: rlim_t may be the narrower one.
    const auto lowered = static_cast<::rlim_t>(std::min(value, std::uint64_t{current.rlim_max}));
    const struct rlimit wanted {
        .rlim_cur = lowered, .rlim_max = canRaise ? current.rlim_max : lowered
    };
    return ::setrlimit(resource, &wanted) == 0;
}

bool setLimits(const ChildStart& start)
{
    return limit(RLIMIT_CORE, 0) && limit(RLIMIT_NOFILE, kMaxOpenFiles) &&
           (!start.maxFileBytes ||
            limit(RLIMIT_FSIZE, *start.maxFileBytes, start.canRaiseFileLimit));
}

/// All but the program itself.
void comeUnderRules(ChildStart& start)
{
    ::setpgid(0, 0);
    dieWithParent(start);
    resetSignals();
    int goAhead = start.guard == nullptr ? -1 : start.guard->goAhead;
    if (start.descriptors.size() > kMaxDescriptors || !placeDescriptors(start, goAhead))
        giveUp(start, Step::Descriptors);
    if (start.fileRules >= 0 && !grantOwnProcess(start.fileRules))
        giveUp(start, Step::Files);
    if (!setLimits(start))
        giveUp(start, Step::Limits);
    if (::chdir(start.workingDirectory) != 0)
        giveUp(start, Step::Directory);
    if (start.guard != nullptr)
        comeUnderGuard(start, goAhead);
    if (start.fileRules >= 0 && !enterFileRules(start.fileRules)) // no mount is possible any more
        giveUp(start, Step::Files);
}

} // namespace

void becomeProgram(const ChildStart& given)
{
    ChildStart start = given;
    comeUnderRules(start);
    ::execve(start.program, start.arguments, start.environment);
    giveUp(start, Step::Execute);
}

void becomeProgramHere(const ChildStart& given)
{
    ChildStart start = given;
    std::array<int, 2> faults{SIGSEGV, SIGBUS};
    std::array<struct sigaction, 2> handlers{};
    for (std::size_t i = 0; i < faults.size(); ++i)
        ::sigaction(faults[i], nullptr, &handlers[i]);
    comeUnderRules(start);
    for (std::size_t i = 0; i < faults.size(); ++i)
        ::sigaction(faults[i], &handlers[i], nullptr);
    environ = const_cast<char**>(start.environment);
    closeFrom(static_cast<unsigned>(start.descriptors.size())); // which tells the parent
}

} // namespace perisphere::device
