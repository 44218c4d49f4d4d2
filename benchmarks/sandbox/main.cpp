// perisphere_sandbox_benchmarks: how long an app takes to start in the Linux target's sandbox,
// compared with fork and exec of the same program. From the start to what the program writes first;
// as root.

#include "perisphere/linux/sandbox_launcher.hpp"
#include "perisphere/manifest/manifest.hpp"
#include "run_benchmarks.hpp"

#include <benchmark/benchmark.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <sched.h>
#include <string>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace perisphere::bench
{
namespace
{

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

/// A folder with an app.
class Folders
{
public:
    explicit Folders(const char* program)
    {
        std::string pattern = "/tmp/perisphere-bench-XXXXXX";
        if (::mkdtemp(pattern.data()) == nullptr)
            std::abort();
        m_path = pattern;
        fs::permissions(m_path, fs::perms(0755));
        fs::create_directories(m_path / "image/bin");
        fs::copy_file(program, m_path / "image/bin/app");
    }
    Folders(const Folders&) = delete;
    Folders& operator=(const Folders&) = delete;
    ~Folders() { fs::remove_all(m_path); }

    [[nodiscard]] fs::path image() const { return m_path / "image"; }

private:
    fs::path m_path;
};

device::App appIn(const Folders& folders)
{
    device::App app;
    app.componentId = "11111111-2222-3333-4444-555555555555";
    app.name = "Benchmark";
    app.imageRoot = folders.image();
    auto parsed = manifest::parse(R"({"SchemaVersion": 1, "Name": "Benchmark", "ComponentId":
        "11111111-2222-3333-4444-555555555555", "EntryPoint": "/bin/app", "CmdArgs": [],
        "Capabilities": {"AllowedConnections": ["192.0.2.1"]}})",
                                  "app_manifest.json");
    if (!parsed.value)
        std::abort();
    app.manifest = std::move(*parsed.value);
    return app;
}

/// The first byte; what comes after it is of no interest.
bool waitForByte(int pipe)
{
    char byte = 0;
    return ::read(pipe, &byte, 1) == 1;
}

struct Pipe {
    Pipe()
    {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0)
            std::abort();
        readEnd.reset(ends[0]);
        writeEnd.reset(ends[1]);
    }
    UniqueFd readEnd;
    UniqueFd writeEnd;
};

/// With all that this kernel offers.
void inSandbox(::benchmark::State& state, const char* program)
{
    // The bridge and the app's cable are not the machine's.
    if (::unshare(CLONE_NEWNET) != 0)
        return state.SkipWithError("only root starts sandboxes");
    const Folders folders(program);
    const device::App app = appIn(folders);
    target::SandboxConfiguration configuration;
    configuration.systemRoot = "/"; // this machine's libraries
    configuration.mayBeMissing = {"cgroup"};
    configuration.network.emplace();
    auto launcher = target::SandboxLauncher::create(configuration);
    if (!launcher)
        return state.SkipWithError(launcher.error().toString().c_str());
    for (auto _ : state) {
        Pipe output;
        std::array<int, 2> ends{};
        if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
            std::abort();
        const UniqueFd device(ends[0]);
        UniqueFd error(::dup(output.writeEnd.get()));
        const auto begin = Clock::now();
        auto process = (*launcher)->start(
            app, {}, {UniqueFd(ends[1]), std::move(output.writeEnd), std::move(error), {}});
        const bool isStarted = process && waitForByte(output.readEnd.get());
        state.SetIterationTime(std::chrono::duration<double>(Clock::now() - begin).count());
        if (!isStarted)
            return state.SkipWithError(process ? "the app wrote nothing"
                                               : process.error().toString().c_str());
    }
}

void forkAndExecute(::benchmark::State& state, const char* program)
{
    const Folders folders(program);
    const std::string path = folders.image() / "bin/app";
    for (auto _ : state) {
        Pipe output;
        const auto begin = Clock::now();
        const ::pid_t child = ::fork();
        if (child == 0) {
            ::dup2(output.writeEnd.get(), 1);
            ::execl(path.c_str(), "app", static_cast<char*>(nullptr));
            ::_exit(127);
        }
        const bool isStarted = waitForByte(output.readEnd.get());
        state.SetIterationTime(std::chrono::duration<double>(Clock::now() - begin).count());
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        if (!isStarted)
            return state.SkipWithError("the program wrote nothing");
    }
}

} // namespace
} // namespace perisphere::bench

int main(int argc, char** argv)
{
    using namespace perisphere::bench;
    for (const auto& [name, program] :
         {std::pair("app_start", PERISPHERE_BENCH_APP),
          std::pair("smallest_app_start", PERISPHERE_BENCH_SMALLEST_APP)}) {
        ::benchmark::RegisterBenchmark((std::string(name) + "/ours").c_str(), inSandbox, program)
            ->UseManualTime()
            ->Iterations(50);
        ::benchmark::RegisterBenchmark((std::string(name) + "/reference").c_str(), forkAndExecute,
                                       program)
            ->UseManualTime()
            ->Iterations(50);
    }
    return runBenchmarks(argc, argv);
}
