// The conformance suite on the simulator: a real process, the real library, real sockets.

#include "app_run.hpp"
#include "loop_post.hpp"
#include "offering_updates.hpp"
#include "plain_system.hpp"
#include "published_certificates.hpp"
#include "simulated_board.hpp"

#include "perisphere/base/atomic_file.hpp"
#include "perisphere/certificates/certificate_store.hpp"
#include "perisphere/services/network_services.hpp"
#include "temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <uv.h>

namespace perisphere::conformance_test
{

using test::TemporaryDirectory;

namespace
{

constexpr const char* kManifest = R"({
  "SchemaVersion": 1,
  "Name": "Conformance",
  "ComponentId": "0d4f7d5e-5c52-4c0b-8a6c-3a0d3c6a9c55",
  "EntryPoint": "/bin/app",
  "CmdArgs": [],
  "Capabilities": {
    "Gpio": [0, 1, 4],
    "Uart": ["ISU0"],
    "I2cMaster": ["ISU1"],
    "SpiMaster": ["ISU2"],
    "Adc": ["ADC-CONTROLLER-0"],
    "Pwm": ["PWM-CONTROLLER-2"],
    "MutableStorage": {"SizeKB": 8},
    "AllowedApplicationConnections": ["5f0c1c52-0f8e-4f51-9a7e-0d3c7a1b2e07",
                                      "5f0c1c52-0f8e-4f51-9a7e-0d3c7a1b2e08"],
    "SystemTime": true,
    "CertStore": true,
    "DeviceAuthentication": "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0ff",
    "SystemEventNotifications": true,
    "SoftwareUpdateDeferral": true,
    "PowerControls": ["ForceReboot", "ForcePowerDown", "SetPowerProfile"]
  },
  "ApplicationType": "Default"
})";

constexpr const char* kNetworkManifest = R"({
  "SchemaVersion": 1,
  "Name": "Conformance",
  "ComponentId": "0d4f7d5e-5c52-4c0b-8a6c-3a0d3c6a9c55",
  "EntryPoint": "/bin/app",
  "CmdArgs": ["network"],
  "Capabilities": {
    "NetworkConfig": true,
    "HardwareAddressConfig": true,
    "TimeSyncConfig": true,
    "DhcpService": true,
    "SntpService": true,
    "CertStore": true,
    "WifiConfig": true,
    "EnterpriseWifiConfig": true
  },
  "ApplicationType": "Default"
})";

constexpr const char* kEmptyManifest = R"({
  "SchemaVersion": 1,
  "Name": "Conformance",
  "ComponentId": "0d4f7d5e-5c52-4c0b-8a6c-3a0d3c6a9c55",
  "EntryPoint": "/bin/app",
  "CmdArgs": ["refused"],
  "Capabilities": {},
  "ApplicationType": "Default"
})";

constexpr const char* kEarlyManifest = R"({
  "SchemaVersion": 1,
  "Name": "Conformance",
  "ComponentId": "0d4f7d5e-5c52-4c0b-8a6c-3a0d3c6a9c55",
  "EntryPoint": "/bin/app",
  "CmdArgs": ["early"],
  "Capabilities": {"CertStore": true},
  "ApplicationType": "Default"
})";

/// For a manager that starts no apps.
class NoConnections final : public device::AppConnections
{
public:
    void serve(std::shared_ptr<const device::App> /*app*/, UniqueFd /*socket*/) override {}
};

/// An app of the suite with its image, started on a board and served until it ends.
class Run
{
public:
    Run(const char* manifestText, const std::string& environment = {})
        : m_app(std::make_shared<device::App>())
    {
        std::filesystem::create_directory(m_image / "bin");
        std::filesystem::copy_file(PERISPHERE_CONFORMANCE_APP, m_image / "bin/app");
        REQUIRE(replaceFile(m_image / "app_manifest.json", std::string_view(manifestText)));
        auto manifest = manifest::parse(manifestText, "app_manifest.json");
        REQUIRE(manifest.ok());
        m_app->manifest = std::move(*manifest.value);
        m_app->componentId = m_app->manifest.componentId;
        m_app->name = m_app->manifest.name;
        m_app->imageRoot = m_image.path();
        m_app->packageRoot = m_image.path().string();
        std::filesystem::create_directory(m_state / "certificates");
        REQUIRE(replaceFile(m_state / "certificates/damaged.pem", std::string_view("damaged")));
        auto certificates = certificates::CertificateStore::open(m_state / "certificates");
        REQUIRE(certificates);
        m_certificates = std::make_unique<runtime::PublishedCertificates>(std::move(*certificates));
        if (!environment.empty())
            m_options.environment.push_back(environment);
    }

    /// Its exit code; what it printed is in output().
    int operator()(test::SimulatedBoard& board)
    {
        uv_loop_t loop;
        uv_loop_init(&loop);
        test::LoopPost post(loop);
        board.useCertificates(m_certificates.get());
        services::NetworkServices network(
            board.machine(), board.network(),
            [&](std::function<void()> work) { post(std::move(work)); });
        test::PlainStorage storage(m_state / "mutable");
        NoConnections none;
        auto updates = std::make_unique<test::OfferingUpdates>(loop, m_state / "apps", none, m_log);
        device::DeviceServices services{.gpio = board.services().gpio(),
                                        .uart = board.services().uart(),
                                        .i2c = board.services().i2c(),
                                        .spi = board.services().spi(),
                                        .adc = board.services().adc(),
                                        .pwm = board.services().pwm(),
                                        .rtc = m_rtc,
                                        .power = m_power,
                                        .storage = storage,
                                        .application = m_application,
                                        .certStore = *m_certificates,
                                        .sysEvent = *updates,
                                        .network = network,
                                        .wifi = network,
                                        .deviceAuth = m_deviceAuth};
        int code = -1;
        {
            device::ServiceHost host(loop, services, m_log);
            auto ran = test::runApp(loop, host, m_app, m_options);
            code = ran.code;
            m_output = std::move(ran.output);
        }
        board.useCertificates(nullptr);
        updates.reset();
        post.close();
        uv_run(&loop, UV_RUN_DEFAULT);
        uv_loop_close(&loop);
        return code;
    }

    void makeUnready()
    {
        m_certificates->store().setReadiness([] { return false; });
    }
    [[nodiscard]] const std::string& output() const { return m_output; }
    [[nodiscard]] const test::CollectingLog& log() const { return m_log; }
    [[nodiscard]] std::int64_t rtcTime() const { return m_rtc.time(); }

private:
    TemporaryDirectory m_image;
    TemporaryDirectory m_state;
    std::shared_ptr<device::App> m_app;
    device::StartOptions m_options;
    test::PlainRtc m_rtc;
    test::PlainPower m_power;
    test::PlainApplication m_application;
    test::PlainDeviceAuth m_deviceAuth;
    std::unique_ptr<runtime::PublishedCertificates> m_certificates;
    test::CollectingLog m_log;
    std::string m_output;
};

} // namespace

TEST_CASE("the simulator passes the conformance suite")
{
    test::SimulatedBoard board(engine::TimeMode::realTime());
    Run run(kManifest);
    const int code = run(board);
    INFO(run.output());
    INFO(run.log().device());
    CHECK(code == 0);
    CHECK(run.output().find("not ok") == std::string::npos);
    CHECK(run.log().app().find("conformance 42 log") != std::string::npos);
    CHECK(run.rtcTime() > 1'700'000'000);
    CHECK(run.log().device().find("60 is not in \"Gpio\"; add it to the list in "
                                  "app_manifest.json:8:5") != std::string::npos);
}

TEST_CASE("an app whose manifest grants nothing is refused everything, with the reason in its log")
{
    test::SimulatedBoard board(engine::TimeMode::realTime());
    Run run(kEmptyManifest);
    const int code = run(board);
    INFO(run.output());
    CHECK(code == 0);
    for (const char* capability : {"Gpio",
                                   "Uart",
                                   "I2cMaster",
                                   "SpiMaster",
                                   "Adc",
                                   "Pwm",
                                   "SystemTime",
                                   "MutableStorage",
                                   "PowerControls",
                                   "CertStore",
                                   "SystemEventNotifications",
                                   "SoftwareUpdateDeferral",
                                   "DeviceAuthentication",
                                   "NetworkConfig",
                                   "HardwareAddressConfig",
                                   "TimeSyncConfig",
                                   "DhcpService",
                                   "SntpService",
                                   "WifiConfig",
                                   "EnterpriseWifiConfig",
                                   "ReadNetworkProxyConfig"})
        CHECK(run.log().device().find("does not grant \"" + std::string(capability) + "\"") !=
              std::string::npos);
}

TEST_CASE("a device that is just starting asks for patience")
{
    test::SimulatedBoard board(engine::TimeMode::realTime());
    Run run(kEarlyManifest);
    run.makeUnready();
    const int code = run(board);
    INFO(run.output());
    CHECK(code == 0);
}

TEST_CASE("the simulator passes the conformance suite of networking and Wi-Fi")
{
    constexpr double kSpeed = 20; // the cases wait for scans, leases and time servers
    test::SimulatedBoard board(engine::TimeMode::scaled(kSpeed).value());
    board.bootNetwork();
    Run run(kNetworkManifest);
    const int code = run(board);
    INFO(run.output());
    INFO(run.log().device());
    CHECK(code == 0);
    CHECK(run.output().find("not ok") == std::string::npos);
    CHECK(run.log().device().find("there is no interface \"eth1\"") != std::string::npos);
}

TEST_CASE("calls to networking that is not ready yet fail with EAGAIN")
{
    test::SimulatedBoard board(engine::TimeMode::realTime());
    std::string manifest = kNetworkManifest;
    manifest.replace(manifest.find("[\"network\"]"), 11, "[\"starting\"]");
    Run run(manifest.c_str());
    const int code = run(board);
    INFO(run.output());
    CHECK(code == 0);
}

TEST_CASE("an app that ends leaves nothing open on the board")
{
    test::SimulatedBoard board(engine::TimeMode::realTime());
    for (int i = 0; i < 3; ++i) { // would fail with EBUSY otherwise
        Run run(kManifest);
        CHECK(run(board) == 0);
    }
}

} // namespace perisphere::conformance_test
