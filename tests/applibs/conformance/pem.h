/* Certificates and keys for tests, made with OpenSSL for nothing else. */
#pragma once

/* CN=client, its own issuer */
#define PEM_EC_CERTIFICATE                                                                         \
    "-----BEGIN CERTIFICATE-----\n"                                                                \
    "MIIBpDCCAUqgAwIBAgIBATAKBggqhkjOPQQDAjAwMQswCQYDVQQGEwJDSDEQMA4G\n"                           \
    "A1UECgwHRXhhbXBsZTEPMA0GA1UEAwwGY2xpZW50MCAXDTI2MTEyNTE2MTYyOFoY\n"                           \
    "DzIxMjYxMTAxMTYxNjI4WjAwMQswCQYDVQQGEwJDSDEQMA4GA1UECgwHRXhhbXBs\n"                           \
    "ZTEPMA0GA1UEAwwGY2xpZW50MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEKTL7\n"                           \
    "eZxQ15bO7hRCL31TxbOYJTZIwvAJiq4rSL0OpUdv2KTdlw4Bwh8xh/tCmyoODiz7\n"                           \
    "WEq+jCsd1PiEIQQFRaNTMFEwHQYDVR0OBBYEFH++3qsUdqD/S0kYLf9fwdqi8xZN\n"                           \
    "MB8GA1UdIwQYMBaAFH++3qsUdqD/S0kYLf9fwdqi8xZNMA8GA1UdEwEB/wQFMAMB\n"                           \
    "Af8wCgYIKoZIzj0EAwIDSAAwRQIgFGHxCJ2Q1kB7XAw+X6EcDWUzgclR88pOxnf1\n"                           \
    "KyB9R3wCIQD5IZHTyKmSIzdnYP7XiGFdAtplVE7ifScgpBxsx7ZQiw==\n"                                   \
    "-----END CERTIFICATE-----\n"

/* SEC 1 */
#define PEM_EC_KEY                                                                                 \
    "-----BEGIN EC PRIVATE KEY-----\n"                                                             \
    "MHcCAQEEILGlayAtnaQlmsWF58M7WVi32EbHD8kz0XXCJsT4201LoAoGCCqGSM49\n"                           \
    "AwEHoUQDQgAEKTL7eZxQ15bO7hRCL31TxbOYJTZIwvAJiq4rSL0OpUdv2KTdlw4B\n"                           \
    "wh8xh/tCmyoODiz7WEq+jCsd1PiEIQQFRQ==\n"                                                       \
    "-----END EC PRIVATE KEY-----\n"

/* PKCS #8, the password is "secret" */
#define PEM_EC_KEY_ENCRYPTED                                                                       \
    "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"                                                      \
    "MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAgFDWpsxatZsQICCAAw\n"                           \
    "DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEJIHlDsZZDYnqbDUowB42pgEgZDH\n"                           \
    "1pHP65uC+ts3qXQbWEKg0pdE3W9jOlJXD1+jJdYdJRPx59nkWvb/I6Bk9D/dLwjG\n"                           \
    "bRqAFKfmMh8L2dcnTaIkTQlMNbPlNnqTT9uFjbeIsLHx4MS5Atm26eyQfWh2A0Wn\n"                           \
    "2GYc4ce9KFgyI7bC6B1Dm4Rp2NNV/xha6Lbs7UQbSujoPTOhkvhJRyL4BRs/ELk=\n"                           \
    "-----END ENCRYPTED PRIVATE KEY-----\n"

/* of no certificate here */
#define PEM_OTHER_EC_KEY                                                                           \
    "-----BEGIN EC PRIVATE KEY-----\n"                                                             \
    "MHcCAQEEICd/xCfrXX2g5enOfx4w98HTcij2aW/Xhx4HvkQuUsPaoAoGCCqGSM49\n"                           \
    "AwEHoUQDQgAEOyVSDJLyR1hJvuB3ROJ0w8jcLGgyO1Hn22i0FNIa//p73mKZ6Uvw\n"                           \
    "AIGpH1rM8U8lI3xC3a82LHRAGUFzrnkcxw==\n"                                                       \
    "-----END EC PRIVATE KEY-----\n"

/* CN=rsa client */
#define PEM_RSA_CERTIFICATE                                                                        \
    "-----BEGIN CERTIFICATE-----\n"                                                                \
    "MIIC+jCCAeKgAwIBAgIBATANBgkqhkiG9w0BAQsFADAVMRMwEQYDVQQDDApyc2Eg\n"                           \
    "Y2xpZW50MCAXDTI2MTEyNTE2MTYyOVoYDzIxMjYxMTAxMTYxNjI5WjAVMRMwEQYD\n"                           \
    "VQQDDApyc2EgY2xpZW50MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA\n"                           \
    "vy1xAJeDDe2XekUsSKTvLLrqkiVuBEAuVVF7vfEzmplbgiUzPS9SnfbUPo2n16tA\n"                           \
    "ucSfzQ31WmF6/dShiSp2hoaxyuTsV1VApWNzDneml3NcdaKtjhsaCVEOZp2E44WM\n"                           \
    "MyqHv3hLw9ifn0AkRWSQg2Tsh3UZlcb5VNdycn7y0o4FdtpbHPwlqVt0H1FNp3On\n"                           \
    "5Vq3XtCBG52RdER07A91/gHsCt9ryXhtYYFLhLLz7Vsj58PoMdUYcyKiaOUPHyLQ\n"                           \
    "5kCl9czVb2tPFR6Kuui6gFWkya/G3UunAJKXCcyn8/YtZDTGdowegtLZA84jijxa\n"                           \
    "78GLAPm71uNscrNdC3FQDwIDAQABo1MwUTAdBgNVHQ4EFgQUGgkLqUXv0IQzVaLr\n"                           \
    "VpctRn1xYLUwHwYDVR0jBBgwFoAUGgkLqUXv0IQzVaLrVpctRn1xYLUwDwYDVR0T\n"                           \
    "AQH/BAUwAwEB/zANBgkqhkiG9w0BAQsFAAOCAQEAkFbjnhW4jck+rNgX+R9JaXr5\n"                           \
    "nn7WSdQJfcxAXpPmfyXrsVQzQN5tsd8UjGgpccWA331Za45J1XMm2bgB4+SoUmbG\n"                           \
    "gwpnqprwXmqisY0/2l8ll84jre4uhkex7LA07l77LIUpTh8iP+8L/RjXew53osXB\n"                           \
    "F6N+EgIFEJAGH09JWRRITql4tLPuqvKAfgylgj+BUhg+QOTcNqxdE+fpNseU9igQ\n"                           \
    "yw4MqscYv2KUvXObRF8mzNlNrHlkPbRHIqgW0p5td11G7i0TC1/Wzc5+BTwAxIC7\n"                           \
    "ccvxNnRrh52BDxAh32O31hhG1bVN2Xx1oJM72qmspKSLhmq6VjNKJBD3IQMdZA==\n"                           \
    "-----END CERTIFICATE-----\n"

/* PKCS #1 */
#define PEM_RSA_KEY                                                                                \
    "-----BEGIN RSA PRIVATE KEY-----\n"                                                            \
    "MIIEpAIBAAKCAQEAvy1xAJeDDe2XekUsSKTvLLrqkiVuBEAuVVF7vfEzmplbgiUz\n"                           \
    "PS9SnfbUPo2n16tAucSfzQ31WmF6/dShiSp2hoaxyuTsV1VApWNzDneml3NcdaKt\n"                           \
    "jhsaCVEOZp2E44WMMyqHv3hLw9ifn0AkRWSQg2Tsh3UZlcb5VNdycn7y0o4Fdtpb\n"                           \
    "HPwlqVt0H1FNp3On5Vq3XtCBG52RdER07A91/gHsCt9ryXhtYYFLhLLz7Vsj58Po\n"                           \
    "MdUYcyKiaOUPHyLQ5kCl9czVb2tPFR6Kuui6gFWkya/G3UunAJKXCcyn8/YtZDTG\n"                           \
    "dowegtLZA84jijxa78GLAPm71uNscrNdC3FQDwIDAQABAoIBABi9CBjkAjzsqEPV\n"                           \
    "rKfP0/VNUKpNtqFNLtGyhBktm5hfTOSX7Lv3ojC3rnpTuUriqbMAOw99RWkHITO0\n"                           \
    "bpzBxmmdB2eyXNTmPsHIDyzplcCWWHoObXfskN9wwjTMIFSSxPQgBkXkCqXSo8En\n"                           \
    "OypRm5OtHSBgKknj4AK3CGPBgql1JwT4d0MUY4qu/cy0n9JhWiWYwFEleFg0VgzZ\n"                           \
    "hcjpdtMPkPvFqQr6Bj8aLiCr7VqnN76qjBX7c9LwnGG9RMSgltx+wpg+xpW3aPxz\n"                           \
    "PzvAEFuUSUfOciVzbtv1Fj4TDmake3Qd3VSLOtkpqGt4KbjLmlx36QnUY+mWc42K\n"                           \
    "7zUpcTECgYEA33JVKJYUutLII0CnzGv8TFDiY2eewXFvrQ9vZDE/i3u4CUcu053Z\n"                           \
    "J2NzFNVvZFRbaA9xNWdGyxPbbOSt75/oq+yNK60yLLMUcHvYLIBrNR34Jgt2G5qs\n"                           \
    "2K/u8/eoMG74kLp0wDta2NjkcBMGPm2c/dpubjbET1iIWNQKc+unndECgYEA2weZ\n"                           \
    "jSlpHJdwRPheWowyI2s1Jk+eQXpu6DT4AKwah+rzLC8PbqEME0oorjquMgQN/C1C\n"                           \
    "mea4FjV4pT4hw/0QxgzV/mGeLlfY6JhFjCht+LV+3vYE1+UJ3pbLkXePuL9Uk9h0\n"                           \
    "aGL9+QXCeGwusNBzf1AmlioGKK3rWcY4WeokJ98CgYEAgqQJMCKXWieUxi+uK7HT\n"                           \
    "IBeGVVInGrik74z/tpeorHeYQSxyL12xsfrONRcY+pLromqs6OlKFb+1YfRN0bUv\n"                           \
    "xx0V6LxpgoLtZ1qxKEuo4rRz+mJnGnqTplkun0tj9XVcNNofGqlZU0F0RiaJVwSl\n"                           \
    "bjJAsIWqvy1nAnBu8BmOtZECgYEAyYRngVoNTHIEqGA/J13/r1iu0O3F9AZ6TgiV\n"                           \
    "+MBftJe1Xfx6XVWs7352iT6SEJBscY0OztxYmI5fzuCoXlLSgPVEWcRkrczDU9Tt\n"                           \
    "f/OeoooSDX8am6wt9W6WIuN3Bwp5/YDUMUqK0ve6oeMe3i0bZpJOvjAx9HF3rORT\n"                           \
    "6l4jH88CgYBu0zHdZvTy1rqtNBCYxkomJVt308S3KhCa2yGCzs9YTp4njdKeRbUr\n"                           \
    "jsEr58XU3Xez2vSmxigCSyYuai6aMeOIMJrONXg6hajoKM7uyyvfVfYhoTXaCRSI\n"                           \
    "V7hpSnhyS0EErtlb/CeAi4lCN6zTiNGgl9sKKjWY/m38NsA2fvkHuw==\n"                                   \
    "-----END RSA PRIVATE KEY-----\n"

/* PKCS #1 with headers, the password is "secret" */
#define PEM_RSA_KEY_ENCRYPTED                                                                      \
    "-----BEGIN RSA PRIVATE KEY-----\n"                                                            \
    "Proc-Type: 4,ENCRYPTED\n"                                                                     \
    "DEK-Info: AES-128-CBC,A5140BB5381E8C9E167B7BA168964F8F\n"                                     \
    "\n"                                                                                           \
    "ueZB5G06VmxkQTXY9F5lIj4QFuwkus1jA/JX9o4Kv41fR0wDGdFQMjfRKXyRbwb+\n"                           \
    "RHf6b8mN6zuqZ0YuchMGvvmXrORN+BYIVdKEa2Ovj6uqIG4cDy1IpoLZG6SHmngG\n"                           \
    "kjohp3CF27zLRQBUs/V4eUrex4Rh4W0T0+UR1yNmTh3ikYHIvQFPEgd8UszMcwAd\n"                           \
    "pOCivsZAO/nP53R5c9BMLg61ql4TboH9v0GAOrRrqvPTsyj2CwFsbbQ9p0WnrciH\n"                           \
    "6bNwJ7/sPtIAZnZqs3HbNcXYGS82grkU99l8lqxLkTChIUQuBPv56jcHZyKWPJmV\n"                           \
    "R1sgsSEm5qE0PA+gNN2NkhS208hThwj3OGiY250wlF/GsYjzIMX9LUH3NSB1r1V+\n"                           \
    "mTTGTJv+uQ+Xgq2no3SUq/Ms7OdWdpNHjaYBFhnlx5ZEF9vEWQNqw4ufhekGpUxs\n"                           \
    "zaHBxTy6BEYWD2mM2q5ApbYjBOqW7xzpQIlsBF8XLU1soDtjPNqQnloenTfAG4Hy\n"                           \
    "LqW6kzYKMOeFKbCjnJHjmTkytp0zNpL08wRCnHxxGYTEvY3dtU3w7v3Z55ufTjgJ\n"                           \
    "uQlgL987eBI6vEXehhY27rhnovdrW42i+RfV0CyOLTNUwJkUBNEtsi8La66EDITU\n"                           \
    "FLMVm5Logm9tJlvn+QsMKvZvzrvvUCMkys4EOnMG93XSGGXobNAe1l0kmIRTYSii\n"                           \
    "+VQUVqBdb8ogBrPZry+pV/De/W7CGIbG8EFNeiaoLnLkf7HHwSF9CTWL/0ztyw2w\n"                           \
    "Z0ZwvoIHOTbxycnulHTB603eyMRp8QMVCTRz1hjtRgSE/SLaelsJ1xFLT6h2cZtd\n"                           \
    "4jiqH73F9NgOt6OVk3h01ineAEfplyvsUhLZ04oAYfN54yo6SYdnb9UD8FeHxwYY\n"                           \
    "JWzvfPA98X7TwH8JL5v/u71su3HpNhKf8exvZ9Ack5b+JBdME3hAPtYtd+vN20Sc\n"                           \
    "4J+tsfu4cTeLG7aSaiQwq7dPyaHCFEPZjYuR/fenvMVag4CU4AJCRLTCoT6AmWsU\n"                           \
    "hUp+kz3JVieBk8w5jwmO4BrjSq8+vfr2jsjsluyiWYXp/lPhuzoVQnB0cGZKUkAM\n"                           \
    "HtABbsM9U9gKcrHagXd4VW7JhI9It06W+tmVG02h+258XyprJP0pbWi3azdesjw+\n"                           \
    "iiS7PNs/jEV2paDaAVr+CErKdsiISyhcZc2aOhBTX+Uro+EAbylFeAfxSQChQlJp\n"                           \
    "p26u8oVdPML769b6judEhuiwnd53Oxxzo64HmbfZ6bCe+ZHGMBNu4b3UN6p40B8e\n"                           \
    "1p3CZaqcWZIoCg/9sRJrBs9rPexGLb/GPm5fS8yYJzRILEGLlxP/K2y8z8ZNznD6\n"                           \
    "99cP5FoQcpN+8Ikz0UGIhfifqYsJEOyj98Vk/AfkYBrKN58k7J7nTo3okIpE5dQQ\n"                           \
    "/qIkVEqt+jxhBlCoiuZAq6XwBZIIhaCOHoK/QBXUxRFeGeNzf8pw6G1xo8JQGnRI\n"                           \
    "VMUPHGWLxlRUkM8YjG3Mgkf9AJGs9IcNviI+fvkc9+XWsGEWtnI+BJ7arbQ7Q7eu\n"                           \
    "S8N7RdUEnLrvVbovNy4YmdOo1SWRMjfG5VI7+xK32xgtLLOIfs3vsTSqQBAI2O++\n"                           \
    "-----END RSA PRIVATE KEY-----\n"

/* with a name of more than 300 characters, of EC_KEY */
#define PEM_LONG_NAME_CERTIFICATE                                                                  \
    "-----BEGIN CERTIFICATE-----\n"                                                                \
    "MIIFSDCCBO6gAwIBAgIBATAKBggqhkjOPQQDAjCCAgAxRTBDBgNVBAsMPHh4eHh4\n"                           \
    "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4\n"                           \
    "eHh4eHh4eDFFMEMGA1UECww8eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4\n"                           \
    "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4MUUwQwYDVQQLDDx4eHh4eHh4\n"                           \
    "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4\n"                           \
    "eHh4eHgxRTBDBgNVBAsMPHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4\n"                           \
    "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eDFFMEMGA1UECww8eHh4eHh4eHh4\n"                           \
    "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4\n"                           \
    "eHh4MUUwQwYDVQQLDDx4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4\n"                           \
    "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHgxRTBDBgNVBAsMPHh4eHh4eHh4eHh4\n"                           \
    "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4\n"                           \
    "eDENMAsGA1UEAwwEbG9uZzAgFw0yNjExMjUxNjE2MjlaGA8yMTI2MTEwMTE2MTYy\n"                           \
    "OVowggIAMUUwQwYDVQQLDDx4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4\n"                           \
    "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHgxRTBDBgNVBAsMPHh4eHh4eHh4\n"                           \
    "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4\n"                           \
    "eHh4eDFFMEMGA1UECww8eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4\n"                           \
    "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4MUUwQwYDVQQLDDx4eHh4eHh4eHh4\n"                           \
    "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4\n"                           \
    "eHgxRTBDBgNVBAsMPHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4\n"                           \
    "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eDFFMEMGA1UECww8eHh4eHh4eHh4eHh4\n"                           \
    "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4\n"                           \
    "MUUwQwYDVQQLDDx4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4\n"                           \
    "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHgxDTALBgNVBAMMBGxvbmcwWTATBgcqhkjO\n"                           \
    "PQIBBggqhkjOPQMBBwNCAAQpMvt5nFDXls7uFEIvfVPFs5glNkjC8AmKritIvQ6l\n"                           \
    "R2/YpN2XDgHCHzGH+0KbKg4OLPtYSr6MKx3U+IQhBAVFo1MwUTAdBgNVHQ4EFgQU\n"                           \
    "f77eqxR2oP9LSRgt/1/B2qLzFk0wHwYDVR0jBBgwFoAUf77eqxR2oP9LSRgt/1/B\n"                           \
    "2qLzFk0wDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiBH7KE6YBfC\n"                           \
    "GL31FxT2QKnVEfssVPF9kPFq6uKSs9NGqgIhAJoaRnA2b9BQYf/RayBpker+ZONz\n"                           \
    "jOmvyzMh3C1O+x8S\n"                                                                           \
    "-----END CERTIFICATE-----\n"

/* valid from 2020-02-29 12:34:56 to 2099-12-31 23:59:59 */
#define PEM_ROOT_CERTIFICATE                                                                       \
    "-----BEGIN CERTIFICATE-----\n"                                                                \
    "MIIBKzCB0gIBBTAKBggqhkjOPQQDAjAhMQ0wCwYDVQQDDARyb290MRAwDgYDVQQK\n"                           \
    "DAdFeGFtcGxlMCAXDTIwMDIyOTEyMzQ1NloYDzIwOTkxMjMxMjM1OTU5WjAhMQ0w\n"                           \
    "CwYDVQQDDARyb290MRAwDgYDVQQKDAdFeGFtcGxlMFkwEwYHKoZIzj0CAQYIKoZI\n"                           \
    "zj0DAQcDQgAEKTL7eZxQ15bO7hRCL31TxbOYJTZIwvAJiq4rSL0OpUdv2KTdlw4B\n"                           \
    "wh8xh/tCmyoODiz7WEq+jCsd1PiEIQQFRTAKBggqhkjOPQQDAgNIADBFAiEApZXK\n"                           \
    "svuqyYBGHvgoFYBUEOOHRovOuwcSFnp5u2QQPA8CICOzt5Sqx93r/ldHR06wSjcL\n"                           \
    "sxNTPtwKnyauooCTVkXG\n"                                                                       \
    "-----END CERTIFICATE-----\n"

/* 5 million rounds of key derivation */
#define PEM_SLOW_KEY                                                                               \
    "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"                                                      \
    "MIHtMFgGCSqGSIb3DQEFDTBLMCoGCSqGSIb3DQEFDDAdBAhLIIHZKFw9IgIDTEtA\n"                           \
    "MAwGCCqGSIb3DQIJBQAwHQYJYIZIAWUDBAEqBBC6IQj76xklFH4Giq5ChkpFBIGQ\n"                           \
    "7UkHaFhlzhftFeQAzmTmeepMQ34uzGJjYHWWwB0LEZESBK45Gu27Otz/6OspwboN\n"                           \
    "yECI5vNN3JKOsJ/+SE9+cowkU4t+YoG+gVMqeCBqylB9jr/L9i6j+NLF3F/qG5JL\n"                           \
    "+S4AaSrj41az7q6Q2ooC5ocLVlzA2GcBPlj6naarPnzqNZIrbVyEQXpO54j0+KC9\n"                           \
    "-----END ENCRYPTED PRIVATE KEY-----\n"

/* encrypted with scrypt */
#define PEM_SCRYPT_KEY                                                                             \
    "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"                                                      \
    "MIHkME8GCSqGSIb3DQEFDTBCMCEGCSsGAQQB2kcECzAUBAgPRqwypbxcuwICQAAC\n"                           \
    "AQgCAQEwHQYJYIZIAWUDBAEqBBALBJw65eo8BoD4bCp28ggXBIGQ7bAOqVYSRhnZ\n"                           \
    "Umo7H1rW3Mb2+GKL4oh8pVwjD5oT8v3qzcm1aURbUFX3SMCI5IJSouXLq69pRkyv\n"                           \
    "bGpLsQuOIapBY/Q/uCqRpL12PxC9oZzScbIIabogLiGK04NGpHaWqTWX2zEOiFYb\n"                           \
    "5zP7Ar+VJtchylOOSL9sDfdM4YYBKdUIHeuDF1Tqts7F7HVtEa0b\n"                                       \
    "-----END ENCRYPTED PRIVATE KEY-----\n"
