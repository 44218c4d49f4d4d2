// The control API's view of a real program on a simulated core.

#include "device_bench.hpp"
#include "packages.hpp"
#include "perisphere/base/file.hpp"
#include "perisphere/program/debug_info.hpp"

#include <algorithm>
#include <fstream>

using namespace perisphere;
using control::CoreStatus;

namespace
{

std::filesystem::path firmware(const std::string& name)
{
    return std::filesystem::path(PERISPHERE_FIRMWARE_FOLDER) / (name + ".elf");
}

/// A device whose app has said what it has to say and waits in WFI.
struct CoreBench : test::DeviceBench {
    explicit CoreBench(const std::string& name)
        : m_elf(firmware(name))
    {
        const auto program = readBinaryFile(m_elf, program::kMaxProgramBytes).value();
        test::PackageSpec spec{.extra = R"("ApplicationType":"RealTimeCapable",)"};
        spec.program.assign(reinterpret_cast<const char*>(program.data()), program.size());
        const auto package = test::pack(spec);
        m_package = m_files / "app.imagepackage";
        std::ofstream(m_package, std::ios::binary)
            .write(reinterpret_cast<const char*>(package.data()),
                   static_cast<std::streamsize>(package.size()));
    }

    control::CoresTarget& cores() { return device().control().cores(); }

    /// `examine` is called once the program is done with its work.
    void examine(const std::function<void()>& examine)
    {
        device().onLogLine([this, examine](const control::LogLine& line) {
            if (line.text == "done")
                device().after(std::chrono::milliseconds(0), examine);
        });
        run([this] {
            device().control().apps().install(
                m_package, {}, [](const Result<control::AppStatus>& status) { REQUIRE(status); });
        });
    }
    /// `examine` is called once the program is held at its first instruction; with the port that
    /// gdb could connect to.
    void startHeld(const std::function<void(std::uint32_t port)>& examine)
    {
        run([this, examine] {
            control::AppsTarget& apps = device().control().apps();
            apps.install(m_package, {.start = false}, [&apps, examine](auto installed) {
                REQUIRE(installed);
                apps.start(test::kFirst, {.debug = true}, [examine](auto started) {
                    REQUIRE(started);
                    examine(started->debugPort.value());
                });
            });
        });
    }
    void end() { device().shutdown(); }

    test::TemporaryDirectory m_files;
    std::filesystem::path m_elf;
    std::filesystem::path m_package;
};

std::uint32_t valueOf(const std::vector<control::CoreRegister>& registers, std::string_view name)
{
    const auto found = std::ranges::find(registers, name, &control::CoreRegister::name);
    REQUIRE(found != registers.end());
    return found->value;
}

} // namespace

TEST_CASE("a core without a program has a state and nothing else")
{
    CoreBench bench("v_systick");
    const auto cores = bench.cores().cores().value();
    REQUIRE(cores.size() == 2);
    CHECK(cores[0].state == "off");
    CHECK(cores[1].state == "off");
    CHECK(bench.cores().registers(1).error().code == ErrorCode::NotFound);
    CHECK(bench.cores().hold(0).error().code == ErrorCode::NotFound);
    CHECK(bench.cores().profile(0, {}).error().code == ErrorCode::NotFound);
}

TEST_CASE("a core is looked at while it runs")
{
    CoreBench bench("v_systick");
    bench.examine([&] {
        const CoreStatus core = bench.cores().cores().value()[0];
        CHECK(core.app == test::kFirst);
        CHECK(core.cycles > 1000);
        CHECK(core.hertz > 0);
        CHECK(core.fault.empty());
        CHECK_FALSE(core.debugPort);

        const auto registers = bench.cores().registers(0).value();
        CHECK(valueOf(registers, "sp") % 4 == 0);
        CHECK(valueOf(registers, "VTOR") == 0x00100000);
        valueOf(registers, "s31");
        CHECK(std::ranges::count(registers, "float", &control::CoreRegister::group) == 33);

        const auto table = bench.cores().memory(0, 0x00100000, 8).value();
        CHECK(table.bytes.size() == 8);
        CHECK(bench.cores().memory(0, 0x0012FFFE, 16)->bytes.size() == 2);
        CHECK(bench.cores().memory(0, 0x70000000, 4).error().code == ErrorCode::InvalidArgument);

        const auto exceptions = bench.cores().exceptions(0).value();
        const auto tick = std::ranges::find(exceptions, "SysTick", &control::CoreException::name);
        REQUIRE(tick != exceptions.end());
        CHECK(tick->number == 15);
        bench.end();
    });
}

TEST_CASE("peripherals have their registers and fields by name")
{
    CoreBench bench("v_systick");
    bench.examine([&] {
        const auto all = bench.cores().peripherals(0, {}).value();
        CHECK(all.size() > 20);
        CHECK(std::ranges::is_sorted(all, {}, &control::Peripheral::base));
        CHECK(std::ranges::all_of(all, [](const auto& one) { return one.registers.empty(); }));
        std::size_t fields = 0;
        for (const control::Peripheral& one : all) {
            const auto shown = bench.cores().peripherals(0, one.name).value();
            REQUIRE(shown.size() == 1);
            for (const control::PeripheralRegister& each : shown[0].registers) {
                CHECK(each.address - one.base < one.bytes);
                CHECK(each.name.find('#') == std::string::npos);
                fields += each.fields.size();
            }
        }
        CHECK(fields > 10);
        const Error wrong = bench.cores().peripherals(0, "DEBUG_UARTT").error();
        CHECK(wrong.code == ErrorCode::NotFound);
        CHECK(wrong.advice == "did you mean \"DEBUG_UART\"?");
        bench.end();
    });
}

TEST_CASE("code and stack are told with functions and source lines")
{
    CoreBench bench("v_systick");
    bench.examine([&] {
        const CoreStatus held = bench.cores().hold(0).value();
        CHECK(held.state == "held");
        const auto around = bench.cores().disassemble(0, {}, {}, {}, 12).value();
        CHECK(around.pc == held.pc);
        CHECK(around.instructions.size() == 12);
        const auto here =
            std::ranges::find(around.instructions, held.pc, &control::ListedInstruction::address);
        REQUIRE(here != around.instructions.end());
        CHECK_FALSE(here->place.function.empty());
        CHECK(here->place.line > 0);

        const auto main = bench.cores().disassemble(0, bench.m_elf, {}, "Main", 3).value();
        CHECK(main.instructions[0].place.function == "Main");
        const std::uint32_t address = main.instructions[1].address;
        CHECK(bench.cores().disassemble(0, {}, address, {}, 1)->instructions[0].text ==
              main.instructions[1].text);
        CHECK(bench.cores().disassemble(0, {}, {}, "main", 1).error().code == ErrorCode::NotFound);
        CHECK(bench.cores().disassemble(0, {}, 0xF0000000, {}, 1).error().code ==
              ErrorCode::InvalidArgument);

        const auto frames = bench.cores().stack(0, {}, 64).value();
        CHECK(frames[0].pc == held.pc);
        CHECK(frames[0].foundBy == "registers");
        CHECK(std::ranges::any_of(frames, [](const control::StackFrame& frame) {
            return frame.place.function.starts_with("Main") ||
                   frame.place.function.starts_with("Core_Stop");
        }));
        bench.end();
    });
}

TEST_CASE("an ELF file of another program is refused")
{
    CoreBench bench("v_systick");
    bench.examine([&] {
        const Error error = bench.cores().stack(0, firmware("c_gpt"), 8).error();
        CHECK(error.code == ErrorCode::InvalidArgument);
        CHECK(error.where.file == firmware("c_gpt").string());
        CHECK(bench.cores().stack(0, "/no/such.elf", 8).error().code == ErrorCode::NotFound);
        bench.end();
    });
}

TEST_CASE("a held core steps as often as asked, and goes on when it is released")
{
    CoreBench bench("m_polled");
    bool isDone = false;
    bench.startHeld([&](std::uint32_t port) {
        const CoreStatus held = bench.cores().cores().value()[0];
        CHECK(held.state == "held");
        CHECK(held.debugPort == port);
        const auto token = std::make_shared<int>();
        bench.cores().step(0, 3, [&, held, token](const Result<CoreStatus>& stepped) {
            isDone = true;
            REQUIRE(stepped);
            CHECK(stepped->state == "held");
            CHECK(stepped->cycles >= held.cycles + 3);
            CHECK(stepped->cycles < held.cycles + 100);
            CHECK(stepped->pc != held.pc);
            const CoreStatus released = bench.cores().release(0).value();
            CHECK(released.state != "held");
            CHECK(bench.cores().release(0).error().code == ErrorCode::InvalidArgument);
            bench.cores().step(0, 1, [&](const Result<CoreStatus>& refused) {
                CHECK(refused.error().code == ErrorCode::InvalidArgument);
            });
            // The answer to a client goes when its completion does.
            bench.device().after(std::chrono::milliseconds(0), [&, weak = std::weak_ptr(token)] {
                CHECK(weak.expired());
                bench.end();
            });
        });
    });
    CHECK(isDone);
}

TEST_CASE("a held core goes back by the instructions that it has executed, and no further")
{
    CoreBench bench("m_polled");
    bool isDone = false;
    bench.startHeld([&](std::uint32_t) {
        const CoreStatus held = bench.cores().hold(0).value();
        CHECK(held.hasHistory);
        CHECK_FALSE(held.isInPast);
        bench.cores().step(0, 3, [&, held](const Result<CoreStatus>& stepped) {
            isDone = true;
            REQUIRE(stepped);
            CHECK(bench.cores().stepBack(0).value().isInPast);
            CHECK(bench.cores().stepBack(0));
            const CoreStatus first = bench.cores().stepBack(0).value();
            CHECK(first.pc == held.pc);
            CHECK(first.cycles == held.cycles);
            const Error oldest = bench.cores().stepBack(0).error();
            CHECK(oldest.code == ErrorCode::InvalidArgument);
            CHECK_FALSE(oldest.advice.empty());
            const auto released = bench.cores().release(0);
            CHECK(released.value().state != "held");
            CHECK_FALSE(released->isInPast);
            CHECK(released->cycles >= stepped->cycles);
            CHECK(bench.cores().stepBack(0).error().code == ErrorCode::InvalidArgument);
            bench.end();
        });
    });
    CHECK(isDone);
}

TEST_CASE("a core's history is kept from before it is held")
{
    CoreBench bench("m_polled");
    bool isDone = false;
    bench.startHeld([&](std::uint32_t) {
        REQUIRE(bench.cores().keepHistory(0, true));
        static_cast<void>(bench.cores().release(0).value());
        CHECK(bench.cores().cores().value()[0].hasHistory);
        const CoreStatus held = bench.cores().hold(0).value();
        const CoreStatus back = bench.cores().stepBack(0).value();
        CHECK(back.isInPast);
        CHECK(back.cycles < held.cycles);
        bench.cores().step(0, 1, [&, held](const Result<CoreStatus>& stepped) {
            isDone = true;
            REQUIRE(stepped);
            CHECK(stepped->pc == held.pc);
            CHECK(stepped->cycles == held.cycles);
            CHECK_FALSE(stepped->isInPast);
            static_cast<void>(bench.cores().release(0).value());
            CHECK_FALSE(bench.cores().keepHistory(0, false).value().hasHistory);
            bench.end();
        });
    });
    CHECK(isDone);
}

TEST_CASE("a step that waits ends when its app is stopped")
{
    CoreBench bench("m_polled");
    bool isAnswered = false;
    bench.examine([&] {
        static_cast<void>(bench.cores().hold(0).value());
        static_cast<void>(bench.device().control().time().setMode(engine::TimeMode::paused()));
        bench.cores().step(0, 1, [&](const Result<CoreStatus>& refused) {
            CHECK(refused.error().code == ErrorCode::InvalidArgument);
        });
        static_cast<void>(bench.device().control().time().resume());
        // It sleeps: there is no next instruction until something wakes it.
        bench.cores().step(0, 1000, [&](const Result<CoreStatus>& ended) {
            isAnswered = true;
            CHECK(ended.error().code == ErrorCode::NotFound);
            bench.end();
        });
        bench.cores().step(0, 1, [&](const Result<CoreStatus>& refused) {
            CHECK(refused.error().code == ErrorCode::AlreadyExists);
        });
        bench.device().control().apps().stop(test::kFirst, [](auto) {});
    });
    CHECK(isAnswered);
}

TEST_CASE("all cycles from the first instruction on are shared out among functions")
{
    CoreBench bench("v_systick");
    control::CoreProfile profile;
    bench.device().onLogLine([&](const control::LogLine& line) {
        if (line.text == "done")
            bench.device().after(std::chrono::milliseconds(0), [&] {
                CHECK(bench.cores().stopProfile(0));
                profile = bench.cores().profile(0, {}).value();
                bench.end();
            });
    });
    bench.startHeld([&](std::uint32_t) {
        REQUIRE(bench.cores().startProfile(0, 100));
        CHECK(bench.cores().profile(0, {})->isRunning);
        REQUIRE(bench.cores().release(0));
    });
    CHECK_FALSE(profile.isRunning);
    CHECK(profile.period == 100);
    std::uint64_t sum = profile.asleep;
    for (const control::ProfiledCode& one : profile.functions) {
        sum += one.cycles;
        std::uint64_t lines = 0;
        for (const control::ProfiledSourceLine& line : one.lines)
            lines += line.cycles;
        CHECK(lines == one.cycles);
    }
    CHECK(sum <= profile.cycles);
    CHECK(sum + 100 > profile.cycles);
    CHECK(std::ranges::any_of(profile.functions, [](const control::ProfiledCode& one) {
        return one.function == "Main" && one.cycles > 0;
    }));
}

TEST_CASE("coverage has the lines that the program came by")
{
    CoreBench bench("v_systick");
    bench.examine([&] {
        const auto page = bench.cores().coverage(0, {}, 0).value();
        CHECK_FALSE(page.next);
        CHECK(page.linesRun > 20);
        CHECK(page.linesRun < page.lines); // there was no fault to report
        CHECK_THAT(page.tracefile, Catch::Contains("SF:tests/firmware/v_systick.c\n"));
        CHECK_THAT(page.tracefile, Catch::Contains("FNDA:1,Main\n"));
        CHECK_THAT(page.tracefile, Catch::Contains("FNDA:0,Fault_Report\n"));
        bench.end();
    });
}

TEST_CASE("a hold ends with the program that was held")
{
    CoreBench bench("m_polled");
    int starts = 0;
    bench.device().onLogLine([&](const control::LogLine& line) {
        if (line.text != "done")
            return;
        bench.device().after(std::chrono::milliseconds(0), [&] {
            if (++starts == 2) { // it has come here: it was not held
                CHECK(bench.cores().release(0).error().code == ErrorCode::InvalidArgument);
                bench.end();
                return;
            }
            static_cast<void>(bench.cores().hold(0).value());
            bench.device().control().apps().stop(test::kFirst, [&](auto) {
                bench.device().control().apps().start(test::kFirst, {}, [](auto) {});
            });
        });
    });
    bench.run([&] { bench.device().control().apps().install(bench.m_package, {}, [](auto) {}); });
    CHECK(starts == 2);
}
