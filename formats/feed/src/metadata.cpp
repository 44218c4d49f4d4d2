#include "perisphere/feed/metadata.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace perisphere::feed
{
namespace
{

constexpr std::size_t kKibi = 1024;

} // namespace

std::string_view name(Role role)
{
    switch (role) {
    case Role::Root:
        return "root";
    case Role::Timestamp:
        return "timestamp";
    case Role::Snapshot:
        return "snapshot";
    case Role::Targets:
        break;
    }
    return "targets";
}

std::size_t maxBytes(Role role)
{
    switch (role) {
    case Role::Root:
        return 64 * kKibi;
    case Role::Timestamp:
    case Role::Snapshot:
        return 16 * kKibi;
    case Role::Targets:
        break;
    }
    return kKibi * kKibi;
}

std::string fileName(Role role, std::uint64_t version)
{
    if (role == Role::Timestamp)
        return "timestamp.json";
    return fmt::format("{}.{}.json", version, name(role));
}

std::string filePath(const Target& target)
{
    return fmt::format("targets/{}.{}", target.sha256, target.name);
}

Result<> verifySignatures(const Envelope& envelope, const Root& root, Role role,
                          std::string_view fileName)
{
    const RoleKeys& expected = root.of(role);
    // A key counts once, however often it signs.
    std::set<std::string_view> good;
    bool isAnyKnown = false;
    bool isAnyWrong = false;
    for (const Envelope::Signed& one : envelope.signatures) {
        const auto key = root.keys.find(one.keyId);
        if (key == root.keys.end() ||
            std::ranges::find(expected.keyIds, one.keyId) == expected.keyIds.end())
            continue;
        isAnyKnown = true;
        if (key->second.verifies(envelope.text, one.signature))
            good.insert(one.keyId);
        else
            isAnyWrong = true;
    }
    if (good.size() >= expected.threshold)
        return {};
    const std::string_view why = !isAnyKnown  ? "none of the signatures is by a key of it"
                                 : isAnyWrong ? "a signature does not match the content"
                                              : "too few have signed";
    return fail(
        Error{.code = ErrorCode::Untrusted,
              .message = fmt::format("{} metadata is not trusted: {}", name(role), why),
              .where = {.file = std::string(fileName)},
              .expected = fmt::format("signatures of {} of {} keys; {} hold", expected.threshold,
                                      expected.keyIds.size(), good.size()),
              .advice = "have the feed published again by who has its keys"});
}

} // namespace perisphere::feed
