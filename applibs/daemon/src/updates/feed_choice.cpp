#include "feed_choice.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace perisphere::daemon
{
namespace
{

bool isFor(const feed::Target& target, std::string_view group)
{
    return std::ranges::find(target.groups, group) != target.groups.end();
}

} // namespace

std::vector<feed::Target> targetsFor(const feed::Targets& targets, std::string_view group)
{
    // Later ones replace: first what is for every group, then what is for this one.
    std::map<std::pair<feed::TargetKind, std::string>, const feed::Target*> chosen;
    for (const std::string_view wanted : {feed::kEveryGroup, group})
        for (const feed::Target& target : targets.targets)
            if (!wanted.empty() && isFor(target, wanted))
                chosen[{target.kind, target.componentId}] = &target;
    std::vector<feed::Target> result;
    result.reserve(chosen.size());
    for (const auto& [thing, target] : chosen)
        result.push_back(*target);
    return result;
}

std::string keyOf(const feed::Target& target)
{
    return target.kind == feed::TargetKind::App ? target.version : "system " + target.version;
}

} // namespace perisphere::daemon
