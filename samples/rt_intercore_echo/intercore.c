#include "intercore.h"

#include <perisphere/mt3620/core.h>
#include <perisphere/mt3620/mailbox.h>
#include <string.h>

// Items of the mailbox by which the OS describes the rings. The data of a ring's item is its
// address, and in the lowest five bits, which the address does not have, log2 of its size.
enum { kItem_Outbound = 0xBA5E0001, kItem_Inbound = 0xBA5E0002, kItem_End = 0xBA5E0003 };
#define DESCRIPTOR_LOG2_SIZE 0x1FU

// Software interrupts in either direction.
#define SIGNAL_TO_A7_SENT (1U << 0)
#define SIGNAL_TO_A7_RECEIVED (1U << 1)
#define SIGNAL_FROM_A7_RECEIVED (1U << 0)
#define SIGNAL_FROM_A7_SENT (1U << 1)

// A ring begins with this header, of its owner's positions. They are offsets into the data.
typedef struct {
    volatile uint32_t writePosition; // in this ring
    volatile uint32_t readPosition;  // in the other one
    uint32_t reserved[14];
    uint8_t data[];
} Ring;

// A message is its size (of all that follows), the other app's ID, four bytes of zero and the
// payload; it begins at a multiple of 16.
enum { kSizeBytes = 4, kHeaderBytes = 20, kAlignment = 16 };

volatile bool g_intercoreSignalled;

static Ring* g_outbound;      // owned by this side
static const Ring* g_inbound; // owned by the other
static uint32_t g_capacity;   // bytes of data of each

void Intercore_OnInterrupt(void)
{
    MT3620_MBOX->SW_RX_INT_STS = MT3620_MBOX->SW_RX_INT_STS;
    g_intercoreSignalled = true;
}

static Ring* RingOf(uint32_t descriptor)
{
    g_capacity = (1U << (descriptor & DESCRIPTOR_LOG2_SIZE)) - sizeof(Ring);
    return (Ring*)(uintptr_t)(descriptor & ~DESCRIPTOR_LOG2_SIZE);
}

void Intercore_Open(void)
{
    uint32_t command = 0;
    uint32_t data = 0;
    while (command != kItem_End) {
        if (!Mailbox_Take(MT3620_MBOX, &command, &data)) {
            continue; // the OS sets up communication when the partner starts
        }
        if (command == kItem_Outbound) {
            g_outbound = RingOf(data);
        } else if (command == kItem_Inbound) {
            g_inbound = RingOf(data);
        }
    }
    MT3620_MBOX->SW_RX_INT_EN = SIGNAL_FROM_A7_SENT | SIGNAL_FROM_A7_RECEIVED;
    Core_EnableInterrupt(MT3620_IRQ_MBOX_SW, 2);
}

// What is written is there before the other side hears of it.
static void Signal(uint32_t signal)
{
    Core_DataSynchronizationBarrier();
    MT3620_MBOX->SW_TX_INT_PORT = signal;
}

// Copies into the ring's data, round its end; gives the position behind.
static uint32_t Put(uint32_t position, const void* bytes, uint32_t size)
{
    const uint32_t untilEnd = g_capacity - position;
    const uint32_t first = size < untilEnd ? size : untilEnd;
    memcpy(&g_outbound->data[position], bytes, first);
    memcpy(g_outbound->data, (const uint8_t*)bytes + first, size - first);
    return (position + size) % g_capacity;
}

static uint32_t Get(uint32_t position, void* bytes, uint32_t size)
{
    const uint32_t untilEnd = g_capacity - position;
    const uint32_t first = size < untilEnd ? size : untilEnd;
    memcpy(bytes, &g_inbound->data[position], first);
    memcpy((uint8_t*)bytes + first, g_inbound->data, size - first);
    return (position + size) % g_capacity;
}

// Where the message after one of `size` bytes begins.
static uint32_t Next(uint32_t position, uint32_t size)
{
    const uint32_t whole = (kSizeBytes + size + kAlignment - 1U) & ~(kAlignment - 1U);
    return (position + whole) % g_capacity;
}

static bool IsPosition(uint32_t position)
{
    return position < g_capacity && position % kAlignment == 0;
}

IntercoreResult Intercore_Send(const ComponentId* destination, const void* payload, uint32_t size)
{
    if (size > kMaxPayload) {
        return Intercore_TooLarge;
    }
    const uint32_t start = g_outbound->writePosition;
    const uint32_t read = g_inbound->readPosition;
    if (!IsPosition(read)) {
        return Intercore_Corrupt;
    }
    // Positions that are equal mean empty: 16 bytes are never used.
    const uint32_t room = read > start ? read - start : read + g_capacity - start;
    const uint32_t blockSize = kHeaderBytes + size;
    if (room < kSizeBytes + blockSize + kAlignment) {
        return Intercore_Full;
    }
    static const uint32_t kReserved = 0;
    uint32_t position = Put(start, &blockSize, sizeof(blockSize));
    position = Put(position, destination, sizeof(*destination));
    position = Put(position, &kReserved, sizeof(kReserved));
    Put(position, payload, size);
    Core_DataSynchronizationBarrier(); // the message before its position
    g_outbound->writePosition = Next(start, blockSize);
    Signal(SIGNAL_TO_A7_SENT);
    return Intercore_Ok;
}

IntercoreResult Intercore_Receive(ComponentId* source, void* payload, uint32_t* size)
{
    const uint32_t start = g_outbound->readPosition;
    const uint32_t written = g_inbound->writePosition;
    if (!IsPosition(written)) {
        return Intercore_Corrupt;
    }
    const uint32_t there = written >= start ? written - start : written + g_capacity - start;
    if (there < kSizeBytes) {
        return Intercore_Empty;
    }
    uint32_t blockSize;
    uint32_t reserved;
    uint32_t position = Get(start, &blockSize, sizeof(blockSize));
    if (blockSize < kHeaderBytes || blockSize > there - kSizeBytes) {
        return Intercore_Corrupt;
    }
    if (blockSize - kHeaderBytes > *size) {
        return Intercore_TooLarge;
    }
    *size = blockSize - kHeaderBytes;
    position = Get(position, source, sizeof(*source));
    position = Get(position, &reserved, sizeof(reserved));
    Get(position, payload, *size);
    Core_DataSynchronizationBarrier(); // taken before the room is given back
    g_outbound->readPosition = Next(start, blockSize);
    Signal(SIGNAL_TO_A7_RECEIVED);
    return Intercore_Ok;
}
