#include "nodes.hpp"

#include "perisphere/protocol/adc.hpp"
#include "perisphere/protocol/pwm.hpp"

#include <cerrno>
#include <charconv>
#include <fcntl.h>
#include <string_view>
#include <sys/ioctl.h>
#include <sys/stat.h>

namespace perisphere::a7
{
namespace
{

/// The number behind the name of a kind: "/dev/adc0".
std::optional<std::uint32_t> numberOf(std::string_view name, std::string_view kind)
{
    if (!name.starts_with(kind))
        return std::nullopt;
    name.remove_prefix(kind.size());
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    return error == std::errc() && end == name.data() + name.size() ? std::optional(number)
                                                                    : std::nullopt;
}

/// @param reply to the question to open it
Answer takeOver(Call& call, std::optional<NodeReply> reply, Node node, int flags)
{
    if (!reply)
        return {.isWaiting = true};
    if (reply->error != 0)
        return Call::error(reply->error);
    if (!reply->descriptor)
        return Call::error(EIO);
    const int fd = reply->descriptor.release();
    if ((flags & O_CLOEXEC) == 0)
        ::fcntl(fd, F_SETFD, 0);
    call.process.descriptors().setNode(fd, node, Reach::Device);
    return {.value = fd};
}

/// It has nothing to ask the device before it is used; whether the app may is in its mode.
Answer openCpufreq(Call& call, const FileView::Found& found, int flags)
{
    struct stat status {
    };
    if (::stat(found.host.c_str(), &status) != 0)
        return Call::result(-1);
    if ((status.st_mode & S_IWOTH) == 0)
        return Call::error(EACCES);
    const int fd = ::open("/dev/null", O_WRONLY | (flags & O_CLOEXEC));
    if (fd >= 0)
        call.process.descriptors().setNode(fd, {.kind = NodeKind::Cpufreq}, Reach::Program);
    return Call::result(fd);
}

std::optional<Answer> openRandom(Call& call, const FileView::Found& found, int flags)
{
    if (!call.process.clock().isVirtual())
        return std::nullopt;
    const int fd = ::open(found.host.c_str(), flags & ~(O_CREAT | O_EXCL | O_TRUNC));
    if (fd >= 0)
        call.process.descriptors().setNode(fd, {.kind = NodeKind::Random}, Reach::Program);
    return Call::result(fd);
}

} // namespace

std::optional<Answer> openNode(Call& call, const FileView::Found& found, int flags)
{
    if (!found.isThere || (flags & O_PATH) != 0 || !found.name.starts_with("/dev/"))
        return std::nullopt;
    if (found.name == "/dev/random" || found.name == "/dev/urandom")
        return openRandom(call, found, flags);
    DeviceNodes* const nodes = call.process.nodes();
    if (nodes == nullptr)
        return std::nullopt;
    if (const auto number = numberOf(found.name, "/dev/adc"))
        return takeOver(call, nodes->ask(call, protocol::AdcOpenRequest{.controller = *number}),
                        {.kind = NodeKind::Adc, .number = *number}, flags);
    if (const auto number = numberOf(found.name, "/dev/pwm"))
        return takeOver(call, nodes->ask(call, protocol::PwmOpenRequest{.controller = *number}),
                        {.kind = NodeKind::Pwm, .number = *number}, flags);
    if (found.name == "/dev/cpufreq")
        return openCpufreq(call, found, flags);
    return std::nullopt;
}

std::optional<Answer> controlNode(Call& call)
{
    const Node node = call.process.descriptors().nodeOf(call.signedArg(0));
    switch (call.arg(1)) {
    case FIOCLEX:
    case FIONCLEX:
    case FIONBIO:
    case FIOASYNC:
        return std::nullopt;
    default:
        break;
    }
    switch (node.kind) {
    case NodeKind::None:
    case NodeKind::Random:
        return std::nullopt;
    case NodeKind::Adc:
        return controlAdc(call);
    case NodeKind::Pwm:
        return controlPwm(call, node.number);
    case NodeKind::Cpufreq:
        return controlCpufreq(call);
    }
    return std::nullopt;
}

} // namespace perisphere::a7
