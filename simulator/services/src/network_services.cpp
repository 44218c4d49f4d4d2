#include "perisphere/services/network_services.hpp"

#include "network_messages.hpp"

#include <cerrno>
#include <type_traits>
#include <utility>

namespace perisphere::services
{

using device::Outcome;
using device::refuse;

namespace
{

template <class T>
Outcome<T> toOutcome(network::Answer<T>&& answer)
{
    if (answer)
        return Outcome<T>(std::move(*answer));
    return refuse(answer.error().error, std::move(answer.error().reason));
}

Outcome<> toOutcome(network::Answer<>&& answer)
{
    if (answer)
        return {};
    return refuse(answer.error().error, std::move(answer.error().reason));
}

/// The same answer about messages.
template <class T>
auto translated(Outcome<T>&& outcome) -> Outcome<decltype(toMessage(*outcome))>
{
    if (!outcome)
        return tl::unexpected(std::move(outcome.error()));
    return toMessage(*outcome);
}

template <class T>
auto translated(Outcome<std::vector<T>>&& outcome)
    -> Outcome<std::vector<decltype(toMessage(outcome->front()))>>
{
    if (!outcome)
        return tl::unexpected(std::move(outcome.error()));
    std::vector<decltype(toMessage(outcome->front()))> messages;
    for (const T& one : *outcome)
        messages.push_back(toMessage(one));
    return messages;
}

} // namespace

NetworkServices::NetworkServices(engine::Machine& machine, network::Stack& stack, Post post)
    : m_machine(machine)
    , m_stack(stack)
    , m_post(std::move(post))
{
}

NetworkServices::~NetworkServices() = default;

/// Calls with the stack on the machine thread and waits. EAGAIN when the machine is stopped.
template <class Function>
auto NetworkServices::onStack(Function function)
{
    auto answer = m_machine.call([&] {
        // Not a Result, which call() would take for its own.
        return std::make_unique<std::invoke_result_t<Function, network::Stack&>>(function(m_stack));
    });
    using Answer = std::invoke_result_t<Function, network::Stack&>;
    return toOutcome(answer ? std::move(**answer) : Answer(network::refuse(EAGAIN)));
}

template <class Function>
auto NetworkServices::onWifi(Function function)
{
    return onStack([&](network::Stack& stack) { return function(stack.wifi()); });
}

bool NetworkServices::isReady()
{
    return m_machine.call([this] { return m_stack.isNetworkingReady(); }).value_or(false);
}

Outcome<> NetworkServices::wayTo(const std::string& host)
{
    return onStack([&](network::Stack& stack) { return stack.wayTo(host); });
}

Outcome<> NetworkServices::nameService()
{
    return onStack([](network::Stack& stack) { return stack.nameService(); });
}

Outcome<std::vector<protocol::NetworkInterfaceInfo>> NetworkServices::interfaces()
{
    return translated(onStack([](network::Stack& stack) { return stack.interfaces(); }));
}

Outcome<> NetworkServices::setInterfaceState(std::string_view name, bool isEnabled)
{
    return onStack([&](network::Stack& stack) { return stack.setInterfaceState(name, isEnabled); });
}

Outcome<std::uint32_t> NetworkServices::connectionStatus(std::string_view name)
{
    return onStack([&](network::Stack& stack) { return stack.connectionStatus(name); });
}

Outcome<NetworkServices::HardwareAddress> NetworkServices::hardwareAddress(std::string_view name)
{
    return onStack([&](network::Stack& stack) { return stack.hardwareAddress(name); });
}

Outcome<> NetworkServices::setHardwareAddress(std::string_view name, const HardwareAddress& address)
{
    return onStack([&](network::Stack& stack) { return stack.setHardwareAddress(name, address); });
}

Outcome<> NetworkServices::applyIp(const protocol::NetworkIpApplyRequest& request)
{
    return onStack([&](network::Stack& stack) {
        return stack.applyIp(device::fieldText(request.name.text), fromMessage(request));
    });
}

Outcome<> NetworkServices::releaseIp(std::string_view name)
{
    return onStack([&](network::Stack& stack) { return stack.releaseIp(name); });
}

Outcome<> NetworkServices::renewIp(std::string_view name)
{
    return onStack([&](network::Stack& stack) { return stack.renewIp(name); });
}

Outcome<> NetworkServices::setTimeServers(const protocol::TimeSyncSetServersRequest& request)
{
    std::vector<std::string> servers;
    if (request.mode == protocol::NtpMode::Custom) {
        servers.emplace_back(device::fieldText(request.primary));
        if (request.secondary[0] != '\0')
            servers.emplace_back(device::fieldText(request.secondary));
    }
    const auto mode = static_cast<network::NtpMode>(request.mode);
    return onStack([&](network::Stack& stack) {
        return stack.setTimeServers(mode, servers, request.hasFallback != 0);
    });
}

Outcome<protocol::TimeSyncInfo> NetworkServices::lastTimeSync()
{
    return translated(onStack([](network::Stack& stack) { return stack.lastTimeSync(); }));
}

Outcome<> NetworkServices::setTimeSyncEnabled(bool isEnabled)
{
    return onStack([&](network::Stack& stack) { return stack.setTimeSyncEnabled(isEnabled); });
}

Outcome<bool> NetworkServices::isTimeSyncEnabled()
{
    return onStack([](network::Stack& stack) { return stack.isTimeSyncEnabled(); });
}

Outcome<> NetworkServices::startSntpServer(std::string_view name)
{
    return onStack([&](network::Stack& stack) { return stack.startSntpServer(name); });
}

Outcome<> NetworkServices::startDhcpServer(const protocol::DhcpServerStartRequest& request)
{
    return onStack([&](network::Stack& stack) {
        return stack.startDhcpServer(device::fieldText(request.name.text), fromMessage(request));
    });
}

Outcome<> NetworkServices::applyProxy(const protocol::ProxyConfiguration& configuration)
{
    return onStack(
        [&](network::Stack& stack) { return stack.applyProxy(fromMessage(configuration)); });
}

Outcome<protocol::ProxyConfiguration> NetworkServices::proxy()
{
    return translated(onStack([](network::Stack& stack) { return stack.proxy(); }));
}

std::uint32_t NetworkServices::proxyStatus()
{
    return m_machine.call([this] { return m_stack.proxyStatus(); }).value_or(0);
}

Outcome<int> NetworkServices::add()
{
    return onWifi([](network::Wifi& wifi) { return wifi.add(); });
}

Outcome<int> NetworkServices::duplicate(int id, std::string_view configName)
{
    return onWifi([&](network::Wifi& wifi) { return wifi.duplicate(id, std::string(configName)); });
}

Outcome<> NetworkServices::forget(int id)
{
    return onWifi([&](network::Wifi& wifi) { return wifi.forget(id); });
}

Outcome<> NetworkServices::forgetAll()
{
    return onWifi([](network::Wifi& wifi) { return wifi.forgetAll(); });
}

Outcome<std::vector<protocol::WifiStoredNetwork>> NetworkServices::storedNetworks()
{
    return translated(onWifi([](network::Wifi& wifi) { return wifi.storedNetworks(); }));
}

Outcome<int> NetworkServices::connectedId()
{
    return onWifi([](network::Wifi& wifi) { return wifi.connectedId(); });
}

Outcome<int> NetworkServices::findByName(std::string_view configName)
{
    return onWifi([&](network::Wifi& wifi) { return wifi.findByName(configName); });
}

Outcome<> NetworkServices::store(const protocol::WifiStoreRequest& network)
{
    return onWifi([&](network::Wifi& wifi) {
        return wifi.store({.ssid = fromMessage(network.ssid),
                           .security = fromMessage(network.security),
                           .psk = std::string(network.psk, network.pskLength),
                           .isEnabled = true});
    });
}

Outcome<> NetworkServices::forgetMatching(const protocol::WifiForgetMatchingRequest& network)
{
    return onWifi([&](network::Wifi& wifi) {
        return wifi.forgetMatching(fromMessage(network.ssid), fromMessage(network.security));
    });
}

Outcome<> NetworkServices::setSsid(int id, const protocol::Ssid& ssid)
{
    return onWifi([&](network::Wifi& wifi) { return wifi.setSsid(id, fromMessage(ssid)); });
}

Outcome<> NetworkServices::setSecurity(int id, protocol::WifiSecurity security)
{
    return onWifi([&](network::Wifi& wifi) { return wifi.setSecurity(id, fromMessage(security)); });
}

Outcome<> NetworkServices::setPsk(int id, std::string_view psk)
{
    return onWifi([&](network::Wifi& wifi) { return wifi.setPsk(id, std::string(psk)); });
}

Outcome<> NetworkServices::setFlag(int id, protocol::WifiFlag flag, bool value)
{
    return onWifi([&](network::Wifi& wifi) {
        return wifi.setFlag(id, static_cast<network::WifiFlag>(flag), value);
    });
}

Outcome<> NetworkServices::setText(int id, protocol::WifiText which, std::string_view text)
{
    return onWifi([&](network::Wifi& wifi) {
        return wifi.setText(id, static_cast<network::WifiText>(which), std::string(text));
    });
}

Outcome<std::string> NetworkServices::text(int id, protocol::WifiText which)
{
    return onWifi(
        [&](network::Wifi& wifi) { return wifi.text(id, static_cast<network::WifiText>(which)); });
}

Outcome<> NetworkServices::persist()
{
    return onWifi([](network::Wifi& wifi) { return wifi.persist(); });
}

Outcome<> NetworkServices::reload()
{
    return onWifi([](network::Wifi& wifi) { return wifi.reload(); });
}

void NetworkServices::scan(std::function<void(Outcome<std::size_t>)> done)
{
    auto later = [post = m_post, watch = std::weak_ptr(m_isAlive),
                  done](network::Answer<std::size_t> found) {
        post([watch, done, found = std::move(found)] {
            if (!watch.expired())
                done(toOutcome(network::Answer<std::size_t>(found)));
        });
    };
    auto begun = onWifi([&](network::Wifi& wifi) { return wifi.scan(std::move(later)); });
    if (!begun)
        done(tl::unexpected(std::move(begun.error())));
}

Outcome<std::vector<protocol::WifiSeenNetwork>> NetworkServices::scannedNetworks()
{
    return translated(onWifi([](network::Wifi& wifi) { return wifi.scannedNetworks(); }));
}

Outcome<protocol::WifiSeenNetwork> NetworkServices::currentNetwork()
{
    return translated(onWifi([](network::Wifi& wifi) { return wifi.currentNetwork(); }));
}

Outcome<protocol::WifiDiagnosticsReply> NetworkServices::diagnostics(int id)
{
    return translated(onWifi([&](network::Wifi& wifi) { return wifi.diagnostics(id); }));
}

Outcome<> NetworkServices::setPowerSaving(bool isEnabled)
{
    return onWifi([&](network::Wifi& wifi) { return wifi.setPowerSaving(isEnabled); });
}

} // namespace perisphere::services
