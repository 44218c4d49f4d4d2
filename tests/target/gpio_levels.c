/* GPIOs whose other end is outside of the machine: outside/gpio_levels.py does what the lines that
 * this prints say. The board is qemu_virt. */

#include "levels.h"

#include <unistd.h>

/* Numbers of GPIOs; those of the chip's lines are the same for the first two. */
enum { INPUT = 0, ACKNOWLEDGE = 1, OUTPUT = 8, OUTPUT_LINE = 4 };

static void drives(GPIO_Value_Type level, int acknowledge, bool* acknowledged)
{
    printf("drives %d %s\n", OUTPUT_LINE, name_of(level));
    fflush(stdout);
    *acknowledged = !*acknowledged;
    require(becomes(acknowledge, *acknowledged ? GPIO_Value_High : GPIO_Value_Low),
            "the level is seen outside");
}

int main(void)
{
    const int in = GPIO_OpenAsInput(INPUT);
    const int acknowledge = GPIO_OpenAsInput(ACKNOWLEDGE);
    bool acknowledged = false;
    require(in >= 0 && acknowledge >= 0, "inputs are opened");
    for (int i = 0; i < 6; ++i) {
        const GPIO_Value_Type level = i % 2 == 0 ? GPIO_Value_High : GPIO_Value_Low;
        require_level(in, "0", level);
    }

    /* The level at the open is there without a set. */
    int out = GPIO_OpenAsOutput(OUTPUT, GPIO_OutputMode_PushPull, GPIO_Value_High);
    require(out >= 0, "an output is opened");
    drives(GPIO_Value_High, acknowledge, &acknowledged);
    for (int i = 0; i < 4; ++i) {
        const GPIO_Value_Type level = i % 2 == 0 ? GPIO_Value_Low : GPIO_Value_High;
        require(GPIO_SetValue(out, level) == 0, "an output is set");
        drives(level, acknowledge, &acknowledged);
    }
    close(out);

    /* The chip pulls down what nobody drives. */
    out = GPIO_OpenAsOutput(OUTPUT, GPIO_OutputMode_OpenSource, GPIO_Value_Low);
    require(out >= 0, "an open source is opened");
    drives(GPIO_Value_Low, acknowledge, &acknowledged);
    require(GPIO_SetValue(out, GPIO_Value_High) == 0, "an open source is set");
    drives(GPIO_Value_High, acknowledge, &acknowledged);
    return EXIT_SUCCESS;
}
