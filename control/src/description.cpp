#include "perisphere/control/description.hpp"

#include "control_api.hpp"

#include <set>
#include <utility>

namespace perisphere::control
{
namespace
{

using json::Value;

constexpr json::ParseLimits kDocumentLimits{.stringBytes = 65536};

/// Whether a call needs parameters: then "params" itself is required.
bool needsParameters(const Value& params)
{
    return params.contains("required") && !params["required"].empty();
}

/// Names of definitions that are referred to, "#/definitions/NAME".
void collectReferences(const Value& value, std::set<std::string>& names)
{
    constexpr std::string_view kPrefix = "#/definitions/";
    if (value.is_object()) {
        for (const auto& [key, member] : value.items())
            if (key == "$ref" && member.is_string() &&
                member.get_ref<const std::string&>().starts_with(kPrefix))
                names.insert(member.get_ref<const std::string&>().substr(kPrefix.size()));
            else
                collectReferences(member, names);
    } else if (value.is_array()) {
        for (const Value& element : value)
            collectReferences(element, names);
    }
}

/// Those that it needs, by way of others as well: each schema would else be compiled with all.
Value definitionsOf(const Value& value, const Value& all)
{
    Value needed = Value::object();
    std::set<std::string> open;
    collectReferences(value, open);
    while (!open.empty()) {
        const std::string name = open.extract(open.begin()).value();
        if (needed.contains(name) || !all.contains(name))
            continue; // what is missing is an error of who compiles it
        collectReferences(all[name], open);
        needed[name] = all[name];
    }
    return needed;
}

Value requestSchema(const Value& params)
{
    Value schema = {{"type", "object"}, {"properties", {{"params", params}}}};
    if (needsParameters(params))
        schema["required"] = {"params"};
    return schema;
}

} // namespace

std::string_view descriptionText()
{
    return embedded::controlApi;
}

Result<Description> Description::load(const std::function<bool(std::string_view method)>& isOffered)
{
    auto document = json::Document::parse(descriptionText(), "control_api.json", kDocumentLimits);
    if (!document)
        return fail(document.error());
    Description description;
    description.m_root = document->root();
    if (isOffered) {
        Value offered = Value::array();
        for (Value& method : description.m_root["methods"])
            if (isOffered(method["name"].get_ref<const std::string&>()))
                offered.push_back(std::move(method));
        description.m_root["definitions"] = definitionsOf(
            {{"methods", offered}, {"notifications", description.m_root["notifications"]}},
            description.m_root["definitions"]);
        description.m_root["methods"] = std::move(offered);
    }
    for (const Value& method : description.m_root["methods"]) {
        auto schema = description.compile(control::requestSchema(method["params"]));
        if (!schema)
            return fail(schema.error().during(method["name"].get<std::string>()));
        description.m_requests.emplace(method["name"].get<std::string>(), *std::move(schema));
    }
    for (const auto& [name, schema] : description.m_requests)
        description.m_names.emplace_back(name); // the map's keys stay where they are
    return description;
}

const json::Schema* Description::requestSchema(std::string_view method) const
{
    const auto found = m_requests.find(method);
    return found == m_requests.end() ? nullptr : &found->second;
}

Result<json::Schema> Description::compile(const Value& schema) const
{
    Value whole = schema;
    if (schema.contains("$ref")) // draft 7 ignores what stands beside a $ref
        whole = {{"allOf", Value::array({schema})}};
    whole["definitions"] = definitionsOf(whole, m_root["definitions"]);
    return json::Schema::compile(whole.dump());
}

} // namespace perisphere::control
