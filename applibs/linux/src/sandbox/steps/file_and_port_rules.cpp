#include "../jail_plan.hpp"
#include "../jail_step.hpp"
#include "../landlock_abi.hpp"
#include "../raw_calls.hpp"

#include <fcntl.h>

namespace perisphere::target
{
namespace
{

JailFailure grantPaths(const JailPlan& plan, int rules)
{
    const std::uint64_t handled = landlockFilesOf(plan.landlockVersion);
    int index = 0;
    for (const JailGrant& grant : plan.grants) {
        const int file = ::open(grant.path.c_str(), O_PATH | O_CLOEXEC);
        if (file < 0 && grant.isOptional && errno == ENOENT) {
            ++index;
            continue;
        }
        if (file < 0)
            return {.error = errno, .index = index};
        const landlock_path_beneath_attr rule{.allowed_access = grant.access & handled,
                                              .parent_fd = file};
        const auto added =
            ::syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
        const int error = errno;
        ::close(file);
        if (added != 0)
            return {.error = error, .index = index};
        ++index;
    }
    return {};
}

JailFailure enter(const JailPlan& plan, JailContext&)
{
    const LandlockRuleset attributes = landlockRulesetOf(plan.landlockVersion, plan.mayConnect);
    const auto rules = static_cast<int>(::syscall(SYS_landlock_create_ruleset, &attributes,
                                                  landlockRulesetSize(plan.landlockVersion), 0));
    if (rules < 0)
        return {.error = errno};
    if (const JailFailure failure = grantPaths(plan, rules); failure.error != 0)
        return failure;
    if ((attributes.network & kLandlockBindTcp) != 0)
        for (const std::uint64_t port : plan.serverPorts) {
            const LandlockPort rule{.allowed = kLandlockBindTcp, .port = port};
            if (::syscall(SYS_landlock_add_rule, rules, kLandlockRuleOfPort, &rule, 0) != 0)
                return {.error = errno};
        }
    if (::syscall(SYS_landlock_restrict_self, rules, 0) != 0)
        return {.error = errno};
    ::close(rules);
    return {};
}

} // namespace

/// As far as this kernel's version of Landlock goes.
JailStep fileAndPortRules()
{
    return {
        .name = "file-and-port-rules",
        .layer = "landlock",
        .why =
            "reach of files, TCP ports and sockets that are not the app's, should a namespace leak",
        .action = "put up Landlock's rules, for",
        .run = enter,
        .object = [](const JailPlan& plan, int index) {
            return plan.grants[static_cast<std::size_t>(index)].path;
        }};
}

} // namespace perisphere::target
