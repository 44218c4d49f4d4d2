#include "network/refused_packet.hpp"

#include <catch2/catch.hpp>

#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_log.h>
#include <linux/netlink.h>
#include <netinet/in.h>
#include <vector>

namespace
{

using perisphere::target::parseRefusedPacket;
using perisphere::target::RefusedPacket;

void append16(std::vector<std::byte>& bytes, unsigned value)
{
    bytes.push_back(
        static_cast<std::byte>(value & 0xFFU)); // as the machine has it, which is little-endian
    bytes.push_back(static_cast<std::byte>(value >> 8U));
}

/// As nfnetlink_log sends it, of this payload.
std::vector<std::byte> messageOf(const std::vector<unsigned>& payload)
{
    std::vector<std::byte> attributes;
    append16(attributes, 8); // another attribute first
    append16(attributes, NFULA_MARK);
    attributes.resize(8);
    append16(attributes, static_cast<unsigned>(payload.size()) + 4);
    append16(attributes, NFULA_PAYLOAD);
    for (const unsigned byte : payload)
        attributes.push_back(static_cast<std::byte>(byte));
    std::vector<std::byte> message;
    append16(message, static_cast<unsigned>(attributes.size()) + 20);
    append16(message, 0);
    append16(message, NFNL_SUBSYS_ULOG << 8U | NFULNL_MSG_PACKET);
    message.resize(20);
    message.insert(message.end(), attributes.begin(), attributes.end());
    return message;
}

const std::vector<unsigned> kTcp{0x45, 0,    0,    60,   0,    0,    0x40, 0, 64, IPPROTO_TCP,
                                 0,    0,    10,   213,  0,    2,    192,  0, 2,  1,
                                 0x9C, 0x40, 0x1F, 0x41, 0x00, 0x00, 0,    0};

} // namespace

TEST_CASE("a packet that was refused is told with its place")
{
    const auto packet = parseRefusedPacket(messageOf(kTcp));
    REQUIRE(packet);
    CHECK(*packet == RefusedPacket{.protocol = IPPROTO_TCP,
                                   .from = 0x0AD50002,
                                   .to = 0xC0000201,
                                   .fromPort = 40000,
                                   .toPort = 8001});
    CHECK(packet->toString() == "TCP to 192.0.2.1 port 8001");
    std::vector<unsigned> ping = kTcp;
    ping[9] = IPPROTO_ICMP;
    CHECK(parseRefusedPacket(messageOf(ping))->toString() == "protocol 1 to 192.0.2.1");
}

TEST_CASE("what is no refused packet, or not all of one, is not told")
{
    CHECK_FALSE(parseRefusedPacket({}));
    const std::vector<std::byte> whole = messageOf(kTcp);
    for (std::size_t size = 0; size < whole.size(); ++size)
        CHECK_FALSE(parseRefusedPacket(std::span(whole).first(size)));
    std::vector<unsigned> shorter = kTcp;
    shorter.resize(20); // the first header alone
    CHECK(parseRefusedPacket(messageOf(shorter))->toPort == 0);
    shorter.resize(19);
    CHECK_FALSE(parseRefusedPacket(messageOf(shorter)));
    std::vector<unsigned> wrong = kTcp;
    wrong[0] = 0x65; // version 6
    CHECK_FALSE(parseRefusedPacket(messageOf(wrong)));
    wrong[0] = 0x44; // a header of 16 bytes
    CHECK_FALSE(parseRefusedPacket(messageOf(wrong)));
    wrong = kTcp;
    wrong[7] = 1; // a later fragment has no ports
    CHECK(parseRefusedPacket(messageOf(wrong))->toPort == 0);
}
