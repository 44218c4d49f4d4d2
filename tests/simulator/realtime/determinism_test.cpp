// Equal inputs give equal runs, whatever the host does meanwhile; and a run that is taken up again
// from a snapshot goes on as it did the first time. The program is tests/firmware/both_cores.c.
#include "subsystem_bench.hpp"

#include "perisphere/engine/trace.hpp"

#include <atomic>
#include <cstring>
#include <optional>
#include <thread>

namespace perisphere::determinism_test
{

using realtime_test::SubsystemBench;
using namespace std::chrono_literals;

/// FNV-1a.
class Hash
{
public:
    void add(std::string_view bytes)
    {
        for (const char byte : bytes)
            m_value = (m_value ^ static_cast<std::uint8_t>(byte)) * 0x100000001B3;
    }
    void add(std::uint64_t number)
    {
        char bytes[sizeof number];
        std::memcpy(bytes, &number, sizeof number);
        add({bytes, sizeof bytes});
    }
    [[nodiscard]] std::uint64_t value() const { return m_value; }

private:
    std::uint64_t m_value = 0xCBF29CE484222325;
};

/// Both cores, a button on GPIO12 that is pressed by a script, and characters that are typed.
class Run : public SubsystemBench
{
public:
    explicit Run(bool isRecording = true)
    {
        wire(m_button, gpio(12));
        m_trace.watchLevel(gpio(8));
        m_trace.watchLevel(gpio(12));
        start("both_cores");
        start("both_cores");
        for (unsigned core = 0; core < realtime::kCoreCount && isRecording; ++core)
            cores->core(core).recording().begin();
    }

    /// What is pressed and typed from now on, for 100 ms.
    void script()
    {
        for (int press = 0; press < 50; ++press)
            scheduler.after(2137us * press + 311ns, "test.press", [this, press] {
                m_button.setDrive(
                    engine::digitalDrive(engine::OutputMode::PushPull, press % 3 == 0));
            });
        for (unsigned typed = 0; typed < 9; ++typed)
            scheduler.after(11ms * typed + 17us, "test.type",
                            [this, typed] { cores->type(typed % 2, "determinism"); });
    }

    /// Edges, accesses to registers, interrupts, and what was printed, with all their times.
    [[nodiscard]] std::uint64_t hash() const
    {
        Hash hash;
        hash.add(engine::toVcd(m_trace.snapshot()));
        for (unsigned core = 0; core < realtime::kCoreCount; ++core) {
            hash.add(output[core]);
            hash.add(cores->core(core).processor().cycles());
            for (const realtime::RecordedEvent& event : cores->core(core).recording().events()) {
                hash.add(static_cast<std::uint64_t>(event.kind));
                hash.add(event.cycle);
                hash.add(event.address);
                hash.add(event.value);
            }
        }
        return hash.value();
    }
    /// Of what does not depend on its being written down.
    [[nodiscard]] std::uint64_t outerHash() const
    {
        Hash hash;
        hash.add(engine::toVcd(m_trace.snapshot()));
        for (unsigned core = 0; core < realtime::kCoreCount; ++core) {
            hash.add(output[core]);
            hash.add(cores->core(core).processor().cycles());
        }
        return hash.value();
    }

    /// As if nothing had happened yet.
    void clear()
    {
        m_trace.clear();
        for (unsigned core = 0; core < realtime::kCoreCount; ++core) {
            output[core].clear();
            cores->core(core).recording().end();
            cores->core(core).recording().begin();
        }
    }

private:
    engine::Pin& m_button = supply("button", engine::kSupply3V3);
    engine::TraceRecorder m_trace{scheduler, 100'000};
};

std::uint64_t plainHash()
{
    Run run;
    run.script();
    run.run(100ms);
    return run.hash();
}

TEST_CASE("a run of both cores sees what it is given")
{
    Run with;
    with.script();
    with.run(100ms);
    Run without;
    without.run(100ms);
    CHECK(with.outerHash() != without.outerHash());
    for (unsigned core = 0; core < realtime::kCoreCount; ++core) {
        INFO(with.output[core]);
        CHECK(with.output[core].size() > 50);
        CHECK(with.output[core].find("fault") == std::string::npos);
        CHECK(with.cores->core(core).recording().events().size() > 1000);
    }
}

TEST_CASE("a run of both cores repeats itself")
{
    const std::uint64_t first = plainHash();
    CHECK(plainHash() == first);
    CHECK(plainHash() == first);
}

TEST_CASE("pieces in which time passes make no difference")
{
    const std::uint64_t whole = plainHash();
    Run run;
    run.script();
    while (run.scheduler.now() < engine::VirtualTime(100ms))
        REQUIRE(run.scheduler.runUntil(
            std::min(run.scheduler.now() + 37'411ns, engine::VirtualTime(100ms))));
    CHECK(run.hash() == whole);
}

TEST_CASE("code that is translated anew makes no difference")
{
    const std::uint64_t undisturbed = plainHash();
    Run run;
    run.script();
    for (unsigned piece = 0; piece < 100; ++piece) {
        run.run(1ms);
        for (unsigned core = 0; core < realtime::kCoreCount; ++core)
            if (piece % (core + 2) == 0)
                run.cores->core(core).processor().forgetCode(realtime::kTcmBase,
                                                             realtime::kTcmBytes);
    }
    CHECK(run.hash() == undisturbed);
}

TEST_CASE("a host with other work makes no difference")
{
    const std::uint64_t undisturbed = plainHash();
    std::atomic<bool> isDone = false;
    const auto work = [&isDone] {
        std::vector<std::uint64_t> memory(1 << 20);
        for (std::uint64_t i = 0; !isDone; ++i)
            memory[i * 4099 % memory.size()] += i;
    };
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; ++i)
        threads.emplace_back(work);
    const std::uint64_t disturbed = plainHash();
    isDone = true;
    for (std::thread& thread : threads)
        thread.join();
    CHECK(disturbed == undisturbed);
}

TEST_CASE("writing a run down makes no difference")
{
    Run recorded;
    recorded.script();
    recorded.run(100ms);
    Run plain(false);
    plain.script();
    plain.run(100ms);
    CHECK(plain.outerHash() == recorded.outerHash());
}

TEST_CASE("cores that are restored go on as they did")
{
    Run run;
    run.script();
    run.run(21ms);
    engine::Snapshot snapshot;
    run.cores->exchange(snapshot);
    const engine::VirtualTime then = run.scheduler.now();
    run.run(100ms); // what was scripted is over
    run.clear();

    SECTION("where they were saved")
    {
        std::optional<std::uint64_t> first;
        for (int repetition = 0; repetition < 3; ++repetition) {
            run.scheduler.restoreClock(then);
            snapshot.rewind();
            run.cores->exchange(snapshot);
            run.clear();
            run.script();
            run.run(50ms);
            if (!first)
                first = run.hash();
            CHECK(run.hash() == *first);
        }
    }
    SECTION("on another chip")
    {
        run.scheduler.restoreClock(then);
        snapshot.rewind();
        run.cores->exchange(snapshot);
        run.clear();
        run.script();
        run.run(50ms);
        Run other;
        other.script(); // so that its button ends as the first one's
        other.run(120ms);
        other.scheduler.restoreClock(then);
        snapshot.rewind();
        other.cores->exchange(snapshot);
        other.clear();
        other.script();
        other.run(50ms);
        CHECK(other.hash() == run.hash());
    }
}

TEST_CASE("a snapshot changes nothing")
{
    Run run;
    run.script();
    run.run(30ms);
    engine::Snapshot snapshot;
    run.cores->exchange(snapshot);
    run.run(70ms);
    CHECK(run.hash() == plainHash());
}

TEST_CASE("restored cores go on as if they had not been saved")
{
    // Without a script: the pins of the bench are not in the snapshot.
    Run run;
    run.run(21ms);
    engine::Snapshot snapshot;
    run.cores->exchange(snapshot);
    const engine::VirtualTime then = run.scheduler.now();
    run.clear();
    run.run(50ms);
    const std::uint64_t first = run.hash();
    run.scheduler.restoreClock(then);
    snapshot.rewind();
    run.cores->exchange(snapshot);
    run.clear();
    run.run(50ms);
    CHECK(run.hash() == first);
}

} // namespace perisphere::determinism_test
