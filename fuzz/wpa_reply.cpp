// What wpa_supplicant says: the first byte tells in answer to what.
#include "network/wpa_reply.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

using namespace perisphere;
using namespace perisphere::target;

namespace
{

void require(bool holds)
{
    if (!holds)
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    switch (data[0]) {
    case 'n':
        for (const WpaNetwork& one : parseWpaNetworks(text))
            require(one.id >= 0 && one.ssid.size() <= protocol::kSsidBytes);
        break;
    case 'b':
        for (const WpaBss& one : parseWpaBsses(text))
            require(one.frequencyMhz != 0 && one.ssid.size() <= protocol::kSsidBytes);
        break;
    case 's':
        if (const auto status = parseWpaStatus(text))
            require(status->ssid.size() <= protocol::kSsidBytes);
        break;
    case 'v':
        (void)wpaValue(text);
        (void)parseSignal(text);
        (void)securityOfKeyManagement(text);
        break;
    default: {
        const WpaEvent event = parseWpaEvent(text);
        require(event.certificateDepth >= 0 &&
                event.certificateSubject.size() < protocol::kCertSubjectBytes);
    }
    }
    return 0;
}
