/* On the device of networking_cases.c. A second network, "secured", has the key "12345678". */

#include "check.h"
#include "waiting.h"

#define _AZSPHERE_USE_DEPRECATED_API
#include <applibs/networking.h>
#include <applibs/wificonfig.h>
#include <string.h>

static const uint8_t open_name[] = {'P', 'e', 'r', 'i', 's', 'p', 'h', 'e', 'r', 'e'};
static const uint8_t secured_name[] = {'s', 'e', 'c', 'u', 'r', 'e', 'd'};
static const uint8_t absent_name[] = {0, 0xff, ' '};

static int add(const uint8_t* name, size_t length)
{
    const int id = WifiConfig_AddNetwork();
    CHECK(id >= 0);
    CHECK_SUCCEEDS(WifiConfig_SetSSID(id, name, length));
    CHECK_SUCCEEDS(WifiConfig_SetSecurityType(id, WifiConfig_Security_Open));
    return id;
}

static bool is_connected(void)
{
    return WifiConfig_GetConnectedNetworkId() >= 0;
}

static void the_connection(void)
{
    WifiConfig_ConnectedNetwork current;
    memset(&current, 0, sizeof current);
    CHECK_BECOMES(is_connected());
    CHECK_SUCCEEDS(WifiConfig_GetConnectedNetworkId());
    CHECK_SUCCEEDS(WifiConfig_GetCurrentNetwork(&current));
    CHECK(current.z__magicAndVersion == 0x09ef0001);
    CHECK(current.ssidLength == sizeof open_name);
    CHECK(memcmp(current.ssid, open_name, sizeof open_name) == 0);
    CHECK(current.security == WifiConfig_Security_Open);
    CHECK(current.bssid[0] == 2);
    CHECK(current.frequencyMHz == 2412);
    CHECK(current.signalRssi < 0);
    if (has_known_radios)
        CHECK(current.bssid[5] == 1 && current.signalRssi == -50);
    CHECK_FAILS(WifiConfig_GetCurrentNetwork(NULL), EFAULT);
    CHECK_FAILS(
        z__WifiConfig_GetCurrentNetwork((struct z__WifiConfig_ConnectedNetwork_Base*)&current, 2),
        EINVAL);
}

static void the_known_networks(void)
{
    WifiConfig_StoredNetwork all[3];
    memset(all, 0xff, sizeof all);
    CHECK_SUCCEEDS(WifiConfig_GetStoredNetworkCount());
    CHECK(WifiConfig_GetStoredNetworkCount() == 1);
    CHECK(WifiConfig_GetStoredNetworks(all, 3) == 1);
    CHECK(all[0].z__magicAndVersion == 0xb22e0001);
    CHECK(all[0].ssidLength == sizeof open_name);
    CHECK(all[0].isEnabled && all[0].isConnected);
    CHECK(all[0].security == WifiConfig_Security_Open);
    CHECK(all[1].z__magicAndVersion == 0xffffffff);
    CHECK_FAILS(WifiConfig_GetStoredNetworks(NULL, 1), EFAULT);
    CHECK_FAILS(WifiConfig_GetStoredNetworks(all, 0), ERANGE);
    CHECK_FAILS(
        z__WifiConfig_GetStoredNetworks((struct z__WifiConfig_StoredNetwork_Base*)all, 1, 9),
        EINVAL);
}

static void scanning(void)
{
    WifiConfig_ScannedNetwork all[4];
    CHECK(WifiConfig_TriggerScanAndGetScannedNetworkCount() == 2);
    CHECK_SUCCEEDS(WifiConfig_TriggerScanAndGetScannedNetworkCount());
    CHECK(WifiConfig_GetScannedNetworks(all, 4) == 2);
    CHECK(all[0].z__magicAndVersion == 0x7eb10001);
    CHECK(memcmp(all[0].ssid, open_name, sizeof open_name) == 0);
    CHECK(all[0].signalRssi >= all[1].signalRssi);
    CHECK(memcmp(all[1].ssid, secured_name, sizeof secured_name) == 0);
    CHECK(all[1].ssidLength == sizeof secured_name);
    CHECK(all[1].security == WifiConfig_Security_Wpa2_Psk);
    if (has_known_radios)
        CHECK(all[0].signalRssi == -50 && all[1].signalRssi == -60 && all[1].frequencyMHz == 5180);
    CHECK(WifiConfig_GetScannedNetworks(all, 1) == 1);
    CHECK(is_connected());
    CHECK_FAILS(WifiConfig_GetScannedNetworks(NULL, 1), EFAULT);
    CHECK_FAILS(WifiConfig_GetScannedNetworks(all, 0), ERANGE);
    CHECK_FAILS(
        z__WifiConfig_GetScannedNetworks((struct z__WifiConfig_ScannedNetwork_Base*)all, 1, 0),
        EINVAL);
}

static void settings(void)
{
    static const char longest[] =
        "0123456789012345678901234567890123456789012345678901234567890123";
    uint8_t name[33] = {'x'};
    bool flag = true;
    const int id = add(absent_name, sizeof absent_name);
    CHECK_FAILS(WifiConfig_SetSSID(id, NULL, 3), EFAULT);
    CHECK_FAILS(WifiConfig_SetSSID(id, name, 0), ERANGE);
    CHECK_FAILS(WifiConfig_SetSSID(id, name, 33), ERANGE);
    CHECK_FAILS(WifiConfig_SetSSID(-1, name, 3), EINVAL);
    CHECK_FAILS(WifiConfig_SetSSID(id + 50, name, 3), ENODEV);
    CHECK_SUCCEEDS(WifiConfig_SetSSID(id, name, 32));
    CHECK_FAILS(WifiConfig_SetSecurityType(id, WifiConfig_Security_Unknown), EINVAL);
    CHECK_FAILS(WifiConfig_SetSecurityType(id, 4), EINVAL);
    CHECK_FAILS(WifiConfig_SetSecurityType(-5, WifiConfig_Security_Open), EINVAL);
    CHECK_FAILS(WifiConfig_SetSecurityType(id + 50, WifiConfig_Security_Open), ENODEV);
    CHECK_SUCCEEDS(WifiConfig_SetSecurityType(id, WifiConfig_Security_Wpa2_EAP_TLS));
    CHECK_SUCCEEDS(WifiConfig_SetPSK(id, longest, 8));
    CHECK_SUCCEEDS(WifiConfig_SetPSK(id, longest, 64));
    CHECK_FAILS(WifiConfig_SetPSK(id, longest, 65), ERANGE);
    CHECK_FAILS(WifiConfig_SetPSK(id, longest, 7), EINVAL);
    CHECK_FAILS(WifiConfig_SetPSK(id, NULL, 8), EFAULT);
    CHECK_FAILS(WifiConfig_SetPSK(-1, longest, 8), EINVAL);
    CHECK_FAILS(WifiConfig_SetPSK(id + 50, longest, 8), ENODEV);
    CHECK_SUCCEEDS(WifiConfig_SetTargetedScanEnabled(id, true));
    CHECK_FAILS(WifiConfig_SetTargetedScanEnabled(-1, true), EINVAL);
    CHECK_FAILS(WifiConfig_SetTargetedScanEnabled(id + 50, true), ENODEV);
    CHECK_SUCCEEDS(WifiConfig_SetNetworkEnabled(id, true));
    CHECK_SUCCEEDS(WifiConfig_SetNetworkEnabled(id, false));
    CHECK_FAILS(WifiConfig_SetNetworkEnabled(-1, true), EINVAL);
    CHECK_FAILS(WifiConfig_SetNetworkEnabled(id + 50, true), ENODEV);
    CHECK_FAILS(z__WifiConfig_SetNetworkOpt(id, 99, &flag, 1), EINVAL);
    CHECK_FAILS(z__WifiConfig_SetNetworkOpt(id, z__WifiConfig_Attribute_Enable, &flag, 2), EINVAL);
    CHECK_FAILS(z__WifiConfig_SetNetworkOpt(id, z__WifiConfig_Attribute_Enable, NULL, 1), EFAULT);
    CHECK_FAILS(z__WifiConfig_SetNetworkOpt(id, z__WifiConfig_Attribute_Save, NULL, 0), EINVAL);
    CHECK_SUCCEEDS(WifiConfig_ForgetNetworkById(id));
    CHECK_FAILS(WifiConfig_ForgetNetworkById(id), ENODEV);
    CHECK_FAILS(WifiConfig_ForgetNetworkById(-1), EINVAL);
}

static void configuration_names(void)
{
    const int id = add(absent_name, sizeof absent_name);
    int copy;
    CHECK_SUCCEEDS(WifiConfig_SetConfigName(id, "0123456789abcdef"));
    CHECK(WifiConfig_GetNetworkIdByConfigName("0123456789abcdef") == id);
    CHECK_FAILS(WifiConfig_SetConfigName(id, NULL), EFAULT);
    CHECK_FAILS(WifiConfig_SetConfigName(id, "0123456789abcdefg"), ERANGE);
    CHECK_FAILS(WifiConfig_SetConfigName(id, ""), ERANGE);
    CHECK_FAILS(WifiConfig_SetConfigName(-1, "x"), EINVAL);
    CHECK_FAILS(WifiConfig_SetConfigName(id + 50, "x"), ENODEV);
    CHECK_FAILS(WifiConfig_GetNetworkIdByConfigName(NULL), EFAULT);
    CHECK_FAILS(WifiConfig_GetNetworkIdByConfigName("0123456789abcdefg"), ERANGE);
    CHECK_FAILS(WifiConfig_GetNetworkIdByConfigName("nobody"), ENODEV);
    copy = WifiConfig_AddDuplicateNetwork(id, "copy");
    CHECK(copy >= 0 && copy != id);
    CHECK_FAILS(WifiConfig_AddDuplicateNetwork(id, "copy"), EEXIST);
    CHECK_FAILS(WifiConfig_SetConfigName(id, "copy"), EEXIST);
    CHECK_FAILS(WifiConfig_AddDuplicateNetwork(id, NULL), EFAULT);
    CHECK_FAILS(WifiConfig_AddDuplicateNetwork(id, ""), ERANGE);
    CHECK_FAILS(WifiConfig_AddDuplicateNetwork(id, "0123456789abcdefg"), ERANGE);
    CHECK_FAILS(WifiConfig_AddDuplicateNetwork(-1, "other"), EINVAL);
    CHECK_FAILS(WifiConfig_AddDuplicateNetwork(id + 50, "other"), ENODEV);
    CHECK(WifiConfig_ForgetNetworkById(copy) == 0);
    CHECK(WifiConfig_ForgetNetworkById(id) == 0);
}

static void enterprise_settings(void)
{
    char too_long[256];
    WifiConfig_ClientIdentity identity;
    CertStore_Identifier certificate;
    const int id = add(absent_name, sizeof absent_name);
    memset(too_long, 'i', sizeof too_long);
    too_long[255] = '\0';
    CHECK_FAILS(WifiConfig_SetClientIdentity(id, too_long), ERANGE);
    too_long[254] = '\0';
    CHECK_SUCCEEDS(WifiConfig_SetClientIdentity(id, too_long));
    CHECK_SUCCEEDS(WifiConfig_GetClientIdentity(id, &identity));
    CHECK(strcmp(identity.identity, too_long) == 0);
    CHECK_SUCCEEDS(WifiConfig_SetClientCertStoreIdentifier(id, "0123456789.abc-_"));
    CHECK_SUCCEEDS(WifiConfig_GetClientCertStoreIdentifier(id, &certificate));
    CHECK(strcmp(certificate.identifier, "0123456789.abc-_") == 0);
    CHECK_SUCCEEDS(WifiConfig_SetRootCACertStoreIdentifier(id, "root"));
    CHECK_SUCCEEDS(WifiConfig_GetRootCACertStoreIdentifier(id, &certificate));
    CHECK(strcmp(certificate.identifier, "root") == 0);
    CHECK_FAILS(WifiConfig_SetClientIdentity(id, NULL), EFAULT);
    CHECK_FAILS(WifiConfig_SetClientIdentity(-1, "x"), EINVAL);
    CHECK_FAILS(WifiConfig_SetClientIdentity(id + 50, "x"), ENODEV);
    CHECK_FAILS(WifiConfig_GetClientIdentity(id, NULL), EFAULT);
    CHECK_FAILS(WifiConfig_GetClientIdentity(id + 50, &identity), ENODEV);
    CHECK_FAILS(WifiConfig_GetClientIdentity(-1, &identity), EINVAL);
    CHECK_FAILS(WifiConfig_SetClientCertStoreIdentifier(id, NULL), EFAULT);
    CHECK_FAILS(WifiConfig_SetClientCertStoreIdentifier(id, "0123456789.abc-_x"), ERANGE);
    CHECK_FAILS(WifiConfig_SetClientCertStoreIdentifier(id + 50, "x"), ENODEV);
    CHECK_FAILS(WifiConfig_SetClientCertStoreIdentifier(-1, "x"), EINVAL);
    CHECK_FAILS(WifiConfig_GetClientCertStoreIdentifier(id, NULL), EFAULT);
    CHECK_FAILS(WifiConfig_GetClientCertStoreIdentifier(-1, &certificate), EINVAL);
    CHECK_FAILS(WifiConfig_GetClientCertStoreIdentifier(id + 50, &certificate), ENODEV);
    CHECK_FAILS(WifiConfig_SetRootCACertStoreIdentifier(id, NULL), EFAULT);
    CHECK_FAILS(WifiConfig_SetRootCACertStoreIdentifier(id, "0123456789.abc-_x"), ERANGE);
    CHECK_FAILS(WifiConfig_SetRootCACertStoreIdentifier(id + 50, "x"), ENODEV);
    CHECK_FAILS(WifiConfig_SetRootCACertStoreIdentifier(-1, "x"), EINVAL);
    CHECK_FAILS(WifiConfig_GetRootCACertStoreIdentifier(id, NULL), EFAULT);
    CHECK_FAILS(WifiConfig_GetRootCACertStoreIdentifier(-1, &certificate), EINVAL);
    CHECK_FAILS(WifiConfig_GetRootCACertStoreIdentifier(id + 50, &certificate), ENODEV);
    CHECK(z__WifiConfig_GetNetworkOpt(id, 6, NULL, 0) == 255);
    CHECK_FAILS(z__WifiConfig_GetNetworkOpt(id, 6, NULL, 1), EFAULT);
    CHECK_FAILS(z__WifiConfig_GetNetworkOpt(id, 6, &identity, 254), ERANGE);
    CHECK_FAILS(z__WifiConfig_GetNetworkOpt(id, 0, &identity, 255), EINVAL);
    CHECK(WifiConfig_ForgetNetworkById(id) == 0);
}

static void persisting(void)
{
    int id = WifiConfig_AddNetwork();
    CHECK_FAILS(WifiConfig_PersistConfig(), EINVAL); /* it has no name */
    CHECK(WifiConfig_ForgetNetworkById(id) == 0);
    id = add(absent_name, sizeof absent_name);
    CHECK_SUCCEEDS(WifiConfig_PersistConfig());
    add(secured_name, sizeof secured_name);
    CHECK(WifiConfig_GetStoredNetworkCount() == 3);
    CHECK_SUCCEEDS(WifiConfig_ReloadConfig());
    CHECK(WifiConfig_GetStoredNetworkCount() == 2);
    CHECK_FAILS(WifiConfig_GetConnectedNetworkId(), ENOTCONN);
    {
        WifiConfig_ConnectedNetwork current;
        CHECK_FAILS(WifiConfig_GetCurrentNetwork(&current), ENODATA);
    }
    CHECK_BECOMES(is_connected());
    CHECK(WifiConfig_ForgetNetworkById(1) == 0);
    CHECK_SUCCEEDS(WifiConfig_PersistConfig());
    CHECK(WifiConfig_GetStoredNetworkCount() == 1);
}

static void too_many(void)
{
    int added = 0;
    for (; added < 31; ++added)
        add(absent_name, sizeof absent_name);
    CHECK_SUCCEEDS(WifiConfig_PersistConfig());
    add(absent_name, sizeof absent_name);
    CHECK_FAILS(WifiConfig_PersistConfig(), ENOSPC);
    CHECK_FAILS(WifiConfig_StoreOpenNetwork(secured_name, sizeof secured_name), ENOSPC);
    CHECK_FAILS(WifiConfig_StoreWpa2Network(secured_name, sizeof secured_name, "12345678", 8),
                ENOSPC);
    while (++added < 63)
        add(absent_name, sizeof absent_name);
    CHECK_FAILS(WifiConfig_AddNetwork(), ENOMEM);
    CHECK_FAILS(WifiConfig_AddDuplicateNetwork(0, "another"), ENOMEM);
    CHECK_SUCCEEDS(WifiConfig_ForgetAllNetworks());
    CHECK(WifiConfig_GetStoredNetworkCount() == 0);
    CHECK_SUCCEEDS(WifiConfig_ReloadConfig());
    CHECK(WifiConfig_GetStoredNetworkCount() == 0);
}

static void the_older_functions(void)
{
    WifiConfig_StoredNetwork all[3];
    uint8_t name[33] = {0};
    CHECK_SUCCEEDS(WifiConfig_StoreOpenNetwork(open_name, sizeof open_name));
    CHECK_FAILS(WifiConfig_StoreOpenNetwork(open_name, sizeof open_name), EEXIST);
    CHECK_FAILS(WifiConfig_StoreOpenNetwork(NULL, 3), EFAULT);
    CHECK_FAILS(WifiConfig_StoreOpenNetwork(name, 0), ERANGE);
    CHECK_FAILS(WifiConfig_StoreOpenNetwork(name, 33), ERANGE);
    CHECK_SUCCEEDS(WifiConfig_StoreWpa2Network(open_name, sizeof open_name, "12345678", 8));
    CHECK_FAILS(WifiConfig_StoreWpa2Network(open_name, sizeof open_name, "12345679", 8), EEXIST);
    CHECK_FAILS(WifiConfig_StoreWpa2Network(NULL, 3, "12345678", 8), EFAULT);
    CHECK_FAILS(WifiConfig_StoreWpa2Network(name, 3, NULL, 8), EFAULT);
    CHECK_FAILS(WifiConfig_StoreWpa2Network(name, 33, "12345678", 8), ERANGE);
    CHECK_FAILS(WifiConfig_StoreWpa2Network(name, 3, "12345678", 0), ERANGE);
    CHECK_FAILS(WifiConfig_StoreWpa2Network(name, 3, "12345678", 65), ERANGE);
    CHECK(WifiConfig_ReloadConfig() == 0); /* they last at once */
    CHECK(WifiConfig_GetStoredNetworks(all, 3) == 2);
    CHECK(all[1].security == WifiConfig_Security_Wpa2_Psk);
    CHECK_SUCCEEDS(WifiConfig_ForgetNetwork(&all[1]));
    CHECK_FAILS(WifiConfig_ForgetNetwork(&all[1]), ENOENT);
    CHECK_FAILS(WifiConfig_ForgetNetwork(NULL), EFAULT);
    all[1].z__magicAndVersion ^= 3U;
    CHECK_FAILS(WifiConfig_ForgetNetwork(&all[1]), EINVAL);
    CHECK_BECOMES(is_connected());
}

static WifiConfig_NetworkDiagnostics diagnostics;

static bool has_failed(int id, int32_t error)
{
    return WifiConfig_GetNetworkDiagnostics(id, &diagnostics) == 0 && diagnostics.error == error;
}

static void failures_and_a_key(void)
{
    WifiConfig_NetworkDiagnostics32 older;
    const int id = add(secured_name, sizeof secured_name);
    CHECK_FAILS(WifiConfig_GetNetworkDiagnostics(id, &diagnostics), ENODEV); /* no failure */
    CHECK_FAILS(WifiConfig_GetNetworkDiagnostics(id, NULL), EFAULT);
    CHECK_FAILS(WifiConfig_GetNetworkDiagnostics(-1, &diagnostics), EINVAL);
    CHECK_FAILS(WifiConfig_GetNetworkDiagnostics(id + 50, &diagnostics), ENODEV);
    CHECK(WifiConfig_SetNetworkEnabled(0, false) == 0);
    CHECK_FAILS(WifiConfig_GetConnectedNetworkId(), ENOTCONN);
    CHECK(WifiConfig_SetNetworkEnabled(id, true) == 0);
    CHECK_BECOMES(has_failed(id, 6)); /* it is not open */
    CHECK(WifiConfig_SetSecurityType(id, WifiConfig_Security_Wpa2_Psk) == 0);
    CHECK_BECOMES(has_failed(id, 3)); /* no key */
    CHECK(WifiConfig_SetPSK(id, "87654321", 8) == 0);
    CHECK_BECOMES(has_failed(id, 4)); /* the wrong one */
    CHECK(diagnostics.isEnabled == 0 && diagnostics.isConnected == 0);
    CHECK(diagnostics.timestamp > 1700000000);
    CHECK(z__WifiConfig_GetNetworkOpt(id, 22, &older, sizeof older) == 324);
    CHECK(older.error == 4);
    CHECK(z__WifiConfig_GetNetworkOpt(id, 23, NULL, 0) == 328);
    CHECK(WifiConfig_SetPSK(id, "12345678", 8) == 0);
    CHECK_BECOMES(WifiConfig_GetConnectedNetworkId() == id);
    CHECK(has_failed(id, 4) && diagnostics.isEnabled == 1 && diagnostics.isConnected == 1);
    CHECK(WifiConfig_SetSSID(id, absent_name, sizeof absent_name) == 0);
    CHECK(WifiConfig_SetNetworkEnabled(id, false) == 0);
    CHECK(WifiConfig_SetNetworkEnabled(id, true) == 0);
    CHECK_BECOMES(has_failed(id, 2)); /* not there */
    CHECK(WifiConfig_ReloadConfig() == 0);
    CHECK_BECOMES(is_connected());
}

static void enterprise_failure(void)
{
    const int id = add(secured_name, sizeof secured_name);
    CHECK(WifiConfig_SetNetworkEnabled(0, false) == 0);
    CHECK(WifiConfig_SetSSID(id, (const uint8_t*)"office", 6) == 0);
    CHECK(WifiConfig_SetSecurityType(id, WifiConfig_Security_Wpa2_EAP_TLS) == 0);
    CHECK(WifiConfig_SetTargetedScanEnabled(id, true) == 0); /* it is hidden */
    CHECK(WifiConfig_SetNetworkEnabled(id, true) == 0);
    CHECK_BECOMES(has_failed(id, 1)); /* an identity that nobody knows: none */
    CHECK(WifiConfig_SetClientIdentity(id, "device") == 0);
    CHECK(WifiConfig_SetClientCertStoreIdentifier(id, "client") == 0);
    CHECK_BECOMES(has_failed(id, 5));
    CHECK(diagnostics.certError == 100 && diagnostics.certDepth == 0);
    CHECK(strcmp(diagnostics.certSubject.name, "client") == 0);
    CHECK(WifiConfig_ReloadConfig() == 0);
    CHECK_BECOMES(is_connected());
}

static void power_savings(void)
{
    CHECK_SUCCEEDS(WifiConfig_SetPowerSavingsEnabled(true));
    CHECK_SUCCEEDS(WifiConfig_SetPowerSavingsEnabled(false));
}

/* All of Wi-Fi fails with that errno. */
static void check_all_fail(int error)
{
    WifiConfig_StoredNetwork stored = {.z__magicAndVersion = 0xb22e0001, .ssidLength = 1};
    WifiConfig_ScannedNetwork scanned;
    WifiConfig_ConnectedNetwork current;
    WifiConfig_ClientIdentity identity;
    CertStore_Identifier certificate;
    CHECK_FAILS(WifiConfig_AddNetwork(), error);
    CHECK_FAILS(WifiConfig_AddDuplicateNetwork(0, "x"), error);
    CHECK_FAILS(WifiConfig_ForgetNetworkById(0), error);
    CHECK_FAILS(WifiConfig_ForgetAllNetworks(), error);
    CHECK_FAILS(WifiConfig_GetStoredNetworkCount(), error);
    CHECK_FAILS(WifiConfig_GetConnectedNetworkId(), error);
    CHECK_FAILS(WifiConfig_GetNetworkIdByConfigName("x"), error);
    CHECK_FAILS(WifiConfig_TriggerScanAndGetScannedNetworkCount(), error);
    CHECK_FAILS(WifiConfig_StoreOpenNetwork(open_name, 3), error);
    CHECK_FAILS(WifiConfig_StoreWpa2Network(open_name, 3, "12345678", 8), error);
    CHECK_FAILS(WifiConfig_ForgetNetwork(&stored), error);
    CHECK_FAILS(WifiConfig_GetStoredNetworks(&stored, 1), error);
    CHECK_FAILS(WifiConfig_GetScannedNetworks(&scanned, 1), error);
    CHECK_FAILS(WifiConfig_GetCurrentNetwork(&current), error);
    CHECK_FAILS(WifiConfig_SetSSID(0, open_name, 3), error);
    CHECK_FAILS(WifiConfig_SetSecurityType(0, WifiConfig_Security_Open), error);
    CHECK_FAILS(WifiConfig_SetSecurityType(0, WifiConfig_Security_Wpa2_EAP_TLS), error);
    CHECK_FAILS(WifiConfig_SetNetworkEnabled(0, true), error);
    CHECK_FAILS(WifiConfig_PersistConfig(), error);
    CHECK_FAILS(WifiConfig_ReloadConfig(), error);
    CHECK_FAILS(WifiConfig_SetPSK(0, "12345678", 8), error);
    CHECK_FAILS(WifiConfig_SetClientIdentity(0, "x"), error);
    CHECK_FAILS(WifiConfig_GetClientIdentity(0, &identity), error);
    CHECK_FAILS(WifiConfig_SetClientCertStoreIdentifier(0, "x"), error);
    CHECK_FAILS(WifiConfig_GetClientCertStoreIdentifier(0, &certificate), error);
    CHECK_FAILS(WifiConfig_SetRootCACertStoreIdentifier(0, "x"), error);
    CHECK_FAILS(WifiConfig_GetRootCACertStoreIdentifier(0, &certificate), error);
    CHECK_FAILS(WifiConfig_SetTargetedScanEnabled(0, true), error);
    CHECK_FAILS(WifiConfig_SetConfigName(0, "x"), error);
    CHECK_FAILS(WifiConfig_SetPowerSavingsEnabled(true), error);
}

static bool supplicant_is_ready(void)
{
    return WifiConfig_GetStoredNetworkCount() >= 0;
}

static void switched_off(void)
{
    CHECK(Networking_SetInterfaceState("wlan0", false) == 0);
    check_all_fail(ENETDOWN);
    CHECK_FAILS(WifiConfig_GetNetworkDiagnostics(0, &diagnostics), ENODEV);
    CHECK(Networking_SetInterfaceState("wlan0", true) == 0);
    if (has_known_radios) /* whose supplicant takes its time */
        CHECK_FAILS(WifiConfig_GetStoredNetworkCount(), EAGAIN);
    CHECK_BECOMES(supplicant_is_ready());
    CHECK_BECOMES(is_connected());
}

static void wifi_is_refused(void)
{
    check_all_fail(EACCES);
    CHECK_FAILS(WifiConfig_GetNetworkDiagnostics(0, &diagnostics), EACCES);
}

const struct conformance_case wifi_cases[] = {
    {"wifi: the connection", the_connection},
    {"wifi: the networks that the device knows", the_known_networks},
    {"wifi: a scan", scanning},
    {"wifi: settings of a network", settings},
    {"wifi: names of configurations, duplicates", configuration_names},
    {"wifi: settings for EAP-TLS", enterprise_settings},
    {"wifi: what is persisted and what is not", persisting},
    {"wifi: as many networks as there is room for", too_many},
    {"wifi: the older functions", the_older_functions},
    {"wifi: why a network cannot be joined", failures_and_a_key},
    {"wifi: why a network with EAP-TLS cannot be joined", enterprise_failure},
    {"wifi: power savings", power_savings},
    {"wifi: switched off and on again", switched_off},
    {NULL, NULL},
};

const struct conformance_case wifi_refusal_cases[] = {
    {"wifi: a manifest that grants nothing", wifi_is_refused},
    {NULL, NULL},
};
