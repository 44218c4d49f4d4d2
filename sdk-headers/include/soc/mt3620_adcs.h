// Numbers of the MT3620's ADC controller and its channels, for applibs/adc.h, for projects of the
// time when the ADC was beta. The names are those of hw/mt3620.h; both may be included.
#pragma once

#define MT3620_ADC_CONTROLLER0 (0)

#define MT3620_ADC_CHANNEL0 (0)
#define MT3620_ADC_CHANNEL1 (1)
#define MT3620_ADC_CHANNEL2 (2)
#define MT3620_ADC_CHANNEL3 (3)
#define MT3620_ADC_CHANNEL4 (4)
#define MT3620_ADC_CHANNEL5 (5)
#define MT3620_ADC_CHANNEL6 (6)
#define MT3620_ADC_CHANNEL7 (7)
