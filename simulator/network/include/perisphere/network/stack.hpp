// The network stack of the device's operating system.
//
// It looks at the world around the board (world::Surroundings) and keeps the state that the
// networking and Wi-Fi APIs show: interfaces, addresses, what can be reached, the time. No packet
// of an app passes it. Everything takes virtual time (delays.hpp).
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/engine/random.hpp"
#include "perisphere/engine/scheduler.hpp"
#include "perisphere/network/certificate_lookup.hpp"
#include "perisphere/network/refusal.hpp"
#include "perisphere/network/settings_store.hpp"
#include "perisphere/network/system_clock.hpp"
#include "perisphere/network/wifi.hpp"
#include "perisphere/world/surroundings.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::network
{

/// As documented for the networking API.
enum class InterfaceMedium : std::uint8_t { Unspecified = 0, Wifi = 1, Ethernet = 2 };

struct InterfaceInfo {
    std::string name;
    InterfaceMedium medium = InterfaceMedium::Unspecified;
    bool isEnabled = false;
    bool usesDhcp = true;
};

/// Where an interface is on its way. Bits of Networking_InterfaceConnectionStatus, cumulative.
struct ConnectionStatus {
    static constexpr std::uint32_t kInterfaceUp = 1;
    static constexpr std::uint32_t kConnectedToNetwork = 2;
    static constexpr std::uint32_t kIpAvailable = 4;
    static constexpr std::uint32_t kConnectedToInternet = 8;
};

/// What an interface works with at the moment.
struct IpState {
    Ipv4 address; ///< any: none
    std::vector<Ipv4> dnsServers;
};

/// Times in nanoseconds since 1970.
struct TimeSyncInfo {
    std::string server;
    std::int64_t before = 0; ///< the device's clock
    std::int64_t after = 0;  ///< the time that it was set to
};

struct ServerState {
    bool isConfigured = false;
    bool isRunning = false; ///< its interface is up
};

/// Machine thread only. Functions refuse with EAGAIN until some time after boot() and with ENOENT
/// for an interface that there is not, EPERM for one that is not for apps; other errnos are said.
class Stack
{
public:
    struct Context {
        engine::Scheduler& scheduler;
        world::Surroundings& surroundings;
        const engine::RandomSource& random;
        SettingsStore& store;
        const CertificateLookup& certificates;
    };

    /// Switched off. All of the context outlives it. The errors of the store's load().
    [[nodiscard]] static Result<std::unique_ptr<Stack>> create(const Context& context);
    Stack(const Stack&) = delete;
    Stack& operator=(const Stack&) = delete;
    ~Stack();

    /// The device starts, with the time of its real-time clock (seconds since 1970) if that was
    /// ever set. It has the interface eth0 if there is an Ethernet socket now.
    void boot(std::optional<std::int64_t> rtcSeconds);
    void powerOff();
    /// Functions refuse with EAGAIN as before the start; the stack goes on meanwhile.
    void setHeldBack(bool isHeldBack);
    /// An app set the clock.
    void setClock(std::int64_t secondsSince1970);

    [[nodiscard]] const SystemClock& clock() const;
    [[nodiscard]] Wifi& wifi();

    /// An interface has an address and the time is synchronised. Never refuses.
    [[nodiscard]] bool isNetworkingReady() const;
    /// Told each time when that becomes true.
    void onReady(std::function<void()> listener);
    /// Whether a connection to a host (a name whose address is known, or an address) gets there
    /// now. ENETUNREACH: no interface has an address; ETIMEDOUT: packets get lost.
    [[nodiscard]] Answer<> wayTo(const std::string& host) const;
    /// Told each time when wayTo() may answer otherwise than before.
    void onWayChange(std::function<void()> listener);
    /// Whether names are resolved now. ENETUNREACH: no interface has an address; EDESTADDRREQ: no
    /// name server is set; ETIMEDOUT: none answers.
    [[nodiscard]] Answer<> nameService() const;

    [[nodiscard]] Answer<std::vector<InterfaceInfo>> interfaces() const;
    /// EIO: the settings cannot be written.
    [[nodiscard]] Answer<> setInterfaceState(std::string_view interface, bool isEnabled);
    /// Bits. Also looks whether the internet is there, for the next call.
    [[nodiscard]] Answer<std::uint32_t> connectionStatus(std::string_view interface);
    /// The same without looking: nothing changes by it.
    [[nodiscard]] Answer<std::uint32_t> presentStatus(std::string_view interface) const;
    [[nodiscard]] Answer<HardwareAddress> hardwareAddress(std::string_view interface) const;
    /// EINVAL (all zero, or of a group), EPERM (not Ethernet).
    [[nodiscard]] Answer<> setHardwareAddress(std::string_view interface,
                                              const HardwareAddress& address);
    [[nodiscard]] Answer<IpState> ipState(std::string_view interface) const;

    /// EFBIG: the settings cannot be written.
    [[nodiscard]] Answer<> applyIp(std::string_view interface, const IpSettings& settings);
    /// EPERM: the address is static.
    [[nodiscard]] Answer<> releaseIp(std::string_view interface);
    [[nodiscard]] Answer<> renewIp(std::string_view interface);

    /// EINVAL: a server is no host. Not EAGAIN.
    [[nodiscard]] Answer<> setTimeServers(NtpMode mode, std::vector<std::string> servers,
                                          bool hasFallback);
    [[nodiscard]] Answer<> setTimeSyncEnabled(bool isEnabled);
    [[nodiscard]] Answer<bool> isTimeSyncEnabled() const;
    /// ENOENT: not since the device started. Not EAGAIN.
    [[nodiscard]] Answer<TimeSyncInfo> lastTimeSync() const;

    /// EPERM: not Ethernet.
    [[nodiscard]] Answer<> startSntpServer(std::string_view interface);
    /// EPERM (not Ethernet, or no static address), EINVAL (does not suit that address), EFBIG.
    [[nodiscard]] Answer<> startDhcpServer(std::string_view interface,
                                           const DhcpServerSettings& settings);
    [[nodiscard]] ServerState sntpServer() const;
    [[nodiscard]] ServerState dhcpServer() const;

    /// EFBIG: the settings cannot be written.
    [[nodiscard]] Answer<> applyProxy(ProxySettings settings);
    /// ENOENT: none was ever applied.
    [[nodiscard]] Answer<ProxySettings> proxy() const;
    /// Bits of Networking_ProxyStatus.
    [[nodiscard]] std::uint32_t proxyStatus() const;

private:
    class Impl;
    explicit Stack(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace perisphere::network
