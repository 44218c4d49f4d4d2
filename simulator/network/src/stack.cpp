#include "perisphere/network/stack.hpp"

#include "network_interface.hpp"
#include "perisphere/engine/timer.hpp"
#include "perisphere/network/delays.hpp"
#include "perisphere/network/host_name.hpp"
#include "proxy_resolver.hpp"
#include "time_sync.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace perisphere::network
{
namespace
{

/// The one interface that the device has for itself.
constexpr std::string_view kLoopback = "lo";
constexpr unsigned kGroupBit = 1;
constexpr unsigned kLocalBit = 2;

/// An address of the chip: locally administered, the same in every run with the device's seed.
HardwareAddress makeAddress(engine::Random chance)
{
    HardwareAddress address{};
    for (std::uint8_t& byte : address)
        byte = static_cast<std::uint8_t>(chance.below(256));
    address[0] = static_cast<std::uint8_t>((address[0] & ~kGroupBit) | kLocalBit);
    return address;
}

Answer<> notEthernet(std::string_view interface)
{
    return refuse(EPERM, fmt::format("{} is not Ethernet", interface));
}

bool isInRange(Ipv4 address, const DhcpServerSettings& server)
{
    return address >= server.start && address.bits - server.start.bits < server.count;
}

} // namespace

class Stack::Impl
{
public:
    Impl(const Context& context, Settings settings)
        : m_context(context)
        , m_settings(std::move(settings))
        , m_clock(context.scheduler)
        , m_chipAddress(makeAddress(context.random.stream("network.wlan0")))
        , m_controllerAddress(makeAddress(context.random.stream("network.eth0")))
        , m_wlan(interfaceContext(), "wlan0", InterfaceMedium::Wifi, m_settings.wifi)
        , m_ethernet(interfaceContext(), "eth0", InterfaceMedium::Ethernet, m_settings.ethernet)
        , m_timeSync({.scheduler = context.scheduler,
                      .surroundings = context.surroundings,
                      .clock = m_clock,
                      .settings = m_settings.time,
                      .route = [this] { return route(); },
                      .synced = [this] { readyMayHaveChanged(); }})
        , m_proxy(context.scheduler, m_settings.proxy, [this] { return route(); })
        , m_wifi({.scheduler = context.scheduler,
                  .surroundings = context.surroundings,
                  .clock = m_clock,
                  .certificates = context.certificates,
                  .remembered = m_settings.networks,
                  .save = [this] { return save(); },
                  .linkUp = [this](const world::Lan& lan) { m_wlan.linkUp(lan); },
                  .lanChanged = [this](const world::Lan& lan) { m_wlan.lanChanged(lan); },
                  .linkDown = [this] { m_wlan.linkDown(); }})
        , m_started(context.scheduler, "network.started", [this] { started(); })
        , m_cable(context.scheduler, "network.cable", [this] { cableUp(); })
        , m_watch(context.surroundings.onChange([this](const world::Surroundings::Change&) {
            surroundingsChanged();
            wayChanged(); // also where no address changes: the internet, a host, an uplink
        }))
    {
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    void boot(std::optional<std::int64_t> rtcSeconds)
    {
        powerOff();
        m_hasEthernet = m_context.surroundings.ethernetLink() != nullptr;
        m_wlan.forgetRelease();
        m_ethernet.forgetRelease();
        m_wifi.boot();
        if (rtcSeconds)
            setClock(*rtcSeconds);
        m_started.setAfter(delays::kStackStart);
    }

    void powerOff()
    {
        m_isStarted = false;
        m_started.cancel();
        m_wifi.switchOff();
        ethernetOff();
        m_timeSync.powerOff();
        m_clock.reset();
        m_hasSntpServer = false;
        m_wasReady = false;
    }

    void setClock(std::int64_t seconds)
    {
        constexpr std::int64_t kNanosecondsInSecond = 1'000'000'000;
        m_clock.set(seconds * kNanosecondsInSecond);
        m_timeSync.clockWasSet();
    }

    [[nodiscard]] bool isReady() const
    {
        return (m_wlan.hasIp() || m_ethernet.hasIp()) && m_timeSync.isSynced();
    }

    [[nodiscard]] Answer<> ready() const
    {
        if (!m_isStarted || m_isHeldBack)
            return refuse(EAGAIN);
        return {};
    }

    /// nullptr: there is no such interface.
    [[nodiscard]] NetworkInterface* find(std::string_view name)
    {
        if (name == m_wlan.name())
            return &m_wlan;
        return m_hasEthernet && name == m_ethernet.name() ? &m_ethernet : nullptr;
    }

    [[nodiscard]] Answer<NetworkInterface*> interface(std::string_view name)
    {
        if (const auto isReady = ready(); !isReady)
            return tl::unexpected(isReady.error());
        if (NetworkInterface* const found = find(name))
            return found;
        if (name == kLoopback)
            return refuse(EPERM, "the loopback interface is not for apps");
        return refuse(ENOENT, fmt::format("there is no interface \"{}\"", name));
    }

    [[nodiscard]] static InterfaceInfo info(const NetworkInterface& interface)
    {
        return {.name = interface.name(),
                .medium = interface.medium(),
                .isEnabled = interface.settings().isEnabled,
                .usesDhcp = !interface.settings().ip.fixed};
    }

    [[nodiscard]] std::vector<InterfaceInfo> interfaces() const
    {
        std::vector<InterfaceInfo> all{info(m_wlan)};
        if (m_hasEthernet)
            all.push_back(info(m_ethernet));
        return all;
    }

    template <class Predicate>
    [[nodiscard]] bool any(Predicate holds) const
    {
        return holds(m_wlan) || holds(m_ethernet);
    }

    [[nodiscard]] Answer<> wayTo(const std::string& host) const
    {
        const auto address = world::parseIpv4(host);
        if (address &&
            world::areInOneSubnet(*address, world::ipv4(127, 0, 0, 1), world::ipv4(255, 0, 0, 0)))
            return {}; // the app itself
        if (any([&](const NetworkInterface& one) { return one.reaches(host); }))
            return {};
        if (!any([](const NetworkInterface& one) { return one.hasIp(); }))
            return refuse(ENETUNREACH, "no interface of the device has an address");
        if (!any([](const NetworkInterface& one) { return one.reachesInternet(); }))
            return refuse(ETIMEDOUT, "the device does not reach the internet");
        return refuse(ETIMEDOUT, "the host does not answer");
    }

    [[nodiscard]] Answer<> nameService() const
    {
        if (any([](const NetworkInterface& one) { return one.resolvesNames(); }))
            return {};
        if (!any([](const NetworkInterface& one) { return one.hasIp(); }))
            return refuse(ENETUNREACH, "no interface of the device has an address");
        if (!any([](const NetworkInterface& one) { return !one.dnsServers().empty(); }))
            return refuse(EDESTADDRREQ, "the device has no DNS server");
        return refuse(ETIMEDOUT, "no DNS server answers");
    }

    [[nodiscard]] static std::uint32_t status(const NetworkInterface& interface)
    {
        std::uint32_t bits = 0;
        if (interface.settings().isEnabled)
            bits |= ConnectionStatus::kInterfaceUp;
        if (interface.hasLink())
            bits |= ConnectionStatus::kConnectedToNetwork;
        if (interface.hasIp())
            bits |= ConnectionStatus::kIpAvailable;
        if (interface.isOnline())
            bits |= ConnectionStatus::kConnectedToInternet;
        return bits;
    }

    [[nodiscard]] Answer<> setState(NetworkInterface& interface, bool isEnabled)
    {
        if (interface.settings().isEnabled == isEnabled)
            return {};
        if (!commit([&] { interface.settings().isEnabled = isEnabled; }))
            return refuse(EIO, "the network settings cannot be written");
        switchTo(interface, isEnabled);
        return {};
    }

    [[nodiscard]] HardwareAddress address(const NetworkInterface& interface) const
    {
        return interface.settings().address.value_or(
            interface.medium() == InterfaceMedium::Wifi ? m_chipAddress : m_controllerAddress);
    }

    /// Changes the settings and makes them last; false: neither happened.
    template <class Change>
    [[nodiscard]] bool commit(Change change)
    {
        const Settings before = m_settings;
        change();
        if (save())
            return true;
        m_settings = before;
        return false;
    }

    [[nodiscard]] Answer<> suits(const DhcpServerSettings& server) const
    {
        const auto& fixed = m_settings.ethernet.ip.fixed;
        if (!fixed)
            return refuse(EPERM, "eth0 has no static IP address; apply one first");
        if (server.mask != fixed->mask ||
            !world::areInOneSubnet(server.start, fixed->address, fixed->mask))
            return refuse(EINVAL, "the leases are not in the subnet of eth0's address");
        if (isInRange(fixed->address, server))
            return refuse(EINVAL, "eth0's own address is among the leases");
        return {};
    }

    const Context m_context;
    Settings m_settings;
    SystemClock m_clock;
    HardwareAddress m_chipAddress;
    HardwareAddress m_controllerAddress;
    bool m_isStarted = false;
    bool m_wasReady = false;
    std::function<void()> m_onReady;
    std::function<void()> m_onWayChange;
    bool m_isHeldBack = false;
    bool m_hasEthernet = false;
    bool m_hasSntpServer = false;
    NetworkInterface m_wlan;
    NetworkInterface m_ethernet;
    TimeSync m_timeSync;
    ProxyResolver m_proxy;
    Wifi m_wifi;
    engine::Timer m_started;
    engine::Timer m_cable;

    void onWayChange(std::function<void()> listener) { m_onWayChange = std::move(listener); }
    void onReady(std::function<void()> listener) { m_onReady = std::move(listener); }

private:
    [[nodiscard]] NetworkInterface::Context interfaceContext()
    {
        return {.scheduler = m_context.scheduler,
                .surroundings = m_context.surroundings,
                .onAddressChange = [this] { routeChanged(); }};
    }

    /// Cable before radio.
    [[nodiscard]] const NetworkInterface* route() const
    {
        for (const NetworkInterface* one : {&m_ethernet, &m_wlan})
            if (one->hasIp() && one->reachesInternet())
                return one;
        for (const NetworkInterface* one : {&m_ethernet, &m_wlan})
            if (one->hasIp())
                return one;
        return nullptr;
    }

    void routeChanged()
    {
        m_timeSync.routeChanged();
        m_proxy.restart();
        readyMayHaveChanged();
        wayChanged();
    }

    void wayChanged() const
    {
        if (m_onWayChange)
            m_onWayChange();
    }

    void readyMayHaveChanged()
    {
        const bool isNow = isReady();
        if (isNow && !m_wasReady && m_onReady)
            m_onReady();
        m_wasReady = isNow;
    }

    [[nodiscard]] bool save() { return m_context.store.save(m_settings).has_value(); }

    void started()
    {
        m_isStarted = true;
        for (NetworkInterface* one : {&m_wlan, &m_ethernet})
            if (one->settings().isEnabled && find(one->name()) != nullptr)
                switchTo(*one, true);
    }

    void switchTo(NetworkInterface& interface, bool isEnabled)
    {
        if (interface.medium() == InterfaceMedium::Wifi)
            isEnabled ? m_wifi.switchOn() : m_wifi.switchOff();
        else
            isEnabled ? surroundingsChanged() : ethernetOff();
    }

    void ethernetOff()
    {
        m_cable.cancel();
        m_ethernet.linkDown();
    }

    void cableUp() { m_ethernet.linkUp(m_context.surroundings.ethernetLink()->value().lan); }

    void surroundingsChanged()
    {
        m_wifi.surroundingsChanged();
        m_timeSync.surroundingsChanged();
        m_proxy.surroundingsChanged();
        const auto* const socket = m_context.surroundings.ethernetLink();
        const bool hasCable = socket != nullptr && socket->value().isConnected;
        if (!m_isStarted || !m_hasEthernet || !m_settings.ethernet.isEnabled)
            return;
        if (!hasCable)
            ethernetOff();
        else if (m_ethernet.hasLink())
            m_ethernet.lanChanged(socket->value().lan);
        else if (!m_cable.isPending())
            m_cable.setAfter(delays::kEthernetLinkUp);
    }

    engine::Subscription m_watch;
};

Stack::Stack(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}
Stack::~Stack() = default;

Result<std::unique_ptr<Stack>> Stack::create(const Context& context)
{
    auto settings = context.store.load();
    if (!settings)
        return fail(settings.error());
    return std::unique_ptr<Stack>(new Stack(std::make_unique<Impl>(context, std::move(*settings))));
}

void Stack::boot(std::optional<std::int64_t> rtcSeconds)
{
    m_impl->boot(rtcSeconds);
}

void Stack::powerOff()
{
    m_impl->powerOff();
}

void Stack::setHeldBack(bool isHeldBack)
{
    m_impl->m_isHeldBack = isHeldBack;
}

void Stack::setClock(std::int64_t secondsSince1970)
{
    m_impl->setClock(secondsSince1970);
}

const SystemClock& Stack::clock() const
{
    return m_impl->m_clock;
}

Wifi& Stack::wifi()
{
    return m_impl->m_wifi;
}

void Stack::onReady(std::function<void()> listener)
{
    m_impl->onReady(std::move(listener));
}

void Stack::onWayChange(std::function<void()> listener)
{
    m_impl->onWayChange(std::move(listener));
}

bool Stack::isNetworkingReady() const
{
    return m_impl->isReady();
}

Answer<> Stack::wayTo(const std::string& host) const
{
    return m_impl->wayTo(host);
}

Answer<> Stack::nameService() const
{
    return m_impl->nameService();
}

Answer<std::vector<InterfaceInfo>> Stack::interfaces() const
{
    if (const auto isReady = m_impl->ready(); !isReady)
        return tl::unexpected(isReady.error());
    return m_impl->interfaces();
}

Answer<> Stack::setInterfaceState(std::string_view interface, bool isEnabled)
{
    const auto found = m_impl->interface(interface);
    if (!found)
        return tl::unexpected(found.error());
    return m_impl->setState(**found, isEnabled);
}

Answer<std::uint32_t> Stack::connectionStatus(std::string_view interface)
{
    const auto found = m_impl->interface(interface);
    if (!found)
        return tl::unexpected(found.error());
    (*found)->refreshProbe();
    return Impl::status(**found);
}

Answer<std::uint32_t> Stack::presentStatus(std::string_view interface) const
{
    const auto found = m_impl->interface(interface);
    if (!found)
        return tl::unexpected(found.error());
    return Impl::status(**found);
}

Answer<HardwareAddress> Stack::hardwareAddress(std::string_view interface) const
{
    const auto found = m_impl->interface(interface);
    if (!found)
        return tl::unexpected(found.error());
    return m_impl->address(**found);
}

Answer<> Stack::setHardwareAddress(std::string_view interface, const HardwareAddress& address)
{
    if ((address[0] & kGroupBit) != 0 || address == HardwareAddress{})
        return refuse(EINVAL, "the address is all zero or of a group");
    const auto found = m_impl->interface(interface);
    if (!found)
        return tl::unexpected(found.error());
    if ((*found)->medium() != InterfaceMedium::Ethernet)
        return notEthernet(interface);
    if (!m_impl->commit([&] { (*found)->settings().address = address; }))
        return refuse(EIO, "the network settings cannot be written");
    return {};
}

Answer<IpState> Stack::ipState(std::string_view interface) const
{
    const auto found = m_impl->interface(interface);
    if (!found)
        return tl::unexpected(found.error());
    return IpState{.address = (*found)->address(), .dnsServers = (*found)->dnsServers()};
}

Answer<> Stack::applyIp(std::string_view interface, const IpSettings& settings)
{
    const auto found = m_impl->interface(interface);
    if (!found)
        return tl::unexpected(found.error());
    if (!m_impl->commit([&] { (*found)->settings().ip = settings; }))
        return refuse(EFBIG, "the network settings cannot be written");
    (*found)->applyIp();
    return {};
}

Answer<> Stack::releaseIp(std::string_view interface)
{
    const auto found = m_impl->interface(interface);
    if (!found)
        return tl::unexpected(found.error());
    if ((*found)->settings().ip.fixed)
        return refuse(EPERM, fmt::format("the address of {} is static", interface));
    (*found)->releaseIp();
    return {};
}

Answer<> Stack::renewIp(std::string_view interface)
{
    const auto found = m_impl->interface(interface);
    if (!found)
        return tl::unexpected(found.error());
    if ((*found)->settings().ip.fixed)
        return refuse(EPERM, fmt::format("the address of {} is static", interface));
    (*found)->renewIp();
    return {};
}

Answer<> Stack::setTimeServers(NtpMode mode, std::vector<std::string> servers, bool hasFallback)
{
    for (const std::string& server : servers)
        if (!isHost(server))
            return refuse(EINVAL,
                          fmt::format("\"{}\" is neither a host's name nor its address", server));
    TimeSettings& time = m_impl->m_settings.time;
    const bool isWritten = m_impl->commit([&] {
        time.mode = mode;
        time.servers = std::move(servers);
        time.hasFallback = hasFallback;
    });
    if (!isWritten)
        return refuse(EIO, "the network settings cannot be written");
    m_impl->m_timeSync.restart();
    return {};
}

Answer<> Stack::setTimeSyncEnabled(bool isEnabled)
{
    if (auto isReady = m_impl->ready(); !isReady)
        return isReady;
    if (m_impl->m_settings.time.isEnabled == isEnabled)
        return {};
    if (!m_impl->commit([&] { m_impl->m_settings.time.isEnabled = isEnabled; }))
        return refuse(EIO, "the network settings cannot be written");
    m_impl->m_timeSync.enabledChanged();
    return {};
}

Answer<bool> Stack::isTimeSyncEnabled() const
{
    if (const auto isReady = m_impl->ready(); !isReady)
        return tl::unexpected(isReady.error());
    return m_impl->m_settings.time.isEnabled;
}

Answer<TimeSyncInfo> Stack::lastTimeSync() const
{
    const auto& last = m_impl->m_timeSync.last();
    if (!last)
        return refuse(ENOENT);
    return *last;
}

Answer<> Stack::startSntpServer(std::string_view interface)
{
    const auto found = m_impl->interface(interface);
    if (!found)
        return tl::unexpected(found.error());
    if ((*found)->medium() != InterfaceMedium::Ethernet)
        return notEthernet(interface);
    m_impl->m_hasSntpServer = true;
    return {};
}

Answer<> Stack::startDhcpServer(std::string_view interface, const DhcpServerSettings& settings)
{
    const auto found = m_impl->interface(interface);
    if (!found)
        return tl::unexpected(found.error());
    if ((*found)->medium() != InterfaceMedium::Ethernet)
        return notEthernet(interface);
    if (auto suits = m_impl->suits(settings); !suits)
        return suits;
    if (!m_impl->commit([&] { (*found)->settings().dhcpServer = settings; }))
        return refuse(EFBIG, "the network settings cannot be written");
    return {};
}

ServerState Stack::sntpServer() const
{
    return {.isConfigured = m_impl->m_hasSntpServer,
            .isRunning = m_impl->m_hasSntpServer && m_impl->m_ethernet.hasLink()};
}

ServerState Stack::dhcpServer() const
{
    const bool isConfigured = m_impl->m_settings.ethernet.dhcpServer.has_value();
    const bool isStatic = m_impl->m_settings.ethernet.ip.fixed.has_value();
    return {.isConfigured = isConfigured,
            .isRunning = isConfigured && isStatic && m_impl->m_ethernet.hasIp()};
}

Answer<> Stack::applyProxy(ProxySettings settings)
{
    if (!m_impl->commit([&] { m_impl->m_settings.proxy = std::move(settings); }))
        return refuse(EFBIG, "the network settings cannot be written");
    m_impl->m_proxy.restart();
    return {};
}

Answer<ProxySettings> Stack::proxy() const
{
    if (!m_impl->m_settings.proxy)
        return refuse(ENOENT);
    return *m_impl->m_settings.proxy;
}

std::uint32_t Stack::proxyStatus() const
{
    return m_impl->m_proxy.status();
}

} // namespace perisphere::network
