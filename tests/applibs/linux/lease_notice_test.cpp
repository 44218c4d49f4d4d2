// What the DHCP client's event program tells.
#include "network/lease_notice.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace perisphere::target;

TEST_CASE("a lease is read from what the DHCP client tells")
{
    const auto notice = parseLeaseNotice("bound\nip=192.168.1.100\nsubnet=255.255.255.0\n"
                                         "router=192.168.1.1 192.168.1.2\ndns=192.168.1.1 9.9.9.9\n"
                                         "ntpsrv=192.168.1.3\nlease=3600\n");
    REQUIRE(notice);
    CHECK(notice->kind == LeaseNotice::Kind::Gained);
    CHECK(notice->lease.address == InterfaceAddress{0xC0A80164, 24});
    CHECK(notice->lease.gateway == 0xC0A80101);
    CHECK(notice->lease.dnsServers == std::vector<std::uint32_t>{0xC0A80101, 0x09090909});
    CHECK(notice->lease.ntpServers == std::vector<std::uint32_t>{0xC0A80103});
}

TEST_CASE("a lease without a mask has that of its address's class")
{
    CHECK(parseLeaseNotice("bound\nip=10.0.0.2\n")->lease.address.bits == 8);
    CHECK(parseLeaseNotice("renew\nip=172.16.0.2\n")->lease.address.bits == 16);
    CHECK(parseLeaseNotice("renew\nip=192.0.2.2\n")->lease.address.bits == 24);
}

TEST_CASE("what no host could have is no lease")
{
    CHECK_FALSE(parseLeaseNotice("bound\n"));
    CHECK_FALSE(parseLeaseNotice("bound\nip=0.0.0.0\n"));
    CHECK_FALSE(parseLeaseNotice("bound\nip=127.0.0.1\n"));
    CHECK_FALSE(parseLeaseNotice("bound\nip=224.0.0.1\n"));
    CHECK_FALSE(parseLeaseNotice("bound\nip=192.168.1.300\n"));
    CHECK_FALSE(parseLeaseNotice("bound\nip=192.168.1.3\nsubnet=255.0.255.0\n"));
    CHECK_FALSE(parseLeaseNotice("bound\nip=192.168.1.3\nsubnet=nothing\n"));
    CHECK_FALSE(parseLeaseNotice("bound\nip=192.168.1.3\n" + std::string(4096, 'x')));
}

TEST_CASE("servers that nobody could ask are passed over, and no more than three are kept")
{
    const auto lease =
        parseLeaseNotice(
            "bound\nip=10.0.0.2\ndns=0.0.0.0 x 1.1.1.1 127.0.0.1 2.2.2.2 3.3.3.3 4.4.4.4\n"
            "router=255.255.255.255\n")
            ->lease;
    CHECK(lease.dnsServers == std::vector<std::uint32_t>{0x01010101, 0x02020202, 0x03030303});
    CHECK(lease.gateway == 0);
}

TEST_CASE("other events of the DHCP client mean nothing, or the end of the lease")
{
    CHECK(parseLeaseNotice("deconfig\n")->kind == LeaseNotice::Kind::Lost);
    CHECK(parseLeaseNotice("leasefail\nip=nothing\n")->kind == LeaseNotice::Kind::Nothing);
    CHECK(parseLeaseNotice("")->kind == LeaseNotice::Kind::Nothing);
}
