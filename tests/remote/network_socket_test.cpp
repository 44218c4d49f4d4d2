#include "perisphere/remote/network_socket.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <string>

using namespace perisphere;
using remote::parseEndpoint;

TEST_CASE("hosts and ports are told apart")
{
    CHECK(parseEndpoint("board.local:7443").value().host == "board.local");
    CHECK(parseEndpoint("board.local:7443").value().port == 7443);
    CHECK(parseEndpoint("[::1]:1").value().host == "::1");
    for (const char* const bad : {"", "board", "board:", ":7443", "board:70000", "board:x",
                                  "::1:7443", "board:1 ", "board:-1"}) {
        INFO(bad);
        const auto parsed = parseEndpoint(bad);
        REQUIRE_FALSE(parsed);
        CHECK(parsed.error().code == ErrorCode::InvalidArgument);
    }
}

TEST_CASE("who listens at no address of this machine's, and who finds nobody, is told so")
{
    CHECK_FALSE(remote::listenAt({.host = "board.local", .port = 0})); // a name
    const auto listener = remote::listenAt({.host = "127.0.0.1", .port = 0});
    REQUIRE(listener);
    const std::uint16_t port = remote::boundPort(listener->get());
    CHECK(remote::connectTo({.host = "127.0.0.1", .port = port}));
    const auto taken = remote::listenAt({.host = "127.0.0.1", .port = port});
    REQUIRE_FALSE(taken);
    CHECK(taken.error().toString().find("127.0.0.1:" + std::to_string(port)) != std::string::npos);
}
