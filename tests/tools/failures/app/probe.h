/* An app that tells each change of what it gets from its device, one line a change:
 *   I2CMaster_Read ENXIO     a call fails with that errno
 *   I2CMaster_Read ok        it succeeds again
 *   ADC_Poll 2048            it succeeds and gives another value than before */
#pragma once

#include <stdbool.h>

/* Descriptors that are open all the time. */
extern int i2c_fd;
extern int spi_fd;
extern int uart_fd;
extern int adc_fd;
extern int button_fd;

void take_readings(void);

/* One after the other, in the order of their table; false while their results still change. */
bool try_calls(void);
/* From now on also those that change something on a device without a failure. */
void begin_all_calls(void);

/* Networks to join, once Wi-Fi and the certificate store are ready, which it tells. */
bool configure_networks(void);
/* What has failed of each. */
void tell_networks(void);
