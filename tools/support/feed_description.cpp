#include "support/feed_description.hpp"

#include "command/report.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace perisphere::tools
{
namespace
{

json::Value toJson(const feed::Target& target)
{
    json::Value value = {{"name", target.name},
                         {"kind", target.kind == feed::TargetKind::App ? "app" : "system"}};
    if (target.kind == feed::TargetKind::App)
        value["componentId"] = target.componentId;
    value["version"] = target.version;
    value["groups"] = target.groups;
    value["bytes"] = target.bytes;
    value["sha256"] = target.sha256;
    return value;
}

std::string devicesOf(const feed::Target& target)
{
    std::vector<std::string> groups = target.groups;
    for (std::string& group : groups)
        if (group == feed::kEveryGroup)
            group = "all devices";
    return fmt::format("{}", fmt::join(groups, ", "));
}

} // namespace

void reportFeed(const std::filesystem::path& folder, const feed::Targets& targets,
                const feed::Timestamp& timestamp, bool asJson, Services& services)
{
    if (asJson) {
        json::Value list = json::Value::array();
        for (const feed::Target& target : targets.targets)
            list.push_back(toJson(target));
        printJson({{"folder", folder.string()},
                   {"version", targets.header.version},
                   {"timestamp", timestamp.header.version},
                   {"expires", feed::toText(timestamp.header.expires)},
                   {"targets", std::move(list)}},
                  services);
        return;
    }
    services.out << fmt::format("{}: version {}, counts until {}\n", folder.string(),
                                targets.header.version, feed::toText(timestamp.header.expires));
    for (const feed::Target& target : targets.targets)
        services.out << fmt::format("  {}  {} bytes, for {}\n", target.name, target.bytes,
                                    devicesOf(target));
}

} // namespace perisphere::tools
