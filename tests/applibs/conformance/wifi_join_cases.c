/* On the device of wifi_cases.c. Two more networks hide there: "modern" has the key "correct
 * horse", on Linux for WPA3 alone; "office" is one with EAP-TLS, whose server knows "device" and
 * the certificates that PEM_OFFICE_AUTHORITY has issued. */

#include "check.h"
#include "office_pem.h"
#include "pem.h"
#include "waiting.h"

#define _AZSPHERE_USE_DEPRECATED_API
#include <applibs/certstore.h>
#include <applibs/wificonfig.h>

#define TEXT(text) (text), sizeof(text) - 1

static WifiConfig_NetworkDiagnostics diagnostics;

static bool has_failed(int id, int32_t error)
{
    return WifiConfig_GetNetworkDiagnostics(id, &diagnostics) == 0 && diagnostics.error == error;
}

static bool has_certificate_error(int id, int32_t error)
{
    return has_failed(id, 5) && diagnostics.certError == error;
}

static bool is_connected_to(int id)
{
    return WifiConfig_GetConnectedNetworkId() == id;
}

static bool is_connected(void)
{
    return WifiConfig_GetConnectedNetworkId() >= 0;
}

/* Switched off; the one that the device was connected to is as well. */
static int add(const char* name, WifiConfig_Security_Type security)
{
    const int id = WifiConfig_AddNetwork();
    CHECK(id > 0);
    CHECK(WifiConfig_SetNetworkEnabled(0, false) == 0);
    CHECK(WifiConfig_SetSSID(id, (const uint8_t*)name, strlen(name)) == 0);
    CHECK(WifiConfig_SetSecurityType(id, security) == 0);
    CHECK(WifiConfig_SetTargetedScanEnabled(id, true) == 0);
    return id;
}

static void try_again(int id)
{
    CHECK(WifiConfig_SetNetworkEnabled(id, false) == 0);
    CHECK(WifiConfig_SetNetworkEnabled(id, true) == 0);
}

static void check_current(const char* name, WifiConfig_Security_Type security)
{
    WifiConfig_ConnectedNetwork current;
    CHECK_SUCCEEDS(WifiConfig_GetCurrentNetwork(&current));
    CHECK(current.ssidLength == strlen(name) && memcmp(current.ssid, name, strlen(name)) == 0);
    CHECK(current.security == security);
}

static void a_hidden_network_with_a_key(void)
{
    const int id = add("modern", WifiConfig_Security_Wpa2_Psk);
    CHECK(WifiConfig_SetPSK(id, TEXT("correct house")) == 0);
    CHECK(WifiConfig_SetNetworkEnabled(id, true) == 0);
    CHECK_BECOMES(has_failed(id, 4));
    CHECK(WifiConfig_SetPSK(id, TEXT("correct horse")) == 0);
    CHECK_BECOMES(is_connected_to(id));
    check_current("modern", WifiConfig_Security_Wpa2_Psk);
    CHECK(WifiConfig_ReloadConfig() == 0);
    CHECK_BECOMES(is_connected());
}

static void a_network_with_eap_tls(void)
{
    int id;
    CHECK(CertStore_InstallClientCertificate("office-device", TEXT(PEM_OFFICE_DEVICE),
                                             TEXT(PEM_OFFICE_DEVICE_KEY), "secret") == 0);
    CHECK(CertStore_InstallClientCertificate("stranger", TEXT(PEM_OFFICE_STRANGER),
                                             TEXT(PEM_OFFICE_STRANGER_KEY), NULL) == 0);
    CHECK(CertStore_InstallRootCACertificate("office-root", TEXT(PEM_OFFICE_AUTHORITY)) == 0);
    CHECK(CertStore_InstallRootCACertificate("other-root", TEXT(PEM_ROOT_CERTIFICATE)) == 0);
    CHECK(WifiConfig_ReloadConfig() == 0); /* which takes them */
    id = add("office", WifiConfig_Security_Wpa2_EAP_TLS);
    CHECK(WifiConfig_SetClientIdentity(id, "device") == 0);
    CHECK(WifiConfig_SetClientCertStoreIdentifier(id, "office-device") == 0);
    CHECK(WifiConfig_SetRootCACertStoreIdentifier(id, "office-root") == 0);
    CHECK(WifiConfig_SetNetworkEnabled(id, true) == 0);
    CHECK_BECOMES(is_connected_to(id));
    check_current("office", WifiConfig_Security_Wpa2_EAP_TLS);

    CHECK(WifiConfig_SetRootCACertStoreIdentifier(id, "") == 0); /* whoever the server is */
    try_again(id);
    CHECK_BECOMES(is_connected_to(id));

    CHECK(WifiConfig_SetRootCACertStoreIdentifier(id, "other-root") == 0);
    try_again(id);
    CHECK_BECOMES(has_certificate_error(id, 101)); /* not the server's root */
    CHECK(strlen(diagnostics.certSubject.name) > 0);
    CHECK(!is_connected());
    CHECK(WifiConfig_SetRootCACertStoreIdentifier(id, "office-root") == 0);
    CHECK_BECOMES(is_connected_to(id));

    CHECK(WifiConfig_SetClientCertStoreIdentifier(id, "stranger") == 0);
    try_again(id);
    CHECK_BECOMES(has_certificate_error(id, 102)); /* not one that the server trusts */
    CHECK(!is_connected());

    CHECK(WifiConfig_SetClientCertStoreIdentifier(id, "office-device") == 0);
    CHECK(WifiConfig_SetClientIdentity(id, "nobody") == 0);
    try_again(id); /* with the right certificate it may have connected in between */
    CHECK_BECOMES(has_failed(id, 1)); /* not one that the server knows */
    CHECK(!is_connected());

    CHECK(CertStore_DeleteCertificate("office-device") == 0);
    CHECK(CertStore_DeleteCertificate("stranger") == 0);
    CHECK(CertStore_DeleteCertificate("office-root") == 0);
    CHECK(CertStore_DeleteCertificate("other-root") == 0);
    CHECK(WifiConfig_ReloadConfig() == 0);
    CHECK_BECOMES(is_connected());
}

const struct conformance_case wifi_join_cases[] = {
    {"wifi: a hidden network with a key", a_hidden_network_with_a_key},
    {"wifi: a network with EAP-TLS", a_network_with_eap_tls},
    {NULL, NULL},
};
