// Eight threads on a few shared words and a mutex.
#include "kernels.h"

#include <pthread.h>

enum { kThreads = 8, kRounds = 3000000 };

static uint32_t g_word, g_bits;
static uint8_t g_byte;
static uint64_t g_doubleWord;
static uint32_t g_guarded;
static pthread_mutex_t g_mutex = PTHREAD_MUTEX_INITIALIZER;

static void* run(void* argument)
{
    const uint32_t number = *(const uint32_t*)argument;
    for (uint32_t i = 0; i < kRounds; ++i) {
        __atomic_fetch_add(&g_word, number + 1, __ATOMIC_SEQ_CST);
        __atomic_fetch_add(&g_byte, 3, __ATOMIC_RELAXED);
        __atomic_fetch_xor(&g_bits, i << number, __ATOMIC_ACQ_REL);
        __atomic_fetch_add(&g_doubleWord, i, __ATOMIC_SEQ_CST);
        if (i % 16 == 0) {
            pthread_mutex_lock(&g_mutex);
            g_guarded += i;
            pthread_mutex_unlock(&g_mutex);
        }
    }
    return NULL;
}

uint32_t atomicsKernel(void)
{
    pthread_t threads[kThreads];
    uint32_t numbers[kThreads];
    for (uint32_t i = 0; i < kThreads; ++i) {
        numbers[i] = i;
        pthread_create(&threads[i], NULL, run, &numbers[i]);
    }
    for (int i = 0; i < kThreads; ++i)
        pthread_join(threads[i], NULL);
    return g_word ^ g_byte ^ g_bits ^ (uint32_t)g_doubleWord ^ (uint32_t)(g_doubleWord >> 32) ^
           g_guarded;
}
