// The device of networking_cases.c and wifi_cases.c by way of applibs/*.hpp; run after them.

#include "check.hpp"

#include <applibs/networking.hpp>
#include <applibs/networking_proxy.hpp>
#include <applibs/networking_servers.hpp>
#include <applibs/wificonfig.hpp>

#include <arpa/inet.h>
#include <array>
#include <chrono>
#include <string>
#include <string_view>

extern "C" {
#include "waiting.h"
}

using namespace applibs;
using namespace std::chrono_literals;

namespace
{

in_addr address(const char* text)
{
    in_addr result{};
    CHECK(::inet_aton(text, &result) == 1);
    return result;
}

bool isOnline()
{
    const auto status = networking::interfaceConnectionStatus("wlan0");
    return status && (*status & networking::ConnectionStatus::ConnectedToInternet) ==
                         networking::ConnectionStatus::ConnectedToInternet;
}

void interfacesCase()
{
    CHECK_BECOMES(networking::isNetworkingReady().valueOr(false));
    CHECK_BECOMES(isOnline());
    CHECK(networking::interfaceCount().valueOr(0) == 2);
    std::array<networking::NetworkInterface, 2> all{};
    const auto filled = networking::interfaces(all);
    CHECK(filled && filled->size() == 2);
    CHECK(std::string_view(all[1].interfaceName) == "eth0");
    CHECK_ERROR(networking::interfaces({}), EFAULT);
    CHECK_ERROR(networking::interfaceConnectionStatus("eth9"), ENOENT);
    CHECK(networking::setInterfaceState("eth0", false));
    CHECK_ERROR(networking::setInterfaceState("eth9", true), ENOENT);
    const auto hardware = networking::hardwareAddress("wlan0");
    CHECK(hardware);
    CHECK_ERROR(networking::setHardwareAddress("wlan0", *hardware), EPERM);
    CHECK(networking::setHardwareAddress("eth0", *hardware));
}

void addressesCase()
{
    networking::IpConfig config;
    const std::array servers = {address("1.1.1.1")};
    config.enableStaticIp(address("192.168.1.8"), address("255.255.255.0"), address("192.168.1.1"));
    CHECK(config.enableCustomDns(servers));
    CHECK(config.apply("wlan0"));
    CHECK_BECOMES(isOnline());
    CHECK_ERROR(networking::releaseIp("wlan0"), EPERM);
    config.enableDynamicIp();
    config.enableAutomaticDns();
    CHECK(config.apply("wlan0"));
    CHECK_ERROR(config.apply("wlan9"), ENOENT);
    CHECK(networking::releaseIp("wlan0"));
    CHECK(networking::renewIp("wlan0"));
    CHECK_BECOMES(isOnline());
}

void timeCase()
{
    using networking::NtpOption;
    CHECK(networking::enableCustomNtp("a.example.com", nullptr, NtpOption::FallbackServerEnabled));
    CHECK_ERROR(networking::enableCustomNtp("a b", nullptr, NtpOption::FallbackServerEnabled),
                EINVAL);
    CHECK(networking::enableAutomaticNtp(NtpOption::FallbackServerDisabled));
    CHECK(networking::enableDefaultNtp());
    CHECK_BECOMES(networking::isNetworkingReady().valueOr(false));
    const auto last = networking::lastNtpSyncInfo();
    CHECK(last && last->server == "prod.time.sphere.azure.net");
    CHECK(networking::setTimeSyncEnabled(true));
    CHECK(networking::isTimeSyncEnabled().valueOr(false));
}

void serversCase()
{
    networking::SntpServerConfig sntp;
    CHECK(sntp.start("eth0"));
    CHECK_ERROR(sntp.start("wlan0"), EPERM);
    networking::DhcpServerConfig dhcp;
    const networking::Lease lease{.startIpAddress = address("10.0.0.2"),
                                  .ipAddressCount = 1,
                                  .subnetMask = address("255.255.255.0"),
                                  .gatewayAddress = {},
                                  .time = 24h};
    const std::array ntp = {address("10.0.0.1")};
    CHECK(dhcp.setLease(lease));
    CHECK(dhcp.setNtpServerAddresses(ntp));
    CHECK_ERROR(dhcp.start("eth0"), EPERM); // no static address
}

void proxyCase()
{
    auto config = networking::ProxyConfig::create();
    CHECK(config);
    CHECK(config->setOptions(networking::ProxyOptions::None));
    CHECK(config->options().valueOr(networking::ProxyOptions::Auto) ==
          networking::ProxyOptions::None);
    CHECK(config->setAddress("proxy.example.com", 8080));
    CHECK(config->setBasicAuthentication("user", "secret"));
    CHECK(config->setNoProxyAddresses("a,b"));
    CHECK_ERROR(config->setNoProxyAddresses(nullptr), EFAULT);
    CHECK(config->apply());
    CHECK(config->setAnonymousAuthentication());
    CHECK(config->authType().valueOr(networking::ProxyAuthType::Basic) ==
          networking::ProxyAuthType::Anonymous);
    CHECK(config->get());
    CHECK(std::string_view(config->address().valueOr("")) == "proxy.example.com");
    CHECK(config->port().valueOr(0) == 8080);
    CHECK(config->type());
    CHECK(std::string_view(config->username().valueOr("")) == "user");
    CHECK(std::string_view(config->password().valueOr("")) == "secret");
    CHECK(std::string_view(config->noProxyAddresses().valueOr("")) == "a,b");
    CHECK(networking::proxyStatus());
}

void wifiNetworksCase()
{
    using wificonfig::Network;
    const auto before = wificonfig::storedNetworkCount().valueOr(0);
    auto network = Network::add();
    CHECK(network);
    constexpr std::array<std::uint8_t, 2> kName = {'x', 0};
    CHECK(network->setSsid(kName));
    CHECK_ERROR(network->setSsid({}), EFAULT);
    CHECK(network->setSecurityType(wificonfig::Security::Wpa2EapTls));
    CHECK(network->setPsk("12345678"));
    CHECK(network->setEnabled(false));
    CHECK(network->setTargetedScanEnabled(true));
    CHECK(network->setConfigName("cpp"));
    CHECK(network->setClientIdentity("me"));
    CHECK(network->clientIdentity().valueOr("") == "me");
    CHECK(network->setClientCertStoreIdentifier("client"));
    CHECK(network->clientCertStoreIdentifier().valueOr("") == "client");
    CHECK(network->setRootCaCertStoreIdentifier("root"));
    CHECK(network->rootCaCertStoreIdentifier().valueOr("") == "root");
    CHECK(Network::find("cpp").valueOr(Network(-1)).id() == network->id());
    CHECK_ERROR(Network::find("nobody"), ENODEV);
    auto copy = network->duplicate("cpp copy");
    CHECK(copy);
    CHECK_ERROR(network->duplicate("cpp copy"), EEXIST);
    CHECK_ERROR(network->diagnostics(), ENODEV);
    CHECK(wificonfig::storedNetworkCount().valueOr(0) == before + 2);
    CHECK(copy->forget());
    CHECK(network->forget());
    CHECK_ERROR(network->forget(), ENODEV);
}

void wifiCase()
{
    using wificonfig::Network;
    CHECK_BECOMES(Network::connected().hasValue());
    const auto current = wificonfig::currentNetwork();
    CHECK(current && wificonfig::ssid(*current).size() == 10);
    CHECK(wificonfig::triggerScan().valueOr(0) == 2);
    std::array<wificonfig::ScannedNetwork, 4> scanned{};
    const auto found = wificonfig::scannedNetworks(scanned);
    CHECK(found && found->size() == 2);
    CHECK(wificonfig::security((*found)[1]) == wificonfig::Security::Wpa2Psk);
    std::array<wificonfig::StoredNetwork, 4> stored{};
    CHECK(wificonfig::storedNetworks(stored).hasValue());
    CHECK(wificonfig::setPowerSavingsEnabled(true));
    CHECK(wificonfig::persistConfig());
    CHECK(wificonfig::reloadConfig());
    CHECK_ERROR(Network::connected(), ENOTCONN);
    CHECK(wificonfig::forgetAllNetworks());
    CHECK_ERROR(wificonfig::currentNetwork(), ENODATA);
}

} // namespace

extern "C" const struct conformance_case cpp_network_cases[] = {
    {"c++: interfaces", interfacesCase},
    {"c++: addresses", addressesCase},
    {"c++: time synchronisation", timeCase},
    {"c++: DHCP and SNTP servers", serversCase},
    {"c++: proxy", proxyCase},
    {"c++: Wi-Fi networks", wifiNetworksCase},
    {"c++: Wi-Fi", wifiCase},
    {nullptr, nullptr},
};
