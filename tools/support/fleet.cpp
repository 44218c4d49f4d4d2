#include "support/fleet.hpp"

#include "perisphere/base/atomic_file.hpp"
#include "perisphere/base/file.hpp"
#include "support/build_time.hpp"
#include "support/private_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace perisphere::tools
{
namespace
{

namespace fs = std::filesystem;
using feed::Role;

constexpr ::mode_t kKeyMode = 0600;
constexpr std::uint64_t kMaxKeyBytes = 4096;

Error fleetError(const fs::path& folder)
{
    return Error{.code = ErrorCode::NotFound,
                 .message = fmt::format("\"{}\" is no folder of a fleet", folder.string()),
                 .expected = "a folder with 1.root.json",
                 .advice = "make one: perisphere fleet init FLEET"};
}

Result<> readRoots(Fleet& fleet)
{
    for (std::uint64_t version = 1;; ++version) {
        const fs::path file = fleet.folder / feed::fileName(Role::Root, version);
        auto text = readTextFile(file, maxBytes(Role::Root));
        if (!text && text.error().code == ErrorCode::NotFound)
            break;
        if (!text)
            return fail(text.error());
        fleet.roots.emplace(version, std::move(*text));
    }
    if (fleet.roots.empty())
        return fail(fleetError(fleet.folder));
    const auto& [version, text] = *fleet.roots.rbegin();
    const std::string name = (fleet.folder / feed::fileName(Role::Root, version)).string();
    const auto envelope = feed::readEnvelope(text, name);
    if (!envelope)
        return fail(envelope.error());
    auto root = feed::parseRoot(*envelope, name).toResult();
    if (!root)
        return fail(root.error());
    fleet.root = std::move(*root);
    return {};
}

/// What was published last. It is the fleet's own copy, and in a private folder.
template <class T>
Result<> readLast(Fleet& fleet, Role role, T& to,
                  Checked<T> (*parse)(const feed::Envelope&, std::string_view))
{
    const fs::path file = fleet.folder / fmt::format("{}.json", name(role));
    const auto text = readTextFile(file, maxBytes(role));
    if (!text && text.error().code == ErrorCode::NotFound)
        return {};
    if (!text)
        return fail(text.error());
    const auto envelope = feed::readEnvelope(*text, file.string());
    if (!envelope)
        return fail(envelope.error());
    auto parsed = parse(*envelope, file.string()).toResult();
    if (!parsed)
        return fail(parsed.error());
    to = std::move(*parsed);
    if (!verifySignatures(*envelope, fleet.root, role, file.string()))
        fleet.toSignAnew.insert(role);
    return {};
}

std::string keyFile(Role role, std::size_t number)
{
    return fmt::format("{}-{}.key.pem", name(role), number);
}

/// The keys of one folder, in the order of their numbers.
Result<> loadKeysOf(const fs::path& folder, const feed::Root& root, Role role,
                    std::vector<feed::PrivateKey>& keys)
{
    const auto& known = root.of(role).keyIds;
    std::vector<fs::path> files;
    std::error_code ignored;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, ignored))
        if (const std::string file = entry.path().filename().string();
            file.starts_with(fmt::format("{}-", name(role))) && file.ends_with(".key.pem"))
            files.push_back(entry.path());
    std::ranges::sort(files);
    for (const fs::path& file : files) {
        if (auto isPrivate = checkPrivate(file, "the key"); !isPrivate)
            return isPrivate;
        const auto pem = readTextFile(file, kMaxKeyBytes);
        if (!pem)
            return fail(pem.error());
        auto key = feed::PrivateKey::fromPem(*pem);
        if (!key) {
            key.error().where.file = file.string();
            return fail(key.error());
        }
        // Keys that were replaced may lie there still.
        if (std::ranges::find(known, key->publicKey().id()) != known.end())
            keys.push_back(std::move(*key));
    }
    return {};
}

} // namespace

Result<Fleet> openFleet(const fs::path& folder)
{
    Fleet fleet{.folder = folder};
    constexpr std::string_view kActivity = "open the fleet's folder";
    if (auto read = readRoots(fleet); !read)
        return fail(read.error().during(kActivity));
    for (const auto& read :
         {readLast(fleet, Role::Targets, fleet.targets, feed::parseTargets),
          readLast(fleet, Role::Snapshot, fleet.snapshot, feed::parseSnapshot),
          readLast(fleet, Role::Timestamp, fleet.timestamp, feed::parseTimestamp)})
        if (!read)
            return fail(read.error().during(kActivity));
    return fleet;
}

Result<feed::Time> publishingTime(const Services& services)
{
    const auto given = recordedBuildTime(services);
    if (!given)
        return fail(given.error());
    if (*given != 0)
        return feed::Time(std::chrono::seconds(static_cast<std::int64_t>(*given)));
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

Result<feed::PrivateKey> makeKey(const fs::path& folder, Role role)
{
    auto key = feed::PrivateKey::generate();
    if (!key)
        return key;
    const auto pem = key->pem();
    if (!pem)
        return fail(pem.error());
    for (std::size_t number = 1;; ++number) {
        const auto created = createFile(folder / keyFile(role, number), *pem, kKeyMode);
        if (created)
            return key;
        if (created.error().code != ErrorCode::AlreadyExists)
            return fail(created.error().during("make a key"));
    }
}

Result<std::vector<feed::PrivateKey>> loadKeys(const std::vector<fs::path>& folders,
                                               const feed::Root& root, Role role)
{
    std::vector<feed::PrivateKey> keys;
    for (const fs::path& folder : folders)
        if (auto loaded = loadKeysOf(folder, root, role, keys); !loaded)
            return fail(loaded.error());
    const feed::RoleKeys& needed = root.of(role);
    if (keys.size() >= needed.threshold)
        return keys;
    return fail(Error{
        .code = ErrorCode::NotFound,
        .message = fmt::format("there are {} keys for the feed's {}", keys.size(), name(role)),
        .expected =
            fmt::format("{} of the {} that the root names, as \"{}\"", needed.threshold,
                        needed.keyIds.size(), (folders.front() / keyFile(role, 1)).string()),
        .advice = role == Role::Root ? "name the folder that they are kept in: --offline DIR"
                                     : "this is done where that key is"});
}

std::vector<const feed::PrivateKey*> pointersTo(const std::vector<feed::PrivateKey>& keys)
{
    std::vector<const feed::PrivateKey*> pointers;
    pointers.reserve(keys.size());
    for (const feed::PrivateKey& key : keys)
        pointers.push_back(&key);
    return pointers;
}

Result<> addRoot(const fs::path& folder, const feed::Root& root,
                 const std::vector<const feed::PrivateKey*>& keys)
{
    const auto file = feed::signEnvelope(feed::write(root), keys);
    if (!file)
        return fail(file.error());
    return createFile(folder / feed::fileName(Role::Root, root.header.version), *file);
}

} // namespace perisphere::tools
