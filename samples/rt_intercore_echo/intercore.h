// Messages between this app and apps of the high-level core (Application_Connect there), over two
// rings in memory that the device's OS provides.
//
// Each side owns one ring: it writes messages into it, and into its header how far it has written
// there and how far it has read in the other side's ring. Signals by the mailbox tell of both.
#pragma once

#include <stdbool.h>
#include <stdint.h>

// The most that the device carries.
enum { kMaxPayload = 1024 };

// A component ID as it travels: the first three fields least significant byte first.
typedef struct {
    uint8_t bytes[16];
} ComponentId;

typedef enum {
    Intercore_Ok,
    Intercore_Empty,    // there is no message
    Intercore_Full,     // no room; there is when the other side has read
    Intercore_TooLarge, // the payload, for the ring or for the buffer; the message stays
    Intercore_Corrupt   // positions or sizes are impossible: the other side has failed
} IntercoreResult;

// Waits for the OS to tell where the rings are, which it does when an app wants to talk.
void Intercore_Open(void);

// Sends to an app. The payload is copied.
IntercoreResult Intercore_Send(const ComponentId* destination, const void* payload, uint32_t size);

// Takes the next message. `*size` is the buffer's size before and the payload's afterwards.
IntercoreResult Intercore_Receive(ComponentId* source, void* payload, uint32_t* size);

// For the vector table: MT3620_IRQ_MBOX_SW.
void Intercore_OnInterrupt(void);

// Set in the interrupt when the other side has written or has read; to be cleared before looking.
extern volatile bool g_intercoreSignalled;
