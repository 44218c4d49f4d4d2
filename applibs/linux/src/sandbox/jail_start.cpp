#include "jail_start.hpp"

#include "jail_plan.hpp"
#include "raw_calls.hpp"
#include "system_call_policy.hpp"

#include <array>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/close_range.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>

namespace perisphere::target
{
namespace
{

/// Nobody but the daemon listens: when it is gone, so is this.
void tell(int socket, const JailMessage& message, int descriptor = -1)
{
    iovec piece{.iov_base = const_cast<JailMessage*>(&message), .iov_len = sizeof message};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{};
    msghdr header{};
    header.msg_iov = &piece;
    header.msg_iovlen = 1;
    if (descriptor >= 0) {
        header.msg_control = control.data();
        header.msg_controllen = control.size();
        cmsghdr* const rights = CMSG_FIRSTHDR(&header);
        rights->cmsg_level = SOL_SOCKET;
        rights->cmsg_type = SCM_RIGHTS;
        rights->cmsg_len = CMSG_LEN(sizeof descriptor);
        std::memcpy(CMSG_DATA(rights), &descriptor, sizeof descriptor);
    }
    [[maybe_unused]] const auto sent = ::sendmsg(socket, &header, MSG_NOSIGNAL);
}

[[noreturn]] void giveUp(const JailContext& context, const JailMessage& message)
{
    tell(context.messages, message);
    ::_exit(127);
}

void goThrough(const std::vector<const JailStep*>& steps, bool isApps, const JailPlan& plan,
               JailContext& context)
{
    int number = 0;
    for (const JailStep* const step : steps) {
        const JailFailure failure = step->run(plan, context);
        if (failure.error != 0)
            giveUp(context, {.kind = JailMessage::Kind::Failed,
                             .step = number,
                             .isApps = isApps,
                             .failure = failure});
        ++number;
    }
}

struct AppStart {
    const JailPlan& plan;
    JailContext context;
};

/// Ends in execve, or with a message.
int becomeApp(void* argument)
{
    AppStart& start = *static_cast<AppStart*>(argument);
    goThrough(start.plan.appSteps, true, start.plan, start.context);
    ::execve(start.plan.program.c_str(), start.plan.arguments.data(),
             start.plan.environment.data());
    tell(start.context.messages,
         {.kind = JailMessage::Kind::NoProgram, .failure = {.error = errno}});
    return 127;
}

/// It shares this process's memory, and has it for itself until it executes: copying that would
/// take longer than all steps.
::pid_t cloneApp(const JailPlan& plan, const JailContext& context, int& pidfd)
{
    alignas(16) static std::array<char, std::size_t{64} * 1024>
        stack; // touched from its end, as far as needed
    AppStart start{plan, context};
    return ::clone(becomeApp, stack.data() + stack.size(),
                   CLONE_VM | CLONE_VFORK | CLONE_PIDFD | SIGCHLD, &start, &pidfd);
}

/// It still is a copy of the daemon, and has nothing to do but to wait: nothing is left that it
/// could do for anyone.
void shrink(const JailPlan& plan, int status)
{
    constexpr int kStatus = 0;
    ::dup2(status, kStatus);
    ::close_range(kStatus + 1, ~0U, 0);
    ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    __user_cap_header_struct header{.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
    const std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3> none{};
    ::syscall(SYS_capset, &header, none.data());
    if (!plan.initFilter.empty())
        (void)enterFilter(plan.initFilter);
}

/// Does not return, which is not said: sanitizers do things of their own before what is known not
/// to, which the filter does not let through.
void waitFor(::pid_t app)
{
    for (;;) {
        int status = 0;
        const auto ended = ::syscall(SYS_wait4, -1, &status, 0, nullptr);
        if (ended == app) {
            [[maybe_unused]] const auto told = ::syscall(SYS_write, 0, &status, sizeof status);
            // With which the kernel ends what the app left running.
            ::syscall(SYS_exit_group, 0);
        }
        if (ended < 0 && errno != EINTR)
            ::syscall(SYS_exit_group, 1);
    }
}

} // namespace

void becomeSandbox(const JailPlan& plan, JailContext context)
{
    char byte = 0;
    while (::recv(context.messages, &byte, 1, 0) < 0 && errno == EINTR) {
    }
    goThrough(plan.initSteps, false, plan, context);
    int pidfd = -1;
    const ::pid_t app = cloneApp(plan, context, pidfd);
    if (app < 0)
        giveUp(context, {.kind = JailMessage::Kind::NoClone, .failure = {.error = errno}});
    tell(context.messages, {.kind = JailMessage::Kind::Started}, pidfd);
    shrink(plan, context.status);
    for (;;)
        waitFor(app);
}

} // namespace perisphere::target
