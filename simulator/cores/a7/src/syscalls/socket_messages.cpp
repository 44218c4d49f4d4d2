// sendmsg and recvmsg, one message or several at once.

#include "../guest_structs.hpp"
#include "control_messages.hpp"
#include "local_addresses.hpp"
#include "shown_addresses.hpp"
#include "socket_waits.hpp"
#include "transfers.hpp"

#include <algorithm>
#include <cerrno>
#include <poll.h>

namespace perisphere::a7
{
namespace
{

constexpr std::uint32_t kMaxMessages = 1024; ///< of one call
constexpr std::uint32_t kEntry = sizeof(MessageHeader32) + 4;

/// A message as the host wants it.
struct HostMessage {
    MessageHeader32 guest;
    std::vector<iovec> vectors;
    std::vector<std::uint8_t> control;
    msghdr header{};
};

/// @return 0, or an errno
int loadMessage(Call& call, std::uint32_t address, HostMessage& message)
{
    const auto guest = call.memory.load<MessageHeader32>(address);
    if (!guest)
        return EFAULT;
    message.guest = *guest;
    constexpr std::uint32_t kMaxVectors = 1024;
    if (guest->vectorCount > kMaxVectors)
        return EMSGSIZE;
    int error = 0;
    auto vectors = vectorsAt(call, guest->vectors, guest->vectorCount, error);
    if (!vectors)
        return error;
    message.vectors = std::move(*vectors);
    if (static_cast<std::int32_t>(guest->nameBytes) < 0)
        return EINVAL;
    const std::uint32_t nameBytes = std::min(guest->nameBytes, kMaxAddress);
    message.header.msg_name =
        guest->name == 0 ? nullptr : call.memory.hostRange(guest->name, nameBytes);
    message.header.msg_namelen = guest->name == 0 ? 0 : nameBytes;
    message.header.msg_iov = message.vectors.data();
    message.header.msg_iovlen = message.vectors.size();
    return 0;
}

void attachControl(HostMessage& message)
{
    message.header.msg_control = message.control.empty() ? nullptr : message.control.data();
    message.header.msg_controllen = message.control.size();
}

/// Without waiting. @return bytes, or -errno
std::int64_t sendOne(Call& call, std::uint32_t address, int flags)
{
    HostMessage message;
    if (const int error = loadMessage(call, address, message); error != 0)
        return -error;
    if (const int error = readControl(call, message.guest, message.control); error != 0)
        return -error;
    attachControl(message);
    if (const int error =
            refusalOf(call, message.guest.name, message.guest.nameBytes, AddressUse::Reach))
        return -error;
    const ssize_t sent = ::sendmsg(call.signedArg(0), &message.header, flags | MSG_DONTWAIT);
    return sent < 0 ? -errno : sent;
}

std::int64_t receiveOne(Call& call, std::uint32_t address, int flags)
{
    HostMessage message;
    if (const int error = loadMessage(call, address, message); error != 0)
        return -error;
    message.control = controlRoom(message.guest.controlBytes);
    attachControl(message);
    const socklen_t room = message.header.msg_namelen;
    const ssize_t received = ::recvmsg(call.signedArg(0), &message.header, flags | MSG_DONTWAIT);
    if (received < 0)
        return -errno;
    if (message.guest.name != 0) {
        message.guest.nameBytes = message.header.msg_namelen;
        showNameServer(call, message.header.msg_name, std::min(room, message.header.msg_namelen));
    }
    message.guest.flags = static_cast<std::uint32_t>(message.header.msg_flags);
    if (message.guest.controlBytes != 0)
        writeControl(call, message.guest, message.header);
    return call.memory.store(address, message.guest) ? std::int64_t{received} : -EFAULT;
}

using Transfer = std::int64_t (*)(Call&, std::uint32_t address, int flags);

Answer transferOne(Call& call, Transfer transfer, short events)
{
    const std::int64_t result = transfer(call, call.arg(1), call.signedArg(2));
    if (result == -EAGAIN && isBlocking(call.signedArg(0), call.arg(2)))
        return waitForSocket(call, call.signedArg(0), events);
    return {.value = result};
}

/// Message after message; how many there were so far is kept while the thread waits.
Answer transferSeveral(Call& call, Transfer transfer, short events, bool waitsForMore)
{
    const std::uint32_t count = std::min(call.arg(2), kMaxMessages);
    std::uint32_t& done = call.thread.progress;
    while (done < count) {
        const std::uint32_t entry = call.arg(1) + done * kEntry;
        const std::int64_t result = transfer(call, entry, call.signedArg(3) & ~MSG_WAITFORONE);
        const bool waits = result == -EAGAIN && (done == 0 || waitsForMore) &&
                           isBlocking(call.signedArg(0), call.arg(3));
        if (waits) {
            const Answer answer = waitForSocket(call, call.signedArg(0), events);
            return answer.isWaiting || done == 0 ? answer : Answer{.value = done};
        }
        if (result < 0)
            return {.value = done != 0 ? done : result};
        if (!call.memory.store(entry + static_cast<std::uint32_t>(sizeof(MessageHeader32)),
                               static_cast<std::uint32_t>(result)))
            return done != 0 ? Answer{.value = done} : Call::error(EFAULT);
        ++done;
    }
    return {.value = done};
}

template <class Spec>
Answer receiveSeveral(Call& call)
{
    if (call.arg(4) != 0) {
        const auto limit = call.memory.load<Spec>(call.arg(4));
        if (!limit)
            return Call::error(EFAULT);
        if (!isSpec(*limit))
            return Call::error(EINVAL);
        (void)call.deadlineAfter(instantOf(*limit));
    }
    return transferSeveral(call, receiveOne, POLLIN, (call.arg(3) & MSG_WAITFORONE) == 0);
}

} // namespace

Answer sysSendmsg(Call& call)
{
    return transferOne(call, sendOne, POLLOUT);
}

Answer sysRecvmsg(Call& call)
{
    return transferOne(call, receiveOne, POLLIN);
}

Answer sysSendmmsg(Call& call)
{
    return transferSeveral(call, sendOne, POLLOUT, true);
}

Answer sysRecvmmsg(Call& call)
{
    return receiveSeveral<TimeSpec32>(call);
}

Answer sysRecvmmsg64(Call& call)
{
    return receiveSeveral<TimeSpec64>(call);
}

} // namespace perisphere::a7
