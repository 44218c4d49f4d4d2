#include "perisphere/device/session.hpp"

#include "fake_services.hpp"

#include "perisphere/protocol/gpio.hpp"
#include "perisphere/protocol/hello.hpp"
#include "perisphere/protocol/i2c.hpp"
#include "perisphere/protocol/system.hpp"
#include "perisphere/protocol/uart.hpp"

#include <catch2/catch.hpp>

#include <cstring>
#include <random>

using namespace perisphere;
using namespace perisphere::device;
using namespace perisphere::protocol;

namespace
{

class NoLog final : public AppLog
{
public:
    void write(std::string_view /*componentId*/, LogSource source, std::string_view text) override
    {
        lines.push_back({source, std::string(text)});
    }
    std::vector<std::pair<LogSource, std::string>> lines;
};

std::shared_ptr<const App> appWith(const std::string& capabilities)
{
    const std::string text = R"({"SchemaVersion": 1, "Name": "Test", "EntryPoint": "/bin/app",
        "ComponentId": "0d4f7d5e-5c52-4c0b-8a6c-3a0d3c6a9c55", "CmdArgs": [],
        "Capabilities": )" + capabilities +
                             "}";
    auto parsed = manifest::parse(text, "app_manifest.json");
    REQUIRE(parsed.ok());
    auto app = std::make_shared<App>();
    app->manifest = std::move(*parsed.value);
    app->componentId = app->manifest.componentId;
    app->packageRoot = "/mnt/apps/test";
    return app;
}

template <class Body>
std::vector<std::byte> packetOf(const Body& body, std::uint32_t sequence = 7,
                                std::string_view payload = {})
{
    const RequestHeader header{.operation = static_cast<std::uint16_t>(Body::kOperation),
                               .sequence = sequence};
    std::vector<std::byte> packet(sizeof header + sizeof body + payload.size());
    std::memcpy(packet.data(), &header, sizeof header);
    std::memcpy(packet.data() + sizeof header, &body, sizeof body);
    if (!payload.empty())
        std::memcpy(packet.data() + sizeof header + sizeof body, payload.data(), payload.size());
    return packet;
}

ReplyHeader headerOf(const ReplyPacket& packet)
{
    ReplyHeader header;
    REQUIRE(packet.bytes.size() >= sizeof header);
    std::memcpy(&header, packet.bytes.data(), sizeof header);
    return header;
}

/// A session of an app with everything, greeted.
struct Fixture {
    explicit Fixture(const std::string& capabilities)
        : session(appWith(capabilities), services, log)
    {
        const auto reply = session.handle(packetOf(HelloRequest{.version = kProtocolVersion}));
        REQUIRE(reply);
        REQUIRE(headerOf(*reply).error == 0);
    }

    template <class Body>
    std::pair<ReplyHeader, ReplyPacket> call(const Body& body)
    {
        auto reply = session.handle(packetOf(body));
        REQUIRE(reply);
        const ReplyHeader header = headerOf(*reply);
        CHECK(header.sequence == 7);
        return {header, std::move(*reply)};
    }

    test::FakeServices fake;
    DeviceServices services = fake.all();
    NoLog log;
    Session session;
};

} // namespace

TEST_CASE("a greeting comes first and once")
{
    test::FakeServices fake;
    DeviceServices services = fake.all();
    NoLog log;
    Session session(appWith(R"({"Gpio": [1]})"), services, log);
    CHECK(headerOf(*session.handle(packetOf(GpioOpenRequest{.gpio = 1}))).error == EPROTO);
    CHECK(fake.calls.empty());
    CHECK(headerOf(*session.handle(packetOf(HelloRequest{.version = 99}))).error == EPROTO);
    CHECK(log.lines.back().second.find("version 99") != std::string::npos);

    const auto reply = session.handle(packetOf(HelloRequest{.version = kProtocolVersion}));
    REQUIRE(reply);
    const std::string text(reinterpret_cast<const char*>(reply->bytes.data()), reply->bytes.size());
    CHECK(text.ends_with("/mnt/apps/test"));
    CHECK(headerOf(*session.handle(packetOf(HelloRequest{.version = kProtocolVersion}))).error ==
          EPROTO);
}

TEST_CASE("what the manifest and the arguments allow reaches the backend")
{
    Fixture fixture(R"({"Gpio": [3], "Uart": ["ISU2"], "I2cMaster": ["ISU1"], "SystemTime": true,
        "MutableStorage": {"SizeKB": 16}, "PowerControls": ["ForceReboot"]})");
    auto [header, packet] =
        fixture.call(GpioOpenRequest{.gpio = 3, .direction = 1, .drive = 1, .level = 1});
    CHECK(header.error == 0);
    CHECK(packet.descriptors[0]);
    CHECK(fixture.call(UartOpenRequest{.uart = 6, .baudRate = 9600, .dataBits = 8, .stopBits = 1})
              .first.error == 0);
    CHECK(fixture.call(I2cOpenRequest{.interfaceId = 1}).first.error == 0);
    CHECK(fixture.call(RtcSetFromSystemTimeRequest{.secondsSinceEpoch = 5}).first.error == 0);
    CHECK(fixture.call(StorageOpenMutableRequest{}).first.error == 0);
    CHECK(fixture.call(PowerTransitionRequest{.state = PowerState::Reboot}).first.error == 0);
    CHECK(fixture.call(ApplicationMemoryRequest{.attribute = MemoryAttribute::PeakUserMode})
              .first.value == 2);
    CHECK(fixture.call(ApplicationDeviceAuthReadyRequest{}).first.value == 1);
    CHECK(fixture.fake.calls == std::vector<std::string>{"gpio out 3 1 high", "uart 2 9600",
                                                         "bus 1", "rtc 5", "storage 16", "reboot"});
}

TEST_CASE("errors come in the documented order: value, identifier, manifest, availability")
{
    Fixture fixture(R"({"Gpio": [3], "Uart": ["ISU0"]})");
    // A wrong value on a GPIO that does not exist.
    CHECK(fixture.call(GpioOpenRequest{.gpio = 99, .direction = 1, .drive = 3}).first.error ==
          EINVAL);
    CHECK(fixture.call(GpioOpenRequest{.gpio = 99}).first.error == ENODEV);
    CHECK(fixture.call(GpioOpenRequest{.gpio = 4}).first.error == EACCES);
    fixture.fake.error = EBUSY;
    CHECK(fixture.call(GpioOpenRequest{.gpio = 3}).first.error == EBUSY);
    CHECK(fixture.call(UartOpenRequest{.uart = 99, .baudRate = 0}).first.error == EINVAL);
    CHECK(fixture.call(UartOpenRequest{.uart = 99, .baudRate = 1, .dataBits = 8, .stopBits = 1})
              .first.error == ENODEV);
    CHECK(fixture.fake.calls.size() == 1);
}

TEST_CASE("a log message has no reply and goes to the app's log")
{
    Fixture fixture("{}");
    CHECK_FALSE(fixture.session.handle(packetOf(LogWriteRequest{.bytes = 5}, 9, "hello")));
    CHECK(fixture.log.lines.back() == std::pair(LogSource::App, std::string("hello")));
    const auto before = fixture.log.lines.size();
    CHECK_FALSE(fixture.session.handle(packetOf(LogWriteRequest{.bytes = 6}, 9, "hello")));
    CHECK(fixture.log.lines.size() == before);
}

TEST_CASE("bytes that are no request are not answered, operations that do not exist are EPROTO")
{
    Fixture fixture("{}");
    CHECK_FALSE(fixture.session.handle({}));
    const std::vector<std::byte> zeros(64);
    CHECK_FALSE(fixture.session.handle(zeros));
    auto packet = packetOf(StorageOpenMutableRequest{});
    packet.pop_back();
    CHECK(headerOf(*fixture.session.handle(packet)).error == EPROTO);
    packet = packetOf(I2cSetBusSpeedRequest{}); // an operation of channels
    CHECK(headerOf(*fixture.session.handle(packet)).error == EPROTO);
}

TEST_CASE("random bytes behind a valid header never reach past a handler's checks")
{
    Fixture fixture(R"({"Gpio": [3]})");
    std::mt19937 random(1);
    for (int i = 0; i < 20'000; ++i) {
        std::vector<std::byte> packet(sizeof(RequestHeader) + random() % 64);
        for (std::byte& byte : packet)
            byte = static_cast<std::byte>(random());
        RequestHeader header{.operation = static_cast<std::uint16_t>(random() % 80), .sequence = 1};
        std::memcpy(packet.data(), &header, sizeof header);
        static_cast<void>(fixture.session.handle(packet));
    }
    for (const std::string& call : fixture.fake.calls)
        CHECK((call.starts_with("gpio in 3") || call.starts_with("gpio out 3")));
}
