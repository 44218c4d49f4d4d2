// Packets of an app to the device service: whatever comes, a reply is one packet with the request's
// sequence number, and its descriptors are as many as it says.
//
// The input is a row of packets, each after its length in two bytes, little endian.

#include "../tests/applibs/device/fake_services.hpp"
#include "perisphere/device/session.hpp"
#include "perisphere/manifest/manifest.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>

using namespace perisphere;

namespace
{

class NoLog final : public device::AppLog
{
public:
    void write(std::string_view /*componentId*/, device::LogSource /*source*/,
               std::string_view /*text*/) override
    {
    }
};

/// May do everything once, so that both answers of the policy occur.
std::shared_ptr<const device::App> application()
{
    constexpr std::string_view kManifest = R"({"SchemaVersion": 1, "Name": "Fuzzed",
        "ComponentId": "0d4f7d5e-5c52-4c0b-8a6c-3a0d3c6a9c55", "EntryPoint": "/bin/app",
        "CmdArgs": [], "Capabilities": {"Gpio": [0, 8], "Uart": ["ISU0"], "I2cMaster": ["ISU1"],
        "SpiMaster": ["ISU2"], "Adc": ["ADC-CONTROLLER-0"], "Pwm": ["PWM-CONTROLLER-1"],
        "SystemTime": true, "PowerControls": ["ForceReboot", "ForcePowerDown", "SetPowerProfile"],
        "MutableStorage": {"SizeKB": 8}, "NetworkConfig": true, "TimeSyncConfig": true,
        "DhcpService": true, "WifiConfig": true, "EnterpriseWifiConfig": true,
        "CertStore": true, "SystemEventNotifications": true, "SoftwareUpdateDeferral": true,
        "DeviceAuthentication": "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0ff",
        "AllowedApplicationConnections": ["6b1ea9a2-3f4c-4d0e-8f5b-1c2d3e4f5a6b"]}})";
    auto parsed = manifest::parse(kManifest, "app_manifest.json");
    if (!parsed.ok())
        std::abort();
    auto app = std::make_shared<device::App>();
    app->manifest = std::move(*parsed.value);
    app->componentId = app->manifest.componentId;
    app->packageRoot = "/mnt/apps/fuzzed";
    return app;
}

void check(const device::ReplyPacket& reply, std::span<const std::byte> request)
{
    protocol::RequestHeader asked;
    protocol::ReplyHeader answered;
    if (reply.bytes.size() < sizeof answered || reply.bytes.size() > protocol::kMaxMessageBytes)
        std::abort();
    std::memcpy(&asked, request.data(), sizeof asked);
    std::memcpy(&answered, reply.bytes.data(), sizeof answered);
    if (answered.sequence != asked.sequence || answered.error < 0)
        std::abort();
    if (answered.error != 0 && (reply.bytes.size() != sizeof answered || reply.descriptors[0]))
        std::abort(); // a refusal hands nothing out
}

void checkLate(const device::ReplyPacket& reply)
{
    if (reply.bytes.size() != sizeof(protocol::ReplyHeader))
        std::abort(); // a scan tells a number
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const std::shared_ptr<const device::App> kApp = application();
    test::FakeServices fake;
    device::DeviceServices services = fake.all();
    NoLog log;
    device::Session session(kApp, services, log, &checkLate);
    auto rest = std::as_bytes(std::span(data, size));
    while (rest.size() >= 2) {
        const std::size_t length =
            std::to_integer<std::size_t>(rest[0]) + std::to_integer<std::size_t>(rest[1]) * 256;
        const auto packet = rest.subspan(2, std::min(length, rest.size() - 2));
        rest = rest.subspan(2 + packet.size());
        if (const auto reply = session.handle(packet))
            check(*reply, packet);
    }
    for (const auto& done : fake.scans)
        done(std::size_t{3});
    return 0;
}
