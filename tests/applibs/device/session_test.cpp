// What a device answers an app, and what it refuses.
#include "session_bench.hpp"

#include "perisphere/protocol/cert_store.hpp"
#include "perisphere/protocol/device_auth.hpp"
#include "perisphere/protocol/gpio.hpp"
#include "perisphere/protocol/hello.hpp"
#include "perisphere/protocol/i2c.hpp"
#include "perisphere/protocol/network.hpp"
#include "perisphere/protocol/sys_event.hpp"
#include "perisphere/protocol/system.hpp"
#include "perisphere/protocol/uart.hpp"
#include "perisphere/protocol/wifi.hpp"

#include <optional>
#include <random>

namespace perisphere::session_test
{

namespace
{

std::string payloadOf(const ReplyPacket& packet)
{
    return {reinterpret_cast<const char*>(packet.bytes.data()) + sizeof(ReplyHeader),
            packet.bytes.size() - sizeof(ReplyHeader)};
}

CertificateId certificateId(std::string_view text)
{
    CertificateId id;
    text.copy(id.text, sizeof id.text);
    return id;
}

/// A session of an app with everything, greeted. The services that may answer later do so at once.
struct Fixture {
    explicit Fixture(const std::string& capabilities)
        : session(appWith(capabilities), services, log,
                  [this](ReplyPacket packet) { late = std::move(packet); })
    {
        const auto reply = session.handle(packetOf(HelloRequest{.version = kProtocolVersion}));
        REQUIRE(reply);
        REQUIRE(headerOf(*reply).error == 0);
    }

    template <class Body>
    std::pair<ReplyHeader, ReplyPacket> call(const Body& body, std::string_view payload = {})
    {
        late.reset();
        auto reply = session.handle(packetOf(body, 7, payload));
        if (!reply)
            reply = std::move(late);
        REQUIRE(reply);
        const ReplyHeader header = headerOf(*reply);
        CHECK(header.sequence == 7);
        return {header, std::move(*reply)};
    }

    test::FakeServices fake;
    DeviceServices services = fake.all();
    NoLog log;
    std::optional<ReplyPacket> late;
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

TEST_CASE("why a call is refused is told once in a run of the app")
{
    Fixture fixture(R"({"Gpio": [1]})");
    for (int i = 0; i < 3; ++i) {
        CHECK(fixture.call(GpioOpenRequest{.gpio = 2}).first.error == EACCES);
        CHECK(fixture.call(GpioOpenRequest{.gpio = 3}).first.error == EACCES);
    }
    REQUIRE(fixture.log.lines.size() == 2);
    CHECK(fixture.log.lines[0].second.starts_with("2 is not in"));
    CHECK(fixture.log.lines[1].second.starts_with("3 is not in"));
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

TEST_CASE("certificates reach the store in one piece each")
{
    Fixture fixture(R"({"CertStore": true})");
    const CertStoreInstallClientRequest client{.identifier = certificateId("sixteen-letters-"),
                                               .certificateBytes = 4,
                                               .keyBytes = 3,
                                               .passwordBytes = 2,
                                               .hasPassword = 1};
    CHECK(fixture.call(client, "certkeypw").first.error == 0);
    CHECK(fixture.call(client, "certkeyp").first.error == EPROTO);
    CHECK(fixture.call(client, "certkeypw!").first.error == EPROTO);
    CHECK(fixture.call(CertStoreMoveRequest{certificateId("a"), certificateId("b")}).first.error ==
          0);
    CHECK(fixture.fake.calls ==
          std::vector<std::string>{"install sixteen-letters- cert key pw", "move a b"});
    CHECK(fixture.call(CertStoreCountRequest{}).first.value == 2);
    CHECK(payloadOf(fixture.call(CertStoreIdentifierAtRequest{.index = 1}).second) ==
          "sixteen-letters-");
    CHECK(fixture.call(CertStoreIdentifierAtRequest{.index = 1ULL << 63U}).first.error == ERANGE);
    const auto issuer = fixture.call(CertStoreInfoRequest{.identifier = certificateId("first"),
                                                          .field = CertificateField::IssuerName});
    CHECK(payloadOf(issuer.second).size() == kMaxCertificateNameBytes);
    CHECK(fixture
              .call(CertStoreInfoRequest{.identifier = certificateId("first"),
                                         .field = static_cast<CertificateField>(9)})
              .first.error == EINVAL);
}

TEST_CASE("sizes of certificates are checked before identifiers, and these before the manifest")
{
    Fixture fixture("{}");
    const CertificateId bad = certificateId("a b");
    CHECK(fixture.call(CertStoreInstallRootCaRequest{.identifier = bad, .certificateBytes = 8193})
              .first.error == ERANGE);
    CHECK(fixture.call(CertStoreInstallRootCaRequest{.identifier = bad, .certificateBytes = 0})
              .first.error == ERANGE);
    CHECK(fixture
              .call(CertStoreInstallRootCaRequest{.identifier = bad, .certificateBytes = 4}, "cert")
              .first.error == EINVAL);
    CHECK(fixture
              .call(CertStoreInstallRootCaRequest{.identifier = certificateId("a"),
                                                  .certificateBytes = 4},
                    "cert")
              .first.error == EACCES);
    CHECK(fixture.fake.calls.empty());
}

TEST_CASE("update events take one capability, their deferral another")
{
    Fixture listener(R"({"SystemEventNotifications": true})");
    CHECK(listener.call(SysEventRegisterRequest{.events = kAllSysEvents}).second.descriptors[0]);
    CHECK(listener.call(SysEventRegisterRequest{.events = 0}).first.error == EINVAL);
    CHECK(listener.call(SysEventRegisterRequest{.events = 8}).first.error == EINVAL);
    CHECK(listener.call(SysEventDeferRequest{.event = 1, .minutes = 1}).first.error == EACCES);
    CHECK(listener.call(SysEventDeferRequest{.event = 2, .minutes = 1}).first.error == EINVAL);
    Fixture deferrer(R"({"SoftwareUpdateDeferral": true})");
    CHECK(deferrer.call(SysEventRegisterRequest{.events = 1}).first.error == EACCES);
    CHECK(deferrer.call(SysEventDeferRequest{.event = 1, .minutes = 4'000'000'000U}).first.error ==
          0);
    CHECK(deferrer.call(SysEventResumeRequest{.event = 1}).first.error == 0);
    CHECK(deferrer.fake.calls == std::vector<std::string>{"defer 4000000000", "resume"});
}

TEST_CASE("the device signs digests for apps with a tenant only")
{
    Fixture fixture(R"({"DeviceAuthentication": "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0ff"})");
    CHECK(payloadOf(fixture.call(DeviceAuthCertificateRequest{}).second) == "PEM");
    CHECK(payloadOf(fixture.call(DeviceAuthCertificatePathRequest{}).second) == "/certificate.pem");
    const std::string digest(48, 'd');
    CHECK(payloadOf(fixture.call(DeviceAuthSignRequest{.digestBytes = 48}, digest).second).size() ==
          72);
    CHECK(fixture.call(DeviceAuthSignRequest{.digestBytes = 47}, digest).first.error == EPROTO);
    CHECK(
        fixture.call(DeviceAuthSignRequest{.digestBytes = 19}, digest.substr(0, 19)).first.error ==
        ERANGE);
    CHECK(fixture.fake.calls == std::vector<std::string>{"certificate", "sign 48"});
    Fixture other("{}");
    CHECK(other.call(DeviceAuthSignRequest{.digestBytes = 48}, digest).first.error == EACCES);
    CHECK(other.call(DeviceAuthCertificateRequest{}).first.error == EACCES);
    ApplicationConnectRequest connect;
    kDeviceComponentId.copy(connect.componentId, sizeof connect.componentId);
    CHECK(other.call(connect).first.error == EACCES);
    CHECK(fixture.call(connect).first.error == ECONNREFUSED); // this session has no host
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
        RequestHeader header{.operation = static_cast<std::uint16_t>(random() % 320),
                             .sequence = 1};
        std::memcpy(packet.data(), &header, sizeof header);
        static_cast<void>(fixture.session.handle(packet));
    }
    for (const std::string& call : fixture.fake.calls)
        CHECK((call.starts_with("gpio in 3") || call.starts_with("gpio out 3") ||
               call.starts_with("status ") || call.starts_with("address of ") || call == "last"));
}

namespace
{

InterfaceName interfaceName(std::string_view text)
{
    InterfaceName name;
    text.copy(name.text, sizeof name.text);
    return name;
}

} // namespace

TEST_CASE("networking: each capability lets its own requests through")
{
    Fixture fixture(R"({"NetworkConfig": true, "TimeSyncConfig": true, "SntpService": true,
        "DhcpService": true, "HardwareAddressConfig": true})");
    const InterfaceName eth = interfaceName("eth0");
    CHECK(fixture.call(NetworkReadyRequest{}).first.value == 1);
    CHECK(fixture.call(NetworkInterfacesRequest{}).first.value == 2);
    CHECK(fixture.call(NetworkSetInterfaceStateRequest{.name = eth, .isEnabled = 1}).first.error ==
          0);
    CHECK(fixture.call(NetworkInterfaceStatusRequest{.name = eth}).first.value == 7);
    CHECK(fixture.call(NetworkSetHardwareAddressRequest{.name = eth, .address = {2, 0, 0, 0, 0, 9}})
              .first.error == 0);
    CHECK(fixture.call(NetworkIpRenewRequest{.name = eth}).first.error == 0);
    CHECK(fixture.call(TimeSyncSetEnabledRequest{.isEnabled = 1}).first.error == 0);
    CHECK(fixture.call(SntpServerStartRequest{.name = eth}).first.error == 0);
    CHECK(
        fixture
            .call(DhcpServerStartRequest{
                .name = eth, .start = 0x0a000002, .count = 3, .mask = 0xffffff00, .leaseHours = 1})
            .first.error == 0);
    CHECK(fixture.call(ProxyGetRequest{}).first.error == 0);
    CHECK(fixture.fake.calls == std::vector<std::string>{"interface eth0 on", "status eth0",
                                                         "address eth0 9", "renew eth0", "time on",
                                                         "sntp eth0", "dhcp 3", "proxy?"});
}

TEST_CASE("networking: wrong values are refused before the manifest is looked at")
{
    Fixture fixture("{}");
    NetworkIpApplyRequest ip;
    ip.dnsServerCount = 4;
    CHECK(fixture.call(ip).first.error == EINVAL);
    ip.dnsServerCount = 1; // 0.0.0.0
    CHECK(fixture.call(ip).first.error == EINVAL);
    TimeSyncSetServersRequest servers{.mode = NtpMode{3}};
    CHECK(fixture.call(servers).first.error == EINVAL);
    servers.mode = NtpMode::Custom;
    std::fill(std::begin(servers.primary), std::end(servers.primary), 'a'); // no NUL
    CHECK(fixture.call(servers).first.error == EINVAL);
    ProxyApplyRequest proxy;
    std::fill(std::begin(proxy.configuration.password), std::end(proxy.configuration.password),
              'p');
    CHECK(fixture.call(proxy).first.error == EINVAL);
    CHECK(
        fixture.call(NetworkSetHardwareAddressRequest{.address = {1, 2, 3, 4, 5, 6}}).first.error ==
        EINVAL);
    CHECK(fixture
              .call(DhcpServerStartRequest{
                  .start = 0x0a000002, .count = 300, .mask = 0xffff0000, .leaseHours = 1})
              .first.error == EINVAL);
    CHECK(fixture.call(ProxyGetRequest{}).first.error == EACCES);
    CHECK(fixture.log.lines.back().second.find("\"ReadNetworkProxyConfig\"") != std::string::npos);
    CHECK(fixture.fake.calls.empty());
}

TEST_CASE("Wi-Fi: EAP-TLS needs the capability for enterprises")
{
    Fixture fixture(R"({"WifiConfig": true})");
    CHECK(fixture.call(WifiAddRequest{}).first.value == 4);
    CHECK(fixture.call(WifiSetSecurityRequest{.id = 1, .security = 2}).first.error == 0);
    CHECK(fixture.call(WifiSetSecurityRequest{.id = 1, .security = 3}).first.error == EACCES);
    CHECK(fixture.call(WifiSetSecurityRequest{.id = 1, .security = 4}).first.error == EINVAL);
    CHECK(fixture.call(WifiSetTextRequest{.id = 1, .which = WifiText::Identity}).first.error ==
          EACCES);
    CHECK(
        fixture.call(WifiGetTextRequest{.id = 1, .which = WifiText::RootCertificate}).first.error ==
        EACCES);
    WifiSetTextRequest name{.id = 1, .which = WifiText::ConfigName};
    name.value.text[0] = 'n';
    CHECK(fixture.call(name).first.error == 0);
    CHECK(fixture.fake.calls == std::vector<std::string>{"add", "security 1 2", "text 1 n"});
}

TEST_CASE("Wi-Fi: lengths that do not fit their fields reach nobody")
{
    Fixture fixture(R"({"WifiConfig": true, "EnterpriseWifiConfig": true})");
    WifiSetSsidRequest ssid{.id = 1};
    CHECK(fixture.call(ssid).first.error == ERANGE);
    ssid.ssid.length = 33;
    CHECK(fixture.call(ssid).first.error == ERANGE);
    CHECK(fixture.call(WifiSetPskRequest{.id = 1, .length = 65}).first.error == ERANGE);
    WifiStoreRequest store;
    store.ssid.length = 200;
    CHECK(fixture.call(store).first.error == ERANGE);
    store.ssid.length = 3;
    store.security = WifiSecurity::Wpa2Psk;
    store.pskLength = 65;
    CHECK(fixture.call(store).first.error == ERANGE);
    WifiForgetMatchingRequest forget;
    forget.ssid.length = 33;
    CHECK(fixture.call(forget).first.error == EINVAL);
    WifiSetTextRequest text{.id = 1, .which = WifiText::ClientCertificate};
    std::fill(std::begin(text.value.text), std::end(text.value.text), 'c');
    CHECK(fixture.call(text).first.error == ERANGE);
    text.which = WifiText{4};
    CHECK(fixture.call(text).first.error == EINVAL);
    CHECK(fixture.call(WifiSetFlagRequest{.id = 1, .flag = WifiFlag{2}}).first.error == EINVAL);
    CHECK(fixture.fake.calls.empty());
}

TEST_CASE("Wi-Fi: a list is counted as a whole and cut to what the app has room for")
{
    Fixture fixture(R"({"WifiConfig": true})");
    const auto [counted, none] = fixture.call(WifiScannedNetworksRequest{});
    CHECK(counted.value == 200);
    CHECK(none.bytes.size() == sizeof(ReplyHeader));
    const auto some = fixture.call(WifiScannedNetworksRequest{.maximum = 3}).second;
    CHECK(some.bytes.size() == sizeof(ReplyHeader) + 3 * sizeof(WifiSeenNetwork));
    const auto most = fixture.call(WifiScannedNetworksRequest{.maximum = 100'000}).second;
    CHECK(most.bytes.size() == sizeof(ReplyHeader) + kMaxWifiNetworks * sizeof(WifiSeenNetwork));
    CHECK(most.bytes.size() <= kMaxMessageBytes);
}

} // namespace perisphere::session_test
