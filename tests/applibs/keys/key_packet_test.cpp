#include "perisphere/keys/key_packet.hpp"

#include <catch2/catch.hpp>

namespace perisphere::keys
{

TEST_CASE("a request for a signature says which digest")
{
    Digest digest{};
    digest[0] = 1;
    digest[31] = 2;
    const Packet packet = signRequest(digest);
    CHECK(packet.size() == 33);
    CHECK(parseSignRequest(packet).value() == digest);
}

TEST_CASE("what is no request is refused, with the byte")
{
    Packet packet = signRequest({});
    packet.push_back(0);
    CHECK(parseSignRequest(packet).error().message == "the packet is wrong at byte 1");
    packet.resize(32);
    CHECK(parseSignRequest(packet).error().code == ErrorCode::Corrupt);
    packet[0] = 'X';
    CHECK(parseSignRequest(packet).error().message == "the packet is wrong at byte 0");
    CHECK(parseSignRequest({}).error().code == ErrorCode::Corrupt);
}

TEST_CASE("an answer is taken as what was asked for, and nothing else")
{
    const Packet packet = answer(AnswerKind::Signature, std::array<std::uint8_t, 3>{1, 2, 3});
    CHECK(parseAnswer(AnswerKind::Signature, packet).value() == std::vector<std::uint8_t>{1, 2, 3});
    CHECK(parseAnswer(AnswerKind::PublicKey, packet).error().code == ErrorCode::Corrupt);
    CHECK(parseAnswer(AnswerKind::Signature, Packet{'S'}).error().code == ErrorCode::Corrupt);
    CHECK(parseAnswer(AnswerKind::Signature, Packet(200, 'S')).error().code == ErrorCode::Corrupt);
    CHECK(parseAnswer(AnswerKind::Signature, {}).error().code == ErrorCode::Corrupt);
}

TEST_CASE("a refusal is the error that it was, in plain text and cut to its packet")
{
    Packet packet = refusal({.code = ErrorCode::Untrusted, .message = "another TPM\033[2J"});
    const auto error = parseAnswer(AnswerKind::PublicKey, packet).error();
    CHECK(error.code == ErrorCode::Untrusted);
    CHECK(error.message == "another TPM?[2J");
    packet[1] = 200;
    CHECK(parseAnswer(AnswerKind::PublicKey, packet).error().code == ErrorCode::Corrupt);
    CHECK(refusal({.message = std::string(5'000, 'x')}).size() == kMaxPacketBytes);
}

} // namespace perisphere::keys
