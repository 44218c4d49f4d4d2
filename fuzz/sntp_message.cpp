// SNTP's messages, of a server and of a client.
#include "network/sntp_message.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

using namespace perisphere::target;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    constexpr NtpTime kMark = 0;
    const auto message = std::as_bytes(std::span(data, size));
    if (const auto answer = parseSntpAnswer(message, kMark))
        if (toUnix(toNtp(answer->sent)) - answer->sent > 1 ||
            answer->sent - toUnix(toNtp(answer->sent)) > 1)
            std::abort();
    const auto answer = answerSntp(message, {.received = 1, .now = 2, .isSet = true});
    if (answer && (answer->size() != kSntpBytes || size < kSntpBytes))
        std::abort(); // nobody is sent more than he has sent
    return 0;
}
