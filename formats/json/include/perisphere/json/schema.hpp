// JSON Schema (draft 7) checks with messages for people.
#pragma once

#include "perisphere/base/diagnostic.hpp"
#include "perisphere/base/result.hpp"
#include "perisphere/json/document.hpp"

#include <memory>
#include <string_view>

namespace perisphere::json
{

/// A compiled schema. Immutable after compile(), so one may serve many threads.
class Schema
{
public:
    /// Invalid when the text is not JSON or not a schema.
    static Result<Schema> compile(std::string_view schemaText);

    Schema(Schema&&) noexcept;
    Schema& operator=(Schema&&) noexcept;
    ~Schema();

    /// One Severity::Error for each violation, in the order of the text. The rule is
    /// "schema-<keyword>"
    /// ("schema-type", "schema-required", "schema-enum" ...). What was expected is worked out from
    /// the subschema, or is its "x-expected" text where it has one.
    [[nodiscard]] Diagnostics validate(const Document& document) const;

    /// The schema itself, for documentation and generated checks.
    [[nodiscard]] const Value& root() const;

private:
    struct Compiled;
    explicit Schema(std::unique_ptr<Compiled> compiled);
    std::unique_ptr<Compiled> m_compiled;
};

} // namespace perisphere::json
