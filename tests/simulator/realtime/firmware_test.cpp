// Each program of tests/firmware on the chip, with what it wants around it (its README.md).
#include "subsystem_bench.hpp"

namespace perisphere::firmware_test
{

using realtime_test::SubsystemBench;
using namespace std::chrono_literals;

constexpr std::string_view kDone = "done\n";
constexpr engine::Duration kPatience = 20s;

bool isDone(std::string_view output)
{
    return output.ends_with(kDone);
}

class FirmwareBench : public SubsystemBench
{
public:
    /// Until all that were started are done. What they say has to be good.
    void finish()
    {
        while (!areAllDone() && scheduler.now().time_since_epoch() < kPatience)
            run(1ms);
        for (unsigned core = 0; core < realtime::kCoreCount; ++core)
            if (cores->core(core).state() != realtime::CoreState::Off)
                checkOutput(core);
        for (const std::string& note : notes)
            if (note.find("the watchdog resets") == std::string::npos) // as firmware may want
                FAIL_CHECK(note);
        for (const engine::UnmodelledAccess& access : unmodelled.all())
            FAIL_CHECK(access.where << ": " << access.what << ", " << access.from);
    }

    /// When that was said on the debug UART; fails when it is not.
    void waitFor(unsigned core, std::string_view text)
    {
        while (output[core].find(text) == std::string::npos &&
               scheduler.now().time_since_epoch() < kPatience)
            run(1ms);
        INFO(output[core]);
        REQUIRE(output[core].find(text) != std::string::npos);
    }

private:
    [[nodiscard]] bool areAllDone() const
    {
        for (unsigned core = 0; core < realtime::kCoreCount; ++core)
            if (cores->core(core).state() != realtime::CoreState::Off && !isDone(output[core]))
                return false;
        return true;
    }

    void checkOutput(unsigned core)
    {
        INFO(cores->componentOn(core) << " says:\n" << output[core]);
        INFO("pc " << std::hex << cores->core(core).processor().pc());
        CHECK(isDone(output[core]));
        CHECK(output[core].find("FAIL") == std::string::npos);
        CHECK(output[core].find("ok ") != std::string::npos);
    }
};

/// A program that needs nothing around it.
void runAlone(const std::string& name)
{
    FirmwareBench bench;
    bench.start(name);
    bench.finish();
}

TEST_CASE("firmware core_cpu")
{
    runAlone("core_cpu");
}

TEST_CASE("firmware core_layout_tcm")
{
    runAlone("core_layout_tcm");
}

TEST_CASE("firmware core_layout_sysram")
{
    runAlone("core_layout_sysram");
}

TEST_CASE("firmware core_layout_flash")
{
    runAlone("core_layout_flash");
}

TEST_CASE("firmware core_layout_soft_float")
{
    runAlone("core_layout_soft_float");
}

TEST_CASE("firmware m_polled")
{
    runAlone("m_polled");
}

TEST_CASE("firmware c_gpt")
{
    runAlone("c_gpt");
}

TEST_CASE("firmware c_eint")
{
    runAlone("c_eint");
}

TEST_CASE("firmware c_uart_ring")
{
    FirmwareBench bench;
    const unsigned core = bench.start("c_uart_ring");
    bench.waitFor(core, "send ping\n");
    bench.cores->type(core, "ping\n");
    bench.finish();
}

TEST_CASE("firmware c_uart_dma")
{
    FirmwareBench bench;
    bench.wire(bench.gpio(26), bench.gpio(28));
    bench.start("c_uart_dma");
    bench.finish();
}

TEST_CASE("firmware c_i2c")
{
    FirmwareBench bench;
    bench.place("tmp117", {{"SCL", 37}, {"SDA", 38}});
    bench.place("24lc256", {{"SCL", 37}, {"SDA", 38}});
    bench.start("c_i2c");
    bench.finish();
}

TEST_CASE("firmware c_spi")
{
    FirmwareBench bench;
    bench.place("w25q", {{"CLK", 31}, {"DI", 32}, {"DO", 33}, {"/CS", 34}});
    bench.start("c_spi");
    bench.finish();
}

TEST_CASE("firmware c_adc_dma")
{
    FirmwareBench bench;
    bench.wire(bench.supply("half", engine::Voltage::millivolts(1250)), bench.gpio(41));
    bench.wire(bench.supply("ground", engine::Voltage::millivolts(0)), bench.gpio(42));
    bench.start("c_adc_dma");
    bench.finish();
}

TEST_CASE("firmware v_dma_memory")
{
    runAlone("v_dma_memory");
}

TEST_CASE("firmware v_gpt3")
{
    runAlone("v_gpt3");
}

TEST_CASE("firmware v_systick")
{
    runAlone("v_systick");
}

TEST_CASE("firmware v_vector_table")
{
    runAlone("v_vector_table");
}

TEST_CASE("firmware v_watchdog")
{
    runAlone("v_watchdog");
}

TEST_CASE("firmware v_mailbox_a with v_mailbox_b")
{
    FirmwareBench bench;
    bench.start("v_mailbox_a");
    bench.start("v_mailbox_b");
    bench.finish();
}

TEST_CASE("firmware v_mailbox_b with v_mailbox_a")
{
    FirmwareBench bench;
    bench.start("v_mailbox_b");
    bench.start("v_mailbox_a");
    bench.finish();
}

} // namespace perisphere::firmware_test
