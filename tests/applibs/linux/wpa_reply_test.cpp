// What wpa_supplicant says, read.
#include "network/wifi_failures.hpp"
#include "network/wpa_reply.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace perisphere::target;
using perisphere::protocol::WifiSecurity;
using Kind = WpaEvent::Kind;

TEST_CASE("bytes that wpa_supplicant prints escaped come back")
{
    CHECK(wpaBytes("a\\x00\\xff\\n\\\\\\\"\\e b") == std::string("a\0\xff\n\\\"\033 b", 9));
    CHECK_FALSE(wpaBytes("\\"));
    CHECK_FALSE(wpaBytes("\\x0"));
    CHECK_FALSE(wpaBytes("\\xzz"));
    CHECK_FALSE(wpaBytes("\\q"));
    CHECK(wpaValue("\"a \" b\"") == "a \" b");
    CHECK(wpaValue("00ff") == std::string("\0\xff", 2));
    CHECK_FALSE(wpaValue("FAIL"));
    CHECK_FALSE(wpaValue("\""));
}

TEST_CASE("the list of networks is read")
{
    const auto all = parseWpaNetworks("network id / ssid / bssid / flags\n"
                                      "0\tPerisphere\tany\t[CURRENT]\n"
                                      "1\t\tany\t[DISABLED]\n"
                                      "2\t\\x00\\xff \tany\t[TEMP-DISABLED]\n"
                                      "x\tbad\tany\t\n"
                                      "-3\tbad\tany\t\n"
                                      "4\t0123456789012345678901234567890123\tany\t\n"
                                      "9\tlast");
    REQUIRE(all.size() == 4);
    CHECK(all[0].isCurrent);
    CHECK((all[1].isDisabled && all[1].ssid.empty()));
    CHECK((all[2].isTemporarilyDisabled && all[2].ssid == std::string("\0\xff ", 3)));
    CHECK((all[3].id == 9 && all[3].ssid == "last"));
}

TEST_CASE("access points in range are read")
{
    const auto all = parseWpaBsses(
        "id=3\nbssid=02:00:00:00:01:00\nfreq=2412\nlevel=-50\nflags=[ESS]\nssid=Perisphere\n"
        "id=4\nbssid=02:00:00:00:02:00\nfreq=5180\nlevel=-60\nflags=[WPA2-PSK-CCMP][ESS]\nssid=\n"
        "id=5\nbssid=02:00:00:00:02\nfreq=5180\nflags=[ESS]\nssid=bad address\n"
        "id=6\nbssid=02:00:00:00:02:01\nfreq=none\nssid=no frequency\n");
    REQUIRE(all.size() == 2);
    CHECK(all[0].bssid == Bssid{2, 0, 0, 0, 1, 0});
    CHECK((all[0].frequencyMhz == 2412 && all[0].level == -50 && all[0].ssid == "Perisphere"));
    CHECK(all[0].security == WifiSecurity::Open);
    CHECK((all[1].security == WifiSecurity::Wpa2Psk && all[1].ssid.empty()));
    CHECK(parseWpaBsses("bssid=02:00:00:00:01:00\nfreq=2412").empty());
}

TEST_CASE("an access point's security is told by its flags")
{
    CHECK(securityOfFlags("[ESS]") == WifiSecurity::Open);
    CHECK(securityOfFlags("[WPA2-PSK+SAE-CCMP][ESS]") == WifiSecurity::Wpa2Psk);
    CHECK(securityOfFlags("[RSN-SAE-CCMP][ESS]") == WifiSecurity::Wpa2Psk);
    CHECK(securityOfFlags("[WPA2-EAP-CCMP][ESS]") == WifiSecurity::Wpa2EapTls);
    CHECK(securityOfFlags("[WPA-PSK-TKIP][ESS]") == WifiSecurity::Unknown);
    CHECK(securityOfFlags("[WEP][ESS]") == WifiSecurity::Unknown);
    CHECK(securityOfKeyManagement("WPA-PSK WPA-EAP") == WifiSecurity::Unknown);
    CHECK(securityOfKeyManagement("WPA-PSK WPA-PSK-SHA256 SAE") == WifiSecurity::Wpa2Psk);
    CHECK(securityOfKeyManagement("WPA-EAP") == WifiSecurity::Wpa2EapTls);
    CHECK(securityOfKeyManagement("NONE") == WifiSecurity::Open);
}

TEST_CASE("the supplicant's state is read")
{
    const auto status = parseWpaStatus("bssid=02:00:00:00:01:00\nfreq=2412\nssid=a\\x00\nid=3\n"
                                       "wpa_state=COMPLETED\naddress=02:00:00:00:00:00");
    REQUIRE(status);
    CHECK((status->isCompleted && status->id == 3 && status->ssid == std::string("a\0", 2)));
    CHECK(parseWpaStatus("wpa_state=INTERFACE_DISABLED")->isOff);
    CHECK_FALSE(parseWpaStatus("FAIL"));
    CHECK(parseSignal("RSSI=-50\nLINKSPEED=1") == -50);
    CHECK_FALSE(parseSignal("FAIL"));
}

TEST_CASE("events are told apart")
{
    CHECK(parseWpaEvent("<3>CTRL-EVENT-SCAN-RESULTS ").kind == Kind::ScanDone);
    CHECK(parseWpaEvent("<3>CTRL-EVENT-NETWORK-NOT-FOUND ").kind == Kind::NotFound);
    CHECK(parseWpaEvent("<3>CTRL-EVENT-SCAN-FAILED ret=-16 retry=1").kind == Kind::Other);
    CHECK(parseWpaEvent("<3>CTRL-EVENT-SCAN-FAILED ret=-22").kind == Kind::ScanFailed);
    const auto connected = parseWpaEvent(
        "<3>CTRL-EVENT-CONNECTED - Connection to 02:00:00:00:01:00 completed [id=2 id_str=]");
    CHECK((connected.kind == Kind::Connected && connected.id == 2));
    CHECK(parseWpaEvent("<").kind == Kind::Other);
    CHECK(parseWpaEvent("").kind == Kind::Other);
}

TEST_CASE("why a network is left alone is read, whatever the network's name has in it")
{
    const auto event =
        parseWpaEvent("<3>CTRL-EVENT-SSID-TEMP-DISABLED id=1 ssid=\"x reason=NO id=7\" "
                      "auth_failures=1 duration=10 reason=WRONG_KEY");
    CHECK(event.kind == Kind::TemporarilyDisabled);
    CHECK(event.id == 1);
    CHECK(event.reason == "WRONG_KEY");
}

TEST_CASE("what is wrong with a server's certificate is read")
{
    const auto event = parseWpaEvent("<3>CTRL-EVENT-EAP-TLS-CERT-ERROR reason=4 depth=1 "
                                     "subject='/CN=it's ' err='x' err='certificate has expired'");
    CHECK(event.kind == Kind::CertificateError);
    CHECK((event.certificateError == 4 && event.certificateDepth == 1));
    CHECK(event.certificateSubject == "/CN=it's ' err='x");
    CHECK(parseWpaEvent("CTRL-EVENT-EAP-TLS-CERT-ERROR depth=-9 subject=' err='")
              .certificateSubject.empty());
}

TEST_CASE("how far a server of EAP has come is read")
{
    const auto kind = [](const char* message) { return parseWpaEvent(message).kind; };
    CHECK(kind("<3>CTRL-EVENT-EAP-STARTED EAP authentication started") == Kind::EapStarted);
    CHECK(kind("<3>CTRL-EVENT-EAP-METHOD EAP vendor 0 method 13 (TLS) selected") ==
          Kind::TlsStarted);
    CHECK(kind("<3>CTRL-EVENT-EAP-METHOD EAP vendor 0 method 130 (x) selected") == Kind::Other);
    CHECK(kind("<3>CTRL-EVENT-EAP-FAILURE EAP authentication failed") == Kind::EapFailed);
}

TEST_CASE("an access point of WPA3 that has another passphrase is told from others that refuse")
{
    const std::string rejected = "<3>CTRL-EVENT-AUTH-REJECT 02:00:00:00:01:02 auth_type=";
    CHECK(parseWpaEvent(rejected + "3 auth_transaction=2 status_code=1").kind == Kind::SaeRefused);
    CHECK(parseWpaEvent(rejected + "3 auth_transaction=1 status_code=1").kind == Kind::Other);
    CHECK(parseWpaEvent(rejected + "0 auth_transaction=2 status_code=1").kind == Kind::Other);
    const WifiAttempt attempt{.ssid = "modern",
                              .security = WifiSecurity::Wpa2Psk,
                              .hasKey = true,
                              .hasIdentity = false,
                              .missingCertificate = {}};
    CHECK(whyDisabled(attempt, "CONN_FAILED", {.tls = false, .sae = true}).error ==
          WifiError::WrongKey);
    CHECK(whyDisabled(attempt, "CONN_FAILED", {}).error == WifiError::ConnectionFailed);
}

TEST_CASE("a server's certificate that its root has not issued is told as the API has it")
{
    const auto untrusted =
        whyServerNotTrusted(parseWpaEvent("CTRL-EVENT-EAP-TLS-CERT-ERROR reason=1 depth=1 "
                                          "subject='/CN=radius' err='unable to get local issuer'"));
    CHECK(untrusted.error == WifiError::AuthenticationFailed);
    CHECK((untrusted.certError == 101 && untrusted.certDepth == 1));
    CHECK(untrusted.certSubject == "/CN=radius");
    CHECK(whyServerNotTrusted(parseWpaEvent("CTRL-EVENT-EAP-TLS-CERT-ERROR reason=4 depth=0"))
              .certError == 4);
}

TEST_CASE("why no network in range will do")
{
    const std::vector<WpaBss> inRange{{.id = 0,
                                       .bssid = {},
                                       .frequencyMhz = 2412,
                                       .level = -50,
                                       .security = WifiSecurity::Wpa2Psk,
                                       .ssid = "secured"},
                                      {.id = 1,
                                       .bssid = {},
                                       .frequencyMhz = 2412,
                                       .level = -50,
                                       .security = WifiSecurity::Unknown,
                                       .ssid = "old"}};
    const auto why = [&](const char* ssid, WifiSecurity security, bool hasKey) {
        return whyNotFound({.ssid = ssid,
                            .security = security,
                            .hasKey = hasKey,
                            .hasIdentity = false,
                            .missingCertificate = {}},
                           inRange)
            .error;
    };
    CHECK(why("secured", WifiSecurity::Open, false) == WifiError::SecurityTypeMismatch);
    CHECK(why("secured", WifiSecurity::Wpa2Psk, false) == WifiError::NoPskIncluded);
    CHECK(why("secured", WifiSecurity::Wpa2Psk, true) == WifiError::ConnectionFailed);
    CHECK(why("old", WifiSecurity::Wpa2Psk, true) == WifiError::NetworkNonWpa);
    CHECK(why("nobody's", WifiSecurity::Open, false) == WifiError::NetworkNotFound);
    CHECK(why("nobody's", WifiSecurity::Wpa2EapTls, false) == WifiError::ConnectionFailed);
}
