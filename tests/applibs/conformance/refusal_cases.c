/* An app whose manifest grants nothing. */

#include "check.h"

#include "pem.h"

#include <applibs/adc.h>
#include <applibs/certstore.h>
#include <applibs/gpio.h>
#include <applibs/i2c.h>
#include <applibs/powermanagement.h>
#include <applibs/pwm.h>
#include <applibs/rtc.h>
#include <applibs/spi.h>
#include <applibs/storage.h>
#include <applibs/sysevent.h>
#include <applibs/uart.h>

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
    errno = 0;
    CHECK(SysEvent_RegisterForEventNotifications(loop, SysEvent_Events_Mask, ignore_event, NULL) ==
          NULL);
    CHECK(errno == EACCES);
    CHECK_FAILS(SysEvent_DeferEvent(SysEvent_Events_UpdateReadyForInstall, 1), EACCES);
    CHECK_FAILS(SysEvent_ResumeEvent(SysEvent_Events_UpdateReadyForInstall), EACCES);
    EventLoop_Close(loop);
}

const struct conformance_case refusal_cases[] = {
    {"a manifest that grants nothing: everything is refused", everything_is_refused},
    {"a manifest that grants nothing: the certificate store is refused",
     the_certificate_store_is_refused},
    {"a manifest that grants nothing: update events are refused", update_events_are_refused},
    {NULL, NULL},
};
