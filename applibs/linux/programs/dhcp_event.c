/* What udhcpc executes when it gains or loses a lease: says so to who started udhcpc, as one
 * message on its standard output. The values are the environment's, as udhcpc has checked them;
 * applibs/linux/src/network/lease_notice.cpp reads them. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { kMostBytes = 2048 };

int main(int argc, char** argv)
{
    static const char* const names[] = {"ip", "subnet", "router", "dns", "ntpsrv"};
    char message[kMostBytes];
    size_t length;
    if (argc != 2 || strlen(argv[1]) + 1 > sizeof message)
        return EXIT_FAILURE;
    length = (size_t)snprintf(message, sizeof message, "%s\n", argv[1]);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; ++i) {
        const char* const value = getenv(names[i]);
        int added;
        if (value == NULL)
            continue;
        added = snprintf(message + length, sizeof message - length, "%s=%s\n", names[i], value);
        if (added < 0 || (size_t)added >= sizeof message - length)
            return EXIT_FAILURE; /* a lease that is not taken is asked for again */
        length += (size_t)added;
    }
    return send(STDOUT_FILENO, message, length, MSG_NOSIGNAL) == (ssize_t)length ? EXIT_SUCCESS
                                                                                 : EXIT_FAILURE;
}
