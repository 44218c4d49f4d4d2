#include "wpa_reply.hpp"

#include "hexadecimal.hpp"

#include <algorithm>
#include <charconv>

namespace perisphere::target
{
namespace
{

using protocol::WifiSecurity;

std::string_view takePiece(std::string_view& text, char separator)
{
    const std::size_t end = std::min(text.find(separator), text.size());
    const std::string_view piece = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return piece;
}

bool contains(std::string_view text, std::string_view word)
{
    return text.find(word) != std::string_view::npos;
}

template <class Number>
std::optional<Number> numberOf(std::string_view text)
{
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

/// 02:00:00:00:00:01
std::optional<Bssid> bssidOf(std::string_view text)
{
    constexpr int kBase = 16;
    constexpr std::size_t kStep = 3;
    Bssid bssid{};
    if (text.size() + 1 != kStep * bssid.size())
        return std::nullopt;
    for (std::size_t i = 0; i < bssid.size(); ++i) {
        const char* const at = text.data() + i * kStep;
        const auto [end, error] = std::from_chars(at, at + 2, bssid.at(i), kBase);
        if (error != std::errc() || end != at + 2)
            return std::nullopt;
    }
    return bssid;
}

/// What follows NAME= in a message of words, up to the next blank; within quotes of that kind, up
/// to the last one.
std::string_view valueIn(std::string_view message, std::string_view name)
{
    for (std::size_t at = message.find(name); at != std::string_view::npos;
         at = message.find(name, at + 1)) {
        const bool isWord = at == 0 || message[at - 1] == ' ' || message[at - 1] == '[';
        const std::size_t end = at + name.size();
        if (isWord && end < message.size() && message[end] == '=') {
            std::string_view rest = message.substr(end + 1);
            return takePiece(rest, ' ');
        }
    }
    return {};
}

/// subject='/CN=it's me' err='...'
std::string subjectIn(std::string_view message)
{
    constexpr std::string_view kBegin = "subject='";
    const std::size_t begin = message.find(kBegin);
    const std::size_t end = message.rfind("' err='");
    if (begin == std::string_view::npos || end == std::string_view::npos ||
        end < begin + kBegin.size())
        return {};
    const std::string_view subject =
        message.substr(begin + kBegin.size(), end - begin - kBegin.size());
    return std::string(subject.substr(0, protocol::kCertSubjectBytes - 1));
}

/// What stands behind a backslash, and how many characters of it; nullopt: nothing good.
struct Escaped {
    char byte = 0;
    std::size_t length = 0;
};
std::optional<Escaped> escaped(std::string_view rest)
{
    constexpr std::string_view kNames = "\\\"entr";
    constexpr std::string_view kBytes = "\\\"\033\n\t\r";
    constexpr std::size_t kHexadecimal = 3; // x and two digits
    if (rest.empty())
        return std::nullopt;
    if (const std::size_t known = kNames.find(rest.front()); known != std::string_view::npos)
        return Escaped{kBytes[known], 1};
    if (rest.front() != 'x' || rest.size() < kHexadecimal)
        return std::nullopt;
    const auto byte = fromHexadecimal(rest.substr(1, 2));
    if (!byte)
        return std::nullopt;
    return Escaped{byte->front(), kHexadecimal};
}

bool isSsid(const std::optional<std::string>& bytes)
{
    return bytes && bytes->size() <= protocol::kSsidBytes;
}

} // namespace

std::optional<std::string> wpaBytes(std::string_view printed)
{
    std::string bytes;
    for (std::size_t i = 0; i < printed.size(); ++i) {
        if (printed[i] != '\\') {
            bytes += printed[i];
            continue;
        }
        const auto one = escaped(printed.substr(i + 1));
        if (!one)
            return std::nullopt;
        bytes += one->byte;
        i += one->length;
    }
    return bytes;
}

std::optional<std::string> wpaValue(std::string_view reply)
{
    if (reply.size() >= 2 && reply.front() == '"' && reply.back() == '"')
        return std::string(reply.substr(1, reply.size() - 2));
    return fromHexadecimal(reply);
}

std::vector<WpaNetwork> parseWpaNetworks(std::string_view reply)
{
    std::vector<WpaNetwork> networks;
    while (!reply.empty()) {
        std::string_view line = takePiece(reply, '\n');
        const auto id = numberOf<int>(takePiece(line, '\t'));
        const auto ssid = wpaBytes(takePiece(line, '\t'));
        takePiece(line, '\t'); // the one access point that it may be at
        if (!id || *id < 0 || !isSsid(ssid))
            continue; // the line of titles
        networks.push_back({.id = *id,
                            .ssid = *ssid,
                            .isCurrent = contains(line, "[CURRENT]"),
                            .isDisabled = contains(line, "[DISABLED]"),
                            .isTemporarilyDisabled = contains(line, "[TEMP-DISABLED]")});
    }
    return networks;
}

std::vector<WpaBss> parseWpaBsses(std::string_view reply)
{
    std::vector<WpaBss> all;
    bool hasBssid = false;
    const auto finish = [&] {
        if (!all.empty() && (!hasBssid || all.back().frequencyMhz == 0))
            all.pop_back();
        hasBssid = false;
    };
    while (!reply.empty()) {
        std::string_view value = takePiece(reply, '\n');
        const std::string_view name = takePiece(value, '=');
        if (name == "id") {
            finish();
            all.emplace_back().id = numberOf<int>(value).value_or(0);
            continue;
        }
        if (all.empty())
            continue;
        WpaBss& bss = all.back();
        if (name == "bssid") {
            const auto bssid = bssidOf(value);
            hasBssid = bssid.has_value();
            bss.bssid = bssid.value_or(Bssid{});
        } else if (name == "freq") {
            bss.frequencyMhz = numberOf<std::uint32_t>(value).value_or(0);
        } else if (name == "level") {
            bss.level = numberOf<int>(value).value_or(0);
        } else if (name == "flags") {
            bss.security = securityOfFlags(value);
        } else if (name == "ssid") {
            const auto ssid = wpaBytes(value);
            bss.ssid = isSsid(ssid) ? *ssid : std::string();
        }
    }
    finish();
    return all;
}

WifiSecurity securityOfFlags(std::string_view flags)
{
    const bool isWpa2 = contains(flags, "[WPA2-") || contains(flags, "[RSN-");
    if (!isWpa2)
        return contains(flags, "WPA") || contains(flags, "[WEP") || contains(flags, "OWE")
                   ? WifiSecurity::Unknown
                   : WifiSecurity::Open;
    if (contains(flags, "PSK") || contains(flags, "SAE"))
        return WifiSecurity::Wpa2Psk;
    return contains(flags, "EAP") ? WifiSecurity::Wpa2EapTls : WifiSecurity::Unknown;
}

WifiSecurity securityOfKeyManagement(std::string_view keyManagement)
{
    const bool hasKey = contains(keyManagement, "PSK") || contains(keyManagement, "SAE");
    const bool isEap = contains(keyManagement, "EAP");
    if (hasKey == isEap) // both: what a network has that nothing was set of yet
        return keyManagement == "NONE" ? WifiSecurity::Open : WifiSecurity::Unknown;
    return hasKey ? WifiSecurity::Wpa2Psk : WifiSecurity::Wpa2EapTls;
}

std::optional<WpaStatus> parseWpaStatus(std::string_view reply)
{
    WpaStatus status;
    bool hasState = false;
    while (!reply.empty()) {
        std::string_view value = takePiece(reply, '\n');
        const std::string_view name = takePiece(value, '=');
        if (name == "wpa_state") {
            hasState = true;
            status.isCompleted = value == "COMPLETED";
            status.isOff = value == "INTERFACE_DISABLED";
        } else if (name == "id") {
            status.id = numberOf<int>(value).value_or(-1);
        } else if (name == "bssid") {
            status.bssid = bssidOf(value).value_or(Bssid{});
        } else if (name == "freq") {
            status.frequencyMhz = numberOf<std::uint32_t>(value).value_or(0);
        } else if (name == "ssid") {
            const auto ssid = wpaBytes(value);
            status.ssid = isSsid(ssid) ? *ssid : std::string();
        }
    }
    if (!hasState)
        return std::nullopt;
    return status;
}

std::optional<int> parseSignal(std::string_view reply)
{
    while (!reply.empty()) {
        std::string_view value = takePiece(reply, '\n');
        if (takePiece(value, '=') == "RSSI")
            return numberOf<int>(value);
    }
    return std::nullopt;
}

WpaEvent parseWpaEvent(std::string_view message)
{
    using Kind = WpaEvent::Kind;
    if (message.starts_with('<')) // the priority: <3>
        takePiece(message, '>');
    const std::string_view whole = message;
    const std::string_view name = takePiece(message, ' ');
    WpaEvent event;
    if (name == "CTRL-EVENT-SCAN-RESULTS") {
        event.kind = Kind::ScanDone;
    } else if (name == "CTRL-EVENT-SCAN-FAILED") {
        event.kind = contains(message, "retry=1") ? Kind::Other : Kind::ScanFailed;
    } else if (name == "CTRL-EVENT-NETWORK-NOT-FOUND") {
        event.kind = Kind::NotFound;
    } else if (name == "CTRL-EVENT-CONNECTED") {
        event.kind = Kind::Connected;
        event.id = numberOf<int>(valueIn(message, "id")).value_or(-1);
    } else if (name == "CTRL-EVENT-SSID-TEMP-DISABLED") {
        // The network's name stands between the two, and may have anything in it.
        event.kind = Kind::TemporarilyDisabled;
        event.id = numberOf<int>(valueIn(message, "id")).value_or(-1);
        event.reason = message.substr(std::min(message.rfind('=') + 1, message.size()));
    } else if (name == "CTRL-EVENT-EAP-TLS-CERT-ERROR") {
        event.kind = Kind::CertificateError;
        event.certificateError = numberOf<int>(valueIn(message, "reason")).value_or(0);
        event.certificateDepth = std::max(numberOf<int>(valueIn(message, "depth")).value_or(0), 0);
        event.certificateSubject = subjectIn(message);
    } else if (name == "CTRL-EVENT-EAP-STARTED") {
        event.kind = Kind::EapStarted;
    } else if (whole.starts_with("CTRL-EVENT-EAP-METHOD EAP vendor 0 method 13 ")) {
        event.kind = Kind::TlsStarted;
    } else if (name == "CTRL-EVENT-EAP-FAILURE") {
        event.kind = Kind::EapFailed;
    } else if (whole.starts_with("CTRL-EVENT-EAP-STATUS status='remote TLS alert'")) {
        event.kind = Kind::TlsRefused;
    } else if (name == "CTRL-EVENT-AUTH-REJECT") {
        // Of SAE's two messages the second one proves that both have the same passphrase.
        const bool isSae = valueIn(message, "auth_type") == "3";
        if (isSae && valueIn(message, "auth_transaction") == "2")
            event.kind = Kind::SaeRefused;
    } else if (name == "CTRL-EVENT-TERMINATING") {
        event.kind = Kind::Terminating;
    }
    return event;
}

} // namespace perisphere::target
