// Signals as what is read from descriptors.

#include "signalfd.hpp"
#include "../signal_information.hpp"

#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <sys/signalfd.h>

namespace perisphere::a7
{
namespace
{

static_assert(SFD_CLOEXEC == O_CLOEXEC && SFD_NONBLOCK == O_NONBLOCK);

signalfd_siginfo recordOf(const PendingSignal& signal)
{
    signalfd_siginfo record{};
    record.ssi_signo = static_cast<std::uint32_t>(signal.number);
    record.ssi_code = signal.code;
    if (signal.isFault()) {
        record.ssi_addr = signal.address;
        return record;
    }
    if (signal.timer) {
        record.ssi_tid = static_cast<std::uint32_t>(signal.sender);
        record.ssi_overrun = signal.senderUser;
        record.ssi_int = static_cast<std::int32_t>(signal.value);
        record.ssi_ptr = signal.value;
        return record;
    }
    record.ssi_pid = static_cast<std::uint32_t>(signal.sender);
    record.ssi_uid = signal.senderUser;
    if (signal.number == SIGCHLD && signal.code > 0) {
        record.ssi_status = signal.status;
    } else if (signal.code < 0) {
        record.ssi_int = static_cast<std::int32_t>(signal.value);
        record.ssi_ptr = signal.value;
    }
    return record;
}

Answer makeDescriptor(Call& call, int flags)
{
    if (call.arg(2) != sizeof(SignalSet) || (flags & ~(SFD_CLOEXEC | SFD_NONBLOCK)) != 0)
        return Call::error(EINVAL);
    const auto given = call.memory.load<SignalSet>(call.arg(1));
    if (!given)
        return Call::error(EFAULT);
    const SignalSet mask = *given & ~kUnblockable;
    SignalDescriptors& descriptors = call.process.signalDescriptors();
    int fd = call.signedArg(0);
    if (fd == -1)
        fd = descriptors.create(mask, flags);
    else if (::fcntl(fd, F_GETFD) < 0)
        return Call::error(EBADF);
    else if (!descriptors.change(fd, mask))
        return Call::error(EINVAL);
    descriptors.refresh(call.process);
    return {.value = fd};
}

} // namespace

std::optional<Answer> readSignals(Call& call)
{
    SignalDescriptors& descriptors = call.process.signalDescriptors();
    const int fd = call.signedArg(0);
    const auto mask = descriptors.isEmpty() ? std::nullopt : descriptors.maskOf(fd);
    if (!mask)
        return std::nullopt;
    const std::uint32_t room = call.arg(2) / sizeof(signalfd_siginfo);
    if (room == 0)
        return Call::error(EINVAL);
    std::uint32_t count = 0;
    while (count < room) {
        const auto taken = call.process.takePending(call.thread, *mask);
        if (!taken)
            break;
        const std::uint32_t at =
            call.arg(1) + count * static_cast<std::uint32_t>(sizeof(signalfd_siginfo));
        if (!call.memory.store(at, recordOf(*taken)))
            return Call::error(EFAULT);
        ++count;
    }
    if (count != 0)
        return Answer{.value = count * static_cast<std::int64_t>(sizeof(signalfd_siginfo))};
    if ((::fcntl(fd, F_GETFL) & O_NONBLOCK) != 0)
        return Call::error(EAGAIN);
    return call.waitFor(fd, POLLIN);
}

Answer sysSignalfd(Call& call)
{
    return makeDescriptor(call, 0);
}

Answer sysSignalfd4(Call& call)
{
    return makeDescriptor(call, call.signedArg(3));
}

} // namespace perisphere::a7
