/* What most apps of the device are to the dynamic linker: a program that uses curl, and with it
 * TLS. */
#include <curl/curl.h>
#include <unistd.h>

int main(void)
{
    if (curl_version() != NULL)
        (void)!write(1, "r", 1);
    for (;;)
        pause();
}
