// One definition file: structure by the schema, then what a schema cannot say.

#include "hardware_definition_schema.hpp"
#include "perisphere/hardware/definition.hpp"
#include "perisphere/json/document.hpp"
#include "perisphere/json/schema.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <unordered_map>

namespace perisphere::hardware
{
namespace
{

using json::Document;
using json::Value;

const json::Schema& schema()
{
    // Compiled once; that it compiles is tested, so there is no one to report to.
    static const json::Schema schema = [] {
        auto compiled = json::Schema::compile(embedded::hardwareDefinitionSchema);
        if (!compiled)
            std::abort();
        return std::move(*compiled);
    }();
    return schema;
}

std::string textOf(const Value& object, const char* key)
{
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::optional<ManifestValue> manifestValueOf(const Value& object)
{
    const auto found = object.find("AppManifestValue");
    if (found == object.end())
        return std::nullopt;
    if (found->is_number_integer())
        return found->get<std::int64_t>();
    if (found->is_string())
        return found->get<std::string>();
    return std::nullopt;
}

/// Reads what is there; values of a wrong type, which the schema has reported, are left empty.
class Reader
{
public:
    explicit Reader(const Document& document)
        : m_document(document)
    {
    }

    DefinitionFile read()
    {
        const Value& root = m_document.root();
        DefinitionFile file;
        file.path = m_document.fileName();
        file.identity = file.path;
        if (root.contains("Description") && root["Description"].is_object())
            readDescription(root["Description"], file);
        forEachObject("Imports", [&](const Value& object, const std::string& pointer) {
            file.imports.push_back(
                {textOf(object, "Path"), m_document.locate(json::join(pointer, "Path"))});
        });
        forEachObject("Peripherals", [&](const Value& object, const std::string& pointer) {
            file.peripherals.push_back(readPeripheral(object, pointer));
        });
        return file;
    }

private:
    template <class Visit>
    void forEachObject(const char* list, Visit visit)
    {
        const Value& root = m_document.root();
        if (!root.contains(list) || !root[list].is_array())
            return;
        std::size_t index = 0;
        for (const Value& element : root[list]) {
            if (element.is_object())
                visit(element, json::join(json::join("", list), index));
            ++index;
        }
    }

    static void readDescription(const Value& object, DefinitionFile& file)
    {
        file.description = textOf(object, "Name");
        const auto lines = object.find("MainCoreHeaderFileTopContent");
        if (lines == object.end() || !lines->is_array())
            return;
        for (const Value& line : *lines)
            if (line.is_string())
                file.headerTopContent.push_back(line.get<std::string>());
    }

    Peripheral readPeripheral(const Value& object, const std::string& pointer)
    {
        return {.name = textOf(object, "Name"),
                .type = peripheralType(textOf(object, "Type")).value_or(PeripheralType::Gpio),
                .mapping = textOf(object, "Mapping"),
                .mainCoreHeaderValue = textOf(object, "MainCoreHeaderValue"),
                .manifestValue = manifestValueOf(object),
                .comment = textOf(object, "Comment"),
                .where = m_document.locate(pointer)};
    }

    const Document& m_document;
};

void addError(Diagnostics& out, std::string rule, const Location& where, std::string message,
              std::string expected, std::string advice = {})
{
    out.push_back({.severity = Severity::Error,
                   .rule = std::move(rule),
                   .where = where,
                   .message = std::move(message),
                   .expected = std::move(expected),
                   .advice = std::move(advice)});
}

void checkDuplicates(const DefinitionFile& file, Diagnostics& out)
{
    std::unordered_map<std::string_view, const Peripheral*> seen;
    for (const Peripheral& one : file.peripherals) {
        const auto [first, isNew] = seen.emplace(one.name, &one);
        if (!isNew && !one.name.empty())
            addError(out, "duplicate-name", one.where,
                     fmt::format("\"{}\" stands here again", one.name), "each name once",
                     fmt::format("the first one is in line {}", first->second->where.line));
    }
}

/// Either a mapping, or the chip's own values, and those must suit the type.
void checkValue(const Peripheral& one, Diagnostics& out)
{
    const bool hasValue = !one.mainCoreHeaderValue.empty();
    if (one.mapping.empty() == !hasValue) {
        addError(out, "mapping-or-value", one.where,
                 fmt::format("\"{}\" has {} \"Mapping\" {} \"MainCoreHeaderValue\"", one.name,
                             hasValue ? "both" : "neither", hasValue ? "and" : "nor"),
                 "exactly one of them");
        return;
    }
    if (!one.mapping.empty() && one.manifestValue)
        addError(out, "mapping-or-value", one.where,
                 fmt::format("\"{}\" has \"Mapping\" and \"AppManifestValue\"", one.name),
                 "\"AppManifestValue\" only where \"MainCoreHeaderValue\" is");
    if (!hasValue)
        return;
    const bool isInteger =
        one.manifestValue && std::holds_alternative<std::int64_t>(*one.manifestValue);
    const bool isText = one.manifestValue && !isInteger;
    if (one.type == PeripheralType::Int && one.manifestValue)
        addError(out, "manifest-value", one.where,
                 fmt::format("\"{}\" is an int and has an \"AppManifestValue\"", one.name),
                 "none: an int cannot stand in a manifest");
    if (one.type == PeripheralType::Gpio && !isInteger)
        addError(out, "manifest-value", one.where,
                 fmt::format("\"{}\" is a Gpio without an integer \"AppManifestValue\"", one.name),
                 "the GPIO's number");
    if (one.type != PeripheralType::Int && one.type != PeripheralType::Gpio && !isText)
        addError(out, "manifest-value", one.where,
                 fmt::format("\"{}\" has no string as its \"AppManifestValue\"", one.name),
                 "the peripheral's name, such as \"ISU0\"");
}

} // namespace

Checked<DefinitionFile> parseDefinitionFile(std::string_view text, std::string fileName)
{
    const auto document = Document::parse(text, std::move(fileName));
    if (!document)
        return {std::nullopt, {toDiagnostic(document.error(), "syntax")}};
    Checked<DefinitionFile> result;
    result.diagnostics = schema().validate(*document);
    for (const Diagnostic& duplicate : document->duplicateKeys())
        result.diagnostics.push_back(duplicate);
    if (!document->root().is_object())
        return result;
    result.value = Reader(*document).read();
    if (hasErrors(result.diagnostics))
        return result; // what is missing below has its error already
    checkDuplicates(*result.value, result.diagnostics);
    for (const Peripheral& one : result.value->peripherals)
        checkValue(one, result.diagnostics);
    return result;
}

} // namespace perisphere::hardware
