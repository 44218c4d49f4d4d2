#include "check.h"

#include <applibs/adc.h>

static void a_voltage_is_measured(void)
{
    uint32_t value = 0;
    const int fd = ADC_Open(0);
    CHECK(fd >= 0);
    CHECK(ADC_GetSampleBitCount(fd, 0) == 12);
    CHECK_SUCCEEDS(ADC_SetReferenceVoltage(fd, 0, 2.5F));
    CHECK(ADC_Poll(fd, 0, &value) == 0);
    CHECK(value >= 2046 && value <= 2049); /* 1.25 V of 2.5 V */
    CHECK_SUCCEEDS(ADC_SetReferenceVoltage(fd, 3, 1.8F));
    CHECK(ADC_Poll(fd, 0, &value) == 0);
    CHECK(value >= 2842 && value <= 2846); /* the reference is shared */
    CHECK(ADC_SetReferenceVoltage(fd, 0, 2.5F) == 0);
    close(fd);
}

static void arguments(void)
{
    uint32_t value = 0;
    const int fd = ADC_Open(0);
    CHECK_FAILS(ADC_Open(0), EBUSY);
    CHECK_FAILS(ADC_Open(1), EACCES);
    CHECK_FAILS(ADC_GetSampleBitCount(fd, 8), EINVAL);
    CHECK_FAILS(ADC_GetSampleBitCount(-1, 0), EBADF);
    CHECK_FAILS(ADC_SetReferenceVoltage(-1, 0, 2.5F), EBADF);
    CHECK_FAILS(ADC_Poll(fd, 8, &value), EINVAL);
    CHECK_FAILS(ADC_Poll(fd, 0, NULL), EFAULT);
    CHECK_FAILS(ADC_Poll(-1, 0, &value), EBADF);
    CHECK_FAILS(ADC_SetReferenceVoltage(fd, 0, 1.7F), EINVAL);
    CHECK_FAILS(ADC_SetReferenceVoltage(fd, 0, 2.6F), EINVAL);
    CHECK_FAILS(ADC_SetReferenceVoltage(fd, 0, -1.0F), EINVAL);
    close(fd);
}

const struct conformance_case adc_cases[] = {
    {"adc: a voltage is measured", a_voltage_is_measured},
    {"adc: wrong arguments", arguments},
    {NULL, NULL},
};
