// Services that note what they were asked and answer what the test says.
#pragma once

#include "perisphere/device/device_services.hpp"

#include <cerrno>
#include <fcntl.h>
#include <string>
#include <vector>

namespace perisphere::test
{

using namespace perisphere::device;

/// All services in one.
class FakeServices final : public GpioService,
                           public UartService,
                           public I2cService,
                           public SpiService,
                           public AdcService,
                           public PwmService,
                           public RtcService,
                           public PowerService,
                           public StorageService,
                           public ApplicationService,
                           public CertStoreService,
                           public SysEventService,
                           public NetworkService,
                           public WifiService,
                           public DeviceAuthService
{
public:
    std::vector<std::string> calls;
    int error = 0; ///< what everything is refused with; 0: nothing is

    [[nodiscard]] DeviceServices all()
    {
        return {.gpio = *this,
                .uart = *this,
                .i2c = *this,
                .spi = *this,
                .adc = *this,
                .pwm = *this,
                .rtc = *this,
                .power = *this,
                .storage = *this,
                .application = *this,
                .certStore = *this,
                .sysEvent = *this,
                .network = *this,
                .wifi = *this,
                .deviceAuth = *this};
    }

    Outcome<std::optional<GpioMemory>> attach(const std::shared_ptr<const App>& /*app*/) override
    {
        return std::optional<GpioMemory>();
    }
    [[nodiscard]] bool exists(std::int32_t gpio) const override { return gpio >= 0 && gpio < 24; }
    Outcome<Opened> openInput(const App& /*app*/, std::int32_t gpio) override
    {
        return give("gpio in " + std::to_string(gpio), protocol::DescriptorKind::GpioPage);
    }
    Outcome<Opened> openOutput(const App& /*app*/, std::int32_t gpio, protocol::GpioDrive drive,
                               bool level) override
    {
        return give("gpio out " + std::to_string(gpio) + " " +
                        std::to_string(static_cast<int>(drive)) + (level ? " high" : " low"),
                    protocol::DescriptorKind::GpioPage);
    }
    Outcome<Opened> open(const App& /*app*/, unsigned isu, const UartSettings& settings) override
    {
        return give("uart " + std::to_string(isu) + " " + std::to_string(settings.baudRate),
                    protocol::DescriptorKind::Stream);
    }
    /// I2C, ADC and PWM have the same shape.
    Outcome<Opened> open(const App& /*app*/, unsigned number) override
    {
        return give("bus " + std::to_string(number), protocol::DescriptorKind::Channel);
    }
    Outcome<Opened> open(const App& /*app*/, unsigned isu, ChipSelect chipSelect,
                         ChipSelectPolarity /*polarity*/) override
    {
        return give("spi " + std::to_string(isu) + (chipSelect == ChipSelect::A ? " A" : " B"),
                    protocol::DescriptorKind::Channel);
    }
    Outcome<> set(std::int64_t seconds) override { return note("rtc " + std::to_string(seconds)); }
    Outcome<> reboot() override { return note("reboot"); }
    Outcome<> powerDown(std::uint32_t seconds) override
    {
        return note("power down " + std::to_string(seconds));
    }
    Outcome<> setProfile(PowerProfile profile) override
    {
        return note("profile " + std::to_string(static_cast<int>(profile)));
    }
    Outcome<UniqueFd> openMutableFile(const App& /*app*/, std::uint32_t quotaKb) override
    {
        if (const auto noted = note("storage " + std::to_string(quotaKb)); !noted)
            return tl::unexpected(noted.error());
        return UniqueFd(::open("/dev/null", O_RDWR | O_CLOEXEC));
    }
    Outcome<> deleteMutableFile(const App& /*app*/) override { return note("delete"); }
    Outcome<MemoryUsage> memoryUsage(const App& /*app*/) override
    {
        return MemoryUsage{.total = 3, .userMode = 1, .peakUserMode = 2};
    }
    [[nodiscard]] std::string osVersion() const override { return "99.12"; }
    Outcome<UniqueFd> connect(const App& /*app*/, const std::string& componentId) override
    {
        if (const auto noted = note("connect " + componentId); !noted)
            return tl::unexpected(noted.error());
        return UniqueFd(::open("/dev/null", O_RDWR | O_CLOEXEC));
    }
    bool isReady(const App& /*app*/) override { return true; }
    std::string certificatePath(const App& /*app*/) override { return "/certificate.pem"; }
    Outcome<std::string> certificate(const App& /*app*/) override
    {
        if (const auto noted = note("certificate"); !noted)
            return tl::unexpected(noted.error());
        return std::string("PEM");
    }
    void sign(const App& /*app*/, std::span<const std::uint8_t> digest,
              const SignatureDone& done) override
    {
        if (const auto noted = note("sign " + std::to_string(digest.size())); !noted)
            return done(tl::unexpected(noted.error()));
        done(std::vector<std::uint8_t>(72, 1));
    }
    Outcome<UniqueFd> subscribe(const App& /*app*/, std::uint32_t events) override
    {
        if (const auto noted = note("subscribe " + std::to_string(events)); !noted)
            return tl::unexpected(noted.error());
        return UniqueFd(::open("/dev/null", O_RDWR | O_CLOEXEC));
    }
    Outcome<> defer(const App& /*app*/, std::chrono::minutes time) override
    {
        return note("defer " + std::to_string(time.count()));
    }
    Outcome<> resume(const App& /*app*/) override { return note("resume"); }
    Outcome<> installClient(std::string_view identifier, const ClientCertificate& client) override
    {
        return note("install " + std::string(identifier) + " " + std::string(client.certificate) +
                    " " + std::string(client.privateKey) + " " +
                    std::string(client.password.value_or("none")));
    }
    Outcome<> installRootCa(std::string_view identifier, std::string_view certificate) override
    {
        return note("install " + std::string(identifier) + " " + std::string(certificate));
    }
    Outcome<> remove(std::string_view identifier) override
    {
        return note("remove " + std::string(identifier));
    }
    Outcome<> move(std::string_view source, std::string_view destination) override
    {
        return note("move " + std::string(source) + " " + std::string(destination));
    }
    Outcome<std::size_t> count() override { return 2; }
    Outcome<std::string> identifierAt(std::size_t index) override
    {
        if (index >= 2)
            return refuse(ERANGE);
        return std::string(index == 0 ? "first" : "sixteen-letters-");
    }
    Outcome<std::size_t> availableSpace() override { return 1000; }
    Outcome<CertificateFacts> facts(std::string_view identifier) override
    {
        if (identifier != "first")
            return refuse(ENOENT);
        return CertificateFacts{
            .subject = "/CN=first", .issuer = std::string(400, 'x'), .notBefore = 1, .notAfter = 2};
    }

    bool isReady() override { return true; }
    Outcome<std::vector<protocol::NetworkInterfaceInfo>> interfaces() override
    {
        return std::vector<protocol::NetworkInterfaceInfo>(2);
    }
    Outcome<> setInterfaceState(std::string_view name, bool isEnabled) override
    {
        return note("interface " + std::string(name) + (isEnabled ? " on" : " off"));
    }
    Outcome<std::uint32_t> connectionStatus(std::string_view name) override
    {
        return numbered("status " + std::string(name), 7U);
    }
    Outcome<HardwareAddress> hardwareAddress(std::string_view name) override
    {
        return numbered("address of " + std::string(name), HardwareAddress{2, 0, 0, 0, 0, 1});
    }
    Outcome<> setHardwareAddress(std::string_view name, const HardwareAddress& address) override
    {
        return note("address " + std::string(name) + " " + std::to_string(address[5]));
    }
    Outcome<> applyIp(const protocol::NetworkIpApplyRequest& request) override
    {
        return note("ip " + std::to_string(request.dnsServerCount));
    }
    Outcome<> releaseIp(std::string_view name) override
    {
        return note("release " + std::string(name));
    }
    Outcome<> renewIp(std::string_view name) override { return note("renew " + std::string(name)); }
    Outcome<> setTimeServers(const protocol::TimeSyncSetServersRequest& request) override
    {
        return note("servers " + std::string(fieldText(request.primary)));
    }
    Outcome<protocol::TimeSyncInfo> lastTimeSync() override
    {
        return numbered("last", protocol::TimeSyncInfo());
    }
    Outcome<> setTimeSyncEnabled(bool isEnabled) override
    {
        return note(isEnabled ? "time on" : "time off");
    }
    Outcome<bool> isTimeSyncEnabled() override { return numbered("time?", true); }
    Outcome<> startSntpServer(std::string_view name) override
    {
        return note("sntp " + std::string(name));
    }
    Outcome<> startDhcpServer(const protocol::DhcpServerStartRequest& request) override
    {
        return note("dhcp " + std::to_string(request.count));
    }
    Outcome<> applyProxy(const protocol::ProxyConfiguration& configuration) override
    {
        return note("proxy " + std::string(fieldText(configuration.address)));
    }
    Outcome<protocol::ProxyConfiguration> proxy() override
    {
        return numbered("proxy?", protocol::ProxyConfiguration());
    }
    std::uint32_t proxyStatus() override { return 5; }

    Outcome<int> add() override { return numbered("add", 4); }
    Outcome<int> duplicate(int id, std::string_view name) override
    {
        return numbered("duplicate " + std::to_string(id) + " " + std::string(name), 5);
    }
    Outcome<> forget(int id) override { return note("forget " + std::to_string(id)); }
    Outcome<> forgetAll() override { return note("forget all"); }
    Outcome<std::vector<protocol::WifiStoredNetwork>> storedNetworks() override
    {
        return std::vector<protocol::WifiStoredNetwork>(3);
    }
    Outcome<int> connectedId() override { return numbered("connected", 1); }
    Outcome<int> findByName(std::string_view name) override
    {
        return numbered("find " + std::string(name), 2);
    }
    Outcome<> store(const protocol::WifiStoreRequest& network) override
    {
        return note("store " + std::to_string(network.ssid.length));
    }
    Outcome<> forgetMatching(const protocol::WifiForgetMatchingRequest& network) override
    {
        return note("forget one of " + std::to_string(network.ssid.length));
    }
    Outcome<> setSsid(int id, const protocol::Ssid& ssid) override
    {
        return note("ssid " + std::to_string(id) + " " + std::to_string(ssid.length));
    }
    Outcome<> setSecurity(int id, protocol::WifiSecurity security) override
    {
        return note("security " + std::to_string(id) + " " +
                    std::to_string(static_cast<int>(security)));
    }
    Outcome<> setPsk(int id, std::string_view psk) override
    {
        return note("psk " + std::to_string(id) + " " + std::string(psk));
    }
    Outcome<> setFlag(int id, protocol::WifiFlag /*flag*/, bool value) override
    {
        return note("flag " + std::to_string(id) + (value ? " on" : " off"));
    }
    Outcome<> setText(int id, protocol::WifiText /*which*/, std::string_view text) override
    {
        return note("text " + std::to_string(id) + " " + std::string(text));
    }
    Outcome<std::string> text(int id, protocol::WifiText /*which*/) override
    {
        return numbered("text of " + std::to_string(id), std::string("text"));
    }
    Outcome<> persist() override { return note("persist"); }
    Outcome<> reload() override { return note("reload"); }
    /// Kept until the test calls it.
    void scan(std::function<void(Outcome<std::size_t>)> done) override
    {
        scans.push_back(std::move(done));
    }
    Outcome<std::vector<protocol::WifiSeenNetwork>> scannedNetworks() override
    {
        return std::vector<protocol::WifiSeenNetwork>(200); // more than a reply takes
    }
    Outcome<protocol::WifiSeenNetwork> currentNetwork() override
    {
        return numbered("current", protocol::WifiSeenNetwork());
    }
    Outcome<protocol::WifiDiagnosticsReply> diagnostics(int id) override
    {
        return numbered("diagnostics " + std::to_string(id), protocol::WifiDiagnosticsReply());
    }
    Outcome<> setPowerSaving(bool isEnabled) override
    {
        return note(isEnabled ? "saving on" : "saving off");
    }

    std::vector<std::function<void(Outcome<std::size_t>)>> scans;

private:
    Outcome<> note(std::string call)
    {
        calls.push_back(std::move(call));
        if (error != 0)
            return refuse(error);
        return {};
    }
    template <class T>
    Outcome<T> numbered(std::string call, T value)
    {
        if (const auto noted = note(std::move(call)); !noted)
            return tl::unexpected(noted.error());
        return value;
    }
    Outcome<Opened> give(std::string call, protocol::DescriptorKind kind)
    {
        if (const auto noted = note(std::move(call)); !noted)
            return tl::unexpected(noted.error());
        return Opened{.descriptor = UniqueFd(::open("/dev/null", O_RDWR | O_CLOEXEC)),
                      .kind = kind};
    }
};

} // namespace perisphere::test
