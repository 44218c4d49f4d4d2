#include "control_messages.hpp"

#include "../descriptor_guard.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <span>
#include <sys/time.h>
#include <unistd.h>

namespace perisphere::a7
{
namespace
{

constexpr std::uint32_t kMaxControl = 4096;
constexpr std::uint32_t kHeader = sizeof(ControlHeader32);

std::uint32_t aligned(std::uint32_t bytes)
{
    return (bytes + 3) & ~3U;
}

bool isRights(int level, int type)
{
    return level == SOL_SOCKET && type == SCM_RIGHTS;
}

void closeAll(std::span<const std::uint8_t> descriptors)
{
    for (std::size_t at = 0; at + sizeof(int) <= descriptors.size(); at += sizeof(int)) {
        int fd = -1;
        std::memcpy(&fd, descriptors.data() + at, sizeof fd);
        ::close(fd);
    }
}

/// Times of arrival have words as wide as the processor's.
bool hasWideWords(int level, int type)
{
    return level == SOL_SOCKET &&
           (type == SO_TIMESTAMP || type == SO_TIMESTAMPNS || type == SO_TIMESTAMPING);
}

std::vector<std::uint8_t> guestData(const cmsghdr& one)
{
    const std::size_t bytes = one.cmsg_len - CMSG_LEN(0);
    const std::uint8_t* const data = CMSG_DATA(&one);
    if (!hasWideWords(one.cmsg_level, one.cmsg_type))
        return {data, data + bytes};
    std::vector<std::uint8_t> narrow;
    for (std::size_t at = 0; at + 8 <= bytes; at += 8)
        narrow.insert(narrow.end(), data + at, data + at + 4);
    return narrow;
}

} // namespace

int readControl(Call& call, const MessageHeader32& header, std::vector<std::uint8_t>& control)
{
    if (header.controlBytes > kMaxControl)
        return ENOBUFS;
    for (std::uint32_t at = 0; at + kHeader <= header.controlBytes;) {
        const auto one = call.memory.load<ControlHeader32>(header.control + at);
        if (!one)
            return EFAULT;
        if (one->bytes < kHeader || one->bytes > header.controlBytes - at)
            return EINVAL;
        const std::uint32_t data = one->bytes - kHeader;
        const std::size_t begin = control.size();
        control.resize(begin + CMSG_SPACE(data));
        cmsghdr host{};
        host.cmsg_len = CMSG_LEN(data);
        host.cmsg_level = one->level;
        host.cmsg_type = one->type;
        std::memcpy(control.data() + begin, &host, sizeof host);
        std::uint8_t* const target = control.data() + begin + CMSG_LEN(0);
        if (!call.memory.isReadable(header.control + at, one->bytes) ||
            !call.memory.copyFrom(target, header.control + at + kHeader, data))
            return EFAULT;
        if (isRights(one->level, one->type))
            call.process.timerDescriptors().leaveToHost();
        for (std::uint32_t i = 0; isRights(one->level, one->type) && i + sizeof(int) <= data;
             i += sizeof(int)) {
            int fd = -1;
            std::memcpy(&fd, target + i, sizeof fd);
            if (isKept(fd))
                return EBADF;
        }
        at += aligned(one->bytes);
    }
    return 0;
}

std::vector<std::uint8_t> controlRoom(std::uint32_t guestBytes)
{
    constexpr std::size_t kForHeaders = 64;
    return std::vector<std::uint8_t>(
        guestBytes == 0 ? 0 : std::size_t{std::min(guestBytes, kMaxControl)} * 2 + kForHeaders);
}

void writeControl(Call& call, MessageHeader32& header, msghdr& message)
{
    std::uint32_t written = 0;
    for (cmsghdr* one = CMSG_FIRSTHDR(&message); one != nullptr; one = CMSG_NXTHDR(&message, one)) {
        const std::vector<std::uint8_t> data = guestData(*one);
        const std::uint32_t room = header.controlBytes - std::min(written, header.controlBytes);
        std::size_t fitting =
            room < kHeader ? 0 : std::min<std::size_t>(data.size(), room - kHeader);
        const bool isCut = room < kHeader || fitting < data.size();
        const bool holdsDescriptors = isRights(one->cmsg_level, one->cmsg_type);
        if (holdsDescriptors)
            fitting = fitting / sizeof(int) * sizeof(int); // as many as fit
        const auto bytes = kHeader + static_cast<std::uint32_t>(fitting);
        const bool isWritten =
            room >= kHeader && (fitting != 0 || data.empty()) &&
            call.memory.isWritable(header.control + written, bytes) &&
            call.memory.store(header.control + written, ControlHeader32{.bytes = bytes,
                                                                        .level = one->cmsg_level,
                                                                        .type = one->cmsg_type}) &&
            call.memory.copyTo(header.control + written + kHeader, data.data(), fitting);
        if (isCut || !isWritten)
            header.flags |= MSG_CTRUNC;
        if (holdsDescriptors) {
            closeAll(std::span(data).subspan(isWritten ? fitting : 0));
            call.process.noteReceived(call.signedArg(0),
                                      std::span(data).first(isWritten ? fitting : 0));
        }
        if (isWritten)
            written += aligned(bytes);
    }
    header.controlBytes = std::min(written, header.controlBytes);
}

} // namespace perisphere::a7
