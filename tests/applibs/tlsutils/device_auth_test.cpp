// Apps with the device's certificate at a server that checks it: real processes, real TLS, over the
// loopback. The clock of the device is the host's, because the server's is.

#include "app_run.hpp"
#include "fake_services.hpp"
#include "tls_server.hpp"
#include "world.hpp"

#include "perisphere/base/atomic_file.hpp"

#include <ctime>

namespace perisphere::device_auth_test
{

using namespace perisphere::identity;
using namespace std::chrono_literals;
using test::AppRun;
using test::kTenant;
using test::TlsServer;

namespace
{

/// The services of a device that is only asked for its identity.
struct Services {
    explicit Services(device::DeviceAuthService& deviceAuth)
        : all{.gpio = fake,
              .uart = fake,
              .i2c = fake,
              .spi = fake,
              .adc = fake,
              .pwm = fake,
              .rtc = fake,
              .power = fake,
              .storage = fake,
              .application = fake,
              .certStore = fake,
              .sysEvent = fake,
              .network = fake,
              .wifi = fake,
              .deviceAuth = deviceAuth}
    {
    }
    test::FakeServices fake;
    device::DeviceServices all;
};

/// A device whose wall clock may be wrong by `skew` seconds.
class Device
{
public:
    explicit Device(std::int64_t skew = 0, const std::string& tenant = kTenant)
        : m_skew(skew)
        , m_app(std::make_shared<device::App>(test::appOfTenant(tenant)))
    {
        auto root = FileRootOfTrust::open(m_folder / "identity");
        REQUIRE(root);
        m_root = std::move(*root);
        const auto time = [this] { return std::int64_t{std::time(nullptr)} + m_skew; };
        auto authority =
            AttestationAuthority::open(m_folder / "authority", {.seed = {}, .time = time});
        REQUIRE(authority);
        m_authority = std::move(*authority);
        auto created = DeviceAuthentication::create({.timers = m_timers,
                                                     .root = *m_root,
                                                     .service = *m_authority,
                                                     .log = m_log,
                                                     .folder = m_folder / "certificates",
                                                     .time = time,
                                                     .isOnline = [] { return true; },
                                                     .measure = [] { return Measurement{}; }});
        REQUIRE(created);
        m_authentication = std::move(*created);
        m_authentication->add(*m_app);
        std::filesystem::create_directories(m_folder / "image/bin");
        m_app->name = "Test";
        m_app->imageRoot = m_folder / "image";
        m_app->packageRoot = m_app->imageRoot.string();
    }

    void attest() { m_timers.advance(2s); }
    AttestationAuthority& authority() { return *m_authority; }
    [[nodiscard]] const std::string& id() const { return m_root->deviceId(); }
    [[nodiscard]] const std::string& log() const { return m_log.lines; }

    /// Runs a program as the app.
    AppRun run(const char* program, std::vector<std::string> arguments)
    {
        std::filesystem::copy_file(program, m_folder / "image/bin/app",
                                   std::filesystem::copy_options::overwrite_existing);
        m_app->manifest.cmdArgs = std::move(arguments);
        uv_loop_t loop;
        uv_loop_init(&loop);
        AppRun ran;
        {
            Services services(*m_authentication);
            device::ServiceHost host(loop, services.all, m_log);
            ran = test::runApp(loop, host, m_app,
                               {.environment = {"LD_LIBRARY_PATH=" PERISPHERE_APP_LIBRARIES}},
                               {.certificates = m_folder / "certificates", .allowed = {}});
        }
        uv_run(&loop, UV_RUN_DEFAULT);
        REQUIRE(uv_loop_close(&loop) == 0);
        return ran;
    }

    AppRun runCurl(const TlsServer& server)
    {
        REQUIRE(replaceFile(m_folder / "image/server.pem", server.certificate()));
        return run(PERISPHERE_CURL_APP, {"https://127.0.0.1:" + std::to_string(server.port()) + "/",
                                         (m_folder / "image/server.pem").string()});
    }
#ifdef PERISPHERE_WOLFSSL_APP
    AppRun runWolfSsl(const TlsServer& server, const char* version)
    {
        REQUIRE(replaceFile(m_folder / "image/server.pem", server.certificate()));
        return run(PERISPHERE_WOLFSSL_APP, {std::to_string(server.port()),
                                            (m_folder / "image/server.pem").string(), version});
    }
#endif

private:
    test::TemporaryDirectory m_folder;
    std::int64_t m_skew;
    std::shared_ptr<device::App> m_app;
    test::FakeTimers m_timers;
    test::TextLog m_log;
    std::unique_ptr<FileRootOfTrust> m_root;
    std::unique_ptr<AttestationAuthority> m_authority;
    std::unique_ptr<DeviceAuthentication> m_authentication;
};

std::string greetingOf(const Device& device)
{
    return "hello /CN=" + device.id();
}

} // namespace

TEST_CASE("a server knows the device by its certificate through libcurl, by TLS 1.2 and 1.3")
{
    Device device;
    device.attest();
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        const TlsServer server(
            {.trustedRoot = device.authority().rootCertificate(kTenant).value(),
             .revocationList = device.authority().revocationList(kTenant).value(),
             .version = version});
        const AppRun ran = device.runCurl(server);
        INFO(ran.output << device.log());
        CHECK(ran.code == 0);
        CHECK(ran.output.find("ready 1 file 1") != std::string::npos);
        CHECK(ran.output.find(greetingOf(device)) != std::string::npos);
    }
}

#ifdef PERISPHERE_WOLFSSL_APP
TEST_CASE("a server knows the device by its certificate through wolfSSL, by TLS 1.2 and 1.3")
{
    Device device;
    device.attest();
    const TlsServer server({.trustedRoot = device.authority().rootCertificate(kTenant).value()});
    for (const char* version : {"12", "13"}) {
        const AppRun ran = device.runWolfSsl(server, version);
        INFO(version << ' ' << ran.output << device.log());
        CHECK(ran.code == 0);
        CHECK(ran.output.find(greetingOf(device)) != std::string::npos);
    }
}
#endif

TEST_CASE("a certificate that is revoked is refused")
{
    Device device;
    device.attest();
    REQUIRE(device.authority().bar(device.id()));
    const TlsServer server({.trustedRoot = device.authority().rootCertificate(kTenant).value(),
                            .revocationList = device.authority().revocationList(kTenant).value()});
    const AppRun ran = device.runCurl(server);
    INFO(ran.output);
    CHECK(ran.code == 1);
    CHECK(ran.output.find("hello") == std::string::npos);
}

TEST_CASE("a certificate that has expired is refused")
{
    Device device(-30 * 3'600); // its clock is slow, so it goes on with what ended 6 h ago
    device.attest();
    const TlsServer server({.trustedRoot = device.authority().rootCertificate(kTenant).value()});
    const AppRun ran = device.runCurl(server);
    INFO(ran.output);
    CHECK(ran.output.find("ready 1") != std::string::npos);
    CHECK(ran.code == 1);
    CHECK(ran.output.find("hello") == std::string::npos);
}

TEST_CASE("a certificate of a foreign tenant is refused")
{
    Device device;
    device.attest();
    const TlsServer server(
        {.trustedRoot =
             device.authority().rootCertificate("ffffffff-4b5a-4978-8695-a4b3c2d1e0ff").value()});
    const AppRun ran = device.runCurl(server);
    INFO(ran.output);
    CHECK(ran.code == 1);
    CHECK(ran.output.find("hello") == std::string::npos);
}

TEST_CASE("without a certificate the app is told why")
{
    Device device;
    const TlsServer server({.trustedRoot = device.authority().rootCertificate(kTenant).value()});
    const AppRun early = device.runCurl(server);
    CHECK(early.code == 2);
    CHECK(early.output.find("ready 0 file 0\nused 2 ") != std::string::npos);
    Device zeros(0, "00000000-0000-0000-0000-000000000000");
    zeros.attest();
    CHECK(zeros.runCurl(server).output.find("ready 0 file 0\nused 1 ") != std::string::npos);
    Device none(0, "");
    none.attest();
    CHECK(none.runCurl(server).output.find("ready 0 file 0\nused 1 ") != std::string::npos);
    CHECK(none.log().find("does not grant \"DeviceAuthentication\"") != std::string::npos);
}

} // namespace perisphere::device_auth_test
