#include "network_settings.hpp"

#include "hexadecimal.hpp"
#include "host_name.hpp"
#include "network_settings_schema.hpp"
#include "perisphere/base/atomic_file.hpp"
#include "perisphere/base/file.hpp"
#include "perisphere/json/document.hpp"
#include "perisphere/json/schema.hpp"
#include "sandbox/network/network_links.hpp"

#include <fmt/format.h>

#include <arpa/inet.h>
#include <bit>
#include <cstdlib>
#include <utility>

namespace perisphere::target
{
namespace
{

using json::Value;
using protocol::NtpMode;

constexpr std::uint64_t kMaxSettingsBytes = std::uint64_t{32} * 1024;
constexpr std::array kModes = {"default", "automatic", "custom"};

Value addresses(const std::vector<std::uint32_t>& list)
{
    Value array = Value::array();
    for (const std::uint32_t one : list)
        array.push_back(dottedAddress(one));
    return array;
}

Value interfaceJson(const InterfaceSettings& settings)
{
    Value json = {{"enabled", settings.isEnabled}};
    if (const auto& fixed = settings.fixed)
        json["static"] = {{"address", dottedAddress(fixed->address)},
                          {"mask", dottedAddress(fixed->mask)},
                          {"gateway", dottedAddress(fixed->gateway)}};
    if (settings.customDns)
        json["dns"] = addresses(*settings.customDns);
    if (settings.hardwareAddress)
        json["hardwareAddress"] = fmt::format("{:02x}", fmt::join(*settings.hardwareAddress, ""));
    if (const auto& leases = settings.dhcpServer)
        json["dhcpServer"] = {
            {"start", dottedAddress(leases->start)}, {"count", leases->count},
            {"mask", dottedAddress(leases->mask)},   {"gateway", dottedAddress(leases->gateway)},
            {"leaseHours", leases->leaseHours},      {"ntpServers", addresses(leases->ntpServers)}};
    return json;
}

/// Reads what the schema has let through; the first text that means nothing is kept as the error.
class SettingsReader
{
public:
    explicit SettingsReader(const json::Document& document)
        : m_document(document)
    {
    }

    Result<NetworkSettings> read()
    {
        const Value& root = m_document.root();
        NetworkSettings settings;
        for (const auto& [name, value] : root["interfaces"].items())
            settings.interfaces[name] = interface(value, json::join("/interfaces", name));
        settings.time = time(root["timeSync"]);
        if (root.contains("proxy"))
            settings.proxy = proxy(root["proxy"]);
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

    std::uint32_t address(const Value& value, const std::string& pointer)
    {
        const auto& text = value.get_ref<const std::string&>();
        const auto parsed = parseAddress(text);
        if (!parsed)
            complain(pointer, fmt::format("\"{}\" is not an address", text), "an IPv4 address");
        return parsed.value_or(0);
    }

    std::uint32_t mask(const Value& value, const std::string& pointer)
    {
        const std::uint32_t mask = address(value, pointer);
        if (mask != 0 && (~mask & (~mask + 1)) != 0)
            complain(pointer, fmt::format("\"{}\" is not a subnet's mask", dottedAddress(mask)),
                     "ones, then zeros");
        return mask;
    }

    std::vector<std::uint32_t> addressList(const Value& value, const std::string& pointer)
    {
        std::vector<std::uint32_t> list;
        for (std::size_t i = 0; i < value.size(); ++i)
            list.push_back(address(value[i], json::join(pointer, i)));
        return list;
    }

    InterfaceSettings interface(const Value& value, const std::string& pointer)
    {
        InterfaceSettings settings{.isEnabled = value["enabled"].get<bool>()};
        if (value.contains("static")) {
            const Value& fixed = value["static"];
            settings.fixed =
                StaticIp{.address = address(fixed["address"], pointer + "/static/address"),
                         .mask = mask(fixed["mask"], pointer + "/static/mask"),
                         .gateway = address(fixed["gateway"], pointer + "/static/gateway")};
        }
        if (value.contains("dns"))
            settings.customDns = addressList(value["dns"], pointer + "/dns");
        if (value.contains("hardwareAddress")) {
            const auto bytes = fromHexadecimal(value["hardwareAddress"].get<std::string>());
            HardwareAddress& to = settings.hardwareAddress.emplace();
            for (std::size_t i = 0; bytes && i < to.size(); ++i)
                to.at(i) = static_cast<std::uint8_t>(bytes->at(i));
        }
        if (value.contains("dhcpServer"))
            settings.dhcpServer = leases(value["dhcpServer"], pointer + "/dhcpServer");
        return settings;
    }

    DhcpLeases leases(const Value& value, const std::string& pointer)
    {
        DhcpLeases leases{.start = address(value["start"], pointer + "/start"),
                          .count = value["count"].get<std::uint32_t>(),
                          .mask = mask(value["mask"], pointer + "/mask"),
                          .gateway = address(value["gateway"], pointer + "/gateway"),
                          .leaseHours = value["leaseHours"].get<std::uint32_t>(),
                          .ntpServers = addressList(value["ntpServers"], pointer + "/ntpServers")};
        if (!protocol::isLease(leases.start, leases.count, leases.mask, leases.gateway,
                               leases.leaseHours))
            complain(pointer, "no server could hand that out", "hosts of one subnet");
        return leases;
    }

    TimeSettings time(const Value& value)
    {
        TimeSettings settings{.isEnabled = value["enabled"].get<bool>(),
                              .mode = NtpMode::Default,
                              .servers = {},
                              .hasFallback = value["fallback"].get<bool>()};
        for (std::size_t i = 0; i < kModes.size(); ++i)
            if (value["mode"].get_ref<const std::string&>() == kModes.at(i))
                settings.mode = static_cast<NtpMode>(i);
        for (std::size_t i = 0; i < value["servers"].size(); ++i) {
            settings.servers.push_back(value["servers"][i].get<std::string>());
            if (!isHost(settings.servers.back()))
                complain(json::join("/timeSync/servers", i), "that is not a time server",
                         "a host name or an IPv4 address");
        }
        if ((settings.mode == NtpMode::Custom) == settings.servers.empty())
            complain("/timeSync/servers", "the servers do not fit the mode",
                     "one or two with \"custom\", none otherwise");
        return settings;
    }

    std::string bytes(const Value& object, const char* key, std::size_t maxBytes)
    {
        std::string text = fromHexadecimal(object[key].get<std::string>()).value_or("");
        if (text.size() > maxBytes)
            complain(json::join("/proxy", key), "the text is too long",
                     fmt::format("at most {} bytes", maxBytes));
        return text;
    }

    ProxySettings proxy(const Value& value)
    {
        return {.options = value["options"].get<std::uint32_t>(),
                .port = value["port"].get<std::uint16_t>(),
                .isBasic = value["basic"].get<bool>(),
                .address = bytes(value, "address", protocol::kProxyAddressBytes - 1),
                .username = bytes(value, "username", protocol::kProxyCredentialBytes - 1),
                .password = bytes(value, "password", protocol::kProxyCredentialBytes - 1),
                .noProxyAddresses = bytes(value, "noProxy", protocol::kProxyAddressBytes - 1)};
    }

    const json::Document& m_document;
    std::optional<Error> m_error;
};

const json::Schema& networkSettingsSchema()
{
    // Compiled once; that it compiles is tested, so there is no one to report to.
    static const json::Schema compiled = [] {
        auto schema = json::Schema::compile(embedded::networkSettingsSchema);
        if (!schema)
            std::abort();
        return std::move(*schema);
    }();
    return compiled;
}

Error toError(const Diagnostic& finding)
{
    return {.code = ErrorCode::Invalid,
            .message = finding.message,
            .where = finding.where,
            .expected = finding.expected,
            .advice = "move the file away to begin with settings that are as from the factory"};
}

} // namespace

std::optional<std::uint32_t> parseAddress(const std::string& text)
{
    in_addr address{};
    if (::inet_pton(AF_INET, text.c_str(), &address) != 1 || text.find('\0') != std::string::npos)
        return std::nullopt;
    return ntohl(address.s_addr);
}

std::uint8_t bitsOfMask(std::uint32_t mask)
{
    return static_cast<std::uint8_t>(std::countl_one(mask));
}

std::string toJson(const NetworkSettings& settings)
{
    Value interfaces = Value::object();
    for (const auto& [name, one] : settings.interfaces)
        interfaces[name] = interfaceJson(one);
    Value servers = Value::array();
    for (const std::string& server : settings.time.servers)
        servers.push_back(server);
    Value root = {{"version", 1},
                  {"interfaces", std::move(interfaces)},
                  {"timeSync",
                   {{"enabled", settings.time.isEnabled},
                    {"mode", kModes.at(static_cast<std::size_t>(settings.time.mode))},
                    {"servers", std::move(servers)},
                    {"fallback", settings.time.hasFallback}}}};
    if (const auto& proxy = settings.proxy)
        root["proxy"] = {{"options", proxy->options},
                         {"port", proxy->port},
                         {"basic", proxy->isBasic},
                         {"address", toHexadecimal(proxy->address)},
                         {"username", toHexadecimal(proxy->username)},
                         {"password", toHexadecimal(proxy->password)},
                         {"noProxy", toHexadecimal(proxy->noProxyAddresses)}};
    return root.dump(2) + '\n';
}

Result<NetworkSettings> networkSettingsFromJson(std::string_view text, std::string fileName)
{
    const auto document =
        json::Document::parse(text, std::move(fileName), {.bytes = kMaxSettingsBytes});
    if (!document)
        return fail(document.error());
    for (const Diagnostics& findings :
         {document->duplicateKeys(), networkSettingsSchema().validate(*document)})
        if (!findings.empty())
            return fail(toError(findings.front()));
    return SettingsReader(*document).read();
}

Result<std::optional<NetworkSettings>> NetworkSettingsFile::load() const
{
    const auto text = readTextFile(m_path, kMaxSettingsBytes);
    if (!text && text.error().code == ErrorCode::NotFound)
        return std::optional<NetworkSettings>();
    if (!text)
        return fail(text.error().during("read the network's settings"));
    auto settings = networkSettingsFromJson(*text, m_path.string());
    if (!settings)
        return fail(settings.error().during("read the network's settings"));
    return std::optional(std::move(*settings));
}

Result<> NetworkSettingsFile::save(const NetworkSettings& settings) const
{
    return replaceFile(m_path, toJson(settings), 0600);
}

} // namespace perisphere::target
