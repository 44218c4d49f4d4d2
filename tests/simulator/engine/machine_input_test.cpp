// Input from other threads and processes: order, fairness, and no lost wake-up.
#include "perisphere/engine/machine.hpp"

#include "fake_host_clock.hpp"

#include <catch2/catch.hpp>

#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <string>
#include <thread>

namespace perisphere::machine_input_test
{

using namespace perisphere::engine;
using namespace std::chrono_literals;

namespace
{

constexpr auto kPatience = 60s; // then a wake-up was lost; nothing waits so long otherwise

/// A ring of one writer, as it would lie in shared memory.
struct Ring {
    static constexpr std::uint32_t kEntries = 64;
    std::atomic<std::uint32_t> head = 0;
    std::atomic<std::uint32_t> tail = 0;
    SleepFlag sleepFlag = kAwake;
    std::array<std::uint32_t, kEntries> entries{};

    /// False when full.
    bool write(std::uint32_t value, int wakeDescriptor)
    {
        const std::uint32_t at = head.load(std::memory_order_relaxed);
        if (at - tail.load(std::memory_order_acquire) == kEntries)
            return false;
        entries[at % kEntries] = value;
        head.store(at + 1, std::memory_order_release);
        if (claimWake(sleepFlag)) {
            const std::uint64_t one = 1;
            (void)!::write(wakeDescriptor, &one, sizeof one);
        }
        return true;
    }
};

class RingSource final : public InputSource
{
public:
    explicit RingSource(Ring& ring, int ownDescriptor = -1)
        : m_ring(ring)
        , m_ownDescriptor(ownDescriptor)
    {
    }
    void poll() override
    {
        std::uint32_t at = m_ring.tail.load(std::memory_order_relaxed);
        const std::uint32_t end = m_ring.head.load(std::memory_order_acquire);
        for (; at != end; ++at)
            m_inOrder = m_inOrder && m_ring.entries[at % Ring::kEntries] == m_expected++;
        m_ring.tail.store(at, std::memory_order_release);
    }
    [[nodiscard]] bool hasInput() const override
    {
        return m_ring.head.load(std::memory_order_acquire) !=
               m_ring.tail.load(std::memory_order_relaxed);
    }
    [[nodiscard]] SleepFlag* sleepFlag() override { return &m_ring.sleepFlag; }
    [[nodiscard]] int wakeDescriptor() const override { return m_ownDescriptor; }

    [[nodiscard]] bool sawAllInOrder(std::uint32_t count) const
    {
        return m_inOrder && m_expected == count;
    }

private:
    Ring& m_ring;
    int m_ownDescriptor;
    std::uint32_t m_expected = 0;
    bool m_inOrder = true;
};

/// Writes `count` entries, each after the one before was taken: the machine falls asleep between
/// them about as often as not. False when one was not taken for kPatience.
bool writeOneByOne(Ring& ring, int wakeDescriptor, std::uint32_t count)
{
    for (std::uint32_t i = 0; i < count; ++i) {
        ring.write(i, wakeDescriptor);
        const auto deadline = std::chrono::steady_clock::now() + kPatience;
        while (ring.tail.load(std::memory_order_acquire) != i + 1) {
            if (std::chrono::steady_clock::now() > deadline)
                return false;
            std::this_thread::yield();
        }
    }
    return true;
}

std::unique_ptr<Machine> makeMachine(HostClock& clock, TimeMode mode = TimeMode::paused())
{
    return std::move(*Machine::create(clock, {.mode = mode}));
}

} // namespace

TEST_CASE("posts of several threads are each done in their thread's order")
{
    SteadyHostClock clock;
    auto machine = makeMachine(clock);
    constexpr int kThreads = 4;
    constexpr int kPosts = 5000;
    std::array<int, kThreads> last{};
    bool inOrder = true;
    machine->start();
    std::vector<std::thread> threads;
    for (std::size_t t = 0; t < kThreads; ++t)
        threads.emplace_back([&, t] {
            for (int i = 1; i <= kPosts; ++i)
                machine->post([&, t, i] {
                    inOrder = inOrder && last[t] == i - 1;
                    last[t] = i;
                });
        });
    for (auto& thread : threads)
        thread.join();
    machine->stop();
    CHECK(inOrder);
    CHECK(last == std::array{kPosts, kPosts, kPosts, kPosts});
}

TEST_CASE("no wake-up of a ring is lost, with several writers and posts between")
{
    SteadyHostClock clock;
    auto machine = makeMachine(clock);
    constexpr std::uint32_t kWrites = 5000;
    const UniqueFd own(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
    std::array<Ring, 2> rings;
    RingSource shared(rings[0]);
    RingSource separate(rings[1], own.get());
    REQUIRE(machine->addSource(shared));
    REQUIRE(machine->addSource(separate));
    machine->start();
    std::array<bool, 2> taken{};
    std::thread first(
        [&] { taken[0] = writeOneByOne(rings[0], machine->wakeDescriptor(), kWrites); });
    std::thread second([&] { taken[1] = writeOneByOne(rings[1], own.get(), kWrites); });
    for (std::uint32_t i = 0; i < kWrites / 10; ++i)
        CHECK(machine->call([] { return 1; }));
    first.join();
    second.join();
    CHECK(taken[0]);
    CHECK(taken[1]);
    machine->stop();
    CHECK(shared.sawAllInOrder(kWrites));
    CHECK(separate.sawAllInOrder(kWrites));
}

TEST_CASE("a writer in another process wakes the machine through shared memory")
{
    SteadyHostClock clock;
    auto machine = makeMachine(clock);
    constexpr std::uint32_t kWrites = 2000;
    void* memory =
        ::mmap(nullptr, sizeof(Ring), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    REQUIRE(memory != MAP_FAILED);
    Ring* ring = new (memory) Ring;
    RingSource source(*ring);
    REQUIRE(machine->addSource(source));
    const pid_t child = ::fork(); // before there is a second thread
    REQUIRE(child >= 0);
    if (child == 0)
        ::_exit(writeOneByOne(*ring, machine->wakeDescriptor(), kWrites) ? 0 : 1);
    machine->start();
    int status = -1;
    CHECK(::waitpid(child, &status, 0) == child);
    CHECK(status == 0);
    machine->stop();
    CHECK(source.sawAllInOrder(kWrites));
    machine.reset();
    ::munmap(memory, sizeof(Ring));
}

TEST_CASE("someone who reads the writers' wake descriptor does not keep posts waiting")
{
    SteadyHostClock clock;
    auto machine = makeMachine(clock);
    machine->start();
    std::atomic<bool> done = false;
    std::thread thief([&] {
        std::uint64_t value = 0;
        while (!done)
            (void)!::read(machine->wakeDescriptor(), &value, sizeof value);
    });
    int answered = 0;
    for (int i = 0; i < 2000; ++i)
        answered += *machine->call([] { return 1; });
    done = true;
    thief.join();
    CHECK(answered == 2000);
}

TEST_CASE("sources are polled in the order they were added, at the virtual present")
{
    struct Recorder final : InputSource {
        Recorder(std::string& log, char name)
            : m_log(log)
            , m_name(name)
        {
        }
        void poll() override { m_log += m_name; }
        [[nodiscard]] bool hasInput() const override { return false; }
        std::string& m_log;
        char m_name;
    };
    SteadyHostClock clock;
    auto machine = makeMachine(clock, TimeMode::unthrottled());
    std::string log;
    Recorder a(log, 'a');
    Recorder b(log, 'b');
    Recorder c(log, 'c');
    REQUIRE(machine->addSource(b));
    REQUIRE(machine->addSource(a));
    REQUIRE(machine->addSource(c));
    machine->removeSource(a);
    machine->scheduler().after(1us, "test", [&] { log += '.'; });
    machine->scheduler().after(1s, "test", [&] {
        log += '!';
        machine->requestStop();
    });
    machine->run();
    CHECK(log == "bc.bc!");
}

TEST_CASE("a source may remove itself and another while it is polled")
{
    struct Quitter final : InputSource {
        Quitter(Machine& machine, InputSource& other)
            : m_machine(machine)
            , m_other(other)
        {
        }
        void poll() override
        {
            m_machine.removeSource(*this);
            m_machine.removeSource(m_other);
            m_machine.requestStop();
        }
        [[nodiscard]] bool hasInput() const override { return false; }
        Machine& m_machine;
        InputSource& m_other;
    };
    SteadyHostClock clock;
    auto machine = makeMachine(clock);
    Ring ring;
    ring.write(0, -1);
    RingSource never(ring);
    Quitter quitter(*machine, never);
    REQUIRE(machine->addSource(quitter));
    REQUIRE(machine->addSource(never));
    machine->run();
    CHECK(never.sawAllInOrder(0));
}

TEST_CASE("inputs that are taken up together act at the instants at which they were given")
{
    struct Stamped final : InputSource {
        Stamped(Scheduler& scheduler, std::string& log, std::vector<HostTime> stamps)
            : m_scheduler(scheduler)
            , m_log(log)
            , m_stamps(std::move(stamps))
        {
        }
        void poll() override
        {
            while (hasInput())
                pollOne();
        }
        void pollOne() override
        {
            m_log += std::to_string(toNanoseconds(m_scheduler.now()) / 1000) + ' ';
            ++m_next;
        }
        [[nodiscard]] bool hasInput() const override { return m_next < m_stamps.size(); }
        [[nodiscard]] std::optional<HostTime> oldestStamp() const override
        {
            return hasInput() ? std::optional(m_stamps[m_next]) : std::nullopt;
        }
        Scheduler& m_scheduler;
        std::string& m_log;
        std::vector<HostTime> m_stamps;
        std::size_t m_next = 0;
    };
    test::FakeHostClock clock;
    auto machine = makeMachine(clock, TimeMode::realTime());
    const HostTime begin = clock.now();
    std::string log;
    // The last ones lie: one in the past, one in the future.
    Stamped a(machine->scheduler(), log,
              {begin + 1000us, begin + 1500us, begin - 700us, HostTime::max()});
    Stamped b(machine->scheduler(), log, {begin + 1300us});
    REQUIRE(machine->addSource(a));
    REQUIRE(machine->addSource(b));
    machine->scheduler().after(1200us, "test", [&] { log += "event "; });
    machine->scheduler().after(6ms, "test", [&] { machine->requestStop(); });
    clock.advance(5ms);
    machine->run();
    CHECK(log == "1000 event 1300 1500 1500 5000 ");
}

} // namespace perisphere::machine_input_test
