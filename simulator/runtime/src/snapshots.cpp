#include "snapshots.hpp"

#include "perisphere/base/atomic_file.hpp"
#include "perisphere/base/file.hpp"
#include "perisphere/base/folder.hpp"
#include "perisphere/base/persistence.hpp"
#include "perisphere/base/suggest.hpp"
#include "perisphere/control/property_json.hpp"
#include "perisphere/runtime/folder_copy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace perisphere::runtime
{
namespace
{

namespace fs = std::filesystem;

constexpr std::string_view kFolder = "snapshots";
constexpr std::string_view kState = "state";            // in a snapshot: the device's folder
constexpr std::string_view kDescription = "about.json"; // beside it
constexpr std::string_view kWanted = ".restore";        // the name of the snapshot to go back to
constexpr std::string_view kHalfTaken = ".taking";
constexpr std::string_view kHalfRestored = ".restoring";
constexpr std::size_t kMaxDescriptionBytes = 1024 * 1024;
constexpr std::size_t kMaxNameBytes = 60;

/// Not the device's state.
const std::vector<std::string_view> kKeptApart{kFolder, "simulator.log"};

struct KeptSnapshot {
    std::uint64_t number = 0; ///< counts those that were taken
    control::SnapshotInfo info;
};

Result<json::Value> descriptionOf(const fs::path& snapshot)
{
    const fs::path path = snapshot / kDescription;
    const auto text = readTextFile(path, kMaxDescriptionBytes);
    if (!text)
        return fail(text.error());
    const auto document = json::Document::parse(*text, path.string());
    if (!document)
        return fail(document.error());
    return document->root();
}

Result<KeptSnapshot> keptIn(const fs::path& snapshot)
{
    const auto about = descriptionOf(snapshot);
    if (!about)
        return fail(about.error());
    try {
        return KeptSnapshot{
            .number = about->at("number").get<std::uint64_t>(),
            .info = {.name = snapshot.filename(),
                     .time = engine::VirtualTime{} +
                             engine::Duration(about->at("time").get<std::int64_t>()),
                     .apps = about->at("apps").get<std::vector<std::string>>()}};
    } catch (const json::Value::exception&) {
        return fail(Error{.code = ErrorCode::Corrupt,
                          .message = "the snapshot's description is not of a snapshot",
                          .where = {.file = (snapshot / kDescription).string()},
                          .expected = {},
                          .advice = "remove its folder"});
    }
}

/// In the order in which they were taken.
Result<std::vector<KeptSnapshot>> allIn(const fs::path& folder)
{
    std::vector<KeptSnapshot> all;
    std::error_code error;
    for (auto entry = fs::directory_iterator(folder, error);
         !error && entry != fs::directory_iterator(); entry.increment(error)) {
        if (entry->path().filename().string().starts_with('.'))
            continue;
        auto kept = keptIn(entry->path());
        if (!kept)
            return fail(kept.error());
        all.push_back(*std::move(kept));
    }
    if (error && error != std::errc::no_such_file_or_directory)
        return fail(systemError(error.value(), "read", folder.string()));
    std::ranges::sort(all, {}, &KeptSnapshot::number);
    return all;
}

/// Of any locale.
bool isLetterOrDigit(char character)
{
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
           (character >= '0' && character <= '9');
}

Result<> checkName(const std::string& name)
{
    const auto isTaken = [](char character) {
        return isLetterOrDigit(character) || character == ' ' || character == '-' ||
               character == '_' || character == '.';
    };
    if (!name.empty() && name.size() <= kMaxNameBytes && isLetterOrDigit(name.front()) &&
        std::ranges::all_of(name, isTaken))
        return {};
    return fail(Error{.code = ErrorCode::InvalidArgument,
                      .message = fmt::format("\"{}\" cannot be a snapshot's name", name),
                      .where = {},
                      .expected = "letters, digits, spaces, '-', '_' and '.', beginning with a "
                                  "letter or digit",
                      .advice = {}});
}

json::Value valuesAround(control::PartsTarget& parts)
{
    json::Value values = json::Value::object();
    for (const control::PartDescription& part : parts.parts())
        for (const engine::PropertyDescription& property : part.properties) {
            if (property.access != engine::Access::Settable)
                continue;
            const control::PropertyPath path{part.name, property.name};
            if (const auto sample = parts.get(path))
                values[path.toString()] = control::toJson(sample->value);
        }
    return values;
}

/// Files go first, then what they were in.
Result<> removeEntry(const fs::path& entry)
{
    std::error_code error;
    return fs::is_directory(fs::symlink_status(entry, error)) ? persistence::removeTree(entry)
                                                              : persistence::removeFile(entry);
}

Result<std::vector<fs::path>> entriesOf(const fs::path& folder)
{
    std::vector<fs::path> entries;
    std::error_code error;
    for (auto entry = fs::directory_iterator(folder, error);
         !error && entry != fs::directory_iterator(); entry.increment(error))
        entries.push_back(entry->path());
    if (error)
        return fail(systemError(error.value(), "read", folder.string()));
    return entries;
}

Result<> becomeAs(const fs::path& state, const fs::path& deviceFolder)
{
    const fs::path copy = deviceFolder / kFolder / kHalfRestored;
    if (auto removed = persistence::removeTree(copy); !removed)
        return removed;
    if (auto copied = copyFolder(state, copy); !copied)
        return fail(copied.error());
    const auto old = entriesOf(deviceFolder);
    if (!old)
        return fail(old.error());
    for (const fs::path& entry : *old)
        if (std::ranges::find(kKeptApart, entry.filename().string()) == kKeptApart.end())
            if (auto removed = removeEntry(entry); !removed)
                return removed;
    const auto fresh = entriesOf(copy);
    if (!fresh)
        return fail(fresh.error());
    for (const fs::path& entry : *fresh)
        if (auto moved = persistence::renameFile(entry, deviceFolder / entry.filename()); !moved)
            return moved;
    return persistence::removeTree(copy);
}

} // namespace

Result<std::optional<KeptAround>> finishRestore(const fs::path& deviceFolder)
{
    const fs::path note = deviceFolder / kFolder / kWanted;
    std::error_code error;
    if (!fs::exists(note, error))
        return std::optional<KeptAround>();
    const auto name = readTextFile(note, kMaxNameBytes);
    if (!name)
        return fail(name.error());
    const fs::path snapshot = deviceFolder / kFolder / *name;
    const auto about = descriptionOf(snapshot);
    if (!about)
        return fail(about.error().during(fmt::format("go back to the snapshot \"{}\"", *name)));
    if (auto done = becomeAs(snapshot / kState, deviceFolder); !done)
        return fail(done.error().during(fmt::format("go back to the snapshot \"{}\"", *name)));
    if (auto removed = persistence::removeFile(note); !removed)
        return fail(removed.error());
    return std::optional(
        KeptAround{.values = about->value("around", json::Value::object()),
                   .accessPoints = about->value("accessPoints", json::Value::object())});
}

void setAround(control::PartsTarget& parts, const json::Value& values)
{
    for (const auto& [text, value] : values.items()) {
        const auto path = control::parsePropertyPath(text);
        const auto description =
            path ? parts.describe(*path) : Result<engine::PropertyDescription>(fail(path.error()));
        if (!description)
            continue;
        if (const auto kept = control::fromJson(*description, value))
            static_cast<void>(parts.set(*path, *kept));
    }
}

Result<std::vector<control::SnapshotInfo>> Snapshots::list()
{
    auto all = allIn(m_parts.folder / kFolder);
    if (!all)
        return fail(all.error());
    std::vector<control::SnapshotInfo> infos;
    for (KeptSnapshot& one : *all)
        infos.push_back(std::move(one.info));
    return infos;
}

Result<control::SnapshotInfo> Snapshots::take(const std::optional<std::string>& name)
{
    const fs::path folder = m_parts.folder / kFolder;
    const auto all = allIn(folder);
    if (!all)
        return fail(all.error());
    if (all->size() >= kMost)
        return fail(Error{.code = ErrorCode::LimitExceeded,
                          .message = fmt::format("the device has {} snapshots already", kMost),
                          .where = {},
                          .expected = {},
                          .advice = "remove one"});
    const std::uint64_t number = all->empty() ? 1 : all->back().number + 1;
    control::SnapshotInfo info{.name = name.value_or(fmt::format("snapshot {}", number)),
                               .time = {},
                               .apps = m_parts.apps()};
    if (auto checked = checkName(info.name); !checked)
        return fail(checked.error());
    std::error_code error;
    if (fs::exists(folder / info.name, error))
        return fail(Error{.code = ErrorCode::AlreadyExists,
                          .message = fmt::format("there is a snapshot \"{}\" already", info.name),
                          .where = {},
                          .expected = {},
                          .advice = "give another name, or remove that one"});
    const fs::path half = folder / kHalfTaken;
    if (auto made = makeOwnFolder(folder); !made)
        return fail(made.error());
    if (auto removed = persistence::removeTree(half); !removed)
        return fail(removed.error());
    if (auto made = makeFolder(half); !made)
        return fail(made.error());
    const json::Value around = valuesAround(m_parts.parts);
    // The machine's thread waits, and with it all that it would write.
    const auto copied = m_parts.machine.call([&]() -> Result<> {
        info.time = m_parts.machine.scheduler().now();
        if (const auto done = copyFolder(m_parts.folder, half / kState, kKeptApart); !done)
            return fail(done.error());
        return {};
    });
    if (!copied)
        return fail(copied.error());
    const json::Value about{{"number", number},
                            {"time", engine::toNanoseconds(info.time)},
                            {"apps", info.apps},
                            {"around", around},
                            {"accessPoints", m_parts.accessPoints.kept()}};
    if (auto written = replaceFile(half / kDescription, about.dump(2)); !written)
        return fail(written.error());
    if (auto moved = persistence::renameFile(half, folder / info.name); !moved)
        return fail(moved.error());
    return info;
}

Result<fs::path> Snapshots::find(const std::string& name) const
{
    const auto all = allIn(m_parts.folder / kFolder);
    if (!all)
        return fail(all.error());
    std::vector<std::string_view> names;
    for (const KeptSnapshot& one : *all)
        names.emplace_back(one.info.name);
    if (std::ranges::find(names, name) != names.end())
        return m_parts.folder / kFolder / name;
    return fail(Error{.code = ErrorCode::NotFound,
                      .message = fmt::format("there is no snapshot \"{}\"", name),
                      .where = {},
                      .expected = {},
                      .advice = suggestion(name, names)});
}

Result<> Snapshots::restore(const std::string& name)
{
    const auto found = find(name);
    if (!found)
        return fail(found.error());
    if (auto noted = replaceFile(m_parts.folder / kFolder / kWanted, name); !noted)
        return noted;
    m_parts.restart();
    return {};
}

Result<> Snapshots::remove(const std::string& name)
{
    const auto found = find(name);
    if (!found)
        return fail(found.error());
    return persistence::removeTree(*found);
}

} // namespace perisphere::runtime
