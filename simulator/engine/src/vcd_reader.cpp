#include "perisphere/engine/vcd_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

namespace perisphere::engine
{
namespace
{

constexpr std::size_t kMaxScopes = 64;
constexpr unsigned kMaxWidth = 64; ///< of values; of wider ones the low bits are taken
// What a dump of its size could otherwise have memory and time wasted by.
constexpr std::size_t kMaxVariables = std::size_t{1} << 16;
constexpr std::size_t kMaxNameBytes = 256;
constexpr unsigned kMaxAliases = 32; ///< variables with one identifier
/// Codes of up to three characters, which nearly all are, lead into a table: of six megabytes at
/// the most.
constexpr std::size_t kDigits = 94;

struct Kind {
    unsigned width = 1;
    bool isReal = false;
    std::size_t next = 0; ///< variable with the same code, or itself
    unsigned aliases = 1; ///< of the first one
};

bool isSpace(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/// Identifier codes, as numbers of the first variable that has them.
class CodeTable
{
public:
    static constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

    [[nodiscard]] std::size_t find(std::string_view code) const
    {
        const std::size_t at = placeOf(code);
        if (at != kNone)
            return at < m_short.size() ? m_short[at] : kNone;
        const auto found = m_long.find(std::string(code));
        return found == m_long.end() ? kNone : found->second;
    }
    void set(std::string_view code, std::size_t variable)
    {
        const std::size_t at = placeOf(code);
        if (at == kNone) {
            m_long[std::string(code)] = variable;
            return;
        }
        if (at >= m_short.size())
            m_short.resize(at + 1, kNone);
        m_short[at] = variable;
    }

private:
    static std::size_t placeOf(std::string_view code)
    {
        std::size_t place = 0;
        if (code.size() > 3)
            return kNone;
        for (const char c : code) {
            if (c < '!' || c > '~')
                return kNone;
            place = place * kDigits + static_cast<std::size_t>(c - '!') + 1;
        }
        return place;
    }
    std::vector<std::size_t> m_short;
    std::unordered_map<std::string, std::size_t> m_long;
};

class Reader
{
public:
    Reader(std::string_view text, const std::string& fileName, VcdVisitor& visitor)
        : m_text(text)
        , m_fileName(fileName)
        , m_visitor(visitor)
    {
    }

    Result<> read()
    {
        for (std::string_view word = next(); !word.empty(); word = next())
            if (auto taken = take(word); !taken)
                return taken;
        if (!m_hasDefinitions)
            return bad("the dump has no definitions", "$enddefinitions");
        m_visitor.end(m_time);
        return {};
    }

private:
    [[nodiscard]] tl::unexpected<Error> bad(std::string message, std::string expected) const
    {
        return fail(Error{.code = ErrorCode::Corrupt,
                          .message = std::move(message),
                          .where = {.file = m_fileName, .offset = m_word},
                          .expected = std::move(expected),
                          .advice = {}});
    }

    /// Empty at the end.
    std::string_view next()
    {
        while (m_at < m_text.size() && isSpace(m_text[m_at]))
            ++m_at;
        m_word = m_at;
        while (m_at < m_text.size() && !isSpace(m_text[m_at]))
            ++m_at;
        return m_text.substr(m_word, m_at - m_word);
    }

    Result<> take(std::string_view word)
    {
        switch (word.front()) {
        case '#':
            return takeTime(word.substr(1));
        case '0':
        case '1':
        case 'x':
        case 'X':
        case 'z':
        case 'Z':
            return takeLevel(word.front(), word.substr(1));
        case 'b':
        case 'B':
            return takeBits(word.substr(1));
        case 'r':
        case 'R':
            return takeReal(word.substr(1));
        case 's':
        case 'S':
            (void)next(); // a text's identifier: of an extension, without a meaning here
            return {};
        case '$':
            return takeKeyword(word.substr(1));
        default:
            return bad(fmt::format("\"{}\" is no command of a dump", word.substr(0, 20)),
                       "a time, a value or a keyword");
        }
    }

    Result<> takeKeyword(std::string_view keyword)
    {
        if (keyword == "scope")
            return takeScope();
        if (keyword == "upscope") {
            if (!m_scopes.empty())
                m_scopes.pop_back();
            return skip();
        }
        if (keyword == "var")
            return takeVariable();
        if (keyword == "timescale")
            return takeTimescale();
        if (keyword == "enddefinitions") {
            m_hasDefinitions = true;
            return skip();
        }
        // What these enclose is values.
        if (keyword == "dumpvars" || keyword == "dumpall" || keyword == "dumpon" ||
            keyword == "dumpoff" || keyword == "end")
            return {};
        return skip(); // $comment, $date, $version and those of extensions
    }

    Result<> skip()
    {
        for (std::string_view word = next(); !word.empty(); word = next())
            if (word == "$end")
                return {};
        return bad("the dump ends within a command", "$end");
    }

    Result<> takeScope()
    {
        (void)next(); // its kind
        const std::string_view name = next();
        if (name == "$end" || name.size() > kMaxNameBytes)
            return bad("a scope is not declared as it should be", "a kind, a name and $end");
        if (m_scopes.size() >= kMaxScopes)
            return bad("scopes are nested too deeply", fmt::format("at most {}", kMaxScopes));
        m_scopes.emplace_back(name);
        return skip();
    }

    Result<> takeVariable()
    {
        const std::string_view kind = next();
        const std::string_view size = next();
        const std::string_view code = next();
        const std::string_view reference = next();
        unsigned width = 0;
        const auto [end, error] = std::from_chars(size.data(), size.data() + size.size(), width);
        if (error != std::errc{} || end != size.data() + size.size() || width == 0 ||
            reference.empty() || reference == "$end" || code == "$end" ||
            std::max(reference.size(), code.size()) > kMaxNameBytes)
            return bad("a variable is not declared as it should be",
                       "a kind, a width, an identifier, a name and $end");
        if (m_kinds.size() >= kMaxVariables)
            return bad("the dump has too many variables", fmt::format("at most {}", kMaxVariables));
        std::string name;
        for (const std::string& scope : m_scopes)
            name += scope + '.';
        name += reference;
        const bool isReal = kind == "real" || kind == "realtime";
        const std::size_t index = m_kinds.size();
        Kind entry{.width = width, .isReal = isReal, .next = index};
        if (const std::size_t same = m_codes.find(code); same != CodeTable::kNone) {
            if (m_kinds[same].isReal != isReal || (m_kinds[same].width == 1) != (width == 1))
                return bad("two variables of different kinds have one identifier",
                           "identifiers of their own");
            if (++m_kinds[same].aliases > kMaxAliases)
                return bad("too many variables have one identifier",
                           fmt::format("at most {}", kMaxAliases));
            entry.next = m_kinds[same].next; // a ring
            m_kinds[same].next = index;
        } else {
            m_codes.set(code, index);
        }
        m_kinds.push_back(entry);
        m_visitor.variable({.name = std::move(name),
                            .width = width,
                            .isReal = isReal,
                            .isInteger = !isReal && width > 1});
        return skip();
    }

    /// "1 ns", "10ps": a number and a unit, together or apart.
    Result<> takeTimescale()
    {
        std::string text;
        for (std::string_view word = next(); !word.empty() && word != "$end"; word = next())
            text += word.substr(0, 16);
        unsigned count = 0;
        const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), count);
        const std::string_view unit(rest,
                                    static_cast<std::size_t>(text.data() + text.size() - rest));
        static constexpr std::array<std::pair<std::string_view, double>, 6> kUnits{
            {{"s", 1e9}, {"ms", 1e6}, {"us", 1e3}, {"ns", 1}, {"ps", 1e-3}, {"fs", 1e-6}}};
        const auto* const found =
            std::ranges::find(kUnits, unit, &std::pair<std::string_view, double>::first);
        if (error != std::errc{} || found == kUnits.end() ||
            (count != 1 && count != 10 && count != 100))
            return bad(fmt::format("\"{}\" is no scale of time", text.substr(0, 20)),
                       "1, 10 or 100 and s, ms, us, ns, ps or fs");
        m_scale = count * found->second;
        return {};
    }

    Result<> takeTime(std::string_view digits)
    {
        std::uint64_t ticks = 0;
        const auto [end, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), ticks);
        constexpr auto kMost = static_cast<double>(std::int64_t{1} << 62);
        if (error != std::errc{} || end != digits.data() + digits.size() ||
            static_cast<double>(ticks) * m_scale > kMost)
            return bad("a time cannot be read", "a number of nanoseconds below 2^62");
        const auto time =
            m_scale == 1
                ? static_cast<std::int64_t>(ticks)
                : static_cast<std::int64_t>(std::floor(static_cast<double>(ticks) * m_scale));
        if (time < m_time)
            return bad("time goes back", "times in ascending order");
        m_time = time;
        return {};
    }

    Result<std::size_t> variableOf(std::string_view code) const
    {
        const std::size_t found = m_codes.find(code);
        if (code.empty() || found == CodeTable::kNone)
            return bad("a value is of no variable", "an identifier that was declared");
        return found;
    }

    template <class Visit>
    void forEach(std::size_t first, const Visit& visit) const
    {
        std::size_t at = first;
        do {
            visit(at);
            at = m_kinds[at].next;
        } while (at != first);
    }

    Result<> takeLevel(char bit, std::string_view code)
    {
        const auto found = variableOf(code);
        if (!found)
            return fail(found.error());
        if (m_kinds[*found].isReal || m_kinds[*found].width != 1)
            return takeValueOf(*found, bit == '1' ? 1 : 0);
        const Level level = bit == '0' ? Level::Low : bit == '1' ? Level::High : Level::Floating;
        forEach(*found, [&](std::size_t variable) { m_visitor.level(variable, m_time, level); });
        return {};
    }

    Result<> takeValueOf(std::size_t first, double value)
    {
        forEach(first, [&](std::size_t variable) { m_visitor.value(variable, m_time, value); });
        return {};
    }

    Result<> takeBits(std::string_view bits)
    {
        const auto found = variableOf(next());
        if (!found)
            return fail(found.error());
        if (m_kinds[*found].width == 1 && !m_kinds[*found].isReal)
            return takeLevel(bits.empty() ? '0' : bits.back(),
                             m_text.substr(m_word, m_at - m_word));
        std::uint64_t value = 0;
        for (const char bit : bits)
            value = value << 1U | (bit == '1' ? 1U : 0U);
        // 64 bits are a signed number, as ours are written.
        const bool isSigned = m_kinds[*found].width >= kMaxWidth;
        return takeValueOf(*found, isSigned ? static_cast<double>(static_cast<std::int64_t>(value))
                                            : static_cast<double>(value));
    }

    Result<> takeReal(std::string_view digits)
    {
        double value = 0;
        const auto [end, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), value);
        const bool isNumber = error == std::errc{} && end == digits.data() + digits.size();
        const std::size_t at = m_word;
        const auto found = variableOf(next());
        if (!found)
            return fail(found.error());
        if (!isNumber) {
            m_word = at;
            return bad("a real value cannot be read", "a number such as r1.5");
        }
        if (!m_kinds[*found].isReal && m_kinds[*found].width == 1)
            return bad("a real value is of a single bit", "a variable of kind real");
        return takeValueOf(*found, std::isfinite(value) ? value : 0);
    }

    std::string_view m_text;
    const std::string& m_fileName;
    VcdVisitor& m_visitor;
    std::size_t m_at = 0;
    std::size_t m_word = 0; ///< where the last word begins
    std::vector<std::string> m_scopes;
    std::vector<Kind> m_kinds;
    CodeTable m_codes;
    double m_scale = 1; ///< nanoseconds a tick
    std::int64_t m_time = 0;
    bool m_hasDefinitions = false;
};

} // namespace

Result<> readVcd(std::string_view text, const std::string& fileName, VcdVisitor& visitor)
{
    return Reader(text, fileName, visitor).read();
}

} // namespace perisphere::engine
