// JSON texts: whatever parses has a place for every value, and the places are inside the text.

#include "perisphere/json/document.hpp"
#include "perisphere/json/schema.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace perisphere;

namespace
{

void visit(const json::Document& document, const json::Value& value, const std::string& pointer)
{
    if (document.locate(pointer).line == 0)
        std::abort();
    std::size_t index = 0;
    for (auto child = value.begin(); value.is_structured() && child != value.end();
         ++child, ++index)
        visit(document, *child,
              value.is_object() ? json::join(pointer, child.key()) : json::join(pointer, index));
}

const json::Schema& schema()
{
    static const json::Schema schema = json::Schema::compile(R"({
        "type": "object", "required": ["a"], "additionalProperties": {"$ref": "#/definitions/d"},
        "properties": {"a": {"type": "array", "items": {"pattern": "^[a-z0-9]*(-[a-z]+)?$"}}},
        "definitions": {"d": {"enum": [1, "x", null]}}})")
                                           .value();
    return schema;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto document = json::Document::parse(text, "input");
    if (!document)
        return 0;
    visit(*document, document->root(), "");
    (void)schema().validate(*document);
    return 0;
}
