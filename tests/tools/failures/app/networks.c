/* One network for each way in which joining it can fail; the board has the access points. */

#include "pem.h"
#include "probe.h"

#include <applibs/certstore.h>
#include <applibs/log.h>
#include <applibs/networking.h>
#include <applibs/wificonfig.h>
#include <arpa/inet.h>
#include <string.h>

static const struct network {
    const char* ssid;
    WifiConfig_Security_Type security;
    const char* key;
    const char* client_certificate;
} networks[] = {
    {"lab", WifiConfig_Security_Wpa2_Psk, "correct horse", NULL},
    {"keyed", WifiConfig_Security_Wpa2_Psk, NULL, NULL},
    {"secured", WifiConfig_Security_Open, NULL, NULL},
    {"channel14", WifiConfig_Security_Open, NULL, NULL},
    {"adhoc", WifiConfig_Security_Open, NULL, NULL},
    {"tkip", WifiConfig_Security_Wpa2_Psk, "correct horse", NULL},
    {"wep", WifiConfig_Security_Open, NULL, NULL},
    {"office", WifiConfig_Security_Wpa2_EAP_TLS, NULL, "client"},
    {"foreign", WifiConfig_Security_Wpa2_EAP_TLS, NULL, "client"},
    {"strict", WifiConfig_Security_Wpa2_EAP_TLS, NULL, "client"},
    {"empty", WifiConfig_Security_Wpa2_EAP_TLS, NULL, "none"},
};

enum { COUNT = sizeof networks / sizeof networks[0] };

static int ids[COUNT];
static bool is_configured;

static void use_static_address(void)
{
    const struct in_addr address = {htonl(0x0A000001)};
    const struct in_addr mask = {htonl(0xFFFFFF00)};
    const struct in_addr none = {INADDR_ANY};
    Networking_IpConfig config;
    Networking_IpConfig_Init(&config);
    Networking_IpConfig_EnableStaticIp(&config, address, mask, none);
    Networking_IpConfig_Apply("eth0", &config);
    Networking_IpConfig_Destroy(&config);
}

bool configure_networks(void)
{
    if (is_configured || WifiConfig_GetStoredNetworkCount() < 0 ||
        CertStore_GetCertificateCount() < 0)
        return is_configured;
    is_configured = true;
    use_static_address(); /* what a DHCP server on eth0 needs */
    CertStore_InstallRootCACertificate("root", PEM_ROOT_CERTIFICATE,
                                       sizeof PEM_ROOT_CERTIFICATE - 1);
    CertStore_InstallClientCertificate("client", PEM_EC_CERTIFICATE, sizeof PEM_EC_CERTIFICATE - 1,
                                       PEM_EC_KEY, sizeof PEM_EC_KEY - 1, NULL);
    WifiConfig_ReloadConfig(); /* the certificates */
    for (int i = 0; i < COUNT; ++i) {
        const struct network* const one = &networks[i];
        const int id = ids[i] = WifiConfig_AddNetwork();
        WifiConfig_SetSSID(id, (const uint8_t*)one->ssid, strlen(one->ssid));
        WifiConfig_SetSecurityType(id, one->security);
        if (one->key != NULL)
            WifiConfig_SetPSK(id, one->key, strlen(one->key));
        if (one->client_certificate != NULL) {
            WifiConfig_SetClientIdentity(id, "device");
            WifiConfig_SetClientCertStoreIdentifier(id, one->client_certificate);
            WifiConfig_SetRootCACertStoreIdentifier(id, "root");
        }
        WifiConfig_SetNetworkEnabled(id, true);
    }
    return true;
}

void tell_networks(void)
{
    static int errors[COUNT];
    static int certificate_errors[COUNT];
    WifiConfig_NetworkDiagnostics found;
    for (int i = 0; is_configured && i < COUNT; ++i) {
        if (WifiConfig_GetNetworkDiagnostics(ids[i], &found) < 0)
            continue;
        if (found.error == errors[i] &&
            (found.error != 5 || found.certError == certificate_errors[i]))
            continue;
        errors[i] = found.error;
        certificate_errors[i] = found.error == 5 ? found.certError : 0;
        if (found.error == 5)
            Log_Debug("WifiConfig_GetNetworkDiagnostics error 5 certError %d\n", found.certError);
        else
            Log_Debug("WifiConfig_GetNetworkDiagnostics error %d\n", found.error);
    }
}
