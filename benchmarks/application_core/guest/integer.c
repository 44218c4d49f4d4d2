// What programs do without floating point: lists, tables, matrices, decisions, strings, divisions.
#include "kernels.h"

#include <stdlib.h>
#include <string.h>

static uint32_t g_seed = 1;

static uint32_t next(void)
{
    g_seed = g_seed * 1664525u + 1013904223u;
    return g_seed >> 8;
}

struct Node {
    struct Node* next;
    uint32_t value;
};

static struct Node* merge(struct Node* a, struct Node* b)
{
    struct Node head = {0};
    struct Node* last = &head;
    while (a && b) {
        struct Node** const least = a->value <= b->value ? &a : &b;
        last->next = *least;
        last = *least;
        *least = (*least)->next;
    }
    last->next = a ? a : b;
    return head.next;
}

static struct Node* sorted(struct Node* list, unsigned count)
{
    if (count < 2)
        return list;
    struct Node* middle = list;
    for (unsigned i = 1; i < count / 2; ++i)
        middle = middle->next;
    struct Node* const rest = middle->next;
    middle->next = NULL;
    return merge(sorted(list, count / 2), sorted(rest, count - count / 2));
}

static uint32_t lists(void)
{
    static struct Node nodes[512];
    for (unsigned i = 0; i < 512; ++i)
        nodes[i] = (struct Node){i + 1 < 512 ? &nodes[i + 1] : NULL, next()};
    uint32_t sum = 0;
    for (const struct Node* node = sorted(nodes, 512); node; node = node->next)
        sum = sum * 31 + node->value;
    return sum;
}

static uint32_t crc(const uint8_t* data, size_t bytes)
{
    static uint32_t table[256];
    if (table[1] == 0)
        for (uint32_t i = 0; i < 256; ++i) {
            uint32_t value = i;
            for (int bit = 0; bit < 8; ++bit)
                value = (value & 1) ? value >> 1 ^ 0xEDB88320u : value >> 1;
            table[i] = value;
        }
    uint32_t sum = ~0u;
    for (size_t i = 0; i < bytes; ++i)
        sum = table[(sum ^ data[i]) & 0xFF] ^ sum >> 8;
    return ~sum;
}

enum { kSize = 24 };

static uint32_t matrices(void)
{
    static int32_t a[kSize][kSize], b[kSize][kSize], c[kSize][kSize];
    for (int i = 0; i < kSize; ++i)
        for (int j = 0; j < kSize; ++j) {
            a[i][j] = (int32_t)(next() & 0xFF) - 128;
            b[i][j] = (int32_t)(next() & 0xFF) - 128;
        }
    uint32_t sum = 0;
    for (int i = 0; i < kSize; ++i)
        for (int j = 0; j < kSize; ++j) {
            int32_t value = 0;
            for (int k = 0; k < kSize; ++k)
                value += a[i][k] * b[k][j];
            c[i][j] = value;
            sum = (sum << 1 | sum >> 31) ^ (uint32_t)c[i][j];
        }
    return sum;
}

/// Numbers in a text: integers, decimal fractions, exponents, or none of these.
static uint32_t decisions(void)
{
    static const char kText[] = "5012,-12.34e5,0x1,T0.3e-1F,7.500,+0.64400,1e,88,..3,9e+2,";
    uint32_t counts[8] = {0};
    unsigned state = 0;
    for (const char* at = kText; *at; ++at) {
        const char one = *at;
        if (one == ',') {
            ++counts[state];
            state = 0;
            continue;
        }
        const int isDigit = one >= '0' && one <= '9';
        switch (state) {
        case 0:
            state = isDigit ? 2 : one == '+' || one == '-' ? 1 : one == '.' ? 3 : 7;
            break;
        case 1:
            state = isDigit ? 2 : one == '.' ? 3 : 7;
            break;
        case 2:
            state = isDigit ? 2 : one == '.' ? 3 : one == 'e' ? 4 : 7;
            break;
        case 3:
            state = isDigit ? 3 : one == 'e' ? 4 : 7;
            break;
        case 4:
            state = isDigit ? 6 : one == '+' || one == '-' ? 5 : 7;
            break;
        case 5:
        case 6:
            state = isDigit ? 6 : 7;
            break;
        default:
            break;
        }
    }
    return crc((const uint8_t*)counts, sizeof counts);
}

static uint32_t divisions(void)
{
    uint32_t sum = 0;
    for (int i = 0; i < 500; ++i) {
        const uint32_t a = next() | 1, b = (next() & 0xFFF) + 1;
        sum = sum * 3 + a / b + a % b;
    }
    return sum;
}

uint32_t integerKernel(void)
{
    static uint8_t text[4096];
    uint32_t sum = 0;
    for (int round = 0; round < 9000; ++round) {
        for (size_t i = 0; i < sizeof text; i += 64)
            text[i] = (uint8_t)next();
        sum = sum * 17 + lists();
        sum = sum * 17 + crc(text, sizeof text);
        sum = sum * 17 + matrices();
        for (int i = 0; i < 60; ++i)
            sum = sum * 17 + decisions();
        sum = sum * 17 + divisions();
    }
    return sum;
}
