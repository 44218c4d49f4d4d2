// Threads and what they share: futexes in all their operations, mutexes of all kinds, what the end
// of a thread leaves.

#include "common.h"

#include <limits.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>

static long futex(void* word, int operation, unsigned value, const void* time, void* other,
                  unsigned third)
{
    enum { kFutexTime64 = 422 }; // for libraries whose time is wider than their words
    return syscall(sizeof(time_t) > sizeof(long) ? kFutexTime64 : SYS_futex, word, operation, value,
                   time, other, third);
}

static atomic_uint word;
static atomic_uint otherWord;
static atomic_int woken;

static void* waitOnWord(void* argument)
{
    const unsigned bits = (unsigned)(uintptr_t)argument;
    if (futex(&word, FUTEX_WAIT_BITSET | FUTEX_PRIVATE_FLAG, 0, NULL, NULL, bits) == 0)
        atomic_fetch_add(&woken, 1);
    return NULL;
}

/// Returns when all wait. Those that do are moved to the other word, until none is left, and back.
static void startWaiters(pthread_t* threads, int count, unsigned bits)
{
    for (int i = 0; i < count; ++i)
        NEED(pthread_create(&threads[i], NULL, waitOnWord, (void*)(uintptr_t)bits) == 0);
    int waiting = 0;
    while (waiting < count) {
        waiting += (int)futex(&word, FUTEX_REQUEUE_PRIVATE, 0, (void*)INT_MAX, &otherWord, 0);
        sched_yield();
    }
    NEED(futex(&otherWord, FUTEX_REQUEUE_PRIVATE, 0, (void*)INT_MAX, &word, 0) == count);
}

static void* waitForEver(void* argument)
{
    const struct timespec ever = {.tv_sec = sizeof(time_t) > 4 ? INT64_MAX : INT32_MAX};
    return (void*)futex(&word, FUTEX_WAIT_PRIVATE, 0, &ever, NULL, 0);
}

/// Longer than any clock counts.
static void longWaits(void)
{
    pthread_t thread;
    void* result = NULL;
    word = 0;
    NEED(pthread_create(&thread, NULL, waitForEver, NULL) == 0);
    while (futex(&word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0) == 0)
        usleep(1000);
    pthread_join(thread, &result);
    TELL((long)result);
}

static void operations(void)
{
    const struct timespec little = {.tv_nsec = 10000000};
    word = 5;
    TELL(futex(&word, FUTEX_WAIT, 6, NULL, NULL, 0));
    TELL(futex(&word, FUTEX_WAIT, 5, &little, NULL, 0));
    TELL(futex(&word, FUTEX_WAIT, 5, &(struct timespec){.tv_nsec = -1}, NULL, 0));
    TELL(futex((char*)&word + 1, FUTEX_WAIT, 5, NULL, NULL, 0));
    TELL(futex(NOWHERE, FUTEX_WAIT, 5, NULL, NULL, 0));
    TELL(futex(&word, FUTEX_WAIT_BITSET, 5, NULL, NULL, 0));
    TELL(futex(&word, FUTEX_WAIT_BITSET | FUTEX_CLOCK_REALTIME, 5, &(struct timespec){.tv_sec = 1},
               NULL, 1));
    TELL(futex(&word, FUTEX_WAKE, 1, NULL, NULL, 0));
    TELL(futex(&word, 99, 1, NULL, NULL, 0));
    pthread_t threads[4];
    word = 0;
    startWaiters(threads, 4, ~0U);
    TELL(futex(&word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0));
    TELL(futex(&word, FUTEX_CMP_REQUEUE_PRIVATE, 1, (void*)1, &otherWord, 7));
    TELL(futex(&word, FUTEX_CMP_REQUEUE_PRIVATE, 1, (void*)1, &otherWord, 0));
    TELL(futex(&otherWord, FUTEX_WAKE_PRIVATE, 5, NULL, NULL, 0));
    TELL(futex(&word, FUTEX_WAKE_PRIVATE, 5, NULL, NULL, 0));
    for (int i = 0; i < 4; ++i)
        pthread_join(threads[i], NULL);
    TELL(woken);
    startWaiters(threads, 2, 4);
    TELL(futex(&word, FUTEX_WAKE_BITSET | FUTEX_PRIVATE_FLAG, 5, NULL, NULL, 2));
    TELL(futex(&word, FUTEX_WAKE_BITSET | FUTEX_PRIVATE_FLAG, 5, NULL, NULL, 6));
    TELL(futex(&word, FUTEX_WAKE_BITSET, 5, NULL, NULL, 0));
    for (int i = 0; i < 2; ++i)
        pthread_join(threads[i], NULL);
    // Sets the second word to 3 if it wakes; both conditions.
    otherWord = 1;
    startWaiters(threads, 2, ~0U);
    TELL(futex(&otherWord, FUTEX_WAKE_OP_PRIVATE, 1, (void*)1, &word,
               FUTEX_OP(FUTEX_OP_ADD, 3, FUTEX_OP_CMP_EQ, 0)));
    TELL(word);
    TELL(futex(&word, FUTEX_WAKE_OP_PRIVATE, 5, (void*)1, &otherWord,
               FUTEX_OP(FUTEX_OP_OR, 6, FUTEX_OP_CMP_GT, 5)));
    TELL(otherWord);
    for (int i = 0; i < 2; ++i)
        pthread_join(threads[i], NULL);
    // Priority inheritance: the word is the owner's id.
    word = 0;
    TELL(futex(&word, FUTEX_LOCK_PI_PRIVATE, 0, NULL, NULL, 0));
    TELL((int)word == getpid());
    TELL(futex(&word, FUTEX_LOCK_PI_PRIVATE, 0, NULL, NULL, 0));
    TELL(futex(&word, FUTEX_UNLOCK_PI_PRIVATE, 0, NULL, NULL, 0));
    TELL(word);
    TELL(futex(&word, FUTEX_UNLOCK_PI_PRIVATE, 0, NULL, NULL, 0));
    TELL(futex(&word, FUTEX_TRYLOCK_PI_PRIVATE, 0, NULL, NULL, 0));
    futex(&word, FUTEX_UNLOCK_PI_PRIVATE, 0, NULL, NULL, 0);
}

static pthread_mutex_t mutex;
static int counter;

static void* lockAndCount(void* unused)
{
    for (int i = 0; i < 500; ++i) {
        pthread_mutex_lock(&mutex);
        const int before = counter;
        if (i % 50 == 0)
            sched_yield();
        counter = before + 1;
        pthread_mutex_unlock(&mutex);
    }
    return unused;
}

static void* lockAndEnd(void* unused)
{
    pthread_mutex_lock(&mutex);
    return unused;
}

static void* lockLater(void* unused)
{
    static int result;
    result = pthread_mutex_lock(&mutex);
    return unused == NULL ? &result : unused;
}

static void makeMutex(int type, int robust, int protocol, int shared)
{
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_settype(&attributes, type);
    pthread_mutexattr_setrobust(&attributes, robust);
    NEED(pthread_mutexattr_setprotocol(&attributes, protocol) == 0);
    pthread_mutexattr_setpshared(&attributes, shared);
    NEED(pthread_mutex_init(&mutex, &attributes) == 0);
}

static void mutexes(void)
{
    makeMutex(PTHREAD_MUTEX_ERRORCHECK, 0, 0, 0);
    TELL_ERROR(pthread_mutex_lock(&mutex));
    TELL_ERROR(pthread_mutex_lock(&mutex));
    TELL_ERROR(pthread_mutex_trylock(&mutex));
    TELL_ERROR(pthread_mutex_unlock(&mutex));
    TELL_ERROR(pthread_mutex_unlock(&mutex));
    makeMutex(PTHREAD_MUTEX_RECURSIVE, 0, 0, 0);
    TELL_ERROR(pthread_mutex_lock(&mutex));
    TELL_ERROR(pthread_mutex_lock(&mutex));
    TELL_ERROR(pthread_mutex_unlock(&mutex));
    TELL_ERROR(pthread_mutex_unlock(&mutex));
    for (int protocol = 0; protocol < 2; ++protocol) {
        printf("%s:\n", protocol == 0 ? "plain" : "priority inheriting");
        makeMutex(PTHREAD_MUTEX_NORMAL, 0, protocol == 0 ? PTHREAD_PRIO_NONE : PTHREAD_PRIO_INHERIT,
                  0);
        pthread_t threads[6];
        counter = 0;
        for (int i = 0; i < 6; ++i)
            NEED(pthread_create(&threads[i], NULL, lockAndCount, NULL) == 0);
        for (int i = 0; i < 6; ++i)
            pthread_join(threads[i], NULL);
        TELL(counter);
        pthread_mutex_lock(&mutex);
        struct timespec soon;
        clock_gettime(CLOCK_REALTIME, &soon);
        pthread_t thread;
        TELL_ERROR(protocol == 0 ? pthread_mutex_timedlock(&mutex, &soon) : ETIMEDOUT);
        pthread_mutex_unlock(&mutex);
        // The owner ends.
        makeMutex(PTHREAD_MUTEX_NORMAL, PTHREAD_MUTEX_ROBUST,
                  protocol == 0 ? PTHREAD_PRIO_NONE : PTHREAD_PRIO_INHERIT, 0);
        NEED(pthread_create(&thread, NULL, lockAndEnd, NULL) == 0);
        pthread_join(thread, NULL);
        TELL_ERROR(pthread_mutex_lock(&mutex));
        TELL_ERROR(pthread_mutex_consistent(&mutex));
        TELL_ERROR(pthread_mutex_unlock(&mutex));
        TELL_ERROR(pthread_mutex_lock(&mutex));
        // It ends while another one waits.
        pthread_mutex_unlock(&mutex);
        NEED(pthread_create(&thread, NULL, lockAndEnd, NULL) == 0);
        pthread_join(thread, NULL);
        pthread_t waiter;
        NEED(pthread_create(&waiter, NULL, lockLater, NULL) == 0);
        void* result = NULL;
        pthread_join(waiter, &result);
        TELL_ERROR(*(int*)result);
    }
}

struct Shared {
    pthread_mutex_t mutex;
    pthread_cond_t condition;
    sem_t semaphore;
    atomic_uint word;
    int state;
};

static void sharing(void)
{
    struct Shared* const shared =
        mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    pthread_mutexattr_t mutexAttributes;
    pthread_mutexattr_init(&mutexAttributes);
    pthread_mutexattr_setpshared(&mutexAttributes, PTHREAD_PROCESS_SHARED);
    pthread_mutexattr_setrobust(&mutexAttributes, PTHREAD_MUTEX_ROBUST);
    pthread_mutex_init(&shared->mutex, &mutexAttributes);
    pthread_condattr_t conditionAttributes;
    pthread_condattr_init(&conditionAttributes);
    pthread_condattr_setpshared(&conditionAttributes, PTHREAD_PROCESS_SHARED);
    pthread_cond_init(&shared->condition, &conditionAttributes);
    TELL(sem_init(&shared->semaphore, 1, 0));
    pid_t child = fork();
    if (child == 0) {
        sem_post(&shared->semaphore);
        pthread_mutex_lock(&shared->mutex);
        while (shared->state == 0)
            pthread_cond_wait(&shared->condition, &shared->mutex);
        shared->state = 2;
        pthread_cond_signal(&shared->condition);
        pthread_mutex_unlock(&shared->mutex);
        while (futex(&shared->word, FUTEX_WAIT, 0, NULL, NULL, 0) == 0 && shared->word == 0) {
        }
        _exit(9);
    }
    TELL(sem_wait(&shared->semaphore));
    pthread_mutex_lock(&shared->mutex);
    shared->state = 1;
    pthread_cond_signal(&shared->condition);
    while (shared->state != 2)
        pthread_cond_wait(&shared->condition, &shared->mutex);
    pthread_mutex_unlock(&shared->mutex);
    TELL(shared->state);
    shared->word = 1;
    futex(&shared->word, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
    int status = 0;
    TELL(waitpid(child, &status, 0) == child && WEXITSTATUS(status) == 9);
    child = fork();
    if (child == 0) {
        pthread_mutex_lock(&shared->mutex);
        _exit(0);
    }
    waitpid(child, NULL, 0);
    TELL_ERROR(pthread_mutex_lock(&shared->mutex));
    TELL_ERROR(pthread_mutex_consistent(&shared->mutex));
    TELL_ERROR(pthread_mutex_unlock(&shared->mutex));
}

static __thread int local = 7;
static pthread_key_t key;
static int destroyed;
static void destroy(void* value)
{
    destroyed += *(int*)value;
}

static void* useLocal(void* argument)
{
    local += *(int*)argument;
    pthread_setspecific(key, argument);
    static int results[4];
    results[*(int*)argument] = local;
    return &results[*(int*)argument];
}

static pthread_barrier_t barrier;
static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static void* meet(void* unused)
{
    (void)unused;
    pthread_rwlock_rdlock(&lock);
    pthread_rwlock_unlock(&lock);
    return (void*)(uintptr_t)(pthread_barrier_wait(&barrier) == PTHREAD_BARRIER_SERIAL_THREAD);
}

static void* cancelled(void* unused)
{
    for (;;)
        pause();
    return unused;
}

static void lives(void)
{
    pthread_key_create(&key, destroy);
    int numbers[3] = {1, 2, 3};
    pthread_t threads[3];
    for (int i = 0; i < 3; ++i)
        pthread_create(&threads[i], NULL, useLocal, &numbers[i]);
    for (int i = 0; i < 3; ++i) {
        void* result = NULL;
        pthread_join(threads[i], &result);
        TELL(*(int*)result);
    }
    TELL(local);
    TELL(destroyed);
    pthread_barrier_init(&barrier, NULL, 3);
    pthread_rwlock_wrlock(&lock);
    for (int i = 0; i < 3; ++i)
        pthread_create(&threads[i], NULL, meet, NULL);
    pthread_rwlock_unlock(&lock);
    long serials = 0;
    for (int i = 0; i < 3; ++i) {
        void* result = NULL;
        pthread_join(threads[i], &result);
        serials += (long)result;
    }
    TELL(serials);
    pthread_create(&threads[0], NULL, cancelled, NULL);
    usleep(10000);
    TELL_ERROR(pthread_cancel(threads[0]));
    void* result = NULL;
    pthread_join(threads[0], &result);
    TELL(result == PTHREAD_CANCELED);
    TELL(syscall(SYS_gettid) == getpid());
    int status = 0;
    TELL(syscall(SYS_set_robust_list, &status, 5));
    void* head = NULL;
    size_t bytes = 0;
    TELL(syscall(SYS_get_robust_list, 0, &head, &bytes));
    TELL(bytes == 3 * sizeof(long));
}

void threads(void)
{
    operations();
    longWaits();
    mutexes();
    sharing();
    lives();
}
