// A JSON text with the place of every value in it.
#pragma once

#include "perisphere/base/diagnostic.hpp"
#include "perisphere/base/location.hpp"
#include "perisphere/base/result.hpp"
#include "perisphere/json/value.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace perisphere::json
{

struct ParseLimits {
    std::size_t bytes = std::size_t{1024} * 1024;
    std::size_t depth = 32;
    std::size_t values = 100'000;
    std::size_t stringBytes =
        4096; ///< of one string; keeps a schema's patterns from recursing too deep
};

/// An immutable parsed text. Cheap to move, not copyable.
class Document
{
public:
    /// Strict RFC 8259 JSON in UTF-8; a byte order mark is skipped, as the formats' existing files
    /// have one. Errors: Syntax with line and column, LimitExceeded.
    static Result<Document> parse(std::string_view text, std::string fileName,
                                  const ParseLimits& limits = {});

    Document(Document&&) noexcept;
    Document& operator=(Document&&) noexcept;
    ~Document();

    [[nodiscard]] const Value& root() const;
    [[nodiscard]] const std::string& fileName() const;

    /// Where the value that an RFC 6901 pointer names begins. An unknown pointer gives the place of
    /// its nearest existing ancestor, with the pointer as asked.
    [[nodiscard]] Location locate(std::string_view pointer) const;

    /// Where the key of the object member that the pointer names begins; the value's place for
    /// array elements.
    [[nodiscard]] Location locateKey(std::string_view pointer) const;

    /// One warning, rule "duplicate-key", for each object key that its object has already. The last
    /// one wins.
    [[nodiscard]] const Diagnostics& duplicateKeys() const;

private:
    struct Parsed;
    explicit Document(std::unique_ptr<Parsed> parsed);
    std::unique_ptr<Parsed> m_parsed;
};

/// `pointer` extended by one escaped token: join("/a", "b/c") is "/a/b~1c".
[[nodiscard]] std::string join(std::string_view pointer, std::string_view key);
[[nodiscard]] std::string join(std::string_view pointer, std::size_t index);

} // namespace perisphere::json
