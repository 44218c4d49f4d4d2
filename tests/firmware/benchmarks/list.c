// Linked lists: built, reversed, merge-sorted and searched; loads that depend on each other.

#include "platform.h"

#include <stddef.h>

enum { kNodes = 512 };

const char kBenchmarkName[] = "list";

typedef struct Node Node;
struct Node {
    Node* next;
    uint32_t key;
};

static Node g_nodes[kNodes];

static Node* Build(uint32_t seed)
{
    for (uint32_t at = 0; at < kNodes; ++at) {
        seed = seed * 1664525U + 1013904223U;
        g_nodes[at].key = seed >> 8;
        g_nodes[at].next = at + 1 < kNodes ? &g_nodes[at + 1] : NULL;
    }
    return g_nodes;
}

static Node* Reverse(Node* list)
{
    Node* reversed = NULL;
    while (list != NULL) {
        Node* const next = list->next;
        list->next = reversed;
        reversed = list;
        list = next;
    }
    return reversed;
}

static Node* Merge(Node* left, Node* right)
{
    Node head = {NULL, 0};
    Node* last = &head;
    while (left != NULL && right != NULL) {
        Node** const least = left->key <= right->key ? &left : &right;
        last->next = *least;
        last = *least;
        *least = (*least)->next;
    }
    last->next = left != NULL ? left : right;
    return head.next;
}

static Node* Sort(Node* list)
{
    if (list == NULL || list->next == NULL) {
        return list;
    }
    Node* middle = list;
    for (const Node* end = list->next; end != NULL && end->next != NULL; end = end->next->next) {
        middle = middle->next;
    }
    Node* const right = middle->next;
    middle->next = NULL;
    return Merge(Sort(list), Sort(right));
}

static uint32_t Position(const Node* list, uint32_t key)
{
    uint32_t position = 0;
    for (; list != NULL && list->key < key; list = list->next) {
        ++position;
    }
    return position;
}

uint32_t Benchmark_Run(void)
{
    uint32_t checksum = 0;
    for (uint32_t round = 0; round < BENCHMARK_ROUNDS; ++round) {
        const Node* const list = Sort(Reverse(Build(checksum + round)));
        for (uint32_t search = 0; search < 16; ++search) {
            checksum = checksum * 31U + Position(list, search << 20);
        }
    }
    return checksum;
}
