#include "real_time_connections.hpp"

#include "inter_core_bench.hpp"

#include <catch2/catch.hpp>

#include <cerrno>

namespace perisphere::real_time_connections_test
{

using namespace perisphere::runtime;
using Catch::Contains;

device::App appWith(const std::string& id, const std::vector<std::string>& partners)
{
    device::App app{.componentId = id,
                    .imageId = {},
                    .name = "Echo",
                    .manifest = {},
                    .imageRoot = {},
                    .packageRoot = {}};
    manifest::CapabilityValue list;
    for (const std::string& partner : partners)
        list.entries.push_back({.value = partner, .where = {}});
    app.manifest.capabilities[manifest::Capability::AllowedApplicationConnections] = list;
    return app;
}

const std::string kHighLevel = "25025d2c-66da-4448-bae1-ac26fcdd3627";
const std::string kRealTime = "5f0c1c52-0f8e-4f51-9a7e-0d3c7a1b2e07";

struct Fixture {
    test::InterCoreBench bench;
    engine::SteadyHostClock clock;
    std::unique_ptr<engine::Machine> machine = engine::Machine::create(clock).value();
    RealTimeConnections connections{*machine, [this] { return std::vector{bench.channel.get()}; }};
    device::App highLevel = appWith(kHighLevel, {kRealTime});

    Fixture() { machine->start(); }

    /// The machine's thread has the channel meanwhile.
    device::Outcome<UniqueFd> connect() { return connections.connect(highLevel, kRealTime); }
};

TEST_CASE("an app connects to a partner that runs on a real-time core")
{
    Fixture f;
    // Manifests write component IDs in either case.
    f.bench.start(interCorePeerOf(appWith(kRealTime, {"25025D2C-66DA-4448-BAE1-AC26FCDD3627"})));
    REQUIRE(f.bench.app.setUp());
    const auto socket = f.connect();
    REQUIRE(socket);
    REQUIRE(test::sendFrom(*socket, "hello"));
    f.bench.run();
    const auto message = f.bench.app.receive();
    REQUIRE(message);
    CHECK(message->payload == "hello");
    CHECK(message->from.toString() == kHighLevel);
}

TEST_CASE("a partner that does not run refuses connections")
{
    Fixture f;
    const auto never = f.connect();
    REQUIRE_FALSE(never);
    CHECK(never.error().error == ECONNREFUSED);
    CHECK_THAT(never.error().reason, Contains(kRealTime) && Contains("not running"));

    f.bench.start(interCorePeerOf(appWith(kRealTime, {kHighLevel})));
    CHECK(f.connect());
    f.bench.channel->stop();
    CHECK(f.connect().error().error == ECONNREFUSED);
}

TEST_CASE("connections end when the partner is removed from the device")
{
    Fixture f;
    f.bench.start(interCorePeerOf(appWith(kRealTime, {kHighLevel})));
    const auto socket = f.connect();
    REQUIRE(socket);
    device::AppEvent event{.kind = device::AppEvent::Kind::StateChanged, .app = {}};
    event.app.componentId = kRealTime;
    f.connections.onAppEvent(event); // it may be started again
    CHECK(test::receiveAt(*socket) == std::nullopt);
    event.kind = device::AppEvent::Kind::Removed;
    f.connections.onAppEvent(event);
    CHECK(test::receiveAt(*socket) == ""); // the end
}

TEST_CASE("a partner that does not list the app is not to be connected to")
{
    Fixture f;
    f.bench.start(interCorePeerOf(appWith(kRealTime, {})));
    const auto refused = f.connect();
    REQUIRE_FALSE(refused);
    CHECK(refused.error().error == EACCES);
    CHECK_THAT(refused.error().reason, Contains("the partner app \"Echo\"") &&
                                           Contains("add \"" + kHighLevel + "\"") &&
                                           Contains("AllowedApplicationConnections"));
}

TEST_CASE("more connections than a partner takes are refused")
{
    Fixture f;
    f.bench.start(interCorePeerOf(appWith(kRealTime, {kHighLevel})));
    std::vector<UniqueFd> sockets;
    for (auto socket = f.connect(); socket; socket = f.connect()) {
        sockets.push_back(std::move(*socket));
        REQUIRE(sockets.size() < 1000);
    }
    const auto refused = f.connect();
    CHECK(refused.error().error == ECONNREFUSED);
    CHECK_THAT(refused.error().reason, Contains("too many connections"));
}

} // namespace perisphere::real_time_connections_test
