// What a DHCP server has said, by way of the DHCP client: what is taken is an address of a host.
#include "network/lease_notice.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

using namespace perisphere;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto notice = target::parseLeaseNotice({reinterpret_cast<const char*>(data), size});
    if (!notice || notice->kind != target::LeaseNotice::Kind::Gained)
        return 0;
    const target::DhcpLease& lease = notice->lease;
    const std::uint32_t first = lease.address.address >> 24U;
    if (first == 0 || first == 127 || first >= 224 || lease.address.bits == 0 ||
        lease.address.bits > 32 || lease.dnsServers.size() > protocol::kMaxServerAddresses ||
        lease.ntpServers.size() > protocol::kMaxServerAddresses)
        std::abort();
    return 0;
}
