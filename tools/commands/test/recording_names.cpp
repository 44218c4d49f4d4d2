#include "commands/test/recording_names.hpp"

#include "perisphere/base/ascii.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace perisphere::tools
{

std::string RecordingNames::nameFor(const scenario::ScenarioResult& result)
{
    std::string name = std::filesystem::path(result.where.file).stem().string() + "-" + result.name;
    name.resize(std::min<std::size_t>(name.size(), 100));
    std::string slug;
    for (const char c : lowerCase(name)) {
        const bool isKept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (isKept)
            slug += c;
        else if (!slug.empty() && slug.back() != '-')
            slug += '-';
    }
    if (slug.ends_with('-'))
        slug.pop_back();
    std::string unique = slug;
    for (int i = 2; !m_given.insert(unique).second; ++i)
        unique = fmt::format("{}-{}", slug, i);
    return unique;
}

} // namespace perisphere::tools
