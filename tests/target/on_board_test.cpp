// An app in the sandbox, with the services of the Linux target, on the tests' virtual machines.
// The environment says which app, with which manifest, on which board.

#include "app_run.hpp"
#include "fake_services.hpp"
#include "offering_updates.hpp"
#include "packages.hpp"
#include "plain_system.hpp"
#include "radio_device.hpp"
#include "temporary_directory.hpp"

#include "perisphere/base/atomic_file.hpp"
#include "perisphere/base/file.hpp"
#include "perisphere/certificates/certificate_store.hpp"
#include "perisphere/linux/sandbox_launcher.hpp"
#include "perisphere/linux/services/adc_channels.hpp"
#include "perisphere/linux/services/app_storage.hpp"
#include "perisphere/linux/services/board_clock.hpp"
#include "perisphere/linux/services/board_power.hpp"
#include "perisphere/linux/services/gpio_lines.hpp"
#include "perisphere/linux/services/i2c_buses.hpp"
#include "perisphere/linux/services/pwm_chips.hpp"
#include "perisphere/linux/services/spi_buses.hpp"
#include "perisphere/linux/services/uart_ports.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <fcntl.h>
#include <iostream>
#include <linux/serial.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <uv.h>

namespace perisphere::target_test
{

using test::TemporaryDirectory;

namespace
{

std::string textOf(const char* variable)
{
    const char* const path = std::getenv(variable);
    INFO(variable << " names a file");
    REQUIRE(path != nullptr);
    auto text = readTextFile(path, 16 * 1024 * 1024);
    REQUIRE(text);
    return std::move(*text);
}

target::DeviceNames boardInEnvironment()
{
    auto checked = target::parseDeviceNames(textOf("BOARD"), "BOARD");
    for (const auto& finding : checked.diagnostics)
        FAIL_CHECK(finding.toString());
    REQUIRE(checked.ok());
    return std::move(*checked.value);
}

constexpr const char* kEmptyManifest = R"({
  "SchemaVersion": 1,
  "Name": "Refused",
  "ComponentId": "0d4f7d5e-5c52-4c0b-8a6c-3a0d3c6a9c56",
  "EntryPoint": "/bin/app",
  "CmdArgs": ["refused"],
  "Capabilities": {},
  "ApplicationType": "Default"
})";

std::shared_ptr<const device::App> install(device::AppStore& store,
                                           std::span<const std::byte> package)
{
    auto staged = store.stage(package, "the package", {});
    if (!staged)
        FAIL(staged.error().error.toString());
    auto app = store.commit(std::move(*staged));
    REQUIRE(app);
    return *app;
}

/// Of the app of the environment.
std::vector<std::byte> packageWith(const std::string& text)
{
    const auto manifest = manifest::parse(text, "MANIFEST");
    for (const auto& finding : manifest.diagnostics)
        UNSCOPED_INFO(finding.toString());
    REQUIRE(manifest.ok());
    const test::PackageSpec spec{.componentId = manifest.value->componentId,
                                 .name = manifest.value->name,
                                 .program = textOf("APP")};
    return test::packTree(test::treeOf(spec, text), spec);
}

/// QEMU's serial port has no clock, but a driver that knows one of 115200 baud at most.
void tellOfFasterClock(const std::string& port)
{
    const UniqueFd tty(::open(port.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
    serial_struct settings{};
    REQUIRE(::ioctl(tty.get(), TIOCGSERIAL, &settings) == 0);
    settings.baud_base = 8 * 115200;
    REQUIRE(::ioctl(tty.get(), TIOCSSERIAL, &settings) == 0);
}

/// All of this machine's libraries, as the system's.
std::filesystem::path librariesAsSystemRoot()
{
    static const TemporaryDirectory systemRoot;
    static const bool isFilled = [] {
        std::filesystem::permissions(systemRoot.path(), std::filesystem::perms(0755));
        std::filesystem::create_directory(systemRoot / "lib");
        for (const auto& entry : std::filesystem::directory_iterator("/lib"))
            if (entry.path().filename().string().find(".so") != std::string::npos)
                std::filesystem::copy_file(entry.path(),
                                           systemRoot / "lib" / entry.path().filename());
        return true;
    }();
    REQUIRE(isFilled);
    return systemRoot.path();
}

/// As on a device. With the system root of the environment, if it names one: the SDK's, for apps on
/// the device's own C library.
std::unique_ptr<target::SandboxLauncher> sandbox()
{
    target::SandboxConfiguration configuration;
    const char* const systemRoot = std::getenv("SYSTEM_ROOT");
    configuration.systemRoot =
        systemRoot != nullptr ? std::filesystem::path(systemRoot) : librariesAsSystemRoot();
    auto launcher = target::SandboxLauncher::create(std::move(configuration));
    if (!launcher)
        FAIL(launcher.error().toString());
    return std::move(*launcher);
}

/// For a manager that starts no apps.
class NoConnections final : public device::AppConnections
{
public:
    void serve(std::shared_ptr<const device::App> /*app*/, UniqueFd /*socket*/) override {}
};

void mustEndWell(std::span<const std::byte> package)
{
    const target::DeviceNames names = boardInEnvironment();
    const TemporaryDirectory state;
    auto store = device::AppStore::open(state / "apps", {.maxPackageBytes = 16 * 1024 * 1024});
    REQUIRE(store);
    const auto launcher = sandbox();
    const auto app = std::make_shared<device::App>(*install(*store, package));
    app->packageRoot = launcher->packageRoot(*app);
    std::filesystem::create_directory(state / "certificates");
    REQUIRE(replaceFile(state / "certificates/damaged.pem", std::string_view("damaged")));
    auto certificates = certificates::CertificateStore::open(state / "certificates");
    REQUIRE(certificates);

    uv_loop_t loop;
    uv_loop_init(&loop);
    target::GpioLines gpio(names);
    target::UartPorts uart(names);
    target::I2cBuses i2c(names);
    target::SpiBuses spi(names);
    target::AdcChannels adc(names);
    target::PwmChips pwm(names);
    target::BoardClock rtc(names.rtc);
    const auto isNotFor = [] { return device::refuse(EPERM, "a test does not go down"); };
    target::BoardPower power({isNotFor, isNotFor}, rtc);
    target::AppStorage storage(*store);
    test::PlainApplication application;
    test::PlainDeviceAuth deviceAuth;
    test::FakeServices rest;
    test::CollectingLog log;
    NoConnections none;
    auto updates = std::make_unique<test::OfferingUpdates>(loop, state / "updates", none, log);
    std::unique_ptr<RadioDevice> radio;
    if (std::getenv("DHCP_EVENT") != nullptr)
        radio =
            std::make_unique<RadioDevice>(loop, names, **certificates, [](const std::string& text) {
                std::cout << "# " << text << std::endl;
            });
    device::DeviceServices services{.gpio = gpio,
                                    .uart = uart,
                                    .i2c = i2c,
                                    .spi = spi,
                                    .adc = adc,
                                    .pwm = pwm,
                                    .rtc = rtc,
                                    .power = power,
                                    .storage = storage,
                                    .application = application,
                                    .certStore = **certificates,
                                    .sysEvent = *updates,
                                    .network = radio ? radio->network() : rest,
                                    .wifi = radio ? radio->wifi() : rest,
                                    .deviceAuth = deviceAuth};
    test::AppRun run;
    {
        device::ServiceHost host(loop, services, log);
        run = test::runApp(loop, host, *launcher, app, {}, [](std::string_view text) {
            std::cout << text << std::flush; // who drives the board from outside waits for it
        });
    }
    radio.reset();
    updates.reset();
    uv_run(&loop, UV_RUN_DEFAULT);
    uv_loop_close(&loop);
    INFO(log.device());
    CHECK(run.code == 0);
    CHECK(run.output.find("not ok") == std::string::npos);
}

} // namespace

TEST_CASE("an app ends well on the board", "[.board]")
{
    if (const char* const port = std::getenv("FASTER_PORT"))
        tellOfFasterClock(port);
    mustEndWell(packageWith(textOf("MANIFEST")));
}

TEST_CASE("an app that its manifest grants nothing gets nothing of the board", "[.refused]")
{
    mustEndWell(packageWith(kEmptyManifest));
}

TEST_CASE("the board's clock is set, and wakes the board", "[.clock]")
{
    target::BoardClock clock(boardInEnvironment().rtc);
    const auto attribute = [](const char* name) {
        return std::stoll(readTextFile(std::string("/sys/class/rtc/rtc0/") + name, 64).value());
    };
    constexpr std::int64_t kTime = 1'900'000'000;
    REQUIRE(clock.set(kTime));
    CHECK(attribute("since_epoch") - kTime < 60);
    CHECK(attribute("since_epoch") >= kTime);

    std::string done;
    const auto note = [&done](const char* what) {
        return [&done, what]() -> device::Outcome<> {
            done += what;
            return {};
        };
    };
    target::BoardPower power({note("reboot"), note("off")}, clock);
    REQUIRE(power.powerDown(1000));
    CHECK(done == "off");
    CHECK(attribute("wakealarm") - kTime >= 1000);
    CHECK(attribute("wakealarm") - kTime < 1060);
}

TEST_CASE("the machine is started anew", "[.reboot]")
{
    REQUIRE(target::systemPower().reboot());
    ::pause(); // not for long
}

} // namespace perisphere::target_test
