#include "perisphere/parts/configuration.hpp"

#include "perisphere/engine/require.hpp"

namespace perisphere::parts
{
namespace
{

template <class T>
const T& as(const Configuration::Entry& entry)
{
    const T* value = std::get_if<T>(&entry);
    engine::require(value != nullptr, "a configuration value is read as the type it has");
    return *value;
}

} // namespace

const Configuration::Entry& Configuration::entry(std::string_view name) const
{
    const auto found = m_entries.find(name);
    engine::require(found != m_entries.end(), "a part reads what its schema defines");
    return found->second;
}

bool Configuration::flag(std::string_view name) const
{
    return as<bool>(entry(name));
}

double Configuration::number(std::string_view name) const
{
    return as<double>(entry(name));
}

const std::string& Configuration::text(std::string_view name) const
{
    return as<std::string>(entry(name));
}

} // namespace perisphere::parts
