// Says on what it runs: which curl, which wolfSSL, and what opening a LED gives without a device.
#define _GNU_SOURCE
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <curl/curl.h>
#include <wolfssl/ssl.h>
#include <wolfssl/wolfcrypt/chacha20_poly1305.h>

#include <applibs/gpio.h>
#include <hw/mt3620_rdb.h>

int main(void)
{
    char text[32] = "";
    FILE* memory = fmemopen(text, sizeof text, "w");
    fprintf(memory, "%.0f bits", log2((double)(size_t)-1));
    fclose(memory);
    int led = GPIO_OpenAsOutput(MT3620_RDB_LED1_RED, GPIO_OutputMode_PushPull, GPIO_Value_High);
    printf("%s, %s, wolfSSL %s, key of %d bytes, LED %d (%s)\n", text, curl_version(),
           wolfSSL_lib_version(), CHACHA20_POLY1305_AEAD_KEYSIZE, led,
           led < 0 ? strerror(errno) : "open");
    return 4;
}
