// What apps find through applibs/networking.h alone.
#include <applibs/networking.h>

struct in_addr networkingAddress;
char networkingName[IF_NAMESIZE];
struct tm networkingTime;
bool networkingFlag;
ssize_t networkingSigned;
uint8_t networkingByte;
int networkingUses(void);
int networkingUses(void)
{
    return errno == EAGAIN && time(NULL) > 0 && if_nametoindex(networkingName) > 0;
}
