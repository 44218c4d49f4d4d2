/* Calls and the errno that they fail with. */

#include "pem.h"
#include "probe.h"

#define _AZSPHERE_USE_DEPRECATED_API
#include <applibs/adc.h>
#include <applibs/applications.h>
#include <applibs/certstore.h>
#include <applibs/gpio.h>
#include <applibs/i2c.h>
#include <applibs/log.h>
#include <applibs/networking.h>
#include <applibs/rtc.h>
#include <applibs/spi.h>
#include <applibs/storage.h>
#include <applibs/wificonfig.h>
#include <arpa/inet.h>
#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

enum { TARGET = 0x48 };

/* A call is made only while its condition holds: without the failure many would do something.
 * At the start of the device, which would end in the middle of them, they wait. The clock is set on
 * demand, since the time is then good and needs no server. */
enum condition {
    ALWAYS,
    BUTTON_IS_PRESSED,
    CERTSTORE_STARTS,
    WIFI_STARTS,
    NETWORKING_STARTS,
    STORAGE_IS_FULL
};

static bool button_is_pressed;
static bool certstore_starts;
static bool wifi_starts;
static bool networking_starts;
static bool storage_is_full;

static uint8_t bytes[4];
static uint32_t sample;
static CertStore_Identifier certificate;
static struct CertStore_SubjectName subject;
static struct CertStore_IssuerName issuer;
static struct tm when;
static WifiConfig_ClientIdentity identity;
static WifiConfig_NetworkDiagnostics diagnostics;
static WifiConfig_StoredNetwork stored;
static WifiConfig_ScannedNetwork scanned;
static WifiConfig_ConnectedNetwork current;
static Networking_NetworkInterface interface;
static Networking_InterfaceConnectionStatus status;
static Networking_Interface_HardwareAddress hardware;
static bool flag;
static const uint8_t mine[] = {2, 1, 2, 3, 4, 5};
static const uint8_t ssid[] = {'l', 'a', 'b'};

static long open_file(void)
{
    const int fd = Storage_OpenMutableFile();
    if (fd >= 0)
        close(fd);
    storage_is_full = fd < 0 && errno == ENOSPC;
    return fd;
}

/* Without a file the deletion would fail with ENOENT. */
static long delete_file(void)
{
    const long deleted = Storage_DeleteMutableFile();
    return deleted < 0 && errno == ENOENT ? 0 : deleted;
}

/* These give 0 on failure. */
static long memory(size_t figure)
{
    return figure == 0 ? -1 : 0;
}

static long count_certificates(void)
{
    const long count = CertStore_GetCertificateCount();
    certstore_starts = count < 0 && errno == EAGAIN;
    return count;
}

static long count_networks(void)
{
    const long count = WifiConfig_GetStoredNetworkCount();
    wifi_starts = count < 0 && errno == EAGAIN;
    return count;
}

static long count_interfaces(void)
{
    const long count = Networking_GetInterfaceCount();
    networking_starts = count < 0 && errno == EAGAIN;
    return count;
}

static long apply_ip(void)
{
    Networking_IpConfig config;
    Networking_IpConfig_Init(&config);
    const int applied = Networking_IpConfig_Apply("eth0", &config);
    Networking_IpConfig_Destroy(&config);
    return applied;
}

static long start_sntp_server(void)
{
    Networking_SntpServerConfig config;
    Networking_SntpServerConfig_Init(&config);
    const int started = Networking_SntpServer_Start("eth0", &config);
    Networking_SntpServerConfig_Destroy(&config);
    return started;
}

static long start_dhcp_server(void)
{
    const struct in_addr start = {htonl(0x0A000014)};
    const struct in_addr mask = {htonl(0xFFFFFF00)};
    const struct in_addr none = {INADDR_ANY};
    Networking_DhcpServerConfig config;
    Networking_DhcpServerConfig_Init(&config);
    Networking_DhcpServerConfig_SetLease(&config, start, 5, mask, none, 24);
    const int started = Networking_DhcpServer_Start("eth0", &config);
    Networking_DhcpServerConfig_Destroy(&config);
    return started;
}

#define PEM(text) (text), sizeof(text) - 1

/* clang-format off */
#define CALLS(CALL) \
    CALL(ALWAYS, I2CMaster_Read, I2CMaster_Read(i2c_fd, TARGET, bytes, 2)) \
    CALL(ALWAYS, I2CMaster_Write, I2CMaster_Write(i2c_fd, TARGET, NULL, 0)) \
    CALL(ALWAYS, I2CMaster_WriteThenRead, I2CMaster_WriteThenRead(i2c_fd, TARGET, bytes, 0, bytes, 2)) \
    CALL(ALWAYS, SPIMaster_WriteThenRead, SPIMaster_WriteThenRead(spi_fd, mine, 1, bytes, 1)) \
    CALL(ALWAYS, SPIMaster_TransferSequential, transfer()) \
    CALL(ALWAYS, ADC_Poll, ADC_Poll(adc_fd, 0, &sample)) \
    CALL(ALWAYS, Storage_OpenMutableFile, open_file()) \
    CALL(ALWAYS, Storage_DeleteMutableFile, delete_file()) \
    CALL(BUTTON_IS_PRESSED, clock_systohc, clock_systohc()) \
    CALL(ALWAYS, Applications_GetTotalMemoryUsageInKB, memory(Applications_GetTotalMemoryUsageInKB())) \
    CALL(ALWAYS, Applications_GetUserModeMemoryUsageInKB, memory(Applications_GetUserModeMemoryUsageInKB())) \
    CALL(ALWAYS, Applications_GetPeakUserModeMemoryUsageInKB, memory(Applications_GetPeakUserModeMemoryUsageInKB())) \
    CALL(ALWAYS, CertStore_GetCertificateCount, count_certificates()) \
    CALL(CERTSTORE_STARTS, CertStore_GetAvailableSpace, CertStore_GetAvailableSpace()) \
    CALL(CERTSTORE_STARTS, CertStore_GetCertificateIdentifierAt, CertStore_GetCertificateIdentifierAt(0, &certificate)) \
    CALL(CERTSTORE_STARTS, CertStore_GetCertificateSubjectName, CertStore_GetCertificateSubjectName("client", &subject)) \
    CALL(CERTSTORE_STARTS, CertStore_GetCertificateIssuerName, CertStore_GetCertificateIssuerName("client", &issuer)) \
    CALL(CERTSTORE_STARTS, CertStore_GetCertificateNotBefore, CertStore_GetCertificateNotBefore("client", &when)) \
    CALL(CERTSTORE_STARTS, CertStore_GetCertificateNotAfter, CertStore_GetCertificateNotAfter("client", &when)) \
    CALL(CERTSTORE_STARTS, CertStore_InstallClientCertificate, \
         CertStore_InstallClientCertificate("x", PEM(PEM_EC_CERTIFICATE), PEM(PEM_EC_KEY), NULL)) \
    CALL(CERTSTORE_STARTS, CertStore_InstallRootCACertificate, \
         CertStore_InstallRootCACertificate("x", PEM(PEM_ROOT_CERTIFICATE))) \
    CALL(CERTSTORE_STARTS, CertStore_MoveCertificate, CertStore_MoveCertificate("x", "y")) \
    CALL(CERTSTORE_STARTS, CertStore_DeleteCertificate, CertStore_DeleteCertificate("x")) \
    CALL(ALWAYS, Networking_GetInterfaceCount, count_interfaces()) \
    CALL(NETWORKING_STARTS, Networking_GetInterfaces, Networking_GetInterfaces(&interface, 1)) \
    CALL(NETWORKING_STARTS, Networking_SetInterfaceState, Networking_SetInterfaceState("wlan0", true)) \
    CALL(NETWORKING_STARTS, Networking_GetInterfaceConnectionStatus, \
         Networking_GetInterfaceConnectionStatus("wlan0", &status)) \
    CALL(NETWORKING_STARTS, Networking_SetHardwareAddress, Networking_SetHardwareAddress("eth0", mine, sizeof mine)) \
    CALL(NETWORKING_STARTS, Networking_GetHardwareAddress, Networking_GetHardwareAddress("wlan0", &hardware)) \
    CALL(NETWORKING_STARTS, Networking_IpConfig_Apply, apply_ip()) \
    CALL(NETWORKING_STARTS, Networking_TimeSync_SetEnabled, Networking_TimeSync_SetEnabled(true)) \
    CALL(NETWORKING_STARTS, Networking_TimeSync_GetEnabled, Networking_TimeSync_GetEnabled(&flag)) \
    CALL(NETWORKING_STARTS, Networking_SntpServer_Start, start_sntp_server()) \
    CALL(NETWORKING_STARTS, Networking_DhcpServer_Start, start_dhcp_server()) \
    CALL(STORAGE_IS_FULL, Networking_SetInterfaceState, Networking_SetInterfaceState("eth0", true)) \
    CALL(STORAGE_IS_FULL, Networking_IpConfig_Apply, apply_ip()) \
    CALL(STORAGE_IS_FULL, Networking_DhcpServer_Start, start_dhcp_server()) \
    CALL(STORAGE_IS_FULL, WifiConfig_PersistConfig, WifiConfig_PersistConfig()) \
    CALL(STORAGE_IS_FULL, WifiConfig_StoreOpenNetwork, WifiConfig_StoreOpenNetwork(ssid, sizeof ssid)) \
    CALL(STORAGE_IS_FULL, WifiConfig_StoreWpa2Network, \
         WifiConfig_StoreWpa2Network(ssid, 1, "correct horse", 13)) \
    CALL(STORAGE_IS_FULL, WifiConfig_ForgetNetwork, forget_first()) \
    CALL(ALWAYS, Networking_TimeSync_GetLastNtpSyncInfo, \
         Networking_TimeSync_GetLastNtpSyncInfo(NULL, NULL, NULL, NULL)) \
    CALL(ALWAYS, WifiConfig_GetStoredNetworkCount, count_networks()) \
    CALL(WIFI_STARTS, WifiConfig_AddNetwork, WifiConfig_AddNetwork()) \
    CALL(WIFI_STARTS, WifiConfig_AddDuplicateNetwork, WifiConfig_AddDuplicateNetwork(0, "x")) \
    CALL(WIFI_STARTS, WifiConfig_ForgetNetworkById, WifiConfig_ForgetNetworkById(99)) \
    CALL(WIFI_STARTS, WifiConfig_ForgetAllNetworks, WifiConfig_ForgetAllNetworks()) \
    CALL(WIFI_STARTS, WifiConfig_GetStoredNetworks, WifiConfig_GetStoredNetworks(&stored, 1)) \
    CALL(WIFI_STARTS, WifiConfig_GetNetworkIdByConfigName, WifiConfig_GetNetworkIdByConfigName("x")) \
    CALL(WIFI_STARTS, WifiConfig_PersistConfig, WifiConfig_PersistConfig()) \
    CALL(WIFI_STARTS, WifiConfig_ReloadConfig, WifiConfig_ReloadConfig()) \
    CALL(WIFI_STARTS, WifiConfig_SetSSID, WifiConfig_SetSSID(0, ssid, sizeof ssid)) \
    CALL(WIFI_STARTS, WifiConfig_SetSecurityType, WifiConfig_SetSecurityType(0, WifiConfig_Security_Open)) \
    CALL(WIFI_STARTS, WifiConfig_SetPSK, WifiConfig_SetPSK(0, "correct horse", 13)) \
    CALL(WIFI_STARTS, WifiConfig_SetNetworkEnabled, WifiConfig_SetNetworkEnabled(0, true)) \
    CALL(WIFI_STARTS, WifiConfig_SetTargetedScanEnabled, WifiConfig_SetTargetedScanEnabled(0, true)) \
    CALL(WIFI_STARTS, WifiConfig_SetConfigName, WifiConfig_SetConfigName(0, "x")) \
    CALL(WIFI_STARTS, WifiConfig_SetClientIdentity, WifiConfig_SetClientIdentity(0, "x")) \
    CALL(WIFI_STARTS, WifiConfig_GetClientIdentity, WifiConfig_GetClientIdentity(0, &identity)) \
    CALL(WIFI_STARTS, WifiConfig_SetClientCertStoreIdentifier, WifiConfig_SetClientCertStoreIdentifier(0, "x")) \
    CALL(WIFI_STARTS, WifiConfig_GetClientCertStoreIdentifier, \
         WifiConfig_GetClientCertStoreIdentifier(0, &certificate)) \
    CALL(WIFI_STARTS, WifiConfig_SetRootCACertStoreIdentifier, WifiConfig_SetRootCACertStoreIdentifier(0, "x")) \
    CALL(WIFI_STARTS, WifiConfig_GetRootCACertStoreIdentifier, \
         WifiConfig_GetRootCACertStoreIdentifier(0, &certificate)) \
    CALL(WIFI_STARTS, WifiConfig_GetCurrentNetwork, WifiConfig_GetCurrentNetwork(&current)) \
    CALL(WIFI_STARTS, WifiConfig_GetConnectedNetworkId, WifiConfig_GetConnectedNetworkId()) \
    CALL(WIFI_STARTS, WifiConfig_TriggerScanAndGetScannedNetworkCount, \
         WifiConfig_TriggerScanAndGetScannedNetworkCount()) \
    CALL(WIFI_STARTS, WifiConfig_GetScannedNetworks, WifiConfig_GetScannedNetworks(&scanned, 1)) \
    CALL(WIFI_STARTS, WifiConfig_GetNetworkDiagnostics, WifiConfig_GetNetworkDiagnostics(0, &diagnostics)) \
    CALL(WIFI_STARTS, WifiConfig_SetPowerSavingsEnabled, WifiConfig_SetPowerSavingsEnabled(false)) \
    CALL(WIFI_STARTS, WifiConfig_StoreOpenNetwork, WifiConfig_StoreOpenNetwork(ssid, sizeof ssid)) \
    CALL(WIFI_STARTS, WifiConfig_StoreWpa2Network, WifiConfig_StoreWpa2Network(ssid, 1, "correct horse", 13)) \
    CALL(WIFI_STARTS, WifiConfig_ForgetNetwork, forget_first())
/* clang-format on */

static long transfer(void)
{
    SPIMaster_Transfer one;
    SPIMaster_InitTransfers(&one, 1);
    one.flags = SPI_TransferFlags_Write;
    one.writeData = mine;
    one.length = 1;
    return SPIMaster_TransferSequential(spi_fd, &one, 1);
}

static long forget_first(void)
{
    stored = (WifiConfig_StoredNetwork){.z__magicAndVersion = 0xB22E0001, .ssidLength = 10};
    memcpy(stored.ssid, "Perisphere", stored.ssidLength);
    stored.security = WifiConfig_Security_Open;
    return WifiConfig_ForgetNetwork(&stored);
}

static bool is_ready;

static bool holds(enum condition condition)
{
    if (condition > BUTTON_IS_PRESSED && !is_ready)
        return false;
    return condition == ALWAYS || (condition == BUTTON_IS_PRESSED && button_is_pressed) ||
           (condition == CERTSTORE_STARTS && certstore_starts) ||
           (condition == WIFI_STARTS && wifi_starts) ||
           (condition == NETWORKING_STARTS && networking_starts) ||
           (condition == STORAGE_IS_FULL && storage_is_full);
}

#define NAME(condition, function, call) #function,
static const char* const names[] = {CALLS(NAME)};
#undef NAME

enum { COUNT = sizeof names / sizeof names[0] };

/* What happens in the middle of a round would be told in the order of that moment. Therefore only
 * what two rounds agree in is told, in the order of the table. */
bool try_calls(void)
{
    static int told[COUNT];
    static int before[COUNT];
    int errors[COUNT];
    int at = 0;
    GPIO_Value_Type level = GPIO_Value_High;
    GPIO_GetValue(button_fd, &level);
    button_is_pressed = level == GPIO_Value_Low;
#define TRY(condition, function, call)                                                             \
    errno = 0;                                                                                     \
    errors[at++] = !holds(condition) || (call) >= 0 ? 0 : errno;
    CALLS(TRY)
#undef TRY
    const bool is_stable = memcmp(errors, before, sizeof errors) == 0;
    memcpy(before, errors, sizeof errors);
    for (int i = 0; is_stable && i < COUNT; ++i) {
        if (errors[i] == told[i])
            continue;
        told[i] = errors[i];
        Log_Debug("%s %s\n", names[i], errors[i] == 0 ? "ok" : strerrorname_np(errors[i]));
    }
    return is_stable;
}

void begin_all_calls(void)
{
    is_ready = true;
}
