#include "schema.hpp"

#include "app_manifest_schema.hpp"
#include "perisphere/manifest/manifest.hpp"

#include <cstdlib>

namespace perisphere::manifest
{
namespace
{

using json::Value;

/// References are "#/definitions/<name>", without loops: the schema is ours.
const Value* follow(const Value* node)
{
    if (node == nullptr || !node->is_object() || !node->contains("$ref"))
        return node;
    const Value::json_pointer target((*node)["$ref"].get<std::string>().substr(1));
    return &schema().root().at(target);
}

const Value* step(const Value& node, const std::string& token)
{
    if (const auto properties = node.find("properties"); properties != node.end()) {
        const auto found = properties->find(token);
        return found == properties->end() ? nullptr : &*found;
    }
    const auto items = node.find("items");
    return items == node.end() ? nullptr : &*items;
}

bool isGeneral(const std::string& rule)
{
    return rule == "schema-type" || rule == "schema-required";
}

} // namespace

const json::Schema& schema()
{
    // Compiled once; that it compiles is tested, so there is no one to report to.
    static const json::Schema schema = [] {
        auto compiled = json::Schema::compile(embedded::appManifestSchema);
        if (!compiled)
            std::abort();
        return std::move(*compiled);
    }();
    return schema;
}

const Value* subschemaAt(std::string_view pointer)
{
    const Value* node = &schema().root();
    while (node != nullptr && !pointer.empty()) {
        // Keys of the schema hold neither '~' nor '/', so that escapes cannot match one.
        const std::size_t end = std::min(pointer.find('/', 1), pointer.size());
        node = follow(step(*node, std::string(pointer.substr(1, end - 1))));
        pointer.remove_prefix(end);
    }
    return node;
}

Diagnostics checkStructure(const json::Document& document)
{
    Diagnostics findings;
    for (Diagnostic& one : schema().validate(document)) {
        if (one.rule == "schema-uniqueItems")
            continue; // the check of duplicates names each of them with its place
        const Value* node = subschemaAt(one.where.pointer);
        if (node != nullptr && node->contains("x-rule") && !isGeneral(one.rule))
            one.rule = (*node)["x-rule"].get<std::string>();
        findings.push_back(std::move(one));
    }
    return findings;
}

std::string_view schemaText()
{
    return embedded::appManifestSchema;
}

} // namespace perisphere::manifest
