#include "key_blob.hpp"

#include <catch2/catch.hpp>

namespace perisphere::keys
{

TEST_CASE("a key of a TPM is read as it was written")
{
    const std::string pem = writeBlob({.publicArea = {1, 2, 3}, .privateArea = {4, 5}}).value();
    CHECK(pem.starts_with("-----BEGIN TSS2 PRIVATE KEY-----\n"));
    const auto blob = parseBlob(pem, "device.key");
    REQUIRE(blob);
    CHECK(blob->publicArea == std::vector<std::uint8_t>{1, 2, 3});
    CHECK(blob->privateArea == std::vector<std::uint8_t>{4, 5});
}

TEST_CASE("what is no key of a TPM is refused, with the file")
{
    const std::string pem = writeBlob({.publicArea = {1}, .privateArea = {2}}).value();
    for (const std::string& text :
         {std::string(), pem.substr(0, pem.size() / 2),
          std::string("-----BEGIN TSS2 PRIVATE KEY-----\nAAAA\n-----END TSS2 PRIVATE KEY-----\n"),
          std::string(10'000, 'x')}) {
        const auto blob = parseBlob(text, "device.key");
        REQUIRE_FALSE(blob);
        CHECK(blob.error().where.file == "device.key");
        CHECK_FALSE(blob.error().expected.empty());
    }
    const std::string large =
        writeBlob({.publicArea = std::vector<std::uint8_t>(2'000), .privateArea = {2}}).value();
    CHECK(parseBlob(large, "device.key").error().code == ErrorCode::LimitExceeded);
}

} // namespace perisphere::keys
