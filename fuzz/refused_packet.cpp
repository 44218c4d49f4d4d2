// What the packet filter tells of refused packets, whose bytes are an app's or an outsider's.
#include "network/refused_packet.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (const auto packet =
            perisphere::target::parseRefusedPacket(std::as_bytes(std::span(data, size))))
        (void)packet->toString();
    return 0;
}
