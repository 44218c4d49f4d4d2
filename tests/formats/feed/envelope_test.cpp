#include "perisphere/feed/envelope.hpp"

#include "feed_builder.hpp"

#include <catch2/catch.hpp>

using namespace perisphere;
using Catch::Contains;

namespace
{

const std::string kText = R"({"a":1})";

std::string signedBy(const std::vector<const feed::PrivateKey*>& keys)
{
    return feed::signEnvelope(kText, keys).value();
}

} // namespace

TEST_CASE("an envelope gives the signed bytes as they stand in the file")
{
    const auto key = feed::PrivateKey::generate().value();
    const std::string file = signedBy({&key});
    const auto envelope = feed::readEnvelope(file, "x.json").value();
    CHECK(envelope.text == kText);
    CHECK(file.substr(envelope.offset, kText.size()) == kText);
    REQUIRE(envelope.signatures.size() == 1);
    CHECK(envelope.signatures[0].keyId == key.publicKey().id());
    CHECK(key.publicKey().verifies(envelope.text, envelope.signatures[0].signature));
}

TEST_CASE("same key, same text, same file; a signature can be added later")
{
    const auto one = feed::PrivateKey::generate().value();
    const auto two = feed::PrivateKey::generate().value();
    CHECK(signedBy({&one}) == signedBy({&one}));
    const std::string first = signedBy({&one});
    const auto envelope = feed::readEnvelope(first, "x.json").value();
    const std::array more = {&two};
    CHECK(feed::addSignatures(envelope, more).value() == signedBy({&two, &one}));
}

TEST_CASE("a key survives its PEM form, and another kind of key is refused")
{
    const auto key = feed::PrivateKey::generate().value();
    const auto again = feed::PrivateKey::fromPem(key.pem().value()).value();
    CHECK(again.publicKey() == key.publicKey());
    CHECK(again.sign("x").value() == key.sign("x").value());
    const auto refused = feed::PrivateKey::fromPem("-----BEGIN PRIVATE KEY-----\n");
    REQUIRE_FALSE(refused);
    CHECK_THAT(refused.error().toString(), Contains("Ed25519"));
}

TEST_CASE("RFC 8032's second vector verifies, and does not with a bit changed")
{
    const auto key =
        feed::PublicKey::fromHex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
            .value();
    const auto envelope =
        feed::readEnvelope(
            R"({"signatures":[{"keyid":")" + std::string(64, '0') +
                R"(","sig":"92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da)" +
                R"(085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"}],"signed":{}})",
            "x")
            .value();
    feed::Signature signature = envelope.signatures[0].signature;
    CHECK(key.verifies("\x72", signature));
    CHECK_FALSE(key.verifies("\x73", signature));
    signature[40] ^= 1U;
    CHECK_FALSE(key.verifies("\x72", signature));
}

TEST_CASE("what is not of the envelope's form is refused with the byte where it goes wrong")
{
    const auto key = feed::PrivateKey::generate().value();
    const std::string good = signedBy({&key});
    struct Case {
        std::string file;
        std::uint64_t offset;
    };
    std::string upper = good;
    upper[15 + 10] = 'G';
    std::string other = good;
    other.replace(good.find("\"signed\""), 8, "\"sIgned\"");
    const std::vector<Case> cases = {
        {"", 0},
        {"{}", 0},
        {" " + good, 0},
        {good.substr(0, 60), 25},
        {upper, 25},
        {other, good.find("],\"signed")},
        {good.substr(0, good.size() - 2), good.find("{\"a\"")},
        {good + " ", good.find("{\"a\"")},
    };
    for (const Case& one : cases) {
        INFO(one.file);
        const auto refused = feed::readEnvelope(one.file, "x.json");
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == ErrorCode::Invalid);
        CHECK(refused.error().where.offset == one.offset);
    }
}

TEST_CASE("the signatures of an envelope are bounded")
{
    const auto key = feed::PrivateKey::generate().value();
    const std::string good = signedBy({&key});
    const std::size_t end = good.find("],\"signed");
    const std::string one = "," + good.substr(15, end - 15);
    std::string many = good;
    for (std::size_t i = 1; i < feed::kMaxSignatures; ++i)
        many.insert(end, one);
    CHECK(feed::readEnvelope(many, "x").value().signatures.size() == feed::kMaxSignatures);
    many.insert(end, one);
    CHECK(feed::readEnvelope(many, "x").error().code == ErrorCode::LimitExceeded);
}
