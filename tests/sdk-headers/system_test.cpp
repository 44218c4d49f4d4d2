#include "fake/fake_applibs.hpp"

#include <applibs/applications.hpp>
#include <applibs/certstore.hpp>
#include <applibs/networking.hpp>
#include <applibs/wificonfig.hpp>

#include <catch2/catch.hpp>

namespace perisphere::system_test
{

using namespace applibs;

TEST_CASE("memory: each figure has its attribute, and none is a failure")
{
    resetFake();
    fake().result = 96;
    CHECK(applications::totalMemoryUsageInKB().value() == 96);
    CHECK(fake().last() == "z__Applications_GetMemoryInfo 0 1");
    CHECK(applications::userModeMemoryUsageInKB().value() == 96);
    CHECK(fake().last() == "z__Applications_GetMemoryInfo 1 1");
    CHECK(applications::peakUserModeMemoryUsageInKB().value() == 96);
    CHECK(fake().last() == "z__Applications_GetMemoryInfo 2 1");
    fake().error = EAGAIN;
    CHECK(Applications_GetTotalMemoryUsageInKB() == 0);
    CHECK(applications::totalMemoryUsageInKB().error().code == EAGAIN);
}

TEST_CASE("the system's version is a text, and a NULL for it is refused by the header")
{
    resetFake();
    CHECK(applications::osVersion().value() == "25.02");
    CHECK(fake().last() == "z__Applications_GetOsVersion 16");
    CHECK(Applications_GetOsVersion(nullptr) == -1);
    CHECK(errno == EFAULT);
}

TEST_CASE("certificates: each getter asks for its field with its size")
{
    resetFake();
    REQUIRE(certstore::notBefore("a"));
    CHECK(fake().last() == "z__CertStore_GetCertificateInfo 1 " + std::to_string(sizeof(std::tm)));
    REQUIRE(certstore::notAfter("a"));
    CHECK(fake().last() == "z__CertStore_GetCertificateInfo 2 " + std::to_string(sizeof(std::tm)));
    REQUIRE(certstore::subjectName("a"));
    CHECK(fake().last() == "z__CertStore_GetCertificateInfo 3 301");
    REQUIRE(certstore::issuerName("a"));
    CHECK(fake().last() == "z__CertStore_GetCertificateInfo 4 301");
}

TEST_CASE("interfaces: only what was filled comes back")
{
    resetFake();
    fake().result = 1;
    std::array<networking::NetworkInterface, 4> room{};
    const auto found = networking::interfaces(room).value();
    CHECK(fake().last() == "z__Networking_GetInterfaces 4 1");
    REQUIRE(found.size() == 1);
    CHECK(std::string(found[0].name()) == "wlan0");
    CHECK(found[0].medium() == networking::InterfaceMedium::Wifi);
}

TEST_CASE("hardware address: six bytes, no fewer")
{
    resetFake();
    fake().result = 6;
    CHECK(networking::hardwareAddress("eth0"));
    CHECK(fake().last() == "z__Networking_GetInterfaceOpt 1 6");
    fake().result = 5;
    CHECK(networking::hardwareAddress("eth0").error().code == EINVAL);
    CHECK(networking::setHardwareAddress("eth0", {2, 0, 0, 0, 0, 1}));
    CHECK(fake().last() == "z__Networking_SetInterfaceOpt 1 6");
    Networking_Interface_HardwareAddress address;
    CHECK(Networking_GetHardwareAddress(nullptr, &address) == -1);
    CHECK(errno == EFAULT);
    CHECK(Networking_GetHardwareAddress("eth0", nullptr) == -1);
    CHECK(errno == EFAULT);
}

TEST_CASE("an IP configuration is made and ended once")
{
    resetFake();
    {
        const networking::IpConfig config;
        CHECK(config.apply("eth0"));
    }
    CHECK(fake().calls == std::vector<std::string>{"Networking_IpConfig_Init",
                                                   "Networking_IpConfig_Apply",
                                                   "Networking_IpConfig_Destroy"});
}

TEST_CASE("Wi-Fi: each setting has its attribute; texts have no length, the rest their size")
{
    resetFake();
    fake().result = 3;
    auto network = wificonfig::Network::add().value();
    const std::uint8_t name[] = {'n', 'e', 't'};
    const auto sets = [](const Result<void>& result, const char* call) {
        CHECK(result);
        CHECK(fake().last() == std::string("z__WifiConfig_SetNetworkOpt ") + call);
    };
    sets(network.setSsid(name), "3 0 3");
    sets(network.setSecurityType(wificonfig::Security::Wpa2Psk), "3 1 1 2");
    sets(network.setEnabled(true), "3 2 1 1");
    sets(network.setPsk("12345678"), "3 5 8");
    sets(network.setClientIdentity("me"), "3 6 0");
    sets(network.setClientCertStoreIdentifier("client"), "3 7 0");
    sets(network.setRootCaCertStoreIdentifier("root"), "3 8 0");
    sets(network.setTargetedScanEnabled(false), "3 11 1 0");
    sets(network.setConfigName("home"), "3 12 0");
    sets(wificonfig::persistConfig(), "-1 3 0");
    sets(wificonfig::reloadConfig(), "-1 4 0");
    sets(wificonfig::setPowerSavingsEnabled(true), "-1 65536 1 1");
}

TEST_CASE("Wi-Fi: each getter has its attribute and the size of its structure")
{
    resetFake();
    const wificonfig::Network network(3);
    CHECK(network.clientIdentity());
    CHECK(fake().last() == "z__WifiConfig_GetNetworkOpt 3 6 255");
    CHECK(network.clientCertStoreIdentifier());
    CHECK(fake().last() == "z__WifiConfig_GetNetworkOpt 3 7 17");
    CHECK(network.rootCaCertStoreIdentifier());
    CHECK(fake().last() == "z__WifiConfig_GetNetworkOpt 3 8 17");
    CHECK(network.diagnostics());
    CHECK(fake().last() == "z__WifiConfig_GetNetworkOpt 3 23 328");
    CHECK(WifiConfig_GetNetworkDiagnostics(3, nullptr) == -1);
    CHECK(errno == EFAULT);
    CertStore_Identifier identifier;
    CHECK(z__WifiConfig_GetCertificateIdentifier(3, z__WifiConfig_Attribute_SSID, &identifier) ==
          -1);
    CHECK(errno == EINVAL);
    fake().error = ENODEV;
    CHECK(network.diagnostics().error().code == ENODEV);
}

TEST_CASE("Wi-Fi: lists carry the version that the app was compiled for")
{
    resetFake();
    fake().result = 2;
    std::array<wificonfig::StoredNetwork, 3> stored{};
    CHECK(wificonfig::storedNetworks(stored).value().size() == 2);
    CHECK(fake().last() == "z__WifiConfig_GetStoredNetworks 3 1");
    std::array<wificonfig::ScannedNetwork, 3> scanned{};
    CHECK(wificonfig::scannedNetworks(scanned).value().size() == 2);
    CHECK(fake().last() == "z__WifiConfig_GetScannedNetworks 3 1");
    fake().error = ENODATA;
    CHECK(wificonfig::currentNetwork().error().code == ENODATA);
    CHECK(fake().last() == "z__WifiConfig_GetCurrentNetwork 1");
    wificonfig::ScannedNetwork network{};
    network.ssid[0] = 'x';
    network.ssidLength = 1;
    network.security = WifiConfig_Security_Open;
    CHECK(wificonfig::ssid(network).size() == 1);
    CHECK(wificonfig::security(network) == wificonfig::Security::Open);
}

} // namespace perisphere::system_test
