/* On a device that is in range of the open network "Perisphere", which it knows, whose router is a
 * time server; that has Ethernet with a cable; and an internet. */

#include "check.h"
#include "waiting.h"

#include <applibs/networking.h>
#include <arpa/inet.h>
#include <string.h>

static bool is_ready(void)
{
    bool ready = false;
    return Networking_IsNetworkingReady(&ready) == 0 && ready;
}

static bool has_status(const char* interface, Networking_InterfaceConnectionStatus wanted)
{
    Networking_InterfaceConnectionStatus status = 0;
    return Networking_GetInterfaceConnectionStatus(interface, &status) == 0 && status == wanted;
}

static struct in_addr address(const char* text)
{
    struct in_addr result;
    CHECK(inet_aton(text, &result) == 1);
    return result;
}

static void becoming_ready(void)
{
    bool ready = false;
    CHECK_BECOMES(is_ready());
    CHECK_SUCCEEDS(Networking_IsNetworkingReady(&ready));
    CHECK_FAILS(Networking_IsNetworkingReady(NULL), EFAULT);
    CHECK_BECOMES(has_status("wlan0", 15));
}

static void the_interfaces(void)
{
    Networking_NetworkInterface all[4];
    memset(all, 0xff, sizeof all);
    CHECK(Networking_GetInterfaceCount() == 2);
    CHECK_SUCCEEDS(Networking_GetInterfaceCount());
    CHECK(Networking_GetInterfaces(all, 4) == 2);
    CHECK(strcmp(all[0].interfaceName, "wlan0") == 0);
    CHECK(all[0].isEnabled);
    CHECK(all[0].interfaceMediumType == Networking_InterfaceMedium_Wifi);
    CHECK(all[0].ipConfigurationType == Networking_IpType_DhcpClient);
    CHECK(all[0].z__magicAndVersion == 0xfa9a0001);
    CHECK(strcmp(all[1].interfaceName, "eth0") == 0);
    CHECK(!all[1].isEnabled);
    CHECK(all[1].interfaceMediumType == Networking_InterfaceMedium_Ethernet);
    memset(all, 0xff, sizeof all);
    CHECK(Networking_GetInterfaces(all, 1) == 1);
    CHECK(all[1].z__magicAndVersion == 0xffffffff);
    CHECK_FAILS(Networking_GetInterfaces(NULL, 1), EFAULT);
    CHECK_FAILS(Networking_GetInterfaces(all, 0), ERANGE);
    CHECK_FAILS(z__Networking_GetInterfaces((struct z__Networking_NetworkInterface_Base*)all, 1, 2),
                EINVAL);
}

static void status_of_an_interface(void)
{
    Networking_InterfaceConnectionStatus status = 77;
    CHECK_SUCCEEDS(Networking_GetInterfaceConnectionStatus("wlan0", &status));
    CHECK(status == 15);
    CHECK(has_status("eth0", 0));
    CHECK_FAILS(Networking_GetInterfaceConnectionStatus("wlan0", NULL), EFAULT);
    CHECK_FAILS(Networking_GetInterfaceConnectionStatus(NULL, &status), EFAULT);
    CHECK_FAILS(Networking_GetInterfaceConnectionStatus("wlan1", &status), ENOENT);
    CHECK_FAILS(Networking_GetInterfaceConnectionStatus("", &status), ENOENT);
    CHECK_FAILS(Networking_GetInterfaceConnectionStatus("wlan0 and much more", &status), ENOENT);
    CHECK(status == 15);
}

static void switching_interfaces(void)
{
    CHECK_FAILS(Networking_SetInterfaceState(NULL, true), EFAULT);
    CHECK_FAILS(Networking_SetInterfaceState("eth1", true), ENOENT);
    CHECK_FAILS(Networking_SetInterfaceState("lo", true), EPERM);
    CHECK_SUCCEEDS(Networking_SetInterfaceState("eth0", true));
    CHECK_BECOMES(has_status("eth0", 15));
    CHECK_SUCCEEDS(Networking_SetInterfaceState("wlan0", false));
    CHECK(has_status("wlan0", 0));
    CHECK(is_ready()); /* by way of eth0 */
    CHECK_SUCCEEDS(Networking_SetInterfaceState("eth0", false));
    CHECK(has_status("eth0", 0));
    CHECK(!is_ready());
    CHECK_SUCCEEDS(Networking_SetInterfaceState("wlan0", true));
    CHECK_SUCCEEDS(Networking_SetInterfaceState("wlan0", true));
    CHECK_BECOMES(has_status("wlan0", 15));
    CHECK(is_ready());
}

static void hardware_addresses(void)
{
    static const uint8_t mine[] = {2, 1, 2, 3, 4, 5};
    static const uint8_t of_a_group[] = {3, 1, 2, 3, 4, 5};
    static const uint8_t zeros[6];
    uint8_t bytes[8];
    Networking_Interface_HardwareAddress wlan;
    Networking_Interface_HardwareAddress eth;
    CHECK_SUCCEEDS(Networking_GetHardwareAddress("wlan0", &wlan));
    CHECK_SUCCEEDS(Networking_GetHardwareAddress("eth0", &eth));
    CHECK(memcmp(&wlan, &eth, sizeof wlan) != 0);
    CHECK_SUCCEEDS(Networking_SetHardwareAddress("eth0", mine, sizeof mine));
    CHECK_SUCCEEDS(Networking_GetHardwareAddress("eth0", &eth));
    CHECK(memcmp(eth.address, mine, sizeof mine) == 0);
    CHECK_FAILS(Networking_GetHardwareAddress(NULL, &eth), EFAULT);
    CHECK_FAILS(Networking_GetHardwareAddress("eth0", NULL), EFAULT);
    CHECK_FAILS(Networking_GetHardwareAddress("eth5", &eth), ENOENT);
    CHECK_FAILS(Networking_GetHardwareAddress("lo", &eth), EPERM);
    CHECK_FAILS(Networking_SetHardwareAddress("wlan0", mine, sizeof mine), EPERM);
    CHECK_FAILS(Networking_SetHardwareAddress("eth5", mine, sizeof mine), ENOENT);
    CHECK_FAILS(Networking_SetHardwareAddress("eth0", mine, 7), ERANGE);
    CHECK_FAILS(Networking_SetHardwareAddress("eth0", mine, 5), EINVAL);
    CHECK_FAILS(Networking_SetHardwareAddress("eth0", zeros, sizeof zeros), EINVAL);
    CHECK_FAILS(Networking_SetHardwareAddress("eth0", of_a_group, sizeof of_a_group), EINVAL);
    CHECK_FAILS(Networking_SetHardwareAddress("eth0", NULL, 6), EFAULT);
    CHECK_FAILS(z__Networking_SetInterfaceOpt("eth0", 9, mine, sizeof mine), EINVAL);
    CHECK(z__Networking_GetInterfaceOpt("eth0", 1, NULL, 0) == 6);
    CHECK(z__Networking_GetInterfaceOpt("eth0", 1, bytes, sizeof bytes) == 6);
    CHECK_FAILS(z__Networking_GetInterfaceOpt("eth0", 1, NULL, 6), EFAULT);
    CHECK_FAILS(z__Networking_GetInterfaceOpt("eth0", 1, bytes, 5), ERANGE);
    CHECK_FAILS(z__Networking_GetInterfaceOpt("eth0", 0, bytes, sizeof bytes), EINVAL);
}

static void ip_configuration(void)
{
    const struct in_addr dns[4] = {address("1.1.1.1"), address("8.8.8.8"), address("9.9.9.9"),
                                   address("4.4.4.4")};
    const struct in_addr any = {INADDR_ANY};
    Networking_NetworkInterface interface;
    Networking_IpConfig config;
    Networking_IpConfig copy;
    Networking_IpConfig_Init(&config);
    CHECK_SUCCEEDS(Networking_IpConfig_EnableCustomDns(&config, dns, 3));
    CHECK_FAILS(Networking_IpConfig_EnableCustomDns(&config, dns, 4), EINVAL);
    CHECK_FAILS(Networking_IpConfig_EnableCustomDns(&config, &any, 1), EINVAL);
    CHECK_FAILS(Networking_IpConfig_EnableCustomDns(&config, NULL, 1), EFAULT);
    CHECK_FAILS(Networking_IpConfig_EnableCustomDns(NULL, dns, 1), EFAULT);
    Networking_IpConfig_EnableStaticIp(&config, address("192.168.1.7"), address("255.255.255.0"),
                                       address("192.168.1.1"));
    CHECK_FAILS(Networking_IpConfig_Apply(NULL, &config), EFAULT);
    CHECK_FAILS(Networking_IpConfig_Apply("wlan0", NULL), EFAULT);
    CHECK_FAILS(Networking_IpConfig_Apply("wlan7", &config), ENOENT);
    CHECK_FAILS(Networking_IpConfig_Apply("lo", &config), EPERM);
    memcpy(&copy, &config, sizeof copy); /* it is the app's memory */
    CHECK_SUCCEEDS(Networking_IpConfig_Apply("wlan0", &copy));
    CHECK(Networking_GetInterfaces(&interface, 1) == 1);
    CHECK(interface.ipConfigurationType == Networking_IpType_DhcpNone);
    CHECK_BECOMES(has_status("wlan0", 15));
    CHECK_FAILS(Networking_IpConfig_ReleaseIp("wlan0"), EPERM);
    CHECK_FAILS(Networking_IpConfig_RenewIp("wlan0"), EPERM);
    Networking_IpConfig_EnableAutomaticDns(&config); /* a static address has none then */
    CHECK_SUCCEEDS(Networking_IpConfig_Apply("wlan0", &config));
    CHECK_BECOMES(has_status("wlan0", 7));
    Networking_IpConfig_EnableDynamicIp(&config);
    CHECK_SUCCEEDS(Networking_IpConfig_Apply("wlan0", &config));
    CHECK_BECOMES(has_status("wlan0", 15));
    CHECK(Networking_GetInterfaces(&interface, 1) == 1);
    CHECK(interface.ipConfigurationType == Networking_IpType_DhcpClient);
    Networking_IpConfig_Destroy(&config);
}

static void releasing_and_renewing(void)
{
    CHECK(is_ready());
    CHECK_SUCCEEDS(Networking_IpConfig_ReleaseIp("wlan0"));
    CHECK(has_status("wlan0", 3));
    CHECK(!is_ready());
    CHECK_SUCCEEDS(Networking_IpConfig_RenewIp("wlan0"));
    CHECK_SUCCEEDS(Networking_IpConfig_RenewIp("wlan0"));
    CHECK_BECOMES(is_ready());
    CHECK_FAILS(Networking_IpConfig_ReleaseIp(NULL), EFAULT);
    CHECK_FAILS(Networking_IpConfig_RenewIp(NULL), EFAULT);
    CHECK_FAILS(Networking_IpConfig_ReleaseIp("eth3"), ENOENT);
    CHECK_FAILS(Networking_IpConfig_RenewIp("eth3"), ENOENT);
}

static bool was_synced_by(const char* server)
{
    char name[256];
    size_t length = sizeof name;
    return is_ready() && Networking_TimeSync_GetLastNtpSyncInfo(name, &length, NULL, NULL) == 0 &&
           strcmp(name, server) == 0;
}

static void time_servers(void)
{
    char too_long[300];
    memset(too_long, 'a', sizeof too_long);
    too_long[sizeof too_long - 1] = '\0';
    CHECK_SUCCEEDS(Networking_TimeSync_EnableCustomNtp(
        "a.example.com", "b.example.com", Networking_NtpOption_FallbackServerDisabled));
    CHECK_BECOMES(was_synced_by("a.example.com"));
    CHECK_SUCCEEDS(Networking_TimeSync_EnableCustomNtp("10.0.0.9", NULL,
                                                       Networking_NtpOption_FallbackServerEnabled));
    CHECK_BECOMES(was_synced_by("10.0.0.9"));
    CHECK_SUCCEEDS(
        Networking_TimeSync_EnableAutomaticNtp(Networking_NtpOption_FallbackServerEnabled));
    CHECK_BECOMES(was_synced_by("192.168.1.1"));
    CHECK_SUCCEEDS(Networking_TimeSync_EnableDefaultNtp());
    CHECK_BECOMES(was_synced_by("prod.time.sphere.azure.net"));
    CHECK_FAILS(Networking_TimeSync_EnableAutomaticNtp(2), EINVAL);
    CHECK_FAILS(Networking_TimeSync_EnableCustomNtp(NULL, "b", 0), EFAULT);
    CHECK_FAILS(Networking_TimeSync_EnableCustomNtp(too_long, NULL, 0), ERANGE);
    CHECK_FAILS(Networking_TimeSync_EnableCustomNtp("a", too_long, 0), ERANGE);
    CHECK_FAILS(Networking_TimeSync_EnableCustomNtp("a b", NULL, 0), EINVAL);
    CHECK_FAILS(Networking_TimeSync_EnableCustomNtp("", NULL, 0), EINVAL);
    CHECK_FAILS(Networking_TimeSync_EnableCustomNtp("a", "10.0.0.300", 0), EINVAL);
    CHECK_FAILS(Networking_TimeSync_EnableCustomNtp("a", NULL, 2), EINVAL);
}

static void the_last_synchronisation(void)
{
    static const char server[] = "prod.time.sphere.azure.net";
    char name[64];
    size_t length = sizeof name;
    struct tm before;
    struct tm after;
    CHECK_SUCCEEDS(Networking_TimeSync_GetLastNtpSyncInfo(name, &length, &before, &after));
    CHECK(strcmp(name, server) == 0);
    CHECK(length == sizeof server);
    CHECK(after.tm_year == 125 && after.tm_mon == 0);
    CHECK_SUCCEEDS(Networking_TimeSync_GetLastNtpSyncInfo(name, &length, NULL, NULL));
    CHECK_SUCCEEDS(Networking_TimeSync_GetLastNtpSyncInfo(NULL, NULL, NULL, &after));
    length = 0;
    CHECK_SUCCEEDS(Networking_TimeSync_GetLastNtpSyncInfo(NULL, &length, NULL, NULL));
    CHECK(length == sizeof server);
    length = sizeof server - 1;
    CHECK_FAILS(Networking_TimeSync_GetLastNtpSyncInfo(name, &length, NULL, NULL), ENOBUFS);
    CHECK(length == sizeof server);
    CHECK_FAILS(Networking_TimeSync_GetLastNtpSyncInfo(name, NULL, NULL, NULL), EFAULT);
}

static void time_synchronisation_off(void)
{
    bool enabled = false;
    CHECK_SUCCEEDS(Networking_TimeSync_GetEnabled(&enabled));
    CHECK(enabled);
    CHECK_SUCCEEDS(Networking_TimeSync_SetEnabled(false));
    CHECK_SUCCEEDS(Networking_TimeSync_GetEnabled(&enabled));
    CHECK(!enabled);
    CHECK(is_ready());
    CHECK_SUCCEEDS(Networking_TimeSync_SetEnabled(true));
    CHECK_FAILS(Networking_TimeSync_GetEnabled(NULL), EFAULT);
}

static void leases(void)
{
    const struct in_addr ntp[4] = {address("10.0.0.1"), address("10.0.0.2"), address("10.0.0.3"),
                                   address("10.0.0.4")};
    const struct in_addr start = address("10.0.0.20");
    const struct in_addr mask = address("255.255.255.0");
    const struct in_addr none = {INADDR_ANY};
    Networking_DhcpServerConfig config;
    Networking_DhcpServerConfig_Init(&config);
    CHECK_SUCCEEDS(Networking_DhcpServerConfig_SetLease(&config, start, 5, mask, none, 24));
    CHECK_SUCCEEDS(Networking_DhcpServerConfig_SetLease(&config, start, 5, mask, ntp[0], 1));
    CHECK_FAILS(Networking_DhcpServerConfig_SetLease(NULL, start, 5, mask, none, 24), EFAULT);
    CHECK_FAILS(Networking_DhcpServerConfig_SetLease(&config, none, 5, mask, none, 24), EINVAL);
    CHECK_FAILS(Networking_DhcpServerConfig_SetLease(&config, start, 0, mask, none, 24), EINVAL);
    CHECK_FAILS(Networking_DhcpServerConfig_SetLease(&config, start, 240, mask, none, 24), EINVAL);
    CHECK_FAILS(Networking_DhcpServerConfig_SetLease(&config, start, 5, none, none, 24), EINVAL);
    CHECK_FAILS(Networking_DhcpServerConfig_SetLease(&config, start, 5, start, none, 24), EINVAL);
    CHECK_FAILS(Networking_DhcpServerConfig_SetLease(&config, start, 5, mask, none, 0), EINVAL);
    CHECK_FAILS(Networking_DhcpServerConfig_SetLease(&config, start, 5, mask, start, 24), EINVAL);
    CHECK_FAILS(
        Networking_DhcpServerConfig_SetLease(&config, start, 5, mask, address("10.0.1.1"), 24),
        EINVAL);
    CHECK_SUCCEEDS(Networking_DhcpServerConfig_SetNtpServerAddresses(&config, ntp, 3));
    CHECK_FAILS(Networking_DhcpServerConfig_SetNtpServerAddresses(&config, ntp, 4), EINVAL);
    CHECK_FAILS(Networking_DhcpServerConfig_SetNtpServerAddresses(&config, &none, 1), EINVAL);
    CHECK_FAILS(Networking_DhcpServerConfig_SetNtpServerAddresses(&config, NULL, 1), EFAULT);
    CHECK_FAILS(Networking_DhcpServerConfig_SetNtpServerAddresses(NULL, ntp, 1), EFAULT);
    Networking_DhcpServerConfig_Destroy(&config);
}

static void servers(void)
{
    Networking_IpConfig ip;
    Networking_SntpServerConfig sntp;
    Networking_DhcpServerConfig dhcp;
    const struct in_addr none = {INADDR_ANY};
    Networking_IpConfig_Init(&ip);
    Networking_SntpServerConfig_Init(&sntp);
    Networking_DhcpServerConfig_Init(&dhcp);
    CHECK_FAILS(Networking_DhcpServer_Start("eth0", &dhcp), EINVAL); /* no lease */
    CHECK(Networking_DhcpServerConfig_SetLease(&dhcp, address("10.0.0.20"), 5,
                                               address("255.255.255.0"), none, 24) == 0);
    CHECK_FAILS(Networking_DhcpServer_Start("eth0", &dhcp), EPERM); /* no static address */
    Networking_IpConfig_EnableStaticIp(&ip, address("10.0.0.1"), address("255.255.255.0"), none);
    CHECK(Networking_IpConfig_Apply("eth0", &ip) == 0);
    CHECK_SUCCEEDS(Networking_DhcpServer_Start("eth0", &dhcp));
    CHECK_SUCCEEDS(Networking_DhcpServer_Start("eth0", &dhcp));
    CHECK(Networking_DhcpServerConfig_SetLease(&dhcp, address("10.0.9.20"), 5,
                                               address("255.255.255.0"), none, 24) == 0);
    CHECK_FAILS(Networking_DhcpServer_Start("eth0", &dhcp), EINVAL); /* another subnet */
    CHECK_FAILS(Networking_DhcpServer_Start("wlan0", &dhcp), EPERM);
    CHECK_FAILS(Networking_DhcpServer_Start("eth1", &dhcp), ENOENT);
    CHECK_FAILS(Networking_DhcpServer_Start(NULL, &dhcp), EFAULT);
    CHECK_FAILS(Networking_DhcpServer_Start("eth0", NULL), EFAULT);
    CHECK_SUCCEEDS(Networking_SntpServer_Start("eth0", &sntp));
    CHECK_SUCCEEDS(Networking_SntpServer_Start("eth0", &sntp));
    CHECK_FAILS(Networking_SntpServer_Start("wlan0", &sntp), EPERM);
    CHECK_FAILS(Networking_SntpServer_Start("eth1", &sntp), ENOENT);
    CHECK_FAILS(Networking_SntpServer_Start(NULL, &sntp), EFAULT);
    CHECK_FAILS(Networking_SntpServer_Start("eth0", NULL), EFAULT);
    Networking_IpConfig_EnableDynamicIp(&ip);
    CHECK(Networking_IpConfig_Apply("eth0", &ip) == 0);
    Networking_DhcpServerConfig_Destroy(&dhcp);
    Networking_SntpServerConfig_Destroy(&sntp);
    Networking_IpConfig_Destroy(&ip);
}

static bool has_proxy_status(Networking_ProxyStatus wanted)
{
    Networking_ProxyStatus status = 99;
    return Networking_Proxy_GetProxyStatus(&status) == 0 && status == wanted;
}

static void a_proxy_configuration(void)
{
    char longest[256];
    char too_long[257];
    Networking_ProxyOptions options = 0;
    uint16_t port = 1;
    Networking_ProxyConfig* const config = Networking_Proxy_Create();
    memset(longest, 'x', sizeof longest);
    longest[255] = '\0';
    memset(too_long, 'x', sizeof too_long);
    too_long[256] = '\0';
    CHECK(config != NULL);
    CHECK(Networking_Proxy_GetProxyOptions(config, &options) == 0);
    CHECK(options == Networking_ProxyOptions_Enabled);
    CHECK(Networking_Proxy_GetProxyType(config) == Networking_ProxyType_HTTP);
    CHECK(Networking_Proxy_GetAuthType(config) == Networking_ProxyAuthType_Anonymous);
    CHECK(Networking_Proxy_GetProxyPort(config, &port) == 0 && port == 0);
    CHECK(strcmp(Networking_Proxy_GetProxyAddress(config), "") == 0);
    CHECK_SUCCEEDS(Networking_Proxy_SetProxyAddress(config, longest, 8080));
    CHECK_SUCCEEDS(Networking_Proxy_SetBasicAuthentication(config, "user", "secret"));
    CHECK_SUCCEEDS(Networking_Proxy_SetProxyNoProxyAddresses(config, "a,b"));
    CHECK(strcmp(Networking_Proxy_GetProxyAddress(config), longest) == 0);
    CHECK(Networking_Proxy_GetProxyPort(config, &port) == 0 && port == 8080);
    CHECK(Networking_Proxy_GetAuthType(config) == Networking_ProxyAuthType_Basic);
    CHECK(strcmp(Networking_Proxy_GetProxyUsername(config), "user") == 0);
    CHECK(strcmp(Networking_Proxy_GetProxyPassword(config), "secret") == 0);
    CHECK(strcmp(Networking_Proxy_GetNoProxyAddresses(config), "a,b") == 0);
    CHECK_SUCCEEDS(Networking_Proxy_SetAnonymousAuthentication(config));
    CHECK(strcmp(Networking_Proxy_GetProxyUsername(config), "") == 0);
    CHECK(strcmp(Networking_Proxy_GetProxyPassword(config), "") == 0);
    CHECK_FAILS(Networking_Proxy_SetProxyAddress(config, too_long, 1), ERANGE);
    CHECK_FAILS(Networking_Proxy_SetProxyNoProxyAddresses(config, too_long), ERANGE);
    CHECK_FAILS(Networking_Proxy_SetBasicAuthentication(config, longest, ""), ERANGE);
    CHECK_FAILS(Networking_Proxy_SetBasicAuthentication(config, "", longest), ERANGE);
    Networking_Proxy_Destroy(config);
}

static void a_proxy_without_pointers(void)
{
    Networking_ProxyOptions options;
    uint16_t port;
    Networking_ProxyConfig* const config = Networking_Proxy_Create();
    CHECK_FAILS(Networking_Proxy_Apply(NULL), EFAULT);
    CHECK_FAILS(Networking_Proxy_Get(NULL), EFAULT);
    CHECK_FAILS(Networking_Proxy_SetProxyOptions(NULL, 1), EFAULT);
    CHECK_FAILS(Networking_Proxy_SetProxyAddress(NULL, "a", 1), EFAULT);
    CHECK_FAILS(Networking_Proxy_SetProxyAddress(config, NULL, 1), EFAULT);
    CHECK_FAILS(Networking_Proxy_SetAnonymousAuthentication(NULL), EFAULT);
    CHECK_FAILS(Networking_Proxy_SetBasicAuthentication(NULL, "a", "b"), EFAULT);
    CHECK_FAILS(Networking_Proxy_SetBasicAuthentication(config, NULL, "b"), EFAULT);
    CHECK_FAILS(Networking_Proxy_SetBasicAuthentication(config, "a", NULL), EFAULT);
    CHECK_FAILS(Networking_Proxy_SetProxyNoProxyAddresses(NULL, "a"), EFAULT);
    CHECK_FAILS(Networking_Proxy_SetProxyNoProxyAddresses(config, NULL), EFAULT);
    CHECK_FAILS(Networking_Proxy_GetProxyOptions(NULL, &options), EFAULT);
    CHECK_FAILS(Networking_Proxy_GetProxyOptions(config, NULL), EFAULT);
    CHECK_FAILS(Networking_Proxy_GetProxyPort(NULL, &port), EFAULT);
    CHECK_FAILS(Networking_Proxy_GetProxyPort(config, NULL), EFAULT);
    CHECK_FAILS(Networking_Proxy_GetProxyType(NULL), EFAULT);
    CHECK_FAILS(Networking_Proxy_GetAuthType(NULL), EFAULT);
    CHECK_FAILS(Networking_Proxy_GetProxyStatus(NULL), EFAULT);
    CHECK_NULL(Networking_Proxy_GetProxyAddress(NULL), EFAULT);
    CHECK_NULL(Networking_Proxy_GetProxyUsername(NULL), EFAULT);
    CHECK_NULL(Networking_Proxy_GetProxyPassword(NULL), EFAULT);
    CHECK_NULL(Networking_Proxy_GetNoProxyAddresses(NULL), EFAULT);
    Networking_Proxy_Destroy(config);
}

static void the_proxy_of_the_device(void)
{
    Networking_ProxyConfig* const config = Networking_Proxy_Create();
    Networking_ProxyConfig* const other = Networking_Proxy_Create();
    CHECK(has_proxy_status(0));
    CHECK_FAILS(Networking_Proxy_Get(other), ENOENT);
    CHECK(Networking_Proxy_SetProxyAddress(config, "proxy.example.com", 3128) == 0);
    CHECK(Networking_Proxy_SetBasicAuthentication(config, "user", "secret") == 0);
    CHECK_SUCCEEDS(Networking_Proxy_Apply(config));
    CHECK_BECOMES(has_proxy_status(Networking_ProxyStatus_Enabled | Networking_ProxyStatus_Ready));
    CHECK_SUCCEEDS(Networking_Proxy_Get(other));
    CHECK(strcmp(Networking_Proxy_GetProxyAddress(other), "proxy.example.com") == 0);
    CHECK(strcmp(Networking_Proxy_GetProxyPassword(other), "secret") == 0);
    CHECK(Networking_Proxy_SetProxyOptions(other, Networking_ProxyOptions_None) == 0);
    CHECK_SUCCEEDS(Networking_Proxy_Apply(other));
    CHECK(has_proxy_status(0));
    CHECK(Networking_Proxy_Get(config) == 0);
    CHECK(strcmp(Networking_Proxy_GetProxyUsername(config), "user") == 0);
    Networking_Proxy_Destroy(other);
    Networking_Proxy_Destroy(config);
}

static void before_networking_is_ready(void)
{
    bool value = true;
    Networking_NetworkInterface interface;
    Networking_InterfaceConnectionStatus status;
    Networking_Interface_HardwareAddress hardware;
    Networking_IpConfig ip;
    Networking_SntpServerConfig sntp;
    Networking_DhcpServerConfig dhcp;
    const struct in_addr none = {INADDR_ANY};
    static const uint8_t mine[] = {2, 1, 2, 3, 4, 5};
    Networking_IpConfig_Init(&ip);
    Networking_SntpServerConfig_Init(&sntp);
    Networking_DhcpServerConfig_Init(&dhcp);
    CHECK(Networking_DhcpServerConfig_SetLease(&dhcp, address("10.0.0.20"), 5,
                                               address("255.255.255.0"), none, 24) == 0);
    CHECK_SUCCEEDS(Networking_IsNetworkingReady(&value));
    CHECK(!value);
    CHECK_FAILS(Networking_GetInterfaceCount(), EAGAIN);
    CHECK_FAILS(Networking_GetInterfaces(&interface, 1), EAGAIN);
    CHECK_FAILS(Networking_SetInterfaceState("wlan0", true), EAGAIN);
    CHECK_FAILS(Networking_GetInterfaceConnectionStatus("wlan0", &status), EAGAIN);
    CHECK_FAILS(Networking_GetHardwareAddress("wlan0", &hardware), EAGAIN);
    CHECK_FAILS(Networking_SetHardwareAddress("eth0", mine, sizeof mine), EAGAIN);
    CHECK_FAILS(Networking_IpConfig_Apply("wlan0", &ip), EAGAIN);
    CHECK_FAILS(Networking_TimeSync_SetEnabled(true), EAGAIN);
    CHECK_FAILS(Networking_TimeSync_GetEnabled(&value), EAGAIN);
    CHECK_FAILS(Networking_SntpServer_Start("eth0", &sntp), EAGAIN);
    CHECK_FAILS(Networking_DhcpServer_Start("eth0", &dhcp), EAGAIN);
    CHECK_FAILS(Networking_TimeSync_GetLastNtpSyncInfo(NULL, NULL, NULL, NULL), ENOENT);
    CHECK(has_proxy_status(0));
}

const struct conformance_case networking_cases[] = {
    {"networking: the device becomes ready by itself", becoming_ready},
    {"networking: interfaces are described", the_interfaces},
    {"networking: status of an interface", status_of_an_interface},
    {"networking: interfaces are switched off and on", switching_interfaces},
    {"networking: hardware addresses", hardware_addresses},
    {"networking: static and dynamic addresses, DNS servers", ip_configuration},
    {"networking: an address is released and renewed", releasing_and_renewing},
    {"networking: time servers", time_servers},
    {"networking: the last synchronisation", the_last_synchronisation},
    {"networking: time synchronisation switched off", time_synchronisation_off},
    {"networking: leases of a DHCP server", leases},
    {"networking: DHCP and SNTP servers", servers},
    {"networking: a proxy configuration", a_proxy_configuration},
    {"networking: a proxy configuration without pointers", a_proxy_without_pointers},
    {"networking: the proxy of the device", the_proxy_of_the_device},
    {NULL, NULL},
};

const struct conformance_case starting_cases[] = {
    {"networking: before it is ready", before_networking_is_ready},
    {NULL, NULL},
};
