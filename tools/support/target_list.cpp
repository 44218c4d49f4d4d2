#include "support/target_list.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace perisphere::tools
{
namespace
{

bool isPlain(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' ||
           c == '-';
}

/// Whether a device has one of the two at a time.
bool areOfOneThing(const feed::Target& one, const feed::Target& other)
{
    return one.kind == other.kind && one.componentId == other.componentId;
}

} // namespace

bool isSystemVersion(std::string_view text)
{
    constexpr std::size_t kMaxVersionBytes = 15;
    return !text.empty() && text.size() <= kMaxVersionBytes && std::ranges::all_of(text, isPlain);
}

Result<> checkGroup(std::string_view group)
{
    constexpr std::size_t kMaxGroupBytes = 64;
    const auto isOfName = [](char c) { return isPlain(c) || c == '_'; };
    if (!group.empty() && group.size() <= kMaxGroupBytes && group.front() != '.' &&
        group.front() != '-' && group.front() != '_' && std::ranges::all_of(group, isOfName))
        return {};
    return fail(Error{.code = ErrorCode::InvalidArgument,
                      .message = fmt::format("\"{}\" is no name of a group of devices", group),
                      .expected = fmt::format("1 to {} letters, digits, dots, hyphens and "
                                              "underscores, a letter or digit first",
                                              kMaxGroupBytes)});
}

void place(std::vector<feed::Target>& targets, const feed::Target& added)
{
    feed::Target merged = added;
    for (feed::Target& target : targets) {
        if (!areOfOneThing(target, added))
            continue;
        if (target.name == added.name && target.sha256 == added.sha256)
            merged.groups.insert(merged.groups.end(), target.groups.begin(), target.groups.end());
        std::erase_if(target.groups, [&](const std::string& group) {
            return target.name == added.name ||
                   std::ranges::find(added.groups, group) != added.groups.end();
        });
    }
    std::erase_if(targets, [](const feed::Target& target) { return target.groups.empty(); });
    std::ranges::sort(merged.groups);
    merged.groups.erase(std::unique(merged.groups.begin(), merged.groups.end()),
                        merged.groups.end());
    targets.push_back(std::move(merged));
    std::ranges::sort(targets, {}, &feed::Target::name);
}

Result<> withdraw(std::vector<feed::Target>& targets, std::string_view name)
{
    const auto gone = std::erase_if(targets, [&](const feed::Target& target) {
        return target.name == name || target.componentId == name ||
               (target.kind == feed::TargetKind::System && target.version == name);
    });
    if (gone != 0)
        return {};
    return fail(Error{.code = ErrorCode::NotFound,
                      .message = fmt::format("the feed has no \"{}\"", name),
                      .expected = "the name of a target, a component id, or a system's version",
                      .advice = "see what there is: perisphere fleet show FOLDER"});
}

} // namespace perisphere::tools
