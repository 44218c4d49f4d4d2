// A program whose lines say how often they run: "runs: N" behind those that the test compares.
#include <stdio.h>

int scramble(int value);

#ifdef LIBRARY

__attribute__((noinline)) static int twice(int value)
{
    return 2 * value;
}

int scramble(int value)
{
    if (value % 4 == 3)
        return twice(value) + value; // runs: 3
    return value ^ 5;
}

#else

static inline int square(int value)
{
    return value * value + scramble(value); // runs: 12
}

__attribute__((noinline)) static int never(void)
{
    return puts("never"); // runs: 0
}

__attribute__((noinline)) static int sum(int count)
{
    int all = 0;
    for (int i = 0; i < count; ++i)
        all += square(i); // runs: 6
    return all;
}

__attribute__((noinline)) static int other(int count)
{
    int all = 1;
    for (int i = 6; i < count; ++i)
        all ^= square(i);
    return all;
}

int main(int argc, char** argv)
{
    (void)argv;
    if (argc > 1)
        return never();                 // runs: 0
    printf("%d\n", sum(6) + other(12)); // runs: 1
    return 0;
}

#endif
