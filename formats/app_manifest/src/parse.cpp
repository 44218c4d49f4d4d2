// One manifest text: structure by the schema, then what a schema cannot say.

#include "checks.hpp"
#include "findings.hpp"
#include "perisphere/json/document.hpp"
#include "perisphere/manifest/manifest.hpp"
#include "reader.hpp"
#include "schema.hpp"

namespace perisphere::manifest
{
namespace
{

/// A device reads manifests of apps that it does not trust; real ones have a few KiB.
constexpr json::ParseLimits kLimits{
    .bytes = std::size_t{128} * 1024, .depth = 16, .values = 10'000};

} // namespace

Checked<Manifest> parse(std::string_view text, std::string fileName)
{
    const auto document = json::Document::parse(text, std::move(fileName), kLimits);
    if (!document)
        return {std::nullopt, {toDiagnostic(document.error(), "syntax")}};
    Checked<Manifest> result;
    Diagnostics& findings = result.diagnostics;
    findings = checkStructure(*document);
    const Diagnostics& duplicates = document->duplicateKeys();
    findings.insert(findings.end(), duplicates.begin(), duplicates.end());
    if (!document->root().is_object())
        return result;
    // Errors of structure do not end the checks: an editor wants to show everything at once.
    result.value = readManifest(*document);
    checkKeys(*document, findings);
    checkValues(*document, *result.value, findings);
    checkLists(*result.value, findings);
    sortByPlace(findings);
    return result;
}

} // namespace perisphere::manifest
