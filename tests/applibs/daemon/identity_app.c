/* An app that proves who its device is: both ends of a TLS connection are in it, and the server
 * asks for a certificate. Says "client <subject>" of what the server has verified, or why not. */
#define _GNU_SOURCE
#include <applibs/application.h>
#include <applibs/log.h>
#include <tlsutils/deviceauth.h>
#include <tlsutils/deviceauth_curl.h>

#include <dirent.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

/* Any certificate: that its key was used is what a handshake shows. */
static int accept_any(int verified, X509_STORE_CTX* store)
{
    (void)verified;
    (void)store;
    return 1;
}

static int use_own_certificate(SSL_CTX* context)
{
    EVP_PKEY* const key = EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-256");
    X509* const own = X509_new();
    return key != NULL && own != NULL && ASN1_INTEGER_set(X509_get_serialNumber(own), 1) &&
           X509_gmtime_adj(X509_getm_notBefore(own), 0) != NULL &&
           X509_gmtime_adj(X509_getm_notAfter(own), 3600) != NULL && X509_set_pubkey(own, key) &&
           X509_sign(own, key, EVP_sha256()) > 0 && SSL_CTX_use_certificate(context, own) == 1 &&
           SSL_CTX_use_PrivateKey(context, key) == 1;
}

/* Both ends in turn, until neither has more to say. */
static int shake_hands(SSL* client, SSL* server)
{
    BIO *from_client, *from_server;
    int turn, is_client_done = 0, is_server_done = 0;

    if (BIO_new_bio_pair(&from_client, 0, &from_server, 0) != 1)
        return 0;
    SSL_set_bio(client, from_client, from_client);
    SSL_set_bio(server, from_server, from_server);
    for (turn = 0; turn < 20 && !(is_client_done && is_server_done); ++turn) {
        is_client_done = SSL_connect(client) == 1;
        is_server_done = SSL_accept(server) == 1;
    }
    return is_client_done && is_server_done;
}

static void prove(int version)
{
    char name[256] = "nobody";
    SSL_CTX* const client = SSL_CTX_new(TLS_client_method());
    SSL_CTX* const server = SSL_CTX_new(TLS_server_method());
    SSL *one, *other;
    X509* peer;
    int used;

    if (!use_own_certificate(server)) {
        Log_Debug("the server has no certificate\n");
        return;
    }
    SSL_CTX_set_max_proto_version(client, version);
    SSL_CTX_set_verify(server, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, accept_any);
    used = DeviceAuth_SslCtxFunc(client);
    if (used != 0) {
        Log_Debug("not used: %d\n", used);
        return;
    }
    one = SSL_new(client);
    other = SSL_new(server);
    if (!shake_hands(one, other)) {
        Log_Debug("no handshake: %s\n", ERR_error_string(ERR_peek_last_error(), NULL));
        return;
    }
    peer = SSL_get1_peer_certificate(other);
    if (peer != NULL)
        X509_NAME_oneline(X509_get_subject_name(peer), name, sizeof name);
    Log_Debug("%s client %s\n", SSL_get_version(other), name);
}

int main(void)
{
    bool is_ready = false;
    sigset_t ending;
    int number;
    FILE* certificate;
    DIR* folder;
    struct dirent* entry;

    sigemptyset(&ending);
    sigaddset(&ending, SIGTERM);
    sigprocmask(SIG_BLOCK, &ending, NULL);
    Application_IsDeviceAuthReady(&is_ready);
    certificate = fopen(DeviceAuth_GetCertificatePath(), "r");
    Log_Debug("ready %d file %d\n", is_ready, certificate != NULL);
    folder = opendir("/run/device-auth");
    while (folder != NULL && (entry = readdir(folder)) != NULL)
        if (entry->d_name[0] != '.')
            Log_Debug("sees %s\n", entry->d_name);
    prove(TLS1_2_VERSION);
    prove(TLS1_3_VERSION);
    sigwait(&ending, &number);
    return 0;
}
