// Where a program's descriptors lead, and on a device's clock when it has sent something there.

#include "process_impl.hpp"

#include <algorithm>
#include <cstring>
#include <fcntl.h>
#include <sys/socket.h>

namespace perisphere::a7
{
namespace
{

// Numbers of ARM Linux.
constexpr unsigned kClose = 6;
constexpr unsigned kDup = 41;
constexpr unsigned kDup2 = 63;
constexpr unsigned kFcntl64 = 221;
constexpr unsigned kSocket = 281;
constexpr unsigned kAccept = 285;
constexpr unsigned kDup3 = 358;
constexpr unsigned kAccept4 = 366;
constexpr unsigned kCloseRange = 436;
constexpr unsigned kCloseOnExecute = 4; ///< of kCloseRange, which closes nothing then

/// Calls after which the device has to look: the descriptor is their first argument.
constexpr bool sends(unsigned number)
{
    switch (number) {
    case 4:   // write
    case 146: // writev
    case 289: // send
    case 290: // sendto
    case 293: // shutdown
    case 296: // sendmsg
    case 374: // sendmmsg
    case kClose:
        return true;
    default:
        return false;
    }
}

} // namespace

bool Process::Impl::reachesDevice(unsigned number) const
{
    if (!m_clock.isVirtual())
        return false;
    const auto leadsThere = [&](unsigned argument) {
        return m_descriptors.reachOf(static_cast<int>(m_cpu->r(argument))) == Reach::Device;
    };
    return sends(number) ? leadsThere(0)
                         : (number == kDup2 || number == kDup3) && leadsThere(1); // closes it
}

void Process::Impl::noteDescriptors(unsigned number, std::uint32_t first, std::int64_t result)
{
    if (result < 0)
        return;
    const auto fd = static_cast<int>(first);
    const auto made = static_cast<int>(result);
    switch (number) {
    case kClose:
        m_descriptors.closed(fd);
        break;
    case kCloseRange:
        if ((m_cpu->r(2) & kCloseOnExecute) == 0)
            m_descriptors.closedBetween(fd, static_cast<int>(std::min(m_cpu->r(1), 65535U)));
        break;
    case kDup:
    case kDup2:
    case kDup3:
        m_descriptors.duplicated(fd, made);
        break;
    case kFcntl64:
        if (m_cpu->r(1) == F_DUPFD || m_cpu->r(1) == F_DUPFD_CLOEXEC)
            m_descriptors.duplicated(fd, made);
        break;
    case kSocket:
        if (first == AF_INET || first == AF_INET6)
            m_descriptors.set(made, Reach::Host);
        break;
    case kAccept:
    case kAccept4:
        m_descriptors.duplicated(fd, made);
        break;
    case 4:   // write
    case 93:  // ftruncate
    case 146: // writev
    case 181: // pwrite64
    case 194: // ftruncate64
    case 352: // fallocate
    case 362: // pwritev
    case 393: // pwritev2
        stampFile(fd);
        break;
    case 385: // memfd_create
        stampFile(made);
        break;
    default:
        break;
    }
}

void Process::Impl::noteReceived(int over, std::span<const std::uint8_t> descriptors)
{
    const Reach reach = m_descriptors.reachOf(over);
    for (std::size_t at = 0; at + sizeof(int) <= descriptors.size(); at += sizeof(int)) {
        int fd = -1;
        std::memcpy(&fd, descriptors.data() + at, sizeof fd);
        if (reach != Reach::Program)
            m_descriptors.set(fd, reach);
        if (reach == Reach::Device)
            stampNewFile(fd);
    }
}

void Process::Impl::tellDevice(protocol::ClockReport::Kind kind, std::optional<Instant> wakeAt)
{
    tellMemory();
    if (m_timeline)
        m_timeline->flush(now());
    if (!m_clock.report(kind, elapsedInstructions(), wakeAt) ||
        !m_clock.awaitGrant(elapsedInstructions()))
        deviceIsGone();
    takeHostSignals();
}

/// As the device's own apps, which it ends with itself.
void Process::Impl::deviceIsGone()
{
    if (!m_end)
        m_end = ProcessEnd{.isBySignal = true, .code = SIGKILL};
}

} // namespace perisphere::a7
