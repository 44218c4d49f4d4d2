// What tests of an app's session with the device have in common: apps, packets, a log.
#pragma once

#include "fake_services.hpp"

#include "perisphere/device/session.hpp"
#include "perisphere/protocol/frame.hpp"

#include <catch2/catch.hpp>

#include <cstring>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace perisphere::session_test
{

using namespace perisphere::device;
using namespace perisphere::protocol;

class NoLog final : public AppLog
{
public:
    void write(std::string_view /*componentId*/, LogSource source, std::string_view text) override
    {
        lines.push_back({source, std::string(text)});
    }
    std::vector<std::pair<LogSource, std::string>> lines;
};

inline std::shared_ptr<const App> appWith(const std::string& capabilities)
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

inline ReplyHeader headerOf(const ReplyPacket& packet)
{
    ReplyHeader header;
    REQUIRE(packet.bytes.size() >= sizeof header);
    std::memcpy(&header, packet.bytes.data(), sizeof header);
    return header;
}

} // namespace perisphere::session_test
