/* Certificates of the network "office" in wifi_join_cases.c, made with OpenSSL for nothing else.
 * All are good from 2020 to 2099. */
#pragma once

/* O=Example, CN=office authority: who has issued the next two */
#define PEM_OFFICE_AUTHORITY                                                                       \
    "-----BEGIN CERTIFICATE-----\n"                                                                \
    "MIIBoDCCAUagAwIBAgIUO8fUJePS78sVIx0KZZoVBW6Lk2YwCgYIKoZIzj0EAwIw\n"                           \
    "LTEQMA4GA1UECgwHRXhhbXBsZTEZMBcGA1UEAwwQb2ZmaWNlIGF1dGhvcml0eTAg\n"                           \
    "Fw0yMDAxMDEwMDAwMDBaGA8yMDk5MTIzMTIzNTk1OVowLTEQMA4GA1UECgwHRXhh\n"                           \
    "bXBsZTEZMBcGA1UEAwwQb2ZmaWNlIGF1dGhvcml0eTBZMBMGByqGSM49AgEGCCqG\n"                           \
    "SM49AwEHA0IABAcQeGwNEWQmSCZC8+5zgbVm1KU5GQoO2ZjcPB+9yAbJc3ElodjV\n"                           \
    "Zo8/3bC9ssPFMwEZGEfy5FUm623FKva6DwujQjBAMA8GA1UdEwEB/wQFMAMBAf8w\n"                           \
    "DgYDVR0PAQH/BAQDAgEGMB0GA1UdDgQWBBT16BvaWSPTwNJ+mRWGFMX6C9WOSjAK\n"                           \
    "BggqhkjOPQQDAgNIADBFAiBq7ixOHinKR1xAWb3BCRTYXqAet8SkDKiwJTdLy7M+\n"                           \
    "xAIhAJhOP2h757ajPr3z99uRq3i+mIbTq8s4kOyouSxq/Aef\n"                                           \
    "-----END CERTIFICATE-----\n"

/* CN=office server, and its key */
#define PEM_OFFICE_SERVER                                                                          \
    "-----BEGIN CERTIFICATE-----\n"                                                                \
    "MIIBwDCCAWagAwIBAgIUTx6djPnjU7+b1f+t9Wag2jK3Ro8wCgYIKoZIzj0EAwIw\n"                           \
    "LTEQMA4GA1UECgwHRXhhbXBsZTEZMBcGA1UEAwwQb2ZmaWNlIGF1dGhvcml0eTAg\n"                           \
    "Fw0yMDAxMDEwMDAwMDBaGA8yMDk5MTIzMTIzNTk1OVowKjEQMA4GA1UECgwHRXhh\n"                           \
    "bXBsZTEWMBQGA1UEAwwNb2ZmaWNlIHNlcnZlcjBZMBMGByqGSM49AgEGCCqGSM49\n"                           \
    "AwEHA0IABIutwbHxTlvFZ6m9SccSJ0mmda7P+zmoaOVz/7FdbvdpnoTwT2g7NbuI\n"                           \
    "vfdDNOzXdLrJDsQ5YOmehzoR6pvQkBSjZTBjMAwGA1UdEwEB/wQCMAAwEwYDVR0l\n"                           \
    "BAwwCgYIKwYBBQUHAwEwHQYDVR0OBBYEFObDduWeoLkTyN5EM6JgIuOFb2a3MB8G\n"                           \
    "A1UdIwQYMBaAFPXoG9pZI9PA0n6ZFYYUxfoL1Y5KMAoGCCqGSM49BAMCA0gAMEUC\n"                           \
    "IDqs+RfyizmIn2CWZnlzrMUrL/RzcyPGi7kwe6QOv7o5AiEAurSKLxf/o5ORy+eN\n"                           \
    "jxFu8IvfSc2WEDPTb/0lQY9oAzA=\n"                                                               \
    "-----END CERTIFICATE-----\n"

/* SEC 1 */
#define PEM_OFFICE_SERVER_KEY                                                                      \
    "-----BEGIN EC PRIVATE KEY-----\n"                                                             \
    "MHcCAQEEIJu6X5JhwVphwQCxLNTkkEb5QNlk7OQq20cpKviQQYa+oAoGCCqGSM49\n"                           \
    "AwEHoUQDQgAEi63BsfFOW8Vnqb1JxxInSaZ1rs/7Oaho5XP/sV1u92mehPBPaDs1\n"                           \
    "u4i990M07Nd0uskOxDlg6Z6HOhHqm9CQFA==\n"                                                       \
    "-----END EC PRIVATE KEY-----\n"

/* CN=office device, for a client */
#define PEM_OFFICE_DEVICE                                                                          \
    "-----BEGIN CERTIFICATE-----\n"                                                                \
    "MIIBwTCCAWagAwIBAgIUVyKuhW7+wUWQmJwY4+PJRlV4ZpswCgYIKoZIzj0EAwIw\n"                           \
    "LTEQMA4GA1UECgwHRXhhbXBsZTEZMBcGA1UEAwwQb2ZmaWNlIGF1dGhvcml0eTAg\n"                           \
    "Fw0yMDAxMDEwMDAwMDBaGA8yMDk5MTIzMTIzNTk1OVowKjEQMA4GA1UECgwHRXhh\n"                           \
    "bXBsZTEWMBQGA1UEAwwNb2ZmaWNlIGRldmljZTBZMBMGByqGSM49AgEGCCqGSM49\n"                           \
    "AwEHA0IABH+W2xBFLrdhwstHg/pgExO4jX/CJ2uYZM9Y7UD4MMMT03N5fXHTVUVW\n"                           \
    "zVKb89Nx4EwvoH6aG80EWW0awpdblGOjZTBjMAwGA1UdEwEB/wQCMAAwEwYDVR0l\n"                           \
    "BAwwCgYIKwYBBQUHAwIwHQYDVR0OBBYEFHHw0Da3J8U54LOmHRNon1p9SkUVMB8G\n"                           \
    "A1UdIwQYMBaAFPXoG9pZI9PA0n6ZFYYUxfoL1Y5KMAoGCCqGSM49BAMCA0kAMEYC\n"                           \
    "IQC53CRPE8HP4+85VyNppfITpC4czGAYoVjnMD3jI6JymwIhANgh2CdWRN8WdLce\n"                           \
    "BZ/J9ofuU06+VAdpnvRs0W279ug7\n"                                                               \
    "-----END CERTIFICATE-----\n"

/* PKCS #8, the password is "secret" */
#define PEM_OFFICE_DEVICE_KEY                                                                      \
    "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"                                                      \
    "MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAhhkXQjhtEZQAICCAAw\n"                           \
    "DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEBqAaMD+b1PVjQrGRP2nJ84EgZBV\n"                           \
    "qxkQyvRLWVn9hs6X1ytYr3cDrYnRtPhcIJDX174xkZZtNhWctcDO69l0MI1B1ZDg\n"                           \
    "VQqK6nSk6zvD12ScIfGQbYp9B1ArHUyU9DpWO2eHiIto1yxDg5NfAqa90t9pflqs\n"                           \
    "e6tSkvCJBSSofILGjhTB/jH8TMIsGlWiOK5aIqwsSN3QGwVt1ltQmYcLqnYk/5I=\n"                           \
    "-----END ENCRYPTED PRIVATE KEY-----\n"

/* CN=office stranger, its own issuer */
#define PEM_OFFICE_STRANGER                                                                        \
    "-----BEGIN CERTIFICATE-----\n"                                                                \
    "MIIBoDCCAUagAwIBAgIUHwn9Oki+R/FCVApRfN2jlf7VjKQwCgYIKoZIzj0EAwIw\n"                           \
    "LDEQMA4GA1UECgwHRXhhbXBsZTEYMBYGA1UEAwwPb2ZmaWNlIHN0cmFuZ2VyMCAX\n"                           \
    "DTIwMDEwMTAwMDAwMFoYDzIwOTkxMjMxMjM1OTU5WjAsMRAwDgYDVQQKDAdFeGFt\n"                           \
    "cGxlMRgwFgYDVQQDDA9vZmZpY2Ugc3RyYW5nZXIwWTATBgcqhkjOPQIBBggqhkjO\n"                           \
    "PQMBBwNCAAQAXE2VuBlNWDowEqfGE1V1XJdAgzHO63ea6tRV/KzyYGV4BZ9UH6uI\n"                           \
    "bSfcfAtGpBM0R4/kRc1hQAcnei9bmW8po0QwQjAMBgNVHRMBAf8EAjAAMBMGA1Ud\n"                           \
    "JQQMMAoGCCsGAQUFBwMCMB0GA1UdDgQWBBQr9tGiSs5MGaif0ju1s5eUb5xkjTAK\n"                           \
    "BggqhkjOPQQDAgNIADBFAiEAlAk+PCA1sQlnXxhJVUDmjYHs7o5U3DyXLPQSLy4P\n"                           \
    "EqkCICdIGxUOWFjmDOIzMdqerb62Epnwzxpt2rnaj2UHIiGg\n"                                           \
    "-----END CERTIFICATE-----\n"

/* SEC 1 */
#define PEM_OFFICE_STRANGER_KEY                                                                    \
    "-----BEGIN EC PRIVATE KEY-----\n"                                                             \
    "MHcCAQEEIHfykWfkBfgvcCXC+R+ahs5ob7LdB+0z6mmahrpOoDw1oAoGCCqGSM49\n"                           \
    "AwEHoUQDQgAEAFxNlbgZTVg6MBKnxhNVdVyXQIMxzut3murUVfys8mBleAWfVB+r\n"                           \
    "iG0n3HwLRqQTNEeP5EXNYUAHJ3ovW5lvKQ==\n"                                                       \
    "-----END EC PRIVATE KEY-----\n"
