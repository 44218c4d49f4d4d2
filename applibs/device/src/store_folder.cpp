#include "store_folder.hpp"

#include "image_folder.hpp"
#include "perisphere/base/folder.hpp"
#include "perisphere/base/persistence.hpp"
#include "perisphere/image/guid.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <system_error>

namespace perisphere::device
{
namespace
{

namespace fs = std::filesystem;

constexpr std::string_view kRecordSuffix = ".json";

Result<UniqueFd> lock(const fs::path& root)
{
    UniqueFd file(::open((root / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!file)
        return fail(systemError(errno, "open", (root / "lock").string()));
    if (::flock(file.get(), LOCK_EX | LOCK_NB) == 0)
        return file;
    if (errno != EWOULDBLOCK)
        return fail(systemError(errno, "lock", root.string()));
    return fail(Error{.code = ErrorCode::AlreadyExists,
                      .message = fmt::format("\"{}\" is in use by another device", root.string()),
                      .where = {.file = root.string()},
                      .advice = "stop that device, or use another folder"});
}

/// The names in a folder, sorted.
Result<std::vector<std::string>> namesIn(const fs::path& folder)
{
    std::vector<std::string> names;
    std::error_code error;
    for (auto entry = fs::directory_iterator(folder, error);
         !error && entry != fs::directory_iterator(); entry.increment(error))
        names.push_back(entry->path().filename().string());
    if (error)
        return fail(systemError(error.value(), "read directory", folder.string()));
    std::sort(names.begin(), names.end());
    return names;
}

/// Removes the entries of a folder that `isWanted` does not want.
template <class Predicate>
Result<> keepOnly(const fs::path& folder, const Predicate& isWanted)
{
    const auto names = namesIn(folder);
    if (!names)
        return fail(names.error());
    for (const std::string& name : *names)
        if (!isWanted(name))
            if (auto removed = persistence::removeTree(folder / name); !removed)
                return removed;
    return {};
}

} // namespace

Result<StoreFolder> StoreFolder::open(const fs::path& root)
{
    for (const char* name : {"records", "images", "mutable", "staging"})
        if (auto made = makeFolder(root / name); !made)
            return fail(made.error());
    auto held = lock(root);
    if (!held)
        return fail(held.error());
    if (auto synced = syncFolder(root); !synced)
        return fail(synced.error());
    return StoreFolder(root, std::move(*held));
}

StoreFolder::StoreFolder(fs::path root, UniqueFd lock)
    : m_root(std::move(root))
    , m_lock(std::move(lock))
{
}

fs::path StoreFolder::record(std::string_view componentId) const
{
    return records() / fmt::format("{}{}", componentId, kRecordSuffix);
}

fs::path StoreFolder::images(std::string_view componentId) const
{
    return m_root / "images" / componentId;
}

fs::path StoreFolder::image(std::string_view componentId, std::string_view imageId) const
{
    return images(componentId) / imageId;
}

fs::path StoreFolder::mutableFile(std::string_view componentId) const
{
    return m_root / "mutable" / componentId;
}

fs::path StoreFolder::newStagingPath()
{
    return staging() / std::to_string(m_staged++);
}

Result<std::vector<std::string>> StoreFolder::recordedComponents() const
{
    const auto names = namesIn(records());
    if (!names)
        return fail(names.error());
    std::vector<std::string> components;
    for (const std::string& name : *names) {
        if (!name.ends_with(kRecordSuffix))
            continue;
        const auto id = image::Guid::parse(name.substr(0, name.size() - kRecordSuffix.size()));
        if (id && record(id->toString()).filename() == name)
            components.push_back(id->toString());
    }
    return components;
}

Result<> StoreFolder::clearUnfinished() const
{
    const auto components = recordedComponents();
    if (!components)
        return fail(components.error());
    const auto isRecorded = [&](const std::string& name) {
        return std::binary_search(components->begin(), components->end(), name);
    };
    if (auto done = keepOnly(staging(), [](const std::string&) { return false; }); !done)
        return done;
    if (auto done = keepOnly(records(), [](const std::string& name) { return name[0] != '.'; });
        !done)
        return done;
    if (auto done = keepOnly(m_root / "images", isRecorded); !done)
        return done;
    return keepOnly(m_root / "mutable", isRecorded);
}

Result<> StoreFolder::clearImages(std::string_view componentId, const AppRecord& record) const
{
    return keepOnly(images(componentId), [&](const std::string& name) {
        return name == record.currentImage || name == record.previousImage;
    });
}

} // namespace perisphere::device
