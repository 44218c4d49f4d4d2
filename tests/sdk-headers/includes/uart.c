// What apps find through applibs/uart.h alone.
#include <applibs/uart.h>

void uartUses(void);
void uartUses(void)
{
    uint16_t* memory = (uint16_t*)malloc(sizeof(*memory));
    free(memory);
    exit(EXIT_FAILURE);
}
