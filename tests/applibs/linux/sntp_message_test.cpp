// Messages of SNTP, as RFC 4330 has them.
#include "network/sntp_message.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace perisphere::target;

namespace
{
constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kIn2025 = 1'735'689'600 * kSecond;
constexpr std::int64_t kIn2040 = 2'208'988'800 * kSecond;
constexpr NtpTime kMark = 0x123456789ABCDEF0;

SntpMessage answerOf2025()
{
    return answerSntp(sntpRequest(kMark),
                      {.received = kIn2025, .now = kIn2025 + kSecond / 2, .isSet = true})
        .value();
}
} // namespace

TEST_CASE("times of SNTP are good before 2036 and after")
{
    CHECK(toNtp(0) >> 32U == 2'208'988'800U);
    for (const std::int64_t time : {kIn2025, kIn2040, kIn2025 + kSecond / 4})
        CHECK(toUnix(toNtp(time)) == time);
}

TEST_CASE("a server's answer is taken by who has asked")
{
    const auto answer = parseSntpAnswer(answerOf2025(), kMark);
    REQUIRE(answer);
    CHECK(answer->received == kIn2025);
    CHECK(answer->sent == kIn2025 + kSecond / 2);
}

TEST_CASE("what does not answer the question is not taken")
{
    CHECK_FALSE(parseSntpAnswer(answerOf2025(), kMark + 1));
    const SntpMessage whole = answerOf2025();
    CHECK_FALSE(parseSntpAnswer(std::span(whole).first(47), kMark));
    CHECK_FALSE(parseSntpAnswer(sntpRequest(kMark), kMark));
    SntpMessage kissOfDeath = answerOf2025();
    kissOfDeath[1] = std::byte{0};
    CHECK_FALSE(parseSntpAnswer(kissOfDeath, kMark));
}

TEST_CASE("a server whose clock is not set says so, and is not believed")
{
    const auto answer =
        answerSntp(sntpRequest(kMark), {.received = kIn2025, .now = kIn2025, .isSet = false});
    REQUIRE(answer);
    CHECK(std::to_integer<unsigned>((*answer)[0]) >> 6U == 3);
    CHECK_FALSE(parseSntpAnswer(*answer, kMark));
}

TEST_CASE("only a client's request is answered")
{
    const SntpServerClock clock{.received = kIn2025, .now = kIn2025, .isSet = true};
    CHECK_FALSE(answerSntp(answerOf2025(), clock));
    const SntpMessage request = sntpRequest(kMark);
    CHECK_FALSE(answerSntp(std::span(request).first(20), clock));
    SntpMessage ofNoVersion = sntpRequest(kMark);
    ofNoVersion[0] = std::byte{3};
    CHECK_FALSE(answerSntp(ofNoVersion, clock));
}
