#include "expectation.hpp"

#include <fmt/format.h>

namespace perisphere::json
{
namespace
{

constexpr int kMaxReferences = 16; // a schema is ours, but a loop in it must not hang

const Value* follow(const Value& root, const Value* schema)
{
    for (int i = 0; schema != nullptr && schema->is_object() && schema->contains("$ref"); ++i) {
        const std::string reference = (*schema)["$ref"].get<std::string>();
        if (i == kMaxReferences || !reference.starts_with("#/"))
            return nullptr;
        const Value::json_pointer pointer(reference.substr(1));
        schema = root.contains(pointer) ? &root[pointer] : nullptr;
    }
    return schema;
}

const Value* member(const Value* schema, const char* name)
{
    if (schema == nullptr || !schema->is_object() || !schema->contains(name))
        return nullptr;
    return &(*schema)[name];
}

const Value* step(const Value* schema, const std::string& token)
{
    if (const Value* properties = member(schema, "properties");
        properties && properties->contains(token))
        return &(*properties)[token];
    if (const Value* items = member(schema, "items"); items && items->is_object())
        return items;
    const Value* additional = member(schema, "additionalProperties");
    return additional && additional->is_object() ? additional : nullptr;
}

std::string_view typeInWords(std::string_view type)
{
    if (type == "string")
        return "a string";
    if (type == "integer")
        return "an integer";
    if (type == "number")
        return "a number";
    if (type == "boolean")
        return "true or false";
    if (type == "array")
        return "a list";
    if (type == "object")
        return "an object";
    return "null";
}

std::string typesInWords(const Value& type)
{
    if (type.is_string())
        return std::string(typeInWords(type.get_ref<const std::string&>()));
    std::string text;
    for (const Value& one : type)
        text += (text.empty() ? "" : " or ") +
                std::string(typeInWords(one.get_ref<const std::string&>()));
    return text;
}

std::string range(const Value& subschema, const char* low, const char* high, std::string_view unit)
{
    const Value* from = member(&subschema, low);
    const Value* to = member(&subschema, high);
    if (from && to)
        return fmt::format(" from {} to {}{}", from->dump(), to->dump(), unit);
    if (from)
        return fmt::format(" of at least {}{}", from->dump(), unit);
    if (to)
        return fmt::format(" of at most {}{}", to->dump(), unit);
    return {};
}

} // namespace

const Value* subschemaAt(const Value& schema, std::string_view pointer)
{
    const Value* at = follow(schema, &schema);
    while (at != nullptr && !pointer.empty()) {
        const std::size_t end = std::min(pointer.find('/', 1), pointer.size());
        at = follow(schema, step(at, std::string(pointer.substr(1, end - 1))));
        pointer.remove_prefix(end);
    }
    return at;
}

std::string expectation(const Value& subschema)
{
    if (const Value* text = member(&subschema, "x-expected"); text && text->is_string())
        return text->get<std::string>();
    if (const Value* values = member(&subschema, "enum")) {
        std::string text;
        for (const Value& value : *values)
            text += (text.empty() ? "" : ", ") + value.dump();
        return "one of " + text;
    }
    if (const Value* value = member(&subschema, "const"))
        return value->dump();
    const Value* type = member(&subschema, "type");
    std::string text = type ? typesInWords(*type) : "";
    text += range(subschema, "minimum", "maximum", "");
    text += range(subschema, "minLength", "maxLength", " characters");
    text += range(subschema, "minItems", "maxItems", " entries");
    if (const Value* pattern = member(&subschema, "pattern"))
        text += fmt::format(" that matches {}", pattern->get<std::string>());
    return text;
}

std::string_view kindOf(const Value& value)
{
    switch (value.type()) {
    case Value::value_t::null:
        return "null";
    case Value::value_t::object:
        return "an object";
    case Value::value_t::array:
        return "a list";
    case Value::value_t::string:
        return "a string";
    case Value::value_t::boolean:
        return value.get<bool>() ? "true" : "false";
    case Value::value_t::number_integer:
    case Value::value_t::number_unsigned:
        return "an integer";
    case Value::value_t::number_float:
        return "a number with a fraction";
    case Value::value_t::binary:
    case Value::value_t::discarded:
        break;
    }
    return "not a value";
}

} // namespace perisphere::json
