#include <applibs/log.h>

int main(int argc, char* argv[])
{
    Log_Debug("%s\n", argv[argc - 1]);
    return 0;
}
