// What perisphere-keys reads: requests from its socket, a TPM's key from its file; and the answers
// that the daemon reads from it. A packet that is taken is the one that would be written.
#include "perisphere/keys/key_packet.hpp"
#include "key_blob.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string_view>

using namespace perisphere;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::span<const std::uint8_t> bytes(data, size);
    if (const auto digest = keys::parseSignRequest(bytes))
        if (!std::ranges::equal(keys::signRequest(*digest), bytes))
            std::abort();
    for (const auto kind : {keys::AnswerKind::PublicKey, keys::AnswerKind::Signature})
        if (const auto answer = keys::parseAnswer(kind, bytes))
            if (!std::ranges::equal(keys::answer(kind, *answer), bytes))
                std::abort();
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto blob = keys::parseBlob(text, "device.key")) {
        const auto again = keys::parseBlob(keys::writeBlob(*blob).value(), "device.key");
        if (!again || again->publicArea != blob->publicArea ||
            again->privateArea != blob->privateArea)
            std::abort();
    }
    return 0;
}
