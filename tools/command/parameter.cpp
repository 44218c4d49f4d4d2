#include "command/parameter.hpp"

#include "perisphere/base/suggest.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace perisphere::tools
{
namespace
{

std::vector<std::string> splitNames(std::string_view names)
{
    std::vector<std::string> found;
    while (!names.empty()) {
        const std::size_t comma = std::min(names.find(','), names.size());
        found.emplace_back(names.substr(0, comma));
        names.remove_prefix(std::min(comma + 1, names.size()));
    }
    return found;
}

} // namespace

Parameter::Parameter(std::string_view names, std::string valueName, ValueKind kind,
                     std::string help, Store store)
    : m_names(splitNames(names))
    , m_valueName(std::move(valueName))
    , m_help(std::move(help))
    , m_kind(kind)
    , m_store(std::move(store))
{
}

Parameter& Parameter::optional()
{
    m_isRequired = false;
    return *this;
}

Parameter& Parameter::required()
{
    m_isRequired = true;
    return *this;
}

Parameter& Parameter::repeatable()
{
    m_isRepeatable = true;
    return *this;
}

Parameter& Parameter::greedy()
{
    m_isGreedy = true;
    return *this;
}

Parameter& Parameter::hidden()
{
    m_isHidden = true;
    return *this;
}

Parameter& Parameter::file()
{
    m_kind = ValueKind::File;
    return *this;
}

Parameter& Parameter::directory()
{
    m_kind = ValueKind::Directory;
    return *this;
}

Parameter& Parameter::named(NameSource names)
{
    m_nameSource = names;
    return *this;
}

Parameter& Parameter::choices(std::vector<Choice> choice)
{
    m_kind = ValueKind::Choice;
    m_choices = std::move(choice);
    return *this;
}

const std::string& Parameter::title() const
{
    return m_names.empty() ? m_valueName : m_names.front();
}

Result<> Parameter::store(const Values& values) const
{
    if (m_kind == ValueKind::Choice) {
        std::vector<std::string_view> words;
        for (const Choice& choice : m_choices)
            words.emplace_back(choice.word);
        for (const std::string& value : values)
            if (std::find(words.begin(), words.end(), value) == words.end())
                return fail(Error{.code = ErrorCode::InvalidArgument,
                                  .message = fmt::format("unknown {} \"{}\"", title(), value),
                                  .expected = fmt::format("one of: {}", fmt::join(words, ", ")),
                                  .advice = suggestion(value, words)});
    }
    auto stored = m_store(values);
    if (!stored)
        return fail(stored.error().during(title()));
    return {};
}

} // namespace perisphere::tools
