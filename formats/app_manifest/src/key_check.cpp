#include "capability_table.hpp"
#include "checks.hpp"
#include "findings.hpp"
#include "perisphere/base/suggest.hpp"
#include "schema.hpp"

#include <fmt/format.h>

namespace perisphere::manifest
{
namespace
{

using json::Value;

std::vector<std::string_view> keysOf(const Value& properties)
{
    std::vector<std::string_view> keys;
    keys.reserve(properties.size());
    for (const auto& [key, ignored] : properties.get_ref<const Value::object_t&>())
        keys.push_back(key);
    return keys;
}

/// A right word in a wrong place; empty when it has none.
std::string rightPlace(const std::string& pointer, const std::string& key)
{
    if (pointer.empty() && capability(key))
        return "move it into \"Capabilities\"; here it grants nothing";
    const Value& root = schema().root()["properties"];
    if (!pointer.empty() && root.contains(key))
        return "move it out of this object; here it is ignored";
    return {};
}

class KeyChecker
{
public:
    KeyChecker(const json::Document& document, Diagnostics& out)
        : m_document(document)
        , m_out(out)
    {
    }

    /// Objects that the schema gives names to, from the top down.
    void check(const Value& object, const Value& node, const std::string& pointer)
    {
        if (!object.is_object() || !node.contains("properties"))
            return;
        const Value& properties = node["properties"];
        for (const auto& [key, value] : object.get_ref<const Value::object_t&>()) {
            const std::string below = json::join(pointer, key);
            if (const auto known = properties.find(key); known != properties.end())
                check(value, *known, below);
            else
                report(key, pointer, m_document.locateKey(below), keysOf(properties));
        }
    }

private:
    void report(const std::string& key, const std::string& pointer, Location where,
                const std::vector<std::string_view>& known)
    {
        if (const std::string advice = rightPlace(pointer, key); !advice.empty()) {
            add(m_out, Severity::Warning, "misplaced-key", std::move(where),
                fmt::format("\"{}\" does not belong here", key), {}, advice);
            return;
        }
        // A near miss is most likely a mistake; any other word someone's own.
        const std::string advice = suggestion(key, known);
        add(m_out, advice.empty() ? Severity::Note : Severity::Warning, "unknown-key",
            std::move(where), fmt::format("\"{}\" is not known and is ignored", key), {}, advice);
    }

    const json::Document& m_document;
    Diagnostics& m_out;
};

} // namespace

void checkKeys(const json::Document& document, Diagnostics& out)
{
    KeyChecker(document, out).check(document.root(), schema().root(), "");
}

} // namespace perisphere::manifest
