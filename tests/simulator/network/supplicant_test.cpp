// Looking for networks, joining them, and why not: each documented failure.

#include "device_bench.hpp"

#include <cerrno>
#include <memory>

namespace perisphere::supplicant_test
{

using namespace perisphere::network;
using namespace std::chrono_literals;
using world::AccessPoint;
using world::Present;

namespace
{

constexpr std::int64_t kNow = 1'735'000'000;
constexpr std::int64_t kYear = 365 * 86'400;

/// A device that knows one network, and one access point.
struct WifiBench : DeviceBench {
    std::unique_ptr<Present<AccessPoint>> point;

    WifiBench(WifiNetwork network, const AccessPoint& accessPoint)
    {
        network.isEnabled = true;
        store.settings.networks = {std::move(network)};
        point = std::make_unique<Present<AccessPoint>>(surroundings, accessPoint);
    }

    void change(const std::function<void(AccessPoint&)>& change)
    {
        AccessPoint changed = point->value();
        change(changed);
        point->change(changed);
    }
    [[nodiscard]] bool isConnected() const { return wifi().connectedId().has_value(); }
    /// Switches on, with a time that means something, and waits.
    void startAndRun(engine::Duration duration = 8s)
    {
        start();
        stack->boot(kNow);
        run(duration);
    }
    void checkFailure(WifiError error)
    {
        CHECK_FALSE(isConnected());
        CHECK(diagnostics().failure.error == error);
        CHECK(diagnostics().failure.timestamp > kNow);
        CHECK_FALSE(diagnostics().isConnected);
    }
};

WifiNetwork pskNetwork(std::string psk = "correct horse")
{
    return {.ssid = "home", .security = Security::Wpa2Psk, .psk = std::move(psk)};
}

AccessPoint pskPoint()
{
    AccessPoint point = openPoint("home");
    point.security = Security::Wpa2Psk;
    point.passphrase = "correct horse";
    return point;
}

WifiNetwork eapNetwork()
{
    return {.ssid = "office",
            .security = Security::Wpa2EapTls,
            .identity = "device",
            .clientCertificate = "client",
            .rootCertificate = "root"};
}

AccessPoint eapPoint()
{
    AccessPoint point = openPoint("office");
    point.security = Security::Wpa2EapTls;
    point.radius.serverAuthority = "/CN=Root";
    point.radius.clientAuthority = "/CN=Issuer";
    return point;
}

struct EapBench : WifiBench {
    EapBench()
        : WifiBench(eapNetwork(), eapPoint())
    {
        certificates.all = {{.identifier = "client",
                             .subject = "/CN=device",
                             .issuer = "/CN=Issuer",
                             .notBefore = kNow - kYear,
                             .notAfter = kNow + kYear,
                             .hasPrivateKey = true},
                            {.identifier = "root",
                             .subject = "/CN=Root",
                             .issuer = "/CN=Root",
                             .notBefore = kNow - kYear,
                             .notAfter = kNow + kYear}};
    }
    void checkCertFailure(CertError error, std::int32_t depth, const std::string& subject)
    {
        checkFailure(WifiError::AuthenticationFailed);
        CHECK(diagnostics().failure.certError == error);
        CHECK(diagnostics().failure.certDepth == depth);
        CHECK(diagnostics().failure.certSubject == subject);
    }
};

} // namespace

TEST_CASE("a network with the right key is joined and never failed")
{
    WifiBench bench(pskNetwork(), pskPoint());
    bench.startAndRun();
    CHECK(bench.isConnected());
    CHECK(errorOf(bench.wifi().diagnostics(0)) == ENODEV);
    const auto current = bench.wifi().currentNetwork();
    REQUIRE(current);
    CHECK(current->ssid == "home");
    CHECK(current->bssid == HardwareAddress{2, 0, 0, 0, 0, 9});
    CHECK(current->security == Security::Wpa2Psk);
    CHECK(current->frequencyMhz == 2412);
    CHECK(current->rssi == -50);
    bench.change([](AccessPoint& point) { point.rssi = -71; });
    CHECK(bench.wifi().currentNetwork()->rssi == -71);
}

TEST_CASE("a passphrase and the key that is derived from it are the same key")
{
    // IEEE 802.11i, H.4.3, first test vector.
    AccessPoint point = openPoint("IEEE");
    point.security = Security::Wpa2Psk;
    point.passphrase = "password";
    WifiBench bench({.ssid = "IEEE",
                     .security = Security::Wpa2Psk,
                     .psk = "f42c6fc52df0ebef9ebb4b90b38a5f902e83fe1b135a70e23aed762e9710A12E"},
                    point);
    bench.startAndRun();
    CHECK(bench.isConnected());
}

TEST_CASE("2: the network is not there")
{
    WifiBench bench(pskNetwork(), openPoint("elsewhere"));
    bench.startAndRun();
    bench.checkFailure(WifiError::NetworkNotFound);
    CHECK(bench.diagnostics().isEnabled);
    SECTION("and is found when it comes")
    {
        bench.run(1h);
        const Present<AccessPoint> later(bench.surroundings, pskPoint());
        bench.run(delays::kScanPause + delays::kScan + delays::kAssociationPsk);
        CHECK(bench.isConnected());
        CHECK(bench.diagnostics().isConnected); // the record stays
    }
}

TEST_CASE("3: a key is missing")
{
    WifiBench bench(pskNetwork(""), pskPoint());
    bench.startAndRun();
    bench.checkFailure(WifiError::NoPskIncluded);
}

TEST_CASE("4: the key is wrong, and the network is left alone for longer each time")
{
    WifiBench bench(pskNetwork("wrong horse"), pskPoint());
    bench.start();
    bench.stack->boot(kNow);
    bench.run(delays::kStackStart + delays::kSupplicantStart + delays::kScan +
              delays::kHandshakeTimeout);
    bench.checkFailure(WifiError::WrongKey);
    CHECK_FALSE(bench.diagnostics().isEnabled);
    CHECK(bench.wifi().storedNetworks()->front().isEnabled); // the configuration is not touched
    bench.run(delays::kDisabled[0]);
    CHECK(bench.diagnostics().isEnabled);
    bench.run(delays::kScan + delays::kHandshakeTimeout);
    CHECK_FALSE(bench.diagnostics().isEnabled);
    bench.run(delays::kDisabled[0]);
    CHECK_FALSE(bench.diagnostics().isEnabled); // the second time it is twice as long
    bench.run(1h);
    CHECK(bench.scheduler.pendingEvents() == 0);
    SECTION("until the key is right")
    {
        CHECK(bench.wifi().setPsk(0, "correct horse"));
        CHECK(bench.diagnostics().isEnabled);
        bench.run(4s);
        CHECK(bench.isConnected());
    }
    SECTION("or the access point takes that one")
    {
        bench.change([](AccessPoint& point) { point.passphrase = "wrong horse"; });
        bench.run(delays::kDisabled.back() + 4s);
        CHECK(bench.isConnected());
    }
}

TEST_CASE("6: stored and offered security differ")
{
    WifiNetwork network = pskNetwork();
    SECTION("a key for an open network")
    {
        WifiBench bench(network, openPoint("home"));
        bench.startAndRun();
        bench.checkFailure(WifiError::SecurityTypeMismatch);
    }
    SECTION("no key for one with")
    {
        network.security = Security::Open;
        WifiBench bench(network, pskPoint());
        bench.startAndRun();
        bench.checkFailure(WifiError::SecurityTypeMismatch);
    }
}

TEST_CASE("7 to 10: channels, kinds, ciphers and security that the device does not do")
{
    AccessPoint point = pskPoint();
    WifiError expected = WifiError::ConnectionFailed;
    SECTION("frequency")
    {
        point.frequencyMhz = 2484;
        expected = WifiError::NetworkFrequencyNotAllowed;
    }
    SECTION("ad hoc")
    {
        point.isInfrastructure = false;
        expected = WifiError::NetworkNotEssPbssMbss;
    }
    SECTION("cipher")
    {
        point.hasCcmp = false;
        expected = WifiError::NetworkNotSupported;
    }
    SECTION("security")
    {
        point.security = Security::Other;
        expected = WifiError::NetworkNonWpa;
    }
    WifiBench bench(pskNetwork(), point);
    bench.startAndRun();
    bench.checkFailure(expected);
}

TEST_CASE("1: the access point refuses")
{
    AccessPoint point = openPoint("home");
    point.isAccepting = false;
    WifiBench bench({.ssid = "home", .security = Security::Open}, point);
    bench.startAndRun();
    bench.checkFailure(WifiError::ConnectionFailed);
    CHECK_FALSE(bench.diagnostics().isEnabled);
}

TEST_CASE("EAP-TLS with everything in order")
{
    EapBench bench;
    bench.startAndRun();
    CHECK(bench.isConnected());
}

TEST_CASE("EAP-TLS, 1: no server, or a client that it does not know")
{
    EapBench bench;
    SECTION("server")
    {
        bench.change([](AccessPoint& point) { point.radius.isReachable = false; });
    }
    SECTION("identity")
    {
        bench.change([](AccessPoint& point) { point.radius.identity = "somebody else"; });
    }
    bench.startAndRun(20s);
    bench.checkFailure(WifiError::ConnectionFailed);
}

TEST_CASE("EAP-TLS, 5: certificates of the device's side")
{
    EapBench bench;
    SECTION("no client certificate")
    {
        bench.certificates.all.erase(bench.certificates.all.begin());
        bench.startAndRun();
        bench.checkCertFailure(CertError::CertificateNotFound, 0, "client");
        SECTION("which one installs and reloads")
        {
            bench.certificates.all = EapBench().certificates.all;
            bench.run(10min);
            CHECK_FALSE(bench.isConnected());
            CHECK(bench.wifi().reload());
            bench.run(5s);
            CHECK(bench.isConnected());
        }
    }
    SECTION("one without its key")
    {
        bench.certificates.all[0].hasPrivateKey = false;
        bench.startAndRun();
        bench.checkCertFailure(CertError::CertificateNotFound, 0, "client");
    }
    SECTION("expired")
    {
        bench.certificates.all[0].notAfter = kNow - 1;
        bench.startAndRun();
        bench.checkCertFailure(CertError::InvalidClientAuth, 0, "/CN=device");
    }
    SECTION("not yet valid")
    {
        bench.certificates.all[0].notBefore = kNow + kYear / 2;
        bench.startAndRun();
        bench.checkCertFailure(CertError::InvalidClientAuth, 0, "/CN=device");
    }
    SECTION("of an issuer that the server does not trust")
    {
        bench.certificates.all[0].issuer = "/CN=Other";
        bench.startAndRun();
        bench.checkCertFailure(CertError::InvalidClientAuth, 0, "/CN=device");
    }
}

TEST_CASE("EAP-TLS, 5: the server's certificate and its root")
{
    EapBench bench;
    SECTION("no root certificate")
    {
        bench.certificates.all.pop_back();
        bench.startAndRun();
        bench.checkCertFailure(CertError::CertificateNotFound, 0, "root");
    }
    SECTION("root expired")
    {
        bench.certificates.all[1].notAfter = kNow - 1;
        bench.startAndRun();
        bench.checkCertFailure(CertError::Expired, 1, "/CN=Root");
    }
    SECTION("root not yet valid")
    {
        bench.certificates.all[1].notBefore = kNow + kYear / 2;
        bench.startAndRun();
        bench.checkCertFailure(CertError::NotYetValid, 1, "/CN=Root");
    }
    SECTION("another root")
    {
        bench.certificates.all[1].subject = "/CN=Other";
        bench.startAndRun();
        bench.checkCertFailure(CertError::InvalidRootCa, 1, "/CN=radius");
    }
    SECTION("each way in which the server's may be wrong")
    {
        using enum world::ServerCertificate;
        const auto [certificate, error] = GENERATE(table<world::ServerCertificate, CertError>(
            {{Unspecified, CertError::Unspecified},
             {Revoked, CertError::Revoked},
             {NotYetValid, CertError::NotYetValid},
             {Expired, CertError::Expired},
             {SubjectMismatch, CertError::SubjectMismatch},
             {AltSubjectMismatch, CertError::AltSubjectMismatch},
             {Bad, CertError::BadCertificate},
             {DomainSuffixMismatch, CertError::DomainSuffixMismatch},
             {DomainMismatch, CertError::DomainMismatch},
             {ShortKey, CertError::InsufficientKeyLen}}));
        bench.change(
            [wrong = certificate](AccessPoint& point) { point.radius.certificate = wrong; });
        bench.startAndRun();
        bench.checkCertFailure(error, 0, "/CN=radius");
    }
    SECTION("nothing of it matters without a root certificate to check by")
    {
        bench.change([](AccessPoint& point) {
            point.radius.certificate = world::ServerCertificate::Expired;
        });
        bench.store.settings.networks[0].rootCertificate.clear();
        bench.startAndRun();
        CHECK(bench.isConnected());
    }
}

TEST_CASE("validity is not checked while the clock means nothing")
{
    EapBench bench;
    bench.start(); // 1970
    bench.run(8s);
    CHECK(bench.isConnected());
}

TEST_CASE("of several networks the strongest that can be joined is")
{
    WifiBench bench(pskNetwork("wrong horse"), pskPoint());
    bench.store.settings.networks.push_back(
        {.ssid = "cafe", .security = Security::Open, .isEnabled = true});
    AccessPoint weak = openPoint("cafe");
    weak.rssi = -80;
    AccessPoint strong = openPoint("cafe");
    strong.rssi = -60;
    strong.bssid = {2, 0, 0, 0, 0, 7};
    const Present<AccessPoint> one(bench.surroundings, weak);
    const Present<AccessPoint> two(bench.surroundings, strong);
    bench.startAndRun(15s);
    CHECK(bench.diagnostics().failure.error == WifiError::WrongKey); // tried first: -50 dBm
    CHECK(bench.wifi().connectedId() == 1);
    CHECK(bench.wifi().currentNetwork()->bssid == HardwareAddress{2, 0, 0, 0, 0, 7});
}

TEST_CASE("an access point that is lost is looked for, and joined when it returns")
{
    WifiBench bench(pskNetwork(), pskPoint());
    bench.startAndRun();
    CHECK(bench.isConnected());
    bench.change([](AccessPoint& point) { point.isInRange = false; });
    bench.run(delays::kBeaconLoss - 1ns);
    CHECK(bench.isConnected());
    SECTION("in time")
    {
        bench.change([](AccessPoint& point) { point.isInRange = true; });
        bench.run(1min);
        CHECK(bench.isConnected());
        CHECK(errorOf(bench.wifi().diagnostics(0)) == ENODEV);
    }
    SECTION("too late")
    {
        bench.run(1ns);
        CHECK_FALSE(bench.isConnected());
        CHECK(errorOf(bench.wifi().connectedId()) == ENOTCONN);
        CHECK(errorOf(bench.wifi().currentNetwork()) == ENODATA);
        CHECK(bench.status() == kUp);
        bench.run(1min);
        bench.checkFailure(WifiError::NetworkNotFound);
        bench.change([](AccessPoint& point) { point.isInRange = true; });
        bench.run(10s);
        CHECK(bench.isConnected());
    }
    SECTION("for ever")
    {
        bench.point.reset();
        CHECK_FALSE(bench.isConnected());
        bench.run(1min);
        CHECK(bench.scheduler.pendingEvents() == 0);
    }
}

TEST_CASE("an access point is told who is connected to it")
{
    DeviceBench bench;
    std::vector<bool> told;
    Present<AccessPoint> point(bench.surroundings, openPoint(),
                               [&](bool isUsed) { told.push_back(isUsed); });
    bench.start();
    bench.run(8s);
    CHECK(told == std::vector{true});
    CHECK(bench.wifi().setFlag(0, WifiFlag::Enabled, false));
    CHECK(told == std::vector{true, false});
    CHECK(bench.wifi().setFlag(0, WifiFlag::Enabled, true));
    bench.run(8s);
    bench.stack->powerOff();
    CHECK(told == std::vector{true, false, true, false});
}

TEST_CASE("a hidden network is found by its name only")
{
    AccessPoint hidden = pskPoint();
    hidden.isHidden = true;
    WifiBench bench(pskNetwork(), hidden);
    bench.startAndRun();
    bench.checkFailure(WifiError::NetworkNotFound);
    CHECK(bench.wifi().setFlag(0, WifiFlag::Targeted, true));
    bench.run(8s);
    CHECK(bench.isConnected());
}

TEST_CASE("a scan takes its time and lists what is in range, strongest first")
{
    WifiBench bench(pskNetwork(), pskPoint());
    AccessPoint strange = openPoint("strange");
    strange.security = Security::Other;
    strange.rssi = -40;
    AccessPoint far = openPoint("far");
    far.isInRange = false;
    const Present<AccessPoint> one(bench.surroundings, strange);
    const Present<AccessPoint> two(bench.surroundings, far);
    bench.startAndRun();
    CHECK(bench.wifi().scannedNetworks()->empty());
    std::optional<Answer<std::size_t>> found;
    CHECK(bench.wifi().scan([&](Answer<std::size_t> count) { found = std::move(count); }));
    bench.run(delays::kScan - 1ns);
    CHECK_FALSE(found);
    CHECK(bench.isConnected());
    bench.run(1ns);
    REQUIRE(found);
    CHECK(*found == 2U);
    const auto scanned = bench.wifi().scannedNetworks();
    REQUIRE(scanned);
    REQUIRE(scanned->size() == 2);
    CHECK(scanned->front().ssid == "strange");
    CHECK(scanned->front().security == Security::Other);
    CHECK(scanned->back().ssid == "home");
    SECTION("and is kept until the next")
    {
        bench.change([](AccessPoint& point) { point.isInRange = false; });
        bench.run(1h);
        CHECK(bench.wifi().scannedNetworks()->size() == 2);
    }
    SECTION("but not when the interface goes off meanwhile")
    {
        CHECK(bench.wifi().scan([&](Answer<std::size_t> count) { found = std::move(count); }));
        CHECK(bench.stack->setInterfaceState("wlan0", false));
        CHECK(errorOf(*found) == ENETDOWN);
    }
}

} // namespace perisphere::supplicant_test
