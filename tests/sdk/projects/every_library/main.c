// Calls something of every library that the device has.
#include <math.h>
#include <pthread.h>
#include <string.h>

#include <curl/curl.h>
#include <wolfssl/ssl.h>
#include <wolfssl/wolfcrypt/chacha20_poly1305.h>
#include <wolfssl/wolfcrypt/random.h>

#include <applibs/log.h>

static size_t received;

static size_t onReceived(void* bytes, size_t size, size_t count, void* context)
{
    (void)bytes;
    (void)context;
    received += size * count;
    return size * count;
}

static void fetch(const char* url)
{
    CURL* transfer = curl_easy_init();
    struct curl_slist* headers = curl_slist_append(NULL, "Accept: text/plain");
    curl_easy_setopt(transfer, CURLOPT_URL, url);
    curl_easy_setopt(transfer, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(transfer, CURLOPT_WRITEFUNCTION, onReceived);
    CURLcode result = curl_easy_perform(transfer);
    Log_Debug("%s: %s, %zu bytes\n", url, curl_easy_strerror(result), received);
    curl_slist_free_all(headers);
    curl_easy_cleanup(transfer);
}

static void* shakeHands(void* context)
{
    int* socket = context;
    wolfSSL_Init();
    WOLFSSL_CTX* settings = wolfSSL_CTX_new(wolfTLSv1_3_client_method());
    wolfSSL_CTX_load_verify_locations(settings, "ca.pem", NULL);
    WOLFSSL* session = wolfSSL_new(settings);
    wolfSSL_UseSNI(session, WOLFSSL_SNI_HOST_NAME, "example.com",
                   (unsigned short)strlen("example.com"));
    wolfSSL_check_domain_name(session, "example.com");
    wolfSSL_set_fd(session, *socket);
    if (wolfSSL_connect(session) != SSL_SUCCESS)
        Log_Debug("TLS: %d\n", wolfSSL_get_error(session, 0));
    wolfSSL_free(session);
    wolfSSL_CTX_free(settings);
    wolfSSL_Cleanup();
    return NULL;
}

static int encrypt(unsigned char* bytes, word32 size)
{
    unsigned char key[CHACHA20_POLY1305_AEAD_KEYSIZE] = {0};
    unsigned char nonce[CHACHA20_POLY1305_AEAD_IV_SIZE] = {0};
    unsigned char tag[CHACHA20_POLY1305_AEAD_AUTHTAG_SIZE];
    WC_RNG* random = wc_rng_new(NULL, 0, NULL);
    wc_RNG_GenerateBlock(random, key, sizeof key);
    wc_rng_free(random);
    return wc_ChaCha20Poly1305_Encrypt(key, nonce, NULL, 0, bytes, size, bytes, tag);
}

int main(int argc, char* argv[])
{
    unsigned char text[] = "text";
    int socket = -1;
    pthread_t thread;
    (void)argv;
    curl_global_init(CURL_GLOBAL_DEFAULT);
    fetch("http://example.com/");
    pthread_create(&thread, NULL, shakeHands, &socket);
    pthread_join(thread, NULL);
    Log_Debug("%d %f\n", encrypt(text, sizeof text), sin((double)argc));
    curl_global_cleanup();
    return 0;
}
