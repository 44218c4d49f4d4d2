// What an app sends to its name server: it never crashes, and what is answered is a whole message.
#include "dns_message.hpp"

#include <array>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace perisphere::device;
    const auto question = parseDnsQuestion(std::as_bytes(std::span(data, size)));
    if (!question)
        return 0;
    constexpr std::array<std::uint32_t, 40> kMoreThanFit{};
    const auto answer = dnsAnswer(*question, DnsStatus::NoError, kMoreThanFit);
    if (answer.size() > kMaxDnsBytes || question->name.size() > question->section.size())
        std::abort();
    return 0;
}
