// What apps find through applibs/wificonfig.h alone.
#include <applibs/wificonfig.h>

CertStore_Identifier wificonfigIdentifier;
time_t wificonfigTime;
bool wificonfigFlag;
ssize_t wificonfigSigned;
size_t wificonfigSize;
uint8_t wificonfigByte;
int wificonfigUses(void);
int wificonfigUses(void)
{
    return errno == ENODATA;
}
