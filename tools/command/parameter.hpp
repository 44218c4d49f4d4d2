// One declared option, flag or positional argument: its spelling, its help, and where its value
// goes. Parser, help, manual and completions all read this one declaration.
#pragma once

#include "command/name_source.hpp"
#include "perisphere/base/result.hpp"

#include <charconv>
#include <concepts>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>

namespace perisphere::tools
{

enum class ValueKind { None, Text, Number, File, Directory, Choice };

/// A word that a choice accepts, with what it means.
struct Choice {
    std::string word;
    std::string help;
};

class Parameter
{
public:
    using Values = std::vector<std::string>;
    using Store = std::function<Result<>(const Values&)>;

    /// `names` is "--output,-o"; empty for a positional argument. `valueName` is "FILE"; empty for
    /// a flag.
    Parameter(std::string_view names, std::string valueName, ValueKind kind, std::string help,
              Store store);

    Parameter& required();                          ///< the command needs it
    Parameter& optional();                          ///< it does not, though it is an argument
    Parameter& repeatable();                        ///< may be given several times
    Parameter& greedy();                            ///< takes all words up to the next option
    Parameter& hidden();                            ///< accepted, but not offered
    Parameter& file();                              ///< completes to files
    Parameter& directory();                         ///< completes to folders
    Parameter& named(NameSource names);             ///< completes to names of that source
    Parameter& choices(std::vector<Choice> choice); ///< completes to, and accepts, only these

    [[nodiscard]] const std::vector<std::string>& names() const { return m_names; }
    [[nodiscard]] const std::string& valueName() const { return m_valueName; }
    [[nodiscard]] const std::string& help() const { return m_help; }
    [[nodiscard]] ValueKind kind() const { return m_kind; }
    [[nodiscard]] std::optional<NameSource> nameSource() const { return m_nameSource; }
    [[nodiscard]] const std::vector<Choice>& choices() const { return m_choices; }
    [[nodiscard]] bool isPositional() const { return m_names.empty(); }
    [[nodiscard]] bool isFlag() const { return m_kind == ValueKind::None; }
    [[nodiscard]] bool isRequired() const { return m_isRequired; }
    [[nodiscard]] bool isRepeatable() const { return m_isRepeatable; }
    [[nodiscard]] bool isGreedy() const { return m_isGreedy; }
    [[nodiscard]] bool isHidden() const { return m_isHidden; }

    /// What messages call it: "--output" or "FILE".
    [[nodiscard]] const std::string& title() const;

    /// Hands the words of the command line over. InvalidArgument when one has no meaning here.
    [[nodiscard]] Result<> store(const Values& values) const;

private:
    std::vector<std::string> m_names;
    std::string m_valueName;
    std::string m_help;
    ValueKind m_kind;
    std::vector<Choice> m_choices;
    std::optional<NameSource> m_nameSource;
    Store m_store;
    bool m_isRequired = false;
    bool m_isRepeatable = false;
    bool m_isGreedy = false;
    bool m_isHidden = false;
};

/// The words of a choice with the values they stand for.
template <class T>
struct Meaning {
    std::string word;
    T value;
    std::string help;
};

/// One word as a T. The error says what was expected; parameter and command are added above.
template <class T>
[[nodiscard]] Result<T> convertWord(const std::string& word)
{
    if constexpr (std::integral<T>) {
        T number{};
        const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
        if (error != std::errc() || end != word.data() + word.size())
            return fail(Error{.code = ErrorCode::InvalidArgument,
                              .message = "\"" + word + "\" is no number that fits",
                              .expected = "a whole number"});
        return number;
    } else {
        return T(word);
    }
}

template <class T>
struct ValueTraits {
    using Element = T;
    static constexpr bool kIsList = false;
};
template <class T>
struct ValueTraits<std::optional<T>> : ValueTraits<T> {
};
template <class T>
struct ValueTraits<std::vector<T>> {
    using Element = T;
    static constexpr bool kIsList = true;
};

template <class T>
[[nodiscard]] constexpr ValueKind kindOf()
{
    using Element = typename ValueTraits<T>::Element;
    if constexpr (std::integral<Element>)
        return ValueKind::Number;
    else if constexpr (std::same_as<Element, std::filesystem::path>)
        return ValueKind::File;
    else
        return ValueKind::Text;
}

/// Stores into `target`, which has to outlive the parameter: the last word, or all for a vector.
template <class T>
[[nodiscard]] Parameter::Store storeTo(T& target)
{
    return [&target](const Parameter::Values& words) -> Result<> {
        for (const std::string& word : words) {
            auto value = convertWord<typename ValueTraits<T>::Element>(word);
            if (!value)
                return fail(value.error());
            if constexpr (ValueTraits<T>::kIsList)
                target.push_back(std::move(*value));
            else
                target = std::move(*value);
        }
        return {};
    };
}

} // namespace perisphere::tools
