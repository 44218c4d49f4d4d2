#include "metadata_reader.hpp"

#include "canonical_json.hpp"
#include "perisphere/json/schema.hpp"
#include "root_schema.hpp"
#include "snapshot_schema.hpp"
#include "targets_schema.hpp"
#include "time.hpp"
#include "timestamp_schema.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <utility>

namespace perisphere::feed
{
namespace
{

using json::Document;
using json::Schema;
using json::Value;

std::string_view schemaText(Role role)
{
    switch (role) {
    case Role::Root:
        return embedded::feedRootSchema;
    case Role::Timestamp:
        return embedded::feedTimestampSchema;
    case Role::Snapshot:
        return embedded::feedSnapshotSchema;
    case Role::Targets:
        break;
    }
    return embedded::feedTargetsSchema;
}

/// Not kept: a device reads metadata once in many hours, and has little memory.
Schema schemaOf(Role role)
{
    // That they compile is tested, so there is no one to report to.
    auto compiled = Schema::compile(schemaText(role));
    if (!compiled)
        std::abort();
    return std::move(*compiled);
}

/// A place in the text is one in the file: the text begins later in the line.
void place(Location& where, const Envelope& envelope)
{
    if (where.line == 1)
        where.column += static_cast<std::uint32_t>(envelope.offset);
    if (where.offset)
        *where.offset += envelope.offset;
}

/// Canonical JSON has no fractions.
// NOLINTNEXTLINE(misc-no-recursion): the parser bounds the depth
bool hasFraction(const Value& value)
{
    if (value.is_structured()) {
        for (const Value& element : value)
            if (hasFraction(element))
                return true;
        return false;
    }
    return value.is_number_float();
}

} // namespace

std::optional<Document> readText(const Envelope& envelope, std::string_view fileName, Role role,
                                 Diagnostics& diagnostics)
{
    constexpr std::size_t kDepth = 16;
    auto document = Document::parse(envelope.text, std::string(fileName),
                                    {.bytes = maxBytes(role), .depth = kDepth});
    if (!document) {
        diagnostics.push_back(toDiagnostic(document.error(), "syntax"));
    } else if (hasFraction(document->root()) || canonical(document->root()) != envelope.text) {
        diagnostics.push_back({.rule = "canonical",
                               .where = {.file = std::string(fileName)},
                               .message = "the signed text is not in its canonical form",
                               .expected = "no spaces, members sorted by their keys, none twice, "
                                           "no fractions"});
    } else {
        diagnostics = schemaOf(role).validate(*document);
    }
    for (Diagnostic& diagnostic : diagnostics)
        place(diagnostic.where, envelope);
    if (hasErrors(diagnostics))
        return std::nullopt;
    return std::move(*document);
}

Diagnostic finding(const Document& document, const Envelope& envelope, std::string_view pointer,
                   std::string rule, std::string message)
{
    Diagnostic found{
        .rule = std::move(rule), .where = document.locate(pointer), .message = std::move(message)};
    place(found.where, envelope);
    return found;
}

Header readHeader(const Document& document, const Envelope& envelope, Diagnostics& diagnostics)
{
    const Value& root = document.root();
    Header header{.version = root["version"].get<std::uint64_t>()};
    for (const auto& [key, to] :
         {std::pair{"issued", &header.issued}, std::pair{"expires", &header.expires}}) {
        const auto& text = root[key].get_ref<const std::string&>();
        if (const auto time = parseTime(text))
            *to = *time;
        else
            diagnostics.push_back(finding(document, envelope, json::join("", key), "time",
                                          fmt::format("\"{}\" is no time", text)));
    }
    return header;
}

FileVersion readFileVersion(const Value& value)
{
    return {.version = value["version"].get<std::uint64_t>(),
            .bytes = value["length"].get<std::uint64_t>(),
            .sha256 = value["hashes"]["sha256"].get<std::string>()};
}

} // namespace perisphere::feed
