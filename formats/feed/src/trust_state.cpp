#include "perisphere/feed/trust_state.hpp"

#include "perisphere/json/document.hpp"
#include "time.hpp"

#include <array>
#include <optional>
#include <utility>

namespace perisphere::feed
{
namespace
{

using json::Document;
using json::Value;

struct VersionMember {
    const char* key;
    std::uint64_t TrustState::*member;
};
constexpr std::array kVersions = {VersionMember{"timestamp", &TrustState::timestamp},
                                  VersionMember{"snapshot", &TrustState::snapshot},
                                  VersionMember{"targets", &TrustState::targets}};

bool readString(const Value& root, const char* key, std::string& to)
{
    const auto found = root.find(key);
    if (found == root.end() || !found->is_string())
        return false;
    to = found->get<std::string>();
    return true;
}

std::optional<TrustState> read(const Value& root)
{
    TrustState state;
    std::string clock;
    if (!root.is_object() || !readString(root, "givenRoot", state.givenRoot) ||
        !readString(root, "root", state.root) || !readString(root, "clock", clock))
        return std::nullopt;
    const auto time = parseTime(clock);
    if (!time)
        return std::nullopt;
    state.clock = *time;
    for (const auto& [key, member] : kVersions) {
        const auto found = root.find(key);
        if (found == root.end() || !found->is_number_unsigned())
            return std::nullopt;
        state.*member = found->get<std::uint64_t>();
    }
    return state;
}

} // namespace

std::string write(const TrustState& state)
{
    Value root = {{"givenRoot", state.givenRoot}, {"root", state.root}};
    for (const auto& [key, member] : kVersions)
        root[key] = state.*member;
    root["clock"] = toText(state.clock);
    return root.dump(2, ' ', false, Value::error_handler_t::replace) + "\n";
}

Checked<TrustState> parseTrustState(std::string_view text, std::string_view fileName)
{
    Checked<TrustState> result;
    const auto document =
        Document::parse(text, std::string(fileName),
                        {.bytes = kMaxStateBytes, .stringBytes = 2 * maxBytes(Role::Root)});
    if (!document) {
        result.diagnostics.push_back(toDiagnostic(document.error(), "syntax"));
        return result;
    }
    result.value = read(document->root());
    if (!result.value)
        result.diagnostics.push_back(
            {.rule = "state",
             .where = {.file = std::string(fileName)},
             .message = "this is not what a device keeps of its feed",
             .expected = "an object with \"givenRoot\", \"root\", \"timestamp\", \"snapshot\", "
                         "\"targets\" and \"clock\""});
    return result;
}

} // namespace perisphere::feed
