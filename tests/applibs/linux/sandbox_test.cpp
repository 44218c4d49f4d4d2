// Apps in the sandbox of this machine, by what they see and what becomes of them.
#include "sandboxed_app.hpp"

#include "perisphere/base/file.hpp"

#include <csignal>
#include <fstream>

namespace
{

using namespace perisphere;
using device::ProcessExit;
using target::SandboxConfiguration;
using target::SandboxLauncher;
using test::exitOf;
using test::launcherWith;
using test::SandboxedApp;
using test::SandboxedImage;
using test::sandboxOfTests;
using test::startInSandbox;

bool has(const std::string& report, const std::string& line)
{
    return ("\n" + report).find("\n" + line + "\n") != std::string::npos;
}

} // namespace

TEST_CASE("an app in the sandbox finds what the device has, and nothing else", "[sandbox]")
{
    if (!test::canUseSandbox())
        return;
    const UniqueFd notForTheApp(::open("/dev/null", O_RDONLY)); // on purpose without O_CLOEXEC
    const test::SystemRootOfTests systemRoot;
    const auto launcher = launcherWith(sandboxOfTests(systemRoot));
    SandboxedImage image(SANDBOX_APP, {"report", "two words"});
    const SandboxedApp started = startInSandbox(*launcher, image.app());
    const std::string report = test::readToEnd(started.output.get());
    CAPTURE(report);
    const std::string folder = "/mnt/apps/" + std::string(test::kSandboxedComponent);
    CHECK(launcher->packageRoot(image.app()) == folder);
    CHECK(report.starts_with(
        "argv /bin/app\nargv report\nargv two words\nenv PERISPHERE_DEVICE=3\ncwd " + folder +
        "\nhost mt3620\npid 100 user 1000 group 1000\n"));
    CHECK(has(report, "/dev: full null random urandom zero"));
    CHECK(has(report, "/etc: fstab group hosts nsswitch.conf passwd resolv.conf"));
    CHECK(has(report, "/mnt/apps: " + std::string(test::kSandboxedComponent)));
    CHECK(has(report, "/proc: 100 self thread-self"));
    CHECK(has(report, "/run:"));
    CHECK(has(report, "stdin empty\nfd 0\nfd 1\nfd 2\nfd 3\nfd 4"));
    CHECK(report.find("fd 5") == std::string::npos);
    for (const char* const set : {"CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"})
        CHECK(has(report, std::string(set) + ":\t0000000000000000"));
    CHECK(has(report, "NoNewPrivs:\t1\nSeccomp:\t2"));
    CHECK(has(report, "files 512"));
    CHECK(exitOf(*started.process) == ProcessExit{.bySignal = false, .code = 0});
}

TEST_CASE("the end of an app in the sandbox is told with its code or signal", "[sandbox]")
{
    if (!test::canUseSandbox())
        return;
    const test::SystemRootOfTests systemRoot;
    const auto launcher = launcherWith(sandboxOfTests(systemRoot));
    const auto endOf = [&](std::vector<std::string> arguments) {
        SandboxedImage image(SANDBOX_APP, std::move(arguments));
        return exitOf(*startInSandbox(*launcher, image.app()).process);
    };
    CHECK(endOf({"exit", "200"}) == ProcessExit{.bySignal = false, .code = 200});
    CHECK(endOf({"signal", "11"}) == ProcessExit{.bySignal = true, .code = SIGSEGV});
    CHECK(endOf({"abort"}) == ProcessExit{.bySignal = true, .code = SIGABRT});
    CHECK(endOf({"leave"}) == ProcessExit{.bySignal = false, .code = 7});
    CHECK_FALSE(test::hasChildren());
}

TEST_CASE("an app in the sandbox is asked to end, or made to, and talks to its device", "[sandbox]")
{
    if (!test::canUseSandbox())
        return;
    const test::SystemRootOfTests systemRoot;
    const auto launcher = launcherWith(sandboxOfTests(systemRoot));
    SandboxedImage plain(SANDBOX_APP, {"hold"});
    SandboxedApp started = startInSandbox(*launcher, plain.app());
    REQUIRE(test::readUntil(started.output.get(), "ready"));
    CHECK(::kill(started.process->processId(), 0) == 0);
    const auto memory = started.process->memory();
    REQUIRE(memory);
    CHECK(memory->total >= memory->userMode);
    CHECK(memory->userMode > 0);
    started.process->terminate();
    CHECK(exitOf(*started.process) == ProcessExit{.bySignal = true, .code = SIGTERM});

    SandboxedImage polite(SANDBOX_APP, {"handle"});
    started = startInSandbox(*launcher, polite.app());
    REQUIRE(test::readUntil(started.output.get(), "ready"));
    started.process->terminate();
    CHECK(exitOf(*started.process) == ProcessExit{.bySignal = false, .code = 42});

    SandboxedImage stubborn(SANDBOX_APP, {"ignore"});
    started = startInSandbox(*launcher, stubborn.app());
    REQUIRE(test::readUntil(started.output.get(), "ready"));
    started.process->terminate();
    started.process->kill();
    CHECK(exitOf(*started.process) == ProcessExit{.bySignal = true, .code = SIGKILL});

    SandboxedImage talker(SANDBOX_APP, {"talk"});
    started = startInSandbox(*launcher, talker.app());
    std::array<char, 16> greeting{};
    REQUIRE(::recv(started.device.get(), greeting.data(), greeting.size(), 0) == 5);
    REQUIRE(::send(started.device.get(), "\x05", 1, 0) == 1);
    CHECK(exitOf(*started.process) == ProcessExit{.bySignal = false, .code = 5});
}

TEST_CASE("letting go of a sandbox ends what is in it, no descriptor and no process is left",
          "[sandbox]")
{
    if (!test::canUseSandbox())
        return;
    const test::SystemRootOfTests systemRoot;
    const auto launcher = launcherWith(sandboxOfTests(systemRoot));
    SandboxedImage image(SANDBOX_APP, {"hold"});
    (void)startInSandbox(*launcher, image.app());
    const std::size_t before = test::openDescriptors();
    for (int round = 0; round < 5; ++round)
        (void)startInSandbox(*launcher, image.app());
    CHECK(test::openDescriptors() == before);
    CHECK_FALSE(test::hasChildren());
}

TEST_CASE("only apps that may use DeviceAuthentication see the device's certificates", "[sandbox]")
{
    if (!test::canUseSandbox())
        return;
    const test::SystemRootOfTests systemRoot;
    const test::TemporaryDirectory certificates;
    std::filesystem::permissions(certificates.path(), std::filesystem::perms(0755));
    std::ofstream(certificates / "device.pem") << "certificate";
    SandboxConfiguration configuration = sandboxOfTests(systemRoot);
    configuration.certificates = certificates.path();
    const auto launcher = launcherWith(configuration);
    for (const bool may : {true, false}) {
        SandboxedImage image(
            SANDBOX_APP, {"read", "/run/device-auth/device.pem"},
            may ? R"({"DeviceAuthentication": "77304f1f-9530-4157-8598-30bc1f3d66f0"})" : "{}");
        const SandboxedApp started = startInSandbox(*launcher, image.app());
        CHECK(test::readToEnd(started.output.get()) == (may ? "certificate\n" : "\n"));
        CHECK(exitOf(*started.process).code == (may ? 0 : ENOENT));
    }
}

TEST_CASE("an app that cannot be started in the sandbox says which step failed, and leaves nothing",
          "[sandbox]")
{
    if (!test::canUseSandbox())
        return;
    const test::SystemRootOfTests systemRoot;
    const auto launcher = launcherWith(sandboxOfTests(systemRoot));
    SandboxedImage image(SANDBOX_APP, {"exit"});
    image.app().manifest.entryPoint = "/bin/other";
    auto failed = test::tryStartInSandbox(*launcher, image.app());
    REQUIRE_FALSE(failed);
    CHECK(failed.error().toString().find(
              "cannot execute \"/mnt/apps/11111111-2222-3333-4444-555555555555/bin/other\"") !=
          std::string::npos);
    CHECK(failed.error().code == ErrorCode::NotFound);
    image.app().imageRoot = "/not/there";
    failed = test::tryStartInSandbox(*launcher, image.app());
    REQUIRE_FALSE(failed);
    CHECK(failed.error().toString().find("step \"take-sources\"") != std::string::npos);
    CHECK(failed.error().toString().find("/not/there") != std::string::npos);
    image.app().manifest.entryPoint = "/../bin/app";
    CHECK_FALSE(test::tryStartInSandbox(*launcher, image.app()));
    CHECK_FALSE(test::hasChildren());
    SandboxConfiguration configuration;
    configuration.systemRoot = "/not/there";
    const auto none = SandboxLauncher::create(configuration);
    REQUIRE_FALSE(none);
    CHECK(none.error().toString().find("no libraries in \"/not/there\"") != std::string::npos);
}

TEST_CASE("without a layer that apps need none is started, unless the configuration names it",
          "[sandbox]")
{
    if (!test::canUseSandbox())
        return;
    const test::SystemRootOfTests systemRoot;
    SandboxedImage image(SANDBOX_APP, {"report"});
    for (const char* const layer : {"landlock", "seccomp", "nftables", "cgroup", "namespaces"}) {
        INFO(layer);
        auto layers = target::probeKernelLayers();
        for (target::KernelLayer& one : layers)
            one.isOffered = one.isOffered && one.name != layer;
        SandboxConfiguration configuration = sandboxOfTests(systemRoot);
        configuration.mayBeMissing.clear();
        auto launcher = SandboxLauncher::create(configuration, layers);
        REQUIRE(launcher);
        const auto refused = test::tryStartInSandbox(**launcher, image.app());
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == ErrorCode::Unsupported);
        CHECK(refused.error().message.find(layer) != std::string::npos);

        configuration.mayBeMissing = {"cgroup", layer};
        std::string noted;
        configuration.note = [&](const std::string&, const std::string& text) {
            noted += text + "\n";
        };
        launcher = SandboxLauncher::create(configuration, layers);
        REQUIRE(launcher);
        const auto started = test::tryStartInSandbox(**launcher, image.app());
        if (std::string_view(layer) == "namespaces") { // without these there is no sandbox
            CHECK_FALSE(started);
            continue;
        }
        REQUIRE(started);
        CHECK(noted.find(std::string("started without ") + layer) != std::string::npos);
        const std::string report = test::readToEnd(started->output.get());
        CHECK(has(report, std::string_view(layer) == "seccomp" ? "Seccomp:\t0" : "Seccomp:\t2"));
    }
}

TEST_CASE("an app that computes all the time gets its share of the processor and no more",
          "[sandbox]")
{
    if (!test::canUseSandbox() || !test::hasControlGroups())
        return;
    const test::SystemRootOfTests systemRoot;
    SandboxConfiguration configuration = sandboxOfTests(systemRoot);
    configuration.limits.cpuPercent = 10;
    const auto launcher = launcherWith(configuration);
    SandboxedImage image(SANDBOX_APP, {"compute"});
    const SandboxedApp started = startInSandbox(*launcher, image.app());
    const auto group = configuration.controlGroup / test::kSandboxedComponent;
    // The kernel counts the periods in which it had to wait: until there is one.
    std::string figures;
    while (figures.find("nr_throttled ") == std::string::npos ||
           figures.find("nr_throttled 0\n") != std::string::npos) {
        auto read = readTextFile(group / "cpu.stat", 4096);
        REQUIRE(read);
        figures = std::move(*read);
    }
    CHECK_FALSE(started.process->takeExit());
}
