#include "perisphere/device/host_launcher.hpp"

#include "descriptors.hpp"
#include "temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <fstream>
#include <pthread.h>

namespace perisphere::host_launcher_test
{

using namespace perisphere::device;
using test::TemporaryDirectory;

namespace
{

/// An image with the test's app as its program.
class Image
{
public:
    explicit Image(std::vector<std::string> arguments)
    {
        std::filesystem::create_directory(m_folder / "bin");
        std::filesystem::copy_file(PERISPHERE_TEST_APP, program());
        m_app.name = "Tester";
        m_app.imageRoot = m_folder.path();
        m_app.manifest.entryPoint = "/bin/app";
        m_app.manifest.cmdArgs = std::move(arguments);
    }

    [[nodiscard]] std::filesystem::path program() const { return m_folder / "bin/app"; }
    [[nodiscard]] App& app() { return m_app; }

private:
    TemporaryDirectory m_folder;
    App m_app;
};

struct Started {
    std::unique_ptr<AppProcess> process;
    UniqueFd device;
    UniqueFd output;
};

Result<Started> tryStart(const App& app, const StartOptions& options = {})
{
    auto [device, appsEnd] = test::makeSocketPair();
    auto [output, writeEnd] = test::makePipe();
    auto [error, errorWriteEnd] = test::makePipe();
    HostLauncher launcher;
    auto process = launcher.start(
        app, options, {std::move(appsEnd), std::move(writeEnd), std::move(errorWriteEnd)});
    if (!process)
        return fail(process.error());
    return Started{std::move(*process), std::move(device), std::move(output)};
}

Started start(const App& app, const StartOptions& options = {})
{
    auto started = tryStart(app, options);
    if (!started)
        FAIL(started.error().toString());
    return std::move(*started);
}

ProcessExit waitForExit(AppProcess& process)
{
    REQUIRE(test::waitUntilReadable(process.exitDescriptor()));
    const auto exit = process.takeExit();
    REQUIRE(exit);
    return *exit;
}

bool has(const std::string& report, const std::string& line)
{
    return ("\n" + report).find("\n" + line + "\n") != std::string::npos;
}

bool g_signalsNextChild = false;

/// As the terminal's Ctrl-C and Ctrl-Z do that come after the fork, while the child still is of the
/// group.
void signalChild()
{
    if (!g_signalsNextChild)
        return;
    ::raise(SIGTERM);
    ::raise(SIGTSTP);
}

} // namespace

TEST_CASE("an app gets its entry point and arguments, its folder, and hardly any environment")
{
    Image image({"report", "two words", "$HOME;*"});
    const Started started = start(image.app(), {.environment = {"EXTRA=1"}});
    const std::string report = test::readToEnd(started.output.get());
    CHECK(report.starts_with("argv /bin/app\nargv report\nargv two words\nargv $HOME;*\n"
                             "env EXTRA=1\nenv PERISPHERE_DEVICE=3\n"
                             "cwd " +
                             image.app().imageRoot.string() + "\n"));
    CHECK(waitForExit(*started.process) == ProcessExit{.bySignal = false, .code = 0});
}

TEST_CASE("an app has the standard descriptors, its device's socket, a crash report, and no other")
{
    const UniqueFd notForTheApp(::open("/dev/null", O_RDONLY)); // on purpose without O_CLOEXEC
    Image image({"report"});
    const std::string report = test::readToEnd(start(image.app()).output.get());
    CHECK(has(report, "fd 0\nfd 1\nfd 2\nfd 3\nfd 4\nstdin empty"));
}

TEST_CASE("an app inherits no signal settings and may not dump core")
{
    Image image({"report"});
    sigset_t user;
    sigset_t before;
    ::sigemptyset(&user);
    ::sigaddset(&user, SIGUSR1);
    ::pthread_sigmask(SIG_BLOCK, &user, &before);
    const auto pipeHandler = ::signal(SIGPIPE, SIG_IGN);
    const Started started = start(image.app());
    ::signal(SIGPIPE, pipeHandler);
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    const std::string report = test::readToEnd(started.output.get());
    CHECK(has(report, "SIGUSR1 open\nSIGPIPE default"));
    CHECK(has(report, "group own\ncore 0"));
}

TEST_CASE("a signal to the group that comes while an app is started is not the app's")
{
    static const int registered = ::pthread_atfork(nullptr, nullptr, signalChild);
    REQUIRE(registered == 0);
    Image image({"report"});
    g_signalsNextChild = true;
    const auto started = tryStart(image.app());
    g_signalsNextChild = false;
    REQUIRE(started);
    CHECK(waitForExit(*started->process) == ProcessExit{.bySignal = false, .code = 0});
}

TEST_CASE("an app that writes past its storage quota is refused, not killed")
{
    Image image({"overrun"});
    image.app().manifest.capabilities[manifest::Capability::MutableStorage].sizeKb = 8;
    CHECK(waitForExit(*start(image.app()).process) == ProcessExit{.bySignal = false, .code = 2});
}

TEST_CASE("an app talks to its device through the socket it was given")
{
    Image image({"talk"});
    const Started started = start(image.app());
    std::array<char, 16> greeting{};
    REQUIRE(::recv(started.device.get(), greeting.data(), greeting.size(), 0) == 5);
    CHECK_FALSE(started.process->takeExit());
    REQUIRE(::send(started.device.get(), "\x05", 1, 0) == 1);
    CHECK(waitForExit(*started.process) == ProcessExit{.bySignal = false, .code = 5});
}

TEST_CASE("the end of an app is told with its code or signal, and leaves no zombie")
{
    Image code({"exit", "200"});
    CHECK(waitForExit(*start(code.app()).process) == ProcessExit{.bySignal = false, .code = 200});
    Image crash({"signal", "11"});
    const auto exit = waitForExit(*start(crash.app()).process);
    CHECK(exit == ProcessExit{.bySignal = true, .code = SIGSEGV});
    CHECK(describe(exit) == "signal 11 (SIGSEGV)");
    CHECK_FALSE(test::hasChildren());
}

TEST_CASE("an app is asked to end, or made to")
{
    Image polite({"handle"});
    Started started = start(polite.app());
    REQUIRE(test::readUntil(started.output.get(), "ready"));
    started.process->terminate();
    CHECK(waitForExit(*started.process) == ProcessExit{.bySignal = false, .code = 42});

    Image stubborn({"ignore"});
    started = start(stubborn.app());
    REQUIRE(test::readUntil(started.output.get(), "ready"));
    started.process->terminate();
    started.process->kill();
    CHECK(waitForExit(*started.process) == ProcessExit{.bySignal = true, .code = SIGKILL});
}

TEST_CASE("what an app left running ends with it")
{
    Image image({"leave"});
    const Started started = start(image.app());
    CHECK(waitForExit(*started.process) == ProcessExit{.bySignal = false, .code = 7});
    CHECK(test::readToEnd(started.output.get()).empty()); // or it would never end
}

TEST_CASE("letting go of an app ends it; no descriptor is left")
{
    Image image({"hold"});
    const std::size_t before = test::openDescriptors();
    for (int round = 0; round < 20; ++round)
        start(image.app());
    CHECK(test::openDescriptors() == before);
    CHECK_FALSE(test::hasChildren());
}

TEST_CASE("no app outlives the device's process, however that ends")
{
    Image image({"hold"});
    auto [output, writeEnd] = test::makePipe();
    const ::pid_t device = ::fork();
    if (device == 0) {
        auto [ours, appsEnd] = test::makeSocketPair();
        HostLauncher launcher;
        const int error = ::dup(writeEnd.get());
        auto process = launcher.start(image.app(), {},
                                      {std::move(appsEnd), std::move(writeEnd), UniqueFd(error)});
        ::kill(::getpid(), SIGKILL);
    }
    writeEnd.reset();
    CHECK(test::readToEnd(output.get()).empty()); // ends when the app, its last writer, has
    CHECK(::waitpid(device, nullptr, 0) == device);
}

TEST_CASE("an app's memory is told while it runs, its peak with it")
{
    Image image({"allocate", "2000"});
    const Started started = start(image.app());
    REQUIRE(test::readUntil(started.output.get(), "allocated"));
    const auto use = started.process->memory();
    REQUIRE(use);
    CHECK(use->userMode >= 2000);
    CHECK(use->userMode < 4000);
    CHECK(use->total > use->userMode);
    CHECK(use->peakUserMode >= use->userMode);
    started.process->kill();
    waitForExit(*started.process);
    CHECK(started.process->memory().error().code == ErrorCode::NotFound);
}

TEST_CASE("a runner starts the app in its turn")
{
    Image image({"report", "last"});
    const StartOptions options{.runner = {PERISPHERE_TEST_APP, "report", "--"}};
    const Started started = start(image.app(), options);
    CHECK(test::readToEnd(started.output.get())
              .starts_with("argv " PERISPHERE_TEST_APP "\nargv report\nargv --\nargv " +
                           image.program().string() + "\nargv report\nargv last\n"));
}

TEST_CASE("a program that this host cannot run is refused with the machine it is for")
{
    Image image({});
    {
        std::fstream program(image.program(), std::ios::in | std::ios::out | std::ios::binary);
        program.seekp(4).put(2).put(1);                       // a 64-bit little-endian program
        program.seekp(18).put(static_cast<char>(243)).put(0); // for RISC-V
    }
    const auto started = tryStart(image.app());
    REQUIRE_FALSE(started);
    CHECK(started.error().code == ErrorCode::Unsupported);
    CHECK(started.error().message.find("is built for 64-bit RISC-V") != std::string::npos);
    CHECK_FALSE(started.error().advice.empty());
}

TEST_CASE("what is no program, is missing or may not be executed is refused by name")
{
    Image script({});
    std::ofstream(script.program()) << "#!/bin/sh\necho this is longer than an ELF header\n";
    CHECK(tryStart(script.app()).error().message.find("is not a program") != std::string::npos);

    Image missing({});
    std::filesystem::remove(missing.program());
    CHECK(tryStart(missing.app()).error().code == ErrorCode::NotFound);

    Image forbidden({});
    std::filesystem::permissions(forbidden.program(), std::filesystem::perms::owner_read);
    const auto started = tryStart(forbidden.app());
    CHECK(started.error().code == ErrorCode::PermissionDenied);
    CHECK(started.error().toString().find(forbidden.program().string()) != std::string::npos);

    Image outside({});
    outside.app().manifest.entryPoint = "/../bin/app";
    CHECK(tryStart(outside.app()).error().where.pointer == "/EntryPoint");
    CHECK_FALSE(test::hasChildren());
}

} // namespace perisphere::host_launcher_test
