#include "shown_addresses.hpp"

#include <cstring>
#include <netinet/in.h>

namespace perisphere::a7
{

void showNameServer(Call& call, void* address, std::size_t bytes)
{
    constexpr std::uint16_t kNamePort = 53;
    const std::uint16_t real = call.process.options().nameServerPort;
    sockaddr_in sender{};
    if (real == 0 || bytes < sizeof sender)
        return;
    std::memcpy(&sender, address, sizeof sender);
    if (sender.sin_family != AF_INET || sender.sin_addr.s_addr != htonl(INADDR_LOOPBACK) ||
        sender.sin_port != htons(real))
        return;
    sender.sin_port = htons(kNamePort);
    std::memcpy(address, &sender, sizeof sender);
}

} // namespace perisphere::a7
