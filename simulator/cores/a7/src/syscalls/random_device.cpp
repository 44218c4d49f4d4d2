// /dev/random and /dev/urandom: on a device's clock as repeatable as getrandom(2).

#include "random_device.hpp"

#include <algorithm>
#include <array>
#include <cerrno>

namespace perisphere::a7
{
namespace
{

bool fill(Call& call, std::uint32_t address, std::uint64_t count)
{
    std::array<std::uint8_t, 4096> bytes;
    for (std::uint64_t done = 0; done < count;) {
        const auto part =
            static_cast<std::size_t>(std::min<std::uint64_t>(count - done, bytes.size()));
        std::generate_n(bytes.begin(), part,
                        [&] { return static_cast<std::uint8_t>(call.process.random()() >> 56); });
        if (!call.memory.copyTo(static_cast<std::uint32_t>(address + done), bytes.data(), part))
            return false;
        done += part;
    }
    return true;
}

} // namespace

std::optional<Answer> readRandom(Call& call)
{
    if (call.process.descriptors().nodeOf(call.signedArg(0)).kind != NodeKind::Random)
        return std::nullopt;
    constexpr std::uint32_t kMost = 1U << 20; // the program asks again
    const std::uint32_t count = std::min(call.arg(2), kMost);
    if (!call.memory.isWritable(call.arg(1), count) || !fill(call, call.arg(1), count))
        return Call::error(EFAULT);
    return Answer{.value = count};
}

std::optional<Answer> readRandom(Call& call, std::span<const iovec> vectors)
{
    if (call.process.descriptors().nodeOf(call.signedArg(0)).kind != NodeKind::Random)
        return std::nullopt;
    std::int64_t total = 0;
    for (const iovec& one : vectors) {
        const auto address = static_cast<std::uint64_t>(static_cast<std::uint8_t*>(one.iov_base) -
                                                        call.memory.window());
        if (address > UINT32_MAX ||
            !call.memory.isWritable(static_cast<std::uint32_t>(address), one.iov_len) ||
            !fill(call, static_cast<std::uint32_t>(address), one.iov_len))
            return total != 0 ? Answer{.value = total} : Call::error(EFAULT);
        total += static_cast<std::int64_t>(one.iov_len);
    }
    return Answer{.value = total};
}

} // namespace perisphere::a7
