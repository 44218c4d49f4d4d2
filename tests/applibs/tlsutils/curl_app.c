/* curl_app URL CA: fetches by libcurl with the device's certificate and prints what comes. The exit
 * code is 0 when all went well, 1 when the transfer failed, 2 when the device has no certificate.
 */

#include <applibs/application.h>
#include <stdio.h>
#include <tlsutils/deviceauth.h>
#include <tlsutils/deviceauth_curl.h>

static CURLcode useDeviceCertificate(CURL* curl, void* sslctx, void* result)
{
    const DeviceAuthSslResult used = DeviceAuth_SslCtxFunc(sslctx);
    *(int*)result = (int)used;
    return used == DeviceAuthSslResult_Success ? DeviceAuth_CurlSslFunc(curl, sslctx, NULL)
                                               : CURLE_SSL_CERTPROBLEM;
}

int main(int argc, char** argv)
{
    bool isReady = false;
    int used = -1;
    if (argc != 3 || Application_IsDeviceAuthReady(&isReady) != 0)
        return 3;
    FILE* const certificate = fopen(DeviceAuth_GetCertificatePath(), "r");
    printf("ready %d file %d\n", isReady, certificate != NULL);
    if (certificate != NULL)
        fclose(certificate);
    curl_global_init(CURL_GLOBAL_DEFAULT);
    CURL* const curl = curl_easy_init();
    curl_easy_setopt(curl, CURLOPT_URL, argv[1]);
    curl_easy_setopt(curl, CURLOPT_CAINFO, argv[2]);
    curl_easy_setopt(curl, CURLOPT_SSL_CTX_FUNCTION, useDeviceCertificate);
    curl_easy_setopt(curl, CURLOPT_SSL_CTX_DATA, &used);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, 20L);
    const CURLcode done = curl_easy_perform(curl);
    printf("used %d curl %d %s\n", used, (int)done, curl_easy_strerror(done));
    curl_easy_cleanup(curl);
    curl_global_cleanup();
    return used != 0 ? 2 : done == CURLE_OK ? 0 : 1;
}
