#include "perisphere/parts/part_json.hpp"

#include "perisphere/engine/require.hpp"
#include "perisphere/json/schema.hpp"

#include <fmt/format.h>

namespace perisphere::parts
{
namespace
{

using json::Value;

Configuration::Entry toEntry(const Value& value)
{
    if (value.is_boolean())
        return value.get<bool>();
    if (value.is_string())
        return value.get<std::string>();
    return value.get<double>();
}

Configuration complete(const Value& schema, const Value& given)
{
    Configuration configuration;
    for (const auto& [name, one] : schema["properties"].items())
        configuration.set(name, toEntry(given.contains(name) ? given[name] : one["default"]));
    return configuration;
}

const Value* find(const Value& root, std::string_view pointer)
{
    const Value::json_pointer path{std::string(pointer)};
    return root.contains(path) ? &root.at(path) : nullptr;
}

} // namespace

Value configurationSchema(const PartType& type)
{
    Value properties = Value::parse(type.configuration, nullptr, false);
    engine::require(properties.is_object(), "a part type's configuration is JSON");
    Value schema;
    schema["$schema"] = "http://json-schema.org/draft-07/schema#";
    schema["title"] = type.title;
    schema["description"] = type.description;
    schema["type"] = "object";
    schema["additionalProperties"] = false;
    schema["properties"] = std::move(properties);
    return schema;
}

Configuration defaultConfiguration(const PartType& type)
{
    return complete(configurationSchema(type), Value::object());
}

Checked<Configuration> checkConfiguration(const PartType& type, const json::Document& document,
                                          std::string_view pointer)
{
    const Value schemaValue = configurationSchema(type);
    const Value* given = find(document.root(), pointer);
    if (given == nullptr)
        return {complete(schemaValue, Value::object()), {}};
    const auto schema = json::Schema::compile(schemaValue.dump());
    engine::require(schema.has_value(), "a part type's configuration is a JSON Schema");
    // The schema library checks whole documents: the object becomes one, and what is found gets its
    // place in the document that it came from.
    const auto part = json::Document::parse(given->dump(), document.fileName());
    if (!part)
        return {std::nullopt, {toDiagnostic(part.error(), "syntax")}};
    Checked<Configuration> checked;
    checked.diagnostics = schema->validate(*part);
    for (Diagnostic& one : checked.diagnostics)
        one.where = document.locate(std::string(pointer) + one.where.pointer);
    if (!hasErrors(checked.diagnostics))
        checked.value = complete(schemaValue, *given);
    return checked;
}

} // namespace perisphere::parts
