// How one part on one board is set up: the values of its "configuration" object, checked and
// completed with the defaults of the part type's schema.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <variant>

namespace perisphere::parts
{

class Configuration
{
public:
    using Entry = std::variant<bool, double, std::string>;

    void set(std::string name, Entry value) { m_entries[std::move(name)] = std::move(value); }

    // Asking for what the schema does not define, or as another type, breaks a rule of the
    // programmer and aborts.
    [[nodiscard]] bool flag(std::string_view name) const;
    [[nodiscard]] double number(std::string_view name) const;
    [[nodiscard]] const std::string& text(std::string_view name) const;

private:
    [[nodiscard]] const Entry& entry(std::string_view name) const;
    std::map<std::string, Entry, std::less<>> m_entries;
};

} // namespace perisphere::parts
