#include "packet_reader.hpp"

#include "packet_frame.hpp"

#include <catch2/catch.hpp>

using namespace perisphere;
using debug::PacketReader;
using debug::Received;

namespace
{

std::vector<Received> readAll(PacketReader& reader, std::string_view bytes)
{
    std::vector<Received> all;
    while (const auto received = reader.next(bytes))
        all.push_back(*received);
    return all;
}

std::vector<Received> readAll(std::string_view bytes)
{
    PacketReader reader;
    return readAll(reader, bytes);
}

} // namespace

TEST_CASE("packets are found between acks, interrupts and noise")
{
    const auto all = readAll("+$g#67noise-\x03$m0,4#fd");
    REQUIRE(all.size() == 5);
    CHECK(all[0].kind == Received::Kind::Ack);
    CHECK(all[1].kind == Received::Kind::Packet);
    CHECK(all[1].data == "g");
    CHECK(all[2].kind == Received::Kind::Nack);
    CHECK(all[3].kind == Received::Kind::Interrupt);
    CHECK(all[4].data == "m0,4");
}

TEST_CASE("a packet may arrive byte by byte")
{
    PacketReader reader;
    std::vector<Received> all;
    for (const char c : std::string_view("$qC#b4"))
        for (const Received& received : readAll(reader, {&c, 1}))
            all.push_back(received);
    REQUIRE(all.size() == 1);
    CHECK(all[0].data == "qC");
}

TEST_CASE("a byte 3 inside a packet is data")
{
    const auto all = readAll(debug::frame("X0,1:\x03"));
    REQUIRE(all.size() == 1);
    CHECK(all[0].data == "X0,1:\x03");
}

TEST_CASE("what is escaped comes back as it was")
{
    const std::string data = "X0,5:#$}*\x03";
    const auto all = readAll(debug::frame(debug::escaped(data)));
    REQUIRE(all.size() == 1);
    CHECK(all[0].data == data);
}

TEST_CASE("a packet with another checksum, no digits or half an escape is corrupt")
{
    const auto packet = GENERATE(as<std::string>(), "$g#68", "$g#xy", debug::frame("X0,1:}"));
    const auto all = readAll(packet);
    REQUIRE(all.size() == 1);
    CHECK(all[0].kind == Received::Kind::Corrupt);
}

TEST_CASE("the checksum's digits may be large letters")
{
    CHECK(readAll("$m0,4#FD").at(0).kind == Received::Kind::Packet);
}

TEST_CASE("a packet that is begun anew is the new one")
{
    const auto all = readAll("$m0$g#67");
    REQUIRE(all.size() == 1);
    CHECK(all[0].data == "g");
}

TEST_CASE("a packet of the announced size is taken, a longer one is not, and the next one is")
{
    const std::string fits(debug::kPacketBytes, 'a');
    CHECK(readAll(debug::frame(fits)).at(0).data == fits);
    const auto all = readAll(debug::frame(fits + "a") + "$g#67");
    REQUIRE(all.size() == 2);
    CHECK(all[0].kind == Received::Kind::TooLong);
    CHECK(all[1].data == "g");
}
