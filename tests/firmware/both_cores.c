// For runs that have to be equal, on both cores at once: everything that could reach a core out of
// turn. Each computes with floats, posts to the other through the mailbox, counts edges of GPIO12
// and characters of the debug UART, sleeps in between, toggles GPIO8 (which both drive) from a
// timer's interrupt and copies memory by DMA. It never ends; what it has seen it prints as it goes.

#include "report.h"
#include <perisphere/mt3620/clock.h>
#include <perisphere/mt3620/dma.h>
#include <perisphere/mt3620/eint.h>
#include <perisphere/mt3620/gpio.h>
#include <perisphere/mt3620/gpt.h>
#include <perisphere/mt3620/mailbox.h>

enum { kBlock = 64, kRounds = 40 };

static CORE_SYSRAM volatile uint32_t g_from[kBlock];
static CORE_SYSRAM volatile uint32_t g_to[kBlock];
static volatile uint32_t g_ticks;
static volatile uint32_t g_edges;
static volatile uint32_t g_copies;
static volatile uint32_t g_state = 1;
static volatile float g_wave = 0.5F;

static void Mix(uint32_t value)
{
    g_state = (g_state ^ value) * 16777619U;
}

static void OnGpt(void)
{
    MT3620_GPT->ISR = MT3620_GPT_GPT0;
    ++g_ticks;
    MT3620_GPIO_GROUP(8)->DOUT ^= MT3620_GPIO_BIT(8); // not atomic: the other core does it too
    Mix(MT3620_GPIO_GROUP(8)->DIN_GROUP);
    g_wave = g_wave * 1.0009765625F + 0.25F; // also in the handler: lazy stacking
}

static void OnEdge(void)
{
    ++g_edges;
    Mix(MT3620_GPT->GPT4_CNT);
}

static void OnSysTick(void)
{
    Mix(g_ticks);
}

static void OnUart(void)
{
    while ((MT3620_DEBUG_UART->LSR & MT3620_UART_LSR_DR) != 0) {
        Mix(MT3620_DEBUG_UART->RBR);
    }
}

static void StartCopy(void)
{
    Mt3620_DmaChannel* const dma = MT3620_DMA_CHANNEL(MT3620_DMA_MEMORY);
    dma->START = 0;
    dma->SRC = Dma_Address(g_from);
    dma->DST = Dma_Address(g_to);
    dma->COUNT = kBlock;
    dma->CON =
        MT3620_DMA_CON_WORD | MT3620_DMA_CON_SINC | MT3620_DMA_CON_DINC | MT3620_DMA_CON_ITEN;
    dma->START = MT3620_DMA_START_STR;
}

static void OnDma(void)
{
    MT3620_DMA_CHANNEL(MT3620_DMA_MEMORY)->ACKINT = MT3620_DMA_INT_DONE;
    ++g_copies;
    for (uint32_t at = 0; at < kBlock; ++at) {
        Mix(g_to[at]);
    }
    g_from[g_copies % kBlock] = g_state;
    StartCopy();
}

static void Exchange(void)
{
    uint32_t command;
    uint32_t data;
    while (Mailbox_Take(MT3620_M4_MBOX, &command, &data)) {
        Mix(command);
        Mix(data);
    }
    Mailbox_Post(MT3620_M4_MBOX, g_state, g_ticks);
}

static void Open(void)
{
    Clock_SetSource(MT3620_HCLK_SOURCE_PLL);
    Report_Open();
    MT3620_DEBUG_UART->IER = MT3620_UART_IER_ERBFI;
    Core_EnableInterrupt(MT3620_IRQ_DEBUG_UART, 3);
    MT3620_GPT->GPT4_CTRL = MT3620_GPT4_CTRL_HCLK | MT3620_GPT_CTRL_EN;
    Gpio_OpenAsOutput(8, false);
    *MT3620_EINT_DBNC_CON(12) |= MT3620_EINT_DUAL;
    Core_EnableInterrupt(MT3620_IRQ_EINT(12), 1);
    Core_EnableInterrupt(MT3620_IRQ_GPT, 2);
    Gpt_StartGpt0(16); // 2 kHz
    Core_StartSysTick(25000, 4);
    Core_EnableInterrupt(MT3620_IRQ_DMA, 5);
    StartCopy();
}

static void Main(void)
{
    Open();
    for (uint32_t round = 0;; ++round) {
        for (uint32_t at = 0; at < 500; ++at) {
            g_wave = g_wave * 0.99951171875F + (float)(int32_t)(g_state >> 20);
            Mix((uint32_t)(int32_t)g_wave);
        }
        Exchange();
        if (round % kRounds == 0) {
            Report_Hex(g_state);
            Report_Text("\n");
        }
        Core_WaitForInterrupt();
    }
}

CORE_VECTOR_TABLE = {
    .stackTop = StackTop,
    .reset = Main,
    .hardFault = Fault_Report,
    .sysTick = OnSysTick,
    .irq =
        {
            [MT3620_IRQ_GPT] = OnGpt,
            [MT3620_IRQ_DEBUG_UART] = OnUart,
            [MT3620_IRQ_EINT(12)] = OnEdge,
            [MT3620_IRQ_DMA] = OnDma,
        },
};
