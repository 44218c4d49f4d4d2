#include "perisphere/json/schema.hpp"

#include "expectation.hpp"

#include <fmt/format.h>

#define VALIJSON_USE_EXCEPTIONS 1 // else it aborts on a bad schema
// The engine's headers do not pass this project's warnings.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wunused-parameter"
#pragma GCC diagnostic ignored "-Woverloaded-virtual"
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>
#pragma GCC diagnostic pop

#include <algorithm>
#include <array>
#include <mutex>
#include <optional>
#include <tuple>

namespace perisphere::json
{

struct Schema::Compiled {
    Value root;
    valijson::Schema schema;
    std::mutex mutex; ///< the validator caches compiled patterns
    valijson::Validator validator;
};

namespace
{

/// How the engine words a violation of each keyword. What is not listed only says that something
/// below failed, which has an error of its own.
struct Wording {
    std::string_view start;
    std::string_view keyword;
};
constexpr std::array kWordings = {
    Wording{"Value type not permitted", "type"},
    Wording{"Missing required property", "required"},
    Wording{"Failed to match against any enum", "enum"},
    Wording{"Failed to match expected value set by 'const'", "const"},
    Wording{"Failed to match regex", "pattern"},
    Wording{"Expected number less than", "maximum"},
    Wording{"Expected number greater than", "minimum"},
    Wording{"Array should contain no more", "maxItems"},
    Wording{"Array should contain no fewer", "minItems"},
    Wording{"String should be no more", "maxLength"},
    Wording{"String should be no fewer", "minLength"},
    Wording{"Object should have no more", "maxProperties"},
    Wording{"Object should have no fewer", "minProperties"},
    Wording{"Object contains a property", "additionalProperties"},
    Wording{"Elements at indexes", "uniqueItems"},
    Wording{"Missing dependency", "dependencies"},
    Wording{"Target should not validate", "not"},
    Wording{"Failed to validate against any schemas allowed by anyOf", "anyOf"},
    Wording{"Failed to validate against exactly one", "oneOf"},
};

std::string_view keywordOf(std::string_view description)
{
    const auto found =
        std::find_if(kWordings.begin(), kWordings.end(), [&](const Wording& wording) {
            return description.starts_with(wording.start);
        });
    return found == kWordings.end() ? std::string_view() : found->keyword;
}

/// The engine's path is {"<root>", "[Capabilities]", "[Gpio]", "[0]"}.
std::string pointerOf(const std::vector<std::string>& context)
{
    std::string pointer;
    for (std::size_t i = 1; i < context.size(); ++i)
        pointer = join(pointer, std::string_view(context[i]).substr(1, context[i].size() - 2));
    return pointer;
}

/// 'name' in the engine's sentence.
std::string quotedName(std::string_view description)
{
    const std::size_t end = description.rfind('\'');
    const std::size_t start = description.find(": '") != std::string_view::npos
                                  ? description.find(": '") + 3
                                  : description.find('\'') + 1;
    return end > start ? std::string(description.substr(start, end - start)) : std::string();
}

std::string subject(std::string_view pointer)
{
    return pointer.empty() ? "the document" : fmt::format("\"{}\"", pointer.substr(1));
}

/// A schema is ours: its texts may be long.
constexpr ParseLimits kSchemaLimits{.stringBytes = 65536};

constexpr std::size_t kMaxShownBytes = 60;

std::string shown(const Value& value)
{
    std::string text = value.dump(-1, ' ', false, Value::error_handler_t::replace);
    if (text.size() <= kMaxShownBytes)
        return text;
    std::size_t end = kMaxShownBytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        --end; // not in the middle of a character
    return text.substr(0, end) + "...";
}

/// Turns the engine's findings into ours, one kind at a time.
class Explainer
{
public:
    Explainer(const Value& schema, const Document& document)
        : m_schema(schema)
        , m_document(document)
    {
    }

    [[nodiscard]] std::optional<Diagnostic>
    explain(const valijson::ValidationResults::Error& error) const
    {
        const std::string_view keyword = keywordOf(error.description);
        if (keyword.empty())
            return std::nullopt;
        const std::string pointer = pointerOf(error.context);
        Diagnostic diagnostic{.severity = Severity::Error,
                              .rule = fmt::format("schema-{}", keyword),
                              .where = m_document.locate(pointer),
                              .message = {},
                              .expected = expectedAt(pointer),
                              .advice = {}};
        if (keyword == "required")
            explainMissing(diagnostic, pointer, quotedName(error.description));
        else if (keyword == "additionalProperties")
            explainUnknown(diagnostic, pointer, quotedName(error.description));
        else if (keyword == "type")
            diagnostic.message =
                fmt::format("{} is {}", subject(pointer), kindOf(valueAt(pointer)));
        else
            diagnostic.message = fmt::format("{} is {}", subject(pointer), shown(valueAt(pointer)));
        return diagnostic;
    }

private:
    void explainMissing(Diagnostic& diagnostic, const std::string& pointer,
                        const std::string& key) const
    {
        diagnostic.message = pointer.empty()
                                 ? fmt::format("\"{}\" is missing", key)
                                 : fmt::format("{} lacks \"{}\"", subject(pointer), key);
        diagnostic.expected = expectedAt(join(pointer, key));
        diagnostic.advice = fmt::format("add \"{}\"", key);
    }

    void explainUnknown(Diagnostic& diagnostic, const std::string& pointer,
                        const std::string& key) const
    {
        diagnostic.where = m_document.locateKey(join(pointer, key));
        diagnostic.message = fmt::format("{} has no member \"{}\"", subject(pointer), key);
        diagnostic.expected.clear();
    }

    [[nodiscard]] std::string expectedAt(const std::string& pointer) const
    {
        const Value* subschema = subschemaAt(m_schema, pointer);
        return subschema ? expectation(*subschema) : std::string();
    }

    [[nodiscard]] const Value& valueAt(const std::string& pointer) const
    {
        static const Value kNone;
        const Value::json_pointer path(pointer);
        return m_document.root().contains(path) ? m_document.root()[path] : kNone;
    }

    const Value& m_schema;
    const Document& m_document;
};

/// The engine wants the unordered kind of value.
nlohmann::json unordered(const Value& value)
{
    return nlohmann::json(value);
}

} // namespace

Schema::Schema(std::unique_ptr<Compiled> compiled)
    : m_compiled(std::move(compiled))
{
}
Schema::Schema(Schema&&) noexcept = default;
Schema& Schema::operator=(Schema&&) noexcept = default;
Schema::~Schema() = default;

Result<Schema> Schema::compile(std::string_view schemaText)
{
    auto text = Document::parse(schemaText, "schema", kSchemaLimits);
    if (!text)
        return fail(text.error().during("compile schema"));
    auto compiled = std::make_unique<Compiled>();
    compiled->root = text->root();
    const nlohmann::json plain = unordered(compiled->root);
    try {
        valijson::SchemaParser parser;
        const valijson::adapters::NlohmannJsonAdapter adapter(plain);
        parser.populateSchema(adapter, compiled->schema);
    } catch (const std::exception& problem) { // the engine reports a bad schema by throwing
        return fail(ErrorCode::Invalid, fmt::format("compile schema: {}", problem.what()));
    }
    return Schema(std::move(compiled));
}

Diagnostics Schema::validate(const Document& document) const
{
    const nlohmann::json plain = unordered(document.root());
    valijson::ValidationResults results;
    {
        const std::lock_guard lock(m_compiled->mutex);
        const valijson::adapters::NlohmannJsonAdapter adapter(plain);
        if (m_compiled->validator.validate(m_compiled->schema, adapter, &results))
            return {};
    }
    const Explainer explainer(m_compiled->root, document);
    Diagnostics diagnostics;
    for (const auto& error : results)
        if (auto diagnostic = explainer.explain(error))
            diagnostics.push_back(std::move(*diagnostic));
    std::stable_sort(diagnostics.begin(), diagnostics.end(), [](const auto& a, const auto& b) {
        return std::tie(a.where.line, a.where.column) < std::tie(b.where.line, b.where.column);
    });
    return diagnostics;
}

const Value& Schema::root() const
{
    return m_compiled->root;
}

} // namespace perisphere::json
