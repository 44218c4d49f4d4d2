// Questions as resolvers write them, and what comes of bytes that are none.
#include "dns_message.hpp"

#include <catch2/catch.hpp>

#include <arpa/nameser.h>
#include <array>
#include <netinet/in.h>
#include <resolv.h>

namespace perisphere::dns_message_test
{

using namespace perisphere::device;

namespace
{

/// As the system's resolver asks.
std::vector<std::byte> questionFor(const char* name, int type, int queryClass = ns_c_in)
{
    std::vector<std::byte> bytes(kMaxDnsBytes);
    struct __res_state state {
    };
    REQUIRE(::res_ninit(&state) == 0);
    const int size = ::res_nmkquery(&state, ns_o_query, name, queryClass, type, nullptr, 0, nullptr,
                                    reinterpret_cast<unsigned char*>(bytes.data()),
                                    static_cast<int>(bytes.size()));
    ::res_nclose(&state);
    REQUIRE(size > 0);
    bytes.resize(static_cast<std::size_t>(size));
    return bytes;
}

ns_msg parsed(const std::vector<std::byte>& answer)
{
    ns_msg message{};
    REQUIRE(::ns_initparse(reinterpret_cast<const unsigned char*>(answer.data()),
                           static_cast<int>(answer.size()), &message) == 0);
    return message;
}

} // namespace

TEST_CASE("a resolver's question is read, and it reads the answer")
{
    const auto bytes = questionFor("api.example.com", ns_t_a);
    const auto question = parseDnsQuestion(bytes);
    REQUIRE(question);
    CHECK(question->name == "api.example.com");
    CHECK(question->type == DnsType::A);
    CHECK(question->wantsRecursion);

    const std::array<std::uint32_t, 2> addresses = {0xC6120001, 0xC6120002};
    const auto answer = dnsAnswer(*question, DnsStatus::NoError, addresses);
    ns_msg message = parsed(answer);
    CHECK(ns_msg_id(message) == question->id);
    CHECK(ns_msg_getflag(message, ns_f_qr) == 1);
    CHECK(ns_msg_getflag(message, ns_f_tc) == 0);
    CHECK(ns_msg_getflag(message, ns_f_rcode) == ns_r_noerror);
    CHECK(ns_msg_count(message, ns_s_qd) == 1);
    REQUIRE(ns_msg_count(message, ns_s_an) == 2);
    for (int i = 0; i < 2; ++i) {
        ns_rr record{};
        REQUIRE(::ns_parserr(&message, ns_s_an, i, &record) == 0);
        CHECK(std::string(ns_rr_name(record)) == "api.example.com");
        CHECK(ns_rr_type(record) == ns_t_a);
        CHECK(ns_rr_ttl(record) == 0);
        REQUIRE(ns_rr_rdlen(record) == 4);
        CHECK(ns_get32(ns_rr_rdata(record)) == addresses.at(static_cast<std::size_t>(i)));
    }
}

TEST_CASE("a refusal has its status and no addresses")
{
    const auto question = parseDnsQuestion(questionFor("api.example.com", ns_t_aaaa));
    REQUIRE(question);
    CHECK(question->type == DnsType::Aaaa);
    const ns_msg none = parsed(dnsAnswer(*question, DnsStatus::NoSuchName));
    CHECK(ns_msg_getflag(none, ns_f_rcode) == ns_r_nxdomain);
    CHECK(ns_msg_count(none, ns_s_an) == 0);
    const ns_msg failed = parsed(dnsAnswer(*question, DnsStatus::ServerFailure));
    CHECK(ns_msg_getflag(failed, ns_f_rcode) == ns_r_servfail);
}

TEST_CASE("addresses that find no room are left out, and the answer is whole")
{
    const std::string label(63, 'a');
    const std::string name = label + "." + label + "." + label + "." + std::string(61, 'b');
    const auto question = parseDnsQuestion(questionFor(name.c_str(), ns_t_a));
    REQUIRE(question);
    CHECK(question->name == name);
    const std::vector<std::uint32_t> many(100, 0x01020304);
    const auto answer = dnsAnswer(*question, DnsStatus::NoError, many);
    CHECK(answer.size() <= kMaxDnsBytes);
    CHECK(ns_msg_count(parsed(answer), ns_s_an) == (512 - 12 - 255 - 4) / 16);
}

TEST_CASE("what is no question, or one of another kind, is not read")
{
    const auto whole = questionFor("api.example.com", ns_t_a);
    for (std::size_t size = 0; size < whole.size(); ++size) {
        INFO("cut to " << size);
        CHECK_FALSE(parseDnsQuestion(std::span(whole).first(size)));
    }
    const auto changed = [&](std::size_t at, unsigned value) {
        auto bytes = whole;
        bytes.at(at) = static_cast<std::byte>(value);
        return parseDnsQuestion(bytes);
    };
    CHECK_FALSE(changed(2, 0x80));  // an answer
    CHECK_FALSE(changed(2, 0x10));  // a status request
    CHECK_FALSE(changed(5, 2));     // two questions
    CHECK_FALSE(changed(12, 0xC0)); // a pointer
    CHECK_FALSE(changed(13, '.'));
    CHECK_FALSE(changed(13, 0));
    CHECK_FALSE(parseDnsQuestion(questionFor("api.example.com", ns_t_a, ns_c_chaos)));
}

} // namespace perisphere::dns_message_test
