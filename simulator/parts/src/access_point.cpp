// A Wi-Fi access point near the board, with the network behind it. It has no pins: the device's
// network stack meets it in world::Surroundings.

#include "perisphere/parts/part_type.hpp"
#include "perisphere/parts/state_archive.hpp"
#include "perisphere/world/surroundings.hpp"

#include <array>
#include <charconv>

namespace perisphere::parts::access_point
{
namespace
{

using world::AccessPoint;

world::Security securityOf(const std::string& name)
{
    if (name == "open")
        return world::Security::Open;
    if (name == "wpa2-psk")
        return world::Security::Wpa2Psk;
    return name == "wpa2-eap-tls" ? world::Security::Wpa2EapTls : world::Security::Other;
}

/// The schema has checked the form.
world::HardwareAddress bssidOf(const std::string& text)
{
    world::HardwareAddress address{};
    for (std::size_t i = 0; i < address.size(); ++i)
        std::from_chars(text.data() + 3 * i, text.data() + 3 * i + 2, address.at(i), 16);
    return address;
}

/// What the configuration says; the properties come on top.
AccessPoint configured(const Configuration& configuration)
{
    AccessPoint point;
    point.ssid = configuration.text("ssid");
    point.security = securityOf(configuration.text("security"));
    point.bssid = bssidOf(configuration.text("bssid"));
    point.frequencyMhz = static_cast<std::uint32_t>(configuration.number("frequencyMHz"));
    point.isHidden = configuration.flag("hidden");
    point.isInfrastructure = !configuration.flag("adHoc");
    point.hasCcmp = configuration.flag("ccmp");
    point.radius.identity = configuration.text("clientIdentity");
    point.radius.clientAuthority = configuration.text("clientAuthority");
    point.radius.serverAuthority = configuration.text("serverAuthority");
    point.radius.subject = configuration.text("serverSubject");
    point.lan.leaseTime =
        std::chrono::minutes(static_cast<std::int64_t>(configuration.number("leaseMinutes")));
    return point;
}

class AccessPointPart final : public Part
{
public:
    explicit AccessPointPart(const PartSetup& setup)
        : Part(setup)
        , m_configured(configured(setup.configuration))
        , m_passphrase(properties(), engine::Access::Settable, "passphrase",
                       "of WPA2-PSK, 8 to 63 characters or 64 hexadecimal digits",
                       setup.configuration.text("passphrase"), 64)
        , m_present(setup.context.surroundings, point(),
                    [this](bool isUsed) { m_associated.set(isUsed); })
        , m_watch(properties().onChange(
              [this](const engine::PropertyChange&) { m_present.change(point()); }))
    {
    }

private:
    [[nodiscard]] AccessPoint point() const
    {
        AccessPoint point = m_configured;
        point.passphrase = m_passphrase.value();
        point.isInRange = m_inRange.value();
        point.rssi = static_cast<int>(m_rssi.value());
        point.isAccepting = m_accepting.value();
        point.lan.hasDhcp = m_dhcp.value();
        point.lan.hasNtp = m_ntp.value();
        point.lan.isUplinked = m_uplink.value();
        point.radius.isReachable = m_radius.value();
        point.radius.certificate =
            static_cast<world::ServerCertificate>(m_serverCertificate.index());
        return point;
    }

    engine::BoolProperty m_inRange{properties(), engine::Access::Settable, "inRange",
                                   "whether it is on and the device can hear it", true};
    engine::IntegerProperty m_rssi{
        properties(), engine::Access::Settable, "rssi", "signal strength at the device", -50, "dBm",
        {-100, 0, 1}};
    engine::BoolProperty m_accepting{properties(), engine::Access::Settable, "accepting",
                                     "whether it lets stations associate", true};
    engine::BoolProperty m_dhcp{properties(), engine::Access::Settable, "dhcp",
                                "whether its DHCP server answers", true};
    engine::BoolProperty m_ntp{properties(), engine::Access::Settable, "ntp",
                               "whether it is a time server, which DHCP names", false};
    engine::BoolProperty m_uplink{properties(), engine::Access::Settable, "uplink",
                                  "whether it leads to the internet; a captive network does not",
                                  true};
    engine::BoolProperty m_radius{properties(), engine::Access::Settable, "radius",
                                  "whether its RADIUS server answers", true};
    engine::ChoiceProperty m_serverCertificate{
        properties(),
        engine::Access::Settable,
        "serverCertificate",
        "what is wrong with the RADIUS server's certificate",
        {"valid", "unspecified", "revoked", "not-yet-valid", "expired", "subject-mismatch",
         "alt-subject-mismatch", "bad", "domain-suffix-mismatch", "domain-mismatch", "short-key",
         "untrusted", "chain-probe-failed"}};
    engine::BoolProperty m_associated{properties(), engine::Access::Observable, "associated",
                                      "whether the device is connected to it"};
    AccessPoint m_configured;
    engine::TextProperty m_passphrase;
    world::Present<AccessPoint> m_present;
    engine::Subscription m_watch;
};

} // namespace

extern const PartType kType;
constinit const PartType kType = {
    .name = "access-point",
    .title = "Wi-Fi access point",
    .description = "A Wi-Fi network near the board, with DHCP and a way to the internet",
    .configuration = R"({
        "ssid": {"type": "string", "minLength": 1, "maxLength": 32,
                 "description": "Name of the network.", "default": "Perisphere"},
        "security": {"type": "string", "enum": ["open", "wpa2-psk", "wpa2-eap-tls", "other"],
                     "description": "How it is secured; other is what the device cannot speak.",
                     "default": "open"},
        "passphrase": {"type": "string", "maxLength": 64,
                       "description": "Initial passphrase with wpa2-psk.", "default": ""},
        "bssid": {"type": "string", "pattern": "^[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}$",
                  "description": "Hardware address.", "default": "02:50:45:52:49:01"},
        "frequencyMHz": {"type": "integer", "minimum": 2400, "maximum": 6000,
                         "description": "Centre of its channel.", "default": 2412},
        "hidden": {"type": "boolean",
                   "description": "Answers only those who ask for it by name.", "default": false},
        "adHoc": {"type": "boolean",
                  "description": "A network without infrastructure, which the device does not join.",
                  "default": false},
        "ccmp": {"type": "boolean",
                 "description": "Offers the cipher that WPA2 asks for.", "default": true},
        "clientIdentity": {"type": "string", "maxLength": 254,
                           "description": "With wpa2-eap-tls: the only identity it lets in; empty is any.",
                           "default": ""},
        "clientAuthority": {"type": "string", "maxLength": 300,
                            "description": "With wpa2-eap-tls: subject of who issued its clients' certificates; empty is anyone.",
                            "default": ""},
        "serverAuthority": {"type": "string", "maxLength": 300,
                            "description": "With wpa2-eap-tls: subject of the root of the server's certificate.",
                            "default": ""},
        "serverSubject": {"type": "string", "maxLength": 300,
                          "description": "With wpa2-eap-tls: subject of the server's certificate.",
                          "default": "/CN=radius"},
        "leaseMinutes": {"type": "integer", "minimum": 1, "maximum": 525600,
                         "description": "How long its DHCP leases last.", "default": 1440}
    })",
    .drawing = {Shape::Surroundings, 10, 10, "#e8e8e8", {}},
    .make = [](PartSetup& setup) -> std::unique_ptr<Part> {
        return std::make_unique<AccessPointPart>(setup);
    }};

} // namespace perisphere::parts::access_point
