#include "perisphere/identity/measurement.hpp"

#include "p256.hpp"
#include "perisphere/base/directory_tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace perisphere::identity
{
namespace
{

/// One line of what is hashed for each file, in the order of paths.
Result<std::string> linesOf(const device::App& app)
{
    const auto tree = readTree(app.imageRoot);
    if (!tree)
        return fail(tree.error().during(fmt::format("measure \"{}\"", app.name)));
    std::vector<std::string> lines;
    for (const TreeEntry& entry : *tree)
        lines.push_back(
            fmt::format("{} {:o} {}\n", entry.path, entry.mode,
                        toHex(sha256({reinterpret_cast<const std::uint8_t*>(entry.content.data()),
                                      entry.content.size()}))));
    std::sort(lines.begin(), lines.end());
    std::string text = fmt::format("app {} {}\n", app.componentId, app.imageId);
    for (const std::string& line : lines)
        text += line;
    return text;
}

} // namespace

Result<Measurement> measure(const std::string& systemVersion,
                            std::span<const std::shared_ptr<const device::App>> apps)
{
    std::vector<std::shared_ptr<const device::App>> sorted(apps.begin(), apps.end());
    std::sort(sorted.begin(), sorted.end(),
              [](const auto& a, const auto& b) { return a->componentId < b->componentId; });
    std::string text = fmt::format("system {}\n", systemVersion);
    for (const auto& app : sorted) {
        const auto lines = linesOf(*app);
        if (!lines)
            return fail(lines.error());
        text += *lines;
    }
    return sha256({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

} // namespace perisphere::identity
