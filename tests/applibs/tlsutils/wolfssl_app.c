/* wolfssl_app PORT CA VERSION: a request by wolfSSL with the device's certificate; prints what
 * comes. VERSION is 12 or 13. Exit codes as curl_app. */
#define _GNU_SOURCE

#include <wolfssl/options.h>
#include <wolfssl/ssl.h>

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tlsutils/deviceauth_curl.h>
#include <unistd.h>

static int connectTo(const char* port)
{
    const struct sockaddr_in address = {.sin_family = AF_INET,
                                        .sin_port = htons((unsigned short)atoi(port)),
                                        .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    return connect(fd, (const struct sockaddr*)&address, sizeof address) == 0 ? fd : -1;
}

static int talk(WOLFSSL* ssl)
{
    static const char kRequest[] = "GET / HTTP/1.0\r\n\r\n";
    char answer[4096];
    if (wolfSSL_connect(ssl) != WOLFSSL_SUCCESS ||
        wolfSSL_write(ssl, kRequest, sizeof kRequest - 1) <= 0) {
        printf("wolfSSL %d\n", wolfSSL_get_error(ssl, 0));
        return 1;
    }
    const int size = wolfSSL_read(ssl, answer, sizeof answer - 1);
    if (size <= 0) {
        printf("wolfSSL %d\n", wolfSSL_get_error(ssl, size));
        return 1;
    }
    answer[size] = '\0';
    puts(answer);
    return 0;
}

int main(int argc, char** argv)
{
    if (argc != 4)
        return 3;
    wolfSSL_Init();
    WOLFSSL_CTX* const context = wolfSSL_CTX_new(
        strcmp(argv[3], "13") == 0 ? wolfTLSv1_3_client_method() : wolfTLSv1_2_client_method());
    if (context == NULL ||
        wolfSSL_CTX_load_verify_locations(context, argv[2], NULL) != WOLFSSL_SUCCESS)
        return 3;
    const DeviceAuthSslResult used = DeviceAuth_SslCtxFunc(context);
    printf("used %d\n", (int)used);
    if (used != DeviceAuthSslResult_Success)
        return 2;
    const int fd = connectTo(argv[1]);
    WOLFSSL* const ssl = wolfSSL_new(context);
    if (fd < 0 || ssl == NULL || wolfSSL_set_fd(ssl, fd) != WOLFSSL_SUCCESS)
        return 3;
    const int code = talk(ssl);
    wolfSSL_free(ssl);
    wolfSSL_CTX_free(context);
    close(fd);
    return code;
}
