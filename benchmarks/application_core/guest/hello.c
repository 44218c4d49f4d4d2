// How long a program takes that has next to nothing to do.
#include <stdio.h>

int main(void)
{
    puts("hello");
    return 0;
}
