/* A library that is not in a folder of the system's. */
int probe_library(void);
int probe_library(void)
{
    return 0;
}
