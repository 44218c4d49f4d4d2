// Settings to JSON and back. The structure is checked by network_settings.schema.json, what is
// inside the texts here.

#include "network_settings_schema.hpp"
#include "perisphere/json/document.hpp"
#include "perisphere/json/schema.hpp"
#include "perisphere/network/host_name.hpp"
#include "perisphere/network/settings.hpp"

#include "perisphere/engine/require.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace perisphere::network
{
namespace
{

using json::Value;

constexpr std::array kSecurities = {"other", "open", "wpa2-psk", "wpa2-eap-tls"};
constexpr std::array kModes = {"default", "automatic", "custom"};

std::string encode(std::string_view bytes)
{
    std::string text;
    for (const char c : bytes)
        if (c < ' ' || c > '~' || c == '%')
            text += fmt::format("%{:02x}", static_cast<unsigned char>(c));
        else
            text += c;
    return text;
}

/// The schema has checked the form.
std::string decode(const std::string& text)
{
    std::string bytes;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            bytes += text[i];
            continue;
        }
        unsigned byte = 0;
        std::from_chars(text.data() + i + 1, text.data() + i + 3, byte, 16);
        bytes += static_cast<char>(byte);
        i += 2;
    }
    return bytes;
}

Value addresses(const std::vector<Ipv4>& list)
{
    Value array = Value::array();
    for (const Ipv4 one : list)
        array.push_back(toString(one));
    return array;
}

Value interfaceJson(const InterfaceSettings& settings)
{
    Value json = {{"enabled", settings.isEnabled}};
    if (const auto& fixed = settings.ip.fixed)
        json["static"] = {{"address", toString(fixed->address)},
                          {"mask", toString(fixed->mask)},
                          {"gateway", toString(fixed->gateway)}};
    if (settings.ip.customDns)
        json["dns"] = addresses(*settings.ip.customDns);
    if (settings.address)
        json["hardwareAddress"] = fmt::format("{:02x}", fmt::join(*settings.address, ":"));
    if (const auto& server = settings.dhcpServer)
        json["dhcpServer"] = {
            {"start", toString(server->start)}, {"count", server->count},
            {"mask", toString(server->mask)},   {"gateway", toString(server->gateway)},
            {"leaseHours", server->leaseHours}, {"ntpServers", addresses(server->ntpServers)}};
    return json;
}

Value networkJson(const WifiNetwork& network)
{
    Value json = {{"ssid", encode(network.ssid)},
                  {"security", kSecurities.at(static_cast<std::size_t>(network.security))},
                  {"enabled", network.isEnabled},
                  {"targeted", network.isTargeted}};
    const auto put = [&](const char* key, const std::string& text) {
        if (!text.empty())
            json[key] = encode(text);
    };
    put("psk", network.psk);
    put("identity", network.identity);
    put("clientCertificate", network.clientCertificate);
    put("rootCertificate", network.rootCertificate);
    put("name", network.configName);
    return json;
}

/// Reads what the schema has let through; the first text that means nothing is kept as the error.
class Reader
{
public:
    explicit Reader(const json::Document& document)
        : m_document(document)
    {
    }

    Result<Settings> read()
    {
        const Value& root = m_document.root();
        Settings settings;
        settings.wifi = interface(root["wlan0"], "/wlan0");
        settings.ethernet = interface(root["eth0"], "/eth0");
        settings.time = time(root["timeSync"]);
        if (root.contains("proxy"))
            settings.proxy = proxy(root["proxy"]);
        for (std::size_t i = 0; i < root["networks"].size(); ++i)
            settings.networks.push_back(network(root["networks"][i], json::join("/networks", i)));
        if (m_error)
            return fail(*m_error);
        return settings;
    }

private:
    void complain(const std::string& pointer, std::string message, std::string expected)
    {
        if (!m_error)
            m_error = Error{.code = ErrorCode::Invalid,
                            .message = std::move(message),
                            .where = m_document.locate(pointer),
                            .expected = std::move(expected)};
    }

    Ipv4 address(const Value& value, const std::string& pointer)
    {
        const auto& text = value.get_ref<const std::string&>();
        const auto parsed = world::parseIpv4(text);
        if (!parsed)
            complain(pointer, fmt::format("\"{}\" is not an address", text), "an IPv4 address");
        return parsed.value_or(Ipv4());
    }

    std::vector<Ipv4> addressList(const Value& value, const std::string& pointer)
    {
        std::vector<Ipv4> list;
        for (std::size_t i = 0; i < value.size(); ++i)
            list.push_back(address(value[i], json::join(pointer, i)));
        return list;
    }

    std::string text(const Value& object, const char* key, const std::string& pointer,
                     std::size_t maxBytes)
    {
        if (!object.contains(key))
            return {};
        std::string bytes = decode(object[key].get<std::string>());
        if (bytes.size() > maxBytes)
            complain(json::join(pointer, key), fmt::format("\"{}\" is too long", key),
                     fmt::format("at most {} bytes", maxBytes));
        return bytes;
    }

    InterfaceSettings interface(const Value& value, const std::string& pointer)
    {
        InterfaceSettings settings{.isEnabled = value["enabled"].get<bool>()};
        if (value.contains("static")) {
            const Value& fixed = value["static"];
            settings.ip.fixed =
                StaticIp{.address = address(fixed["address"], pointer + "/static/address"),
                         .mask = address(fixed["mask"], pointer + "/static/mask"),
                         .gateway = address(fixed["gateway"], pointer + "/static/gateway")};
        }
        if (value.contains("dns"))
            settings.ip.customDns = addressList(value["dns"], pointer + "/dns");
        if (value.contains("hardwareAddress"))
            settings.address = hardwareAddress(value["hardwareAddress"].get<std::string>());
        if (value.contains("dhcpServer"))
            settings.dhcpServer = dhcpServer(value["dhcpServer"], pointer + "/dhcpServer");
        return settings;
    }

    static HardwareAddress hardwareAddress(const std::string& text)
    {
        HardwareAddress address{};
        for (std::size_t i = 0; i < address.size(); ++i)
            std::from_chars(text.data() + i * 3, text.data() + i * 3 + 2, address.at(i), 16);
        return address;
    }

    DhcpServerSettings dhcpServer(const Value& value, const std::string& pointer)
    {
        return {.start = address(value["start"], pointer + "/start"),
                .count = value["count"].get<std::uint8_t>(),
                .mask = address(value["mask"], pointer + "/mask"),
                .gateway = address(value["gateway"], pointer + "/gateway"),
                .leaseHours = value["leaseHours"].get<std::uint32_t>(),
                .ntpServers = addressList(value["ntpServers"], pointer + "/ntpServers")};
    }

    template <class List>
    static std::size_t indexIn(const List& list, const Value& value)
    {
        std::size_t index = 0;
        while (value.get_ref<const std::string&>() != list.at(index))
            ++index;
        return index;
    }

    TimeSettings time(const Value& value)
    {
        TimeSettings settings{.isEnabled = value["enabled"].get<bool>(),
                              .mode = static_cast<NtpMode>(indexIn(kModes, value["mode"])),
                              .hasFallback = value["fallback"].get<bool>()};
        const Value& servers = value["servers"];
        for (std::size_t i = 0; i < servers.size(); ++i) {
            settings.servers.push_back(servers[i].get<std::string>());
            if (!isHost(settings.servers.back()))
                complain(json::join("/timeSync/servers", i),
                         fmt::format("\"{}\" is not a time server", settings.servers.back()),
                         "a host name or an IPv4 address");
        }
        if ((settings.mode == NtpMode::Custom) == settings.servers.empty())
            complain("/timeSync/servers", "the servers do not fit the mode",
                     "one or two with \"custom\", none otherwise");
        return settings;
    }

    ProxySettings proxy(const Value& value)
    {
        constexpr std::size_t kMaxAddress = 255;
        constexpr std::size_t kMaxCredential = 63;
        return {.options = value["options"].get<std::uint32_t>(),
                .address = text(value, "address", "/proxy", kMaxAddress),
                .port = value["port"].get<std::uint16_t>(),
                .isBasic = value["basic"].get<bool>(),
                .username = text(value, "username", "/proxy", kMaxCredential),
                .password = text(value, "password", "/proxy", kMaxCredential),
                .noProxyAddresses = text(value, "noProxy", "/proxy", kMaxAddress)};
    }

    WifiNetwork network(const Value& value, const std::string& pointer)
    {
        constexpr std::size_t kMaxSsid = 32;
        constexpr std::size_t kMaxPsk = 64;
        constexpr std::size_t kMaxIdentity = 254;
        constexpr std::size_t kMaxName = 16;
        WifiNetwork network{
            .ssid = text(value, "ssid", pointer, kMaxSsid),
            .security = static_cast<Security>(indexIn(kSecurities, value["security"])),
            .psk = text(value, "psk", pointer, kMaxPsk),
            .identity = text(value, "identity", pointer, kMaxIdentity),
            .clientCertificate = text(value, "clientCertificate", pointer, kMaxName),
            .rootCertificate = text(value, "rootCertificate", pointer, kMaxName),
            .configName = text(value, "name", pointer, kMaxName),
            .isEnabled = value["enabled"].get<bool>(),
            .isTargeted = value["targeted"].get<bool>()};
        if (network.ssid.empty())
            complain(pointer + "/ssid", "the network has no name", "1 to 32 bytes");
        return network;
    }

    const json::Document& m_document;
    std::optional<Error> m_error;
};

const json::Schema& schema()
{
    static const Result<json::Schema> compiled =
        json::Schema::compile(embedded::networkSettingsSchema);
    engine::require(compiled.has_value(), "the schema of network settings is one");
    return *compiled;
}

Error toError(const Diagnostic& finding)
{
    return {.code = ErrorCode::Invalid,
            .message = finding.message,
            .where = finding.where,
            .expected = finding.expected,
            .advice = finding.advice};
}

} // namespace

std::string toJson(const Settings& settings)
{
    Value servers = Value::array();
    for (const std::string& server : settings.time.servers)
        servers.push_back(server);
    Value networks = Value::array();
    for (const WifiNetwork& network : settings.networks)
        networks.push_back(networkJson(network));
    Value root = {{"version", 1},
                  {"wlan0", interfaceJson(settings.wifi)},
                  {"eth0", interfaceJson(settings.ethernet)},
                  {"timeSync",
                   {{"enabled", settings.time.isEnabled},
                    {"mode", kModes.at(static_cast<std::size_t>(settings.time.mode))},
                    {"servers", std::move(servers)},
                    {"fallback", settings.time.hasFallback}}}};
    if (const auto& proxy = settings.proxy)
        root["proxy"] = {{"options", proxy->options},
                         {"address", encode(proxy->address)},
                         {"port", proxy->port},
                         {"basic", proxy->isBasic},
                         {"username", encode(proxy->username)},
                         {"password", encode(proxy->password)},
                         {"noProxy", encode(proxy->noProxyAddresses)}};
    root["networks"] = std::move(networks);
    return root.dump(2) + '\n';
}

Result<Settings> settingsFromJson(std::string_view text, std::string fileName)
{
    const auto document = json::Document::parse(text, std::move(fileName));
    if (!document)
        return fail(document.error());
    for (const Diagnostics& findings : {document->duplicateKeys(), schema().validate(*document)})
        if (!findings.empty())
            return fail(toError(findings.front()));
    return Reader(*document).read();
}

} // namespace perisphere::network
