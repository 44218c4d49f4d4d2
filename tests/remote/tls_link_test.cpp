// Two ends that know each other, and such as do not, over real sockets of the loopback.
#include "perisphere/remote/tls_link.hpp"

#include "perisphere/image/signing.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <future>
#include <string>
#include <sys/socket.h>
#include <unistd.h>

using namespace perisphere;
using namespace std::chrono_literals;

namespace
{

struct End {
    image::SigningKey key;
    remote::Credentials credentials;
};

End makeEnd(std::string_view name)
{
    auto key = image::SigningKey::generate(name).value();
    remote::Credentials credentials{.certificate = key.certificatePem().value(),
                                    .privateKey = key.privateKeyPem().value(),
                                    .trusted = {}};
    return {std::move(key), std::move(credentials)};
}

std::array<UniqueFd, 2> pairOfSockets()
{
    std::array<int, 2> ends{};
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) == 0);
    return {UniqueFd(ends[0]), UniqueFd(ends[1])};
}

struct Links {
    Result<remote::TlsLink> server = fail(ErrorCode::Io, "");
    Result<remote::TlsLink> client = fail(ErrorCode::Io, "");
};

Links open(const remote::TlsIdentity& server, const remote::TlsIdentity& client)
{
    auto [one, other] = pairOfSockets();
    auto served = std::async(std::launch::async, [&, socket = std::move(one)]() mutable {
        return remote::TlsLink::open(server, std::move(socket));
    });
    Links links;
    links.client = remote::TlsLink::open(client, std::move(other));
    links.server = served.get();
    return links;
}

std::string readAll(int socket)
{
    std::string all;
    std::array<char, 4096> piece;
    for (ssize_t count = 1; count > 0;)
        if ((count = ::read(socket, piece.data(), piece.size())) > 0)
            all.append(piece.data(), static_cast<std::size_t>(count));
    return all;
}

} // namespace

TEST_CASE("what goes in at one end comes out at the other, until one is done")
{
    End device = makeEnd("board-7");
    End developer = makeEnd("developer");
    device.credentials.trusted = {developer.credentials.certificate};
    developer.credentials.trusted = {device.credentials.certificate};
    const auto server =
        remote::TlsIdentity::create(remote::Side::Server, device.credentials).value();
    const auto client =
        remote::TlsIdentity::create(remote::Side::Client, developer.credentials).value();
    Links links = open(server, client);
    if (!links.server)
        FAIL(links.server.error().toString());
    REQUIRE(links.client);
    CHECK(links.client->subject() == "CN=board-7");
    CHECK(links.server->subject() == "CN=developer");

    auto atDeviceEnds = pairOfSockets(); // clang 14 captures no structured bindings
    auto atClientEnds = pairOfSockets();
    const UniqueFd& deviceOuter = atDeviceEnds[0];
    const UniqueFd& clientOuter = atClientEnds[0];
    const auto passOn = [](remote::TlsLink& link, UniqueFd& local) {
        return std::async(std::launch::async, [&link, socket = std::move(local)]() mutable {
            remote::Filter asItIs;
            return link.pass(std::move(socket), asItIs).has_value();
        });
    };
    auto atDevice = passOn(*links.server, atDeviceEnds[1]);
    auto atClient = passOn(*links.client, atClientEnds[1]);
    // More than all buffers together hold, both ways at once.
    const std::string much(3'000'000, 'x');
    auto answer = std::async(std::launch::async, [&] {
        REQUIRE(::send(deviceOuter.get(), much.data(), much.size(), 0) ==
                static_cast<ssize_t>(much.size()));
        ::shutdown(deviceOuter.get(), SHUT_WR);
        return true;
    });
    CHECK(readAll(clientOuter.get()) == much);
    CHECK(answer.get());
    CHECK(atDevice.get());
    CHECK(atClient.get());
}

TEST_CASE("who is not trusted is told apart, at either end")
{
    End device = makeEnd("board-7");
    End developer = makeEnd("developer");
    End stranger = makeEnd("stranger");
    device.credentials.trusted = {developer.credentials.certificate};
    developer.credentials.trusted = {device.credentials.certificate};
    stranger.credentials.trusted = {device.credentials.certificate};
    const auto server =
        remote::TlsIdentity::create(remote::Side::Server, device.credentials).value();
    SECTION("the client")
    {
        const auto client =
            remote::TlsIdentity::create(remote::Side::Client, stranger.credentials).value();
        const Links links = open(server, client);
        REQUIRE_FALSE(links.server);
        CHECK(links.server.error().code == ErrorCode::Untrusted);
    }
    SECTION("the device")
    {
        developer.credentials.trusted = {stranger.credentials.certificate};
        const auto client =
            remote::TlsIdentity::create(remote::Side::Client, developer.credentials).value();
        const Links links = open(server, client);
        REQUIRE_FALSE(links.client);
        CHECK(links.client.error().code == ErrorCode::Untrusted);
    }
}

TEST_CASE("who does not speak TLS, or not at all, is given up")
{
    End device = makeEnd("board-7");
    device.credentials.trusted = {device.credentials.certificate};
    const auto server =
        remote::TlsIdentity::create(remote::Side::Server, device.credentials).value();
    auto [one, other] = pairOfSockets();
    SECTION("something else")
    {
        REQUIRE(::write(other.get(), "GET / HTTP/1.1\r\n\r\n", 18) == 18);
        const auto link = remote::TlsLink::open(server, std::move(one));
        REQUIRE_FALSE(link);
        CHECK(link.error().code == ErrorCode::Untrusted);
    }
    SECTION("nothing")
    {
        const auto link = remote::TlsLink::open(server, std::move(one), 10ms);
        REQUIRE_FALSE(link);
        CHECK(link.error().code == ErrorCode::Io);
    }
}

TEST_CASE("credentials that do not fit are refused by name")
{
    const End one = makeEnd("one");
    const End other = makeEnd("other");
    const auto refusal = [](remote::Credentials credentials) {
        const auto made = remote::TlsIdentity::create(remote::Side::Server, credentials);
        REQUIRE_FALSE(made);
        CHECK(made.error().code == ErrorCode::Invalid);
        return made.error().message;
    };
    remote::Credentials credentials = one.credentials;
    CHECK(refusal(credentials).find("no certificate is trusted") == 0);
    credentials.trusted = {one.credentials.certificate};
    credentials.privateKey = other.credentials.privateKey;
    CHECK(refusal(credentials).find("the private key") == 0);
    credentials = {.certificate = "nothing", .privateKey = {}, .trusted = {}};
    CHECK(refusal(credentials).find("the certificate") == 0);
}
