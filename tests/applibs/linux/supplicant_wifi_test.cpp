// Wi-Fi's settings in a real wpa_supplicant, which has no radio here: the virtual machine's tests
// have one.
#include "far_network.hpp"
#include "pem.h"
#include "perisphere/base/atomic_file.hpp"
#include "perisphere/base/file.hpp"
#include "perisphere/device/child_process.hpp"
#include "perisphere/linux/network/supplicant_wifi.hpp"
#include "temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <cerrno>
#include <cstring>
#include <optional>
#include <unistd.h>
#include <uv.h>

using namespace perisphere;
using namespace perisphere::target;
using protocol::WifiSecurity;
using protocol::WifiText;

namespace
{

/// wpa_supplicant without a driver, on an interface of the tests' own network.
class WifiDevice
{
public:
    /// @param networks that its configuration has from the beginning
    explicit WifiDevice(const std::string& networks = {})
    {
        auto certificates = certificates::CertificateStore::open(m_folder / "store");
        REQUIRE(certificates);
        m_certificates = std::move(*certificates);
        uv_loop_init(&m_loop);
        m_timers.emplace(m_loop);
        REQUIRE(KernelLinks::open().value().setUp("eth0", true));
        REQUIRE(replaceFile(configuration(),
                            "ctrl_interface=" + sockets() + "\nupdate_config=1\n" + networks,
                            0600));
        device::ChildProcessSpec spec;
        spec.program = WPA_SUPPLICANT;
        spec.arguments = {
            "wpa_supplicant",           "-D", "none", "-i", "eth0", "-c", configuration(), "-f",
            (m_folder / "log").string()};
        spec.workingDirectory = "/";
        auto process = device::ChildProcess::start(spec);
        if (!process)
            FAIL(process.error().toString());
        m_process = std::move(*process);
        startAgain();
    }
    WifiDevice(const WifiDevice&) = delete;
    WifiDevice& operator=(const WifiDevice&) = delete;
    ~WifiDevice()
    {
        m_wifi.reset();
        m_timers.reset();
        uv_run(&m_loop, UV_RUN_DEFAULT);
        uv_loop_close(&m_loop);
    }

    /// When it answers; until then it says EAGAIN.
    SupplicantWifi& wifi()
    {
        while (true) {
            const auto networks = m_wifi->storedNetworks();
            if (networks)
                return *m_wifi;
            REQUIRE(networks.error().error == EAGAIN);
            REQUIRE_FALSE(m_process->hasEnded());
        }
    }
    /// The device's side; its supplicant goes on.
    SupplicantWifi& startAgain()
    {
        m_wifi.emplace(SupplicantWifiParts{.loop = m_loop,
                                           .timers = *m_timers,
                                           .interface = "eth0",
                                           .sockets = sockets(),
                                           .certificates = *m_certificates});
        return *m_wifi;
    }
    SupplicantWifi& unready() { return *m_wifi; }
    [[nodiscard]] std::string configuration() const { return (m_folder / "wpa.conf").string(); }
    certificates::CertificateStore& certificates() { return *m_certificates; }
    [[nodiscard]] std::string saved() const { return readTextFile(configuration(), 65536).value(); }

private:
    [[nodiscard]] std::string sockets() const { return (m_folder / "sockets").string(); }
    test::FarNetwork m_network;
    test::TemporaryDirectory m_folder;
    uv_loop_t m_loop{};
    std::optional<device::LoopTimers> m_timers;
    std::unique_ptr<certificates::CertificateStore> m_certificates;
    std::unique_ptr<device::ChildProcess> m_process;
    std::optional<SupplicantWifi> m_wifi;
};

protocol::Ssid ssid(std::string_view text)
{
    protocol::Ssid name;
    name.length = static_cast<std::uint8_t>(text.size());
    std::memcpy(name.bytes, text.data(), text.size());
    return name;
}

} // namespace

TEST_CASE("a network is described, persisted, and read back by another supplicant", "[wifi]")
{
    WifiDevice device;
    SupplicantWifi& wifi = device.wifi();
    const int id = wifi.add().value();
    CHECK(wifi.persist().error().error == EINVAL); // it has no name
    REQUIRE(wifi.setSsid(id, ssid({"\0\xff\n \"", 5})));
    REQUIRE(wifi.setPsk(id, "it's \"so\" secret"));
    REQUIRE(wifi.setSecurity(id, WifiSecurity::Wpa2Psk));
    REQUIRE(wifi.setFlag(id, protocol::WifiFlag::Targeted, true));
    REQUIRE(wifi.setText(id, WifiText::ConfigName, "home \"\n"));
    REQUIRE(wifi.persist());
    CHECK(wifi.findByName("home \"\n").value() == id);
    CHECK(wifi.findByName("other").error().error == ENODEV);
    REQUIRE(wifi.reload());
    const auto stored = wifi.storedNetworks().value();
    REQUIRE(stored.size() == 1);
    CHECK(std::string(reinterpret_cast<const char*>(stored[0].ssid.bytes), stored[0].ssid.length) ==
          std::string("\0\xff\n \"", 5));
    CHECK(stored[0].security == WifiSecurity::Wpa2Psk);
    CHECK(stored[0].isEnabled == 0);
    CHECK(wifi.text(0, WifiText::ConfigName).value() == "home \"\n");
    CHECK(device.saved().find("psk=\"it's \"so\" secret\"") != std::string::npos);
    CHECK(device.saved().find("SAE") != std::string::npos);
}

TEST_CASE("a key of 64 digits is kept as one, and joins no network of WPA3", "[wifi]")
{
    WifiDevice device;
    SupplicantWifi& wifi = device.wifi();
    const int id = wifi.add().value();
    const std::string digits(64, 'a');
    REQUIRE(wifi.setSsid(id, ssid("x")));
    REQUIRE(wifi.setSecurity(id, WifiSecurity::Wpa2Psk));
    REQUIRE(wifi.setPsk(id, digits));
    CHECK(wifi.setPsk(id, "short").error().error == EINVAL);
    CHECK(wifi.setPsk(id, std::string(64, 'x')).error().error == EINVAL);
    REQUIRE(wifi.persist());
    CHECK(device.saved().find("psk=" + digits) != std::string::npos);
    CHECK(device.saved().find("SAE") == std::string::npos);
}

TEST_CASE("certificates of EAP-TLS are the store's files", "[wifi]")
{
    WifiDevice device;
    SupplicantWifi& wifi = device.wifi();
    REQUIRE(device.certificates().installClient(
        "client", {PEM_EC_CERTIFICATE, PEM_EC_KEY_ENCRYPTED, "secret"}));
    REQUIRE(device.certificates().installRootCa("root", PEM_ROOT_CERTIFICATE));
    const int id = wifi.add().value();
    REQUIRE(wifi.setSsid(id, ssid("office")));
    REQUIRE(wifi.setSecurity(id, WifiSecurity::Wpa2EapTls));
    REQUIRE(wifi.setText(id, WifiText::Identity, "device 7"));
    REQUIRE(wifi.setText(id, WifiText::ClientCertificate, "client"));
    REQUIRE(wifi.setText(id, WifiText::RootCertificate, "not there yet"));
    CHECK(wifi.text(id, WifiText::Identity).value() == "device 7");
    CHECK(wifi.text(id, WifiText::ClientCertificate).value() == "client");
    CHECK(wifi.text(id, WifiText::RootCertificate).value() == "not there yet");
    REQUIRE(wifi.setText(id, WifiText::RootCertificate, "root"));
    REQUIRE(wifi.persist());
    const std::string client = device.certificates().clientFile("client").value();
    const std::string root = device.certificates().rootFile("root").value();
    for (const std::string& part :
         {"private_key=\"" + client + "\"", "client_cert=\"" + client + "\"",
          "ca_cert=\"" + root + "\"", std::string("key_mgmt=WPA-EAP"), std::string("eap=TLS")})
        CHECK(device.saved().find(part) != std::string::npos);
    CHECK(device.saved().find("secret") == std::string::npos);
    REQUIRE(wifi.setText(id, WifiText::RootCertificate, ""));
    CHECK(wifi.text(id, WifiText::RootCertificate).value().empty());
}

TEST_CASE("certificates that came later are taken when the networks are read again, or by a device "
          "that starts",
          "[wifi]")
{
    WifiDevice device;
    SupplicantWifi& wifi = device.wifi();
    const int id = wifi.add().value();
    REQUIRE(wifi.setSsid(id, ssid("office")));
    REQUIRE(wifi.setSecurity(id, WifiSecurity::Wpa2EapTls));
    REQUIRE(wifi.setText(id, WifiText::Identity, "device 7"));
    REQUIRE(wifi.setText(id, WifiText::ClientCertificate, "client"));
    REQUIRE(wifi.persist());
    const auto missing = [&](SupplicantWifi& of) {
        REQUIRE(of.setFlag(0, protocol::WifiFlag::Enabled, true));
        const auto diagnostics = of.diagnostics(0);
        return diagnostics && diagnostics->certError == 100;
    };
    REQUIRE(device.certificates().installClient("client", {PEM_EC_CERTIFICATE, PEM_EC_KEY, {}}));
    CHECK(device.saved().find("/nonexistent/client.pem") != std::string::npos);
    SECTION("read again")
    {
        REQUIRE(wifi.reload());
        CHECK_FALSE(missing(wifi));
    }
    SECTION("a device that starts")
    {
        SupplicantWifi& started = device.startAgain();
        CHECK_FALSE(missing(started));
        REQUIRE(started.persist());
    }
    const std::string file = device.certificates().clientFile("client").value();
    REQUIRE(device.wifi().persist());
    CHECK(device.saved().find("private_key=\"" + file + "\"") != std::string::npos);
    CHECK(device.saved().find("/nonexistent") == std::string::npos);
}

TEST_CASE("certificates of a network that the system has brought stay as they are", "[wifi]")
{
    WifiDevice device("network={\nssid=\"office\"\nkey_mgmt=WPA-EAP\neap=TLS\nidentity=\"x\"\n"
                      "client_cert=\"/etc/office.pem\"\nprivate_key=\"/etc/office.key\"\n"
                      "ca_cert=\"/etc/root.pem\"\n}\n");
    SupplicantWifi& wifi = device.wifi();
    CHECK(wifi.text(0, WifiText::ClientCertificate).value() == "office");
    REQUIRE(wifi.setFlag(0, protocol::WifiFlag::Enabled, true));
    CHECK(wifi.diagnostics(0).error().error == ENODEV); // nothing is missing
    REQUIRE(wifi.reload());
    REQUIRE(wifi.persist());
    for (const char* part : {"client_cert=\"/etc/office.pem\"", "private_key=\"/etc/office.key\"",
                             "ca_cert=\"/etc/root.pem\""})
        CHECK(device.saved().find(part) != std::string::npos);
}

TEST_CASE("a copy of a network has its key, and another name", "[wifi]")
{
    WifiDevice device;
    SupplicantWifi& wifi = device.wifi();
    REQUIRE(wifi.store({.ssid = ssid("secured"),
                        .security = WifiSecurity::Wpa2Psk,
                        .pskLength = 8,
                        .reserved = 0,
                        .psk = {'1', '2', '3', '4', '5', '6', '7', '8'}}));
    const int copy = wifi.duplicate(0, "copy").value();
    CHECK(copy != 0);
    CHECK(wifi.duplicate(0, "copy").error().error == EEXIST);
    CHECK(wifi.setText(0, WifiText::ConfigName, "copy").error().error == EEXIST);
    REQUIRE(wifi.forget(0));
    CHECK(wifi.forget(0).error().error == ENODEV);
    CHECK(wifi.forget(-1).error().error == EINVAL);
    REQUIRE(wifi.persist());
    CHECK(device.saved().find("psk=\"12345678\"") != std::string::npos);
    REQUIRE(wifi.forgetAll());
    CHECK(device.saved().find("network=") == std::string::npos);
}

TEST_CASE("a network that was switched off stays off", "[wifi]")
{
    WifiDevice device;
    SupplicantWifi& wifi = device.wifi();
    const int id = wifi.add().value();
    REQUIRE(wifi.setSsid(id, ssid("x")));
    REQUIRE(wifi.setSecurity(id, WifiSecurity::Open));
    REQUIRE(wifi.setFlag(id, protocol::WifiFlag::Enabled, true));
    CHECK(wifi.storedNetworks()->front().isEnabled == 1);
    REQUIRE(wifi.setFlag(id, protocol::WifiFlag::Enabled, false)); // before it has connected
    CHECK(wifi.storedNetworks()->front().isEnabled == 0);
    CHECK(wifi.setFlag(id + 1, protocol::WifiFlag::Enabled, true).error().error == ENODEV);
}

TEST_CASE("there is room for so many networks", "[wifi]")
{
    WifiDevice device;
    SupplicantWifi& wifi = device.wifi();
    for (int i = 0; i < 64; ++i) {
        REQUIRE(wifi.add());
        REQUIRE(wifi.setSsid(i, ssid("01234567890123456789012345678901"))); // long lists
        if (i == 31)
            CHECK(wifi.persist());
        else if (i == 32)
            CHECK(wifi.persist().error().error == ENOSPC);
    }
    CHECK(wifi.add().error().error == ENOMEM);
    CHECK(wifi.duplicate(0, "x").error().error == ENOMEM);
    CHECK(wifi.storedNetworks()->size() == 64);
}

TEST_CASE("a key that is missing is said, and a network that was never tried has no failure",
          "[wifi]")
{
    WifiDevice device;
    SupplicantWifi& wifi = device.wifi();
    const int id = wifi.add().value();
    REQUIRE(wifi.setSsid(id, ssid("secured")));
    CHECK(wifi.diagnostics(id).error().error == ENODEV);
    REQUIRE(wifi.setSecurity(id, WifiSecurity::Wpa2Psk));
    REQUIRE(wifi.setFlag(id, protocol::WifiFlag::Enabled, true));
    const auto diagnostics = wifi.diagnostics(id);
    REQUIRE(diagnostics);
    CHECK(diagnostics->error == 3);
    CHECK(diagnostics->isEnabled == 1);
    CHECK(diagnostics->timestamp > 1'700'000'000);
}

TEST_CASE("nothing is done while the interface is off, or nobody answers", "[wifi]")
{
    WifiDevice device;
    REQUIRE(KernelLinks::open().value().setUp("eth0", false));
    CHECK(device.unready().add().error().error == ENETDOWN);
    CHECK(device.unready().diagnostics(0).error().error == ENODEV);
    int error = 0;
    device.unready().scan([&](const auto& result) { error = result.error().error; });
    CHECK(error == ENETDOWN);
    REQUIRE(KernelLinks::open().value().setUp("eth0", true));
    CHECK(device.wifi().connectedId().error().error == ENOTCONN);
    CHECK(device.wifi().currentNetwork().error().error == ENODATA);
}
