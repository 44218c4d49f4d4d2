/* The conformance suite as an app. With the argument "refused" it runs the cases of an app whose
 * manifest grants nothing, with "early" and "starting" those of one on a device that is just
 * starting, with "network" those of networking and Wi-Fi, with "radio" after it on radios whose
 * figures nobody has chosen. Prints TAP; the exit code is 0 when all
 * holds.
 *
 * The board that it needs: GPIO0 wired to GPIO1, GPIO4 pulled up, ISU0's TXD wired to its RXD, on
 * ISU1 an I2C target 0x48 with 16 one-byte registers, on ISU2 chip select A an SPI target that
 * answers each byte with its complement, GPIO41 at 1.25 V. Its certificate store holds one damaged
 * entry, "damaged". For "network": see networking_cases.c, wifi_cases.c and wifi_join_cases.c. */

#include "check.h"

#include <stdlib.h>

int failed_checks = 0;
bool has_known_radios = true;

static int run(const struct conformance_case* cases, int number, int* failed)
{
    for (; cases->name != NULL; ++cases) {
        failed_checks = 0;
        cases->run();
        ++number;
        printf("%sok %d - %s\n", failed_checks == 0 ? "" : "not ", number, cases->name);
        fflush(stdout);
        *failed += failed_checks != 0;
    }
    return number;
}

int main(int argc, char** argv)
{
    static const struct conformance_case* const all[] = {
        gpio_cases,     uart_cases,       i2c_cases,          spi_cases,   adc_cases,
        pwm_cases,      system_cases,     event_loop_cases,   cpp_cases,   certstore_cases,
        sysevent_cases, deviceauth_cases, cpp_security_cases, thread_cases};
    int failed = 0;
    int number = 0;
    if (argc > 1 && strcmp(argv[1], "refused") == 0) {
        number = run(refusal_cases, number, &failed);
        number = run(wifi_refusal_cases, number, &failed);
        number = run(deviceauth_refusal_cases, number, &failed);
        number = run(curl_refusal_cases, number, &failed);
        number = run(cpp_refusal_cases, number, &failed);
    } else if (argc > 1 && strcmp(argv[1], "early") == 0) {
        number = run(certstore_early_cases, number, &failed);
    } else if (argc > 1 && strcmp(argv[1], "network") == 0) {
        has_known_radios = argc == 2;
        number = run(networking_cases, number, &failed);
        number = run(wifi_cases, number, &failed);
        number = run(wifi_join_cases, number, &failed);
        number = run(cpp_network_cases, number, &failed);
    } else if (argc > 1 && strcmp(argv[1], "starting") == 0) {
        number = run(starting_cases, number, &failed);
    } else {
        for (size_t i = 0; i < sizeof all / sizeof all[0]; ++i)
            number = run(all[i], number, &failed);
    }
    printf("1..%d\n", number);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
