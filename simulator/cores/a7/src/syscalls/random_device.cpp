// /dev/random and /dev/urandom: on a device's clock as repeatable as getrandom(2).

#include "random_device.hpp"

#include <algorithm>
#include <cerrno>

namespace perisphere::a7
{
namespace
{

std::uint8_t randomByte(Call& call)
{
    return static_cast<std::uint8_t>(call.process.random()() >> 56);
}

} // namespace

std::optional<Answer> readRandom(Call& call)
{
    if (call.process.descriptors().nodeOf(call.signedArg(0)).kind != NodeKind::Random)
        return std::nullopt;
    constexpr std::uint32_t kMost = 1U << 20; // the program asks again
    const std::uint32_t count = std::min(call.arg(2), kMost);
    if (!call.memory.isWritable(call.arg(1), count))
        return Call::error(EFAULT);
    std::generate_n(call.memory.host(call.arg(1)), count, [&] { return randomByte(call); });
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
            !call.memory.isWritable(static_cast<std::uint32_t>(address), one.iov_len))
            return total != 0 ? Answer{.value = total} : Call::error(EFAULT);
        std::generate_n(static_cast<std::uint8_t*>(one.iov_base), one.iov_len,
                        [&] { return randomByte(call); });
        total += static_cast<std::int64_t>(one.iov_len);
    }
    return Answer{.value = total};
}

} // namespace perisphere::a7
