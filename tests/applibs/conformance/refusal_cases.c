/* An app whose manifest grants nothing. */

#include "check.h"

#include "pem.h"

#include <applibs/adc.h>
#include <applibs/certstore.h>
#include <applibs/gpio.h>
#include <applibs/i2c.h>
#include <applibs/networking.h>
#include <applibs/powermanagement.h>
#include <applibs/pwm.h>
#include <applibs/rtc.h>
#include <applibs/spi.h>
#include <applibs/storage.h>
#include <applibs/sysevent.h>
#include <applibs/uart.h>
#include <arpa/inet.h>

static void everything_is_refused(void)
{
    UART_Config uart;
    SPIMaster_Config spi;
    UART_InitConfig(&uart);
    CHECK(SPIMaster_InitConfig(&spi) == 0);
    CHECK_FAILS(GPIO_OpenAsInput(0), EACCES);
    CHECK_FAILS(GPIO_OpenAsOutput(0, GPIO_OutputMode_PushPull, GPIO_Value_Low), EACCES);
    CHECK_FAILS(UART_Open(4, &uart), EACCES);
    CHECK_FAILS(I2CMaster_Open(1), EACCES);
    CHECK_FAILS(SPIMaster_Open(2, -1, &spi), EACCES);
    CHECK_FAILS(ADC_Open(0), EACCES);
    CHECK_FAILS(PWM_Open(2), EACCES);
    CHECK_FAILS(clock_systohc(), EACCES);
    CHECK_FAILS(Storage_OpenMutableFile(), EACCES);
    CHECK_FAILS(Storage_DeleteMutableFile(), EACCES);
    CHECK_FAILS(PowerManagement_ForceSystemReboot(), EACCES);
    CHECK_FAILS(PowerManagement_ForceSystemPowerDown(10), EACCES);
    CHECK_FAILS(PowerManagement_SetSystemPowerProfile(PowerManagement_Balanced), EACCES);
}

static void the_certificate_store_is_refused(void)
{
    CertStore_Identifier id;
    CertStore_SubjectName subject;
    CertStore_IssuerName issuer;
    struct tm time;
    CHECK_FAILS(CertStore_InstallClientCertificate("a", PEM_EC_CERTIFICATE,
                                                   sizeof PEM_EC_CERTIFICATE - 1, PEM_EC_KEY,
                                                   sizeof PEM_EC_KEY - 1, NULL),
                EACCES);
    CHECK_FAILS(CertStore_InstallRootCACertificate("a", PEM_ROOT_CERTIFICATE,
                                                   sizeof PEM_ROOT_CERTIFICATE - 1),
                EACCES);
    CHECK_FAILS(CertStore_DeleteCertificate("a"), EACCES);
    CHECK_FAILS(CertStore_GetCertificateCount(), EACCES);
    CHECK_FAILS(CertStore_GetCertificateIdentifierAt(0, &id), EACCES);
    CHECK_FAILS(CertStore_GetAvailableSpace(), EACCES);
    CHECK_FAILS(CertStore_GetCertificateSubjectName("a", &subject), EACCES);
    CHECK_FAILS(CertStore_GetCertificateIssuerName("a", &issuer), EACCES);
    CHECK_FAILS(CertStore_GetCertificateNotBefore("a", &time), EACCES);
    CHECK_FAILS(CertStore_GetCertificateNotAfter("a", &time), EACCES);
    CHECK_FAILS(CertStore_MoveCertificate("a", "b"), EACCES);
}

static void ignore_event(SysEvent_Events event, SysEvent_Status state, const SysEvent_Info* info,
                         void* context)
{
    (void)event;
    (void)state;
    (void)info;
    (void)context;
}

static void update_events_are_refused(void)
{
    EventLoop* const loop = EventLoop_Create();
    CHECK_NULL(
        SysEvent_RegisterForEventNotifications(loop, SysEvent_Events_Mask, ignore_event, NULL),
        EACCES);
    CHECK_FAILS(SysEvent_DeferEvent(SysEvent_Events_UpdateReadyForInstall, 1), EACCES);
    CHECK_FAILS(SysEvent_ResumeEvent(SysEvent_Events_UpdateReadyForInstall), EACCES);
    EventLoop_Close(loop);
}

static void networking_is_refused(void)
{
    static const uint8_t mine[] = {2, 1, 2, 3, 4, 5};
    const struct in_addr start = {htonl(0x0a000002)};
    const struct in_addr mask = {htonl(0xffffff00)};
    const struct in_addr none = {INADDR_ANY};
    bool value = false;
    Networking_IpConfig ip;
    Networking_SntpServerConfig sntp;
    Networking_DhcpServerConfig dhcp;
    Networking_ProxyConfig* const proxy = Networking_Proxy_Create();
    Networking_IpConfig_Init(&ip);
    Networking_SntpServerConfig_Init(&sntp);
    Networking_DhcpServerConfig_Init(&dhcp);
    CHECK(Networking_DhcpServerConfig_SetLease(&dhcp, start, 1, mask, none, 24) == 0);
    CHECK_FAILS(Networking_SetInterfaceState("wlan0", false), EACCES);
    CHECK_FAILS(Networking_SetHardwareAddress("eth0", mine, sizeof mine), EACCES);
    CHECK_FAILS(Networking_IpConfig_Apply("wlan0", &ip), EACCES);
    CHECK_FAILS(Networking_IpConfig_ReleaseIp("wlan0"), EACCES);
    CHECK_FAILS(Networking_IpConfig_RenewIp("wlan0"), EACCES);
    CHECK_FAILS(Networking_TimeSync_EnableDefaultNtp(), EACCES);
    CHECK_FAILS(Networking_TimeSync_EnableAutomaticNtp(0), EACCES);
    CHECK_FAILS(Networking_TimeSync_EnableCustomNtp("a", NULL, 0), EACCES);
    CHECK_FAILS(Networking_TimeSync_SetEnabled(false), EACCES);
    CHECK_FAILS(Networking_TimeSync_GetEnabled(&value), EACCES);
    CHECK_FAILS(Networking_SntpServer_Start("eth0", &sntp), EACCES);
    CHECK_FAILS(Networking_DhcpServer_Start("eth0", &dhcp), EACCES);
    CHECK_FAILS(Networking_Proxy_Apply(proxy), EACCES);
    CHECK_FAILS(Networking_Proxy_Get(proxy), EACCES);
    Networking_Proxy_Destroy(proxy);
}

const struct conformance_case refusal_cases[] = {
    {"a manifest that grants nothing: everything is refused", everything_is_refused},
    {"a manifest that grants nothing: the certificate store is refused",
     the_certificate_store_is_refused},
    {"a manifest that grants nothing: update events are refused", update_events_are_refused},
    {"a manifest that grants nothing: networking is refused", networking_is_refused},
    {NULL, NULL},
};
