#include "perisphere/device/app_store.hpp"

#include "file_seal.hpp"
#include "image_folder.hpp"
#include "perisphere/base/persistence.hpp"
#include "store_folder.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <fcntl.h>
#include <map>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace perisphere::device
{

namespace fs = std::filesystem;

namespace
{

Error notInstalled(std::string_view componentId)
{
    return Error{.code = ErrorCode::NotFound,
                 .message = fmt::format("no app \"{}\" is installed", componentId)};
}

} // namespace

struct AppStore::Data {
    struct Installed {
        AppRecord record;
        StoredImage image;
    };

    StoreFolder folder;
    StoreOptions options;
    std::vector<std::string> notes;
    std::map<std::string, Installed, std::less<>> installed;

    void load(const std::string& componentId);
    Result<LoadedImage> read(const std::string& componentId, const std::string& imageId);
    void tryToSeal();
    std::optional<StoredImage> loadNoted(const std::string& componentId,
                                         const std::string& imageId);
    std::vector<std::shared_ptr<const App>> apps() const;
    DeviceResult<> check(const App& app, std::uint64_t packageBytes) const;
    Result<> place(const App& app, const fs::path& staged) const;
    DeviceResult<std::shared_ptr<const App>> switchTo(const std::string& componentId,
                                                      const AppRecord& record);
};

StagedApp::StagedApp(App app, fs::path folder, std::uint64_t packageBytes)
    : m_app(std::move(app))
    , m_folder(std::move(folder))
    , m_packageBytes(packageBytes)
{
}

StagedApp::StagedApp(StagedApp&& other) noexcept
    : m_app(std::move(other.m_app))
    , m_folder(std::exchange(other.m_folder, {}))
    , m_packageBytes(other.m_packageBytes)
{
}

StagedApp::~StagedApp()
{
    if (!m_folder.empty())
        std::ignore = persistence::removeTree(m_folder); // what stays is cleared by the next open()
}

AppStore::AppStore(std::unique_ptr<Data> data)
    : m_data(std::move(data))
{
}

AppStore::AppStore(AppStore&&) noexcept = default;
AppStore& AppStore::operator=(AppStore&&) noexcept = default;
AppStore::~AppStore() = default;

Result<AppStore> AppStore::open(const fs::path& path, const StoreOptions& options)
{
    std::error_code error;
    const fs::path root = fs::absolute(path, error); // apps are started in folders of their own
    if (error)
        return fail(systemError(error.value(), "find", path.string()));
    auto folder = StoreFolder::open(root);
    if (!folder)
        return fail(folder.error().during("open the application store"));
    if (auto cleared = folder->clearUnfinished(); !cleared)
        return fail(cleared.error().during("open the application store"));
    const auto components = folder->recordedComponents();
    if (!components)
        return fail(components.error().during("open the application store"));
    auto data = std::make_unique<Data>(Data{std::move(*folder), options, {}, {}});
    if (data->options.sealsImages)
        data->tryToSeal();
    for (const std::string& componentId : *components)
        data->load(componentId);
    return AppStore(std::move(data));
}

/// An app that cannot be read is not listed, but nothing of it is removed: an installation replaces
/// it, and its mutable file may be all that is left of a user's data.
void AppStore::Data::load(const std::string& componentId)
{
    auto record = readRecord(folder.record(componentId));
    if (!record) {
        notes.push_back(
            fmt::format("app {} is left out: {}", componentId, record.error().toString()));
        return;
    }
    if (auto image = loadNoted(componentId, record->currentImage)) {
        // What stays behind here is only room that is not free.
        std::ignore = folder.clearImages(componentId, *record);
        installed[componentId] = {std::move(*record), std::move(*image)};
        return;
    }
    if (record->previousImage.empty())
        return;
    if (auto image = loadNoted(componentId, record->previousImage)) {
        notes.push_back(fmt::format("app {} is back at its previous image", componentId));
        installed[componentId] = {{.currentImage = record->previousImage, .previousImage = {}},
                                  std::move(*image)};
    }
}

Result<LoadedImage> AppStore::Data::read(const std::string& componentId, const std::string& imageId)
{
    return loadImage(folder.image(componentId, imageId), folder.newStagingPath(),
                     {.policy = options.policy, .isSealed = options.sealsImages});
}

/// What is asked of the file system is tried on a file of the staging area.
void AppStore::Data::tryToSeal()
{
    const DirectoryTree tree{{.path = "file", .mode = 0600, .content = {}}};
    const fs::path root = folder.newStagingPath();
    auto tried = writeTree(tree, root);
    if (tried)
        tried = sealTree(tree, root);
    std::ignore = persistence::removeTree(root); // else by the next open()
    if (tried)
        return;
    options.sealsImages = false;
    notes.push_back(fmt::format("images are verified when they are installed and when the device "
                                "starts, but not at each read: {}",
                                tried.error().toString()));
}

std::optional<StoredImage> AppStore::Data::loadNoted(const std::string& componentId,
                                                     const std::string& imageId)
{
    auto loaded = read(componentId, imageId);
    if (!loaded) {
        notes.push_back(fmt::format("image {} of app {} is of no use: {}", imageId, componentId,
                                    loaded.error().toString()));
        return std::nullopt;
    }
    if (loaded->wasRepaired)
        notes.push_back(fmt::format("image {} of app {} was unpacked again", imageId, componentId));
    return std::move(loaded->image);
}

const std::vector<std::string>& AppStore::notes() const
{
    return m_data->notes;
}

std::vector<std::shared_ptr<const App>> AppStore::Data::apps() const
{
    std::vector<std::shared_ptr<const App>> result;
    for (const auto& [componentId, one] : installed)
        result.push_back(one.image.app);
    return result;
}

std::vector<std::shared_ptr<const App>> AppStore::apps() const
{
    return m_data->apps();
}

std::shared_ptr<const App> AppStore::find(std::string_view componentId) const
{
    const auto found = m_data->installed.find(componentId);
    return found == m_data->installed.end() ? nullptr : found->second.image.app;
}

DeviceResult<StagedApp> AppStore::stage(std::span<const std::byte> package,
                                        std::string_view inputName, const InstallPolicy& policy)
{
    auto checked = checkPackage(package, inputName, policy);
    if (!checked)
        return tl::unexpected(checked.error());
    const fs::path folder = m_data->folder.newStagingPath();
    StagedApp staged(std::move(checked->app), folder, package.size());
    if (auto written = writeImage(folder, package, checked->tree); !written)
        return fail(kStagingFailed, written.error().during("stage an image"));
    return staged;
}

/// That the app gets on with the others, and its package finds room beside theirs.
DeviceResult<> AppStore::Data::check(const App& app, std::uint64_t packageBytes) const
{
    if (auto conflicts = checkInstall(app, apps()); !conflicts)
        return conflicts;
    std::uint64_t used = 0;
    for (const auto& [componentId, one] : installed)
        if (componentId != app.componentId)
            used += one.image.packageBytes;
    if (used + packageBytes <= options.maxPackageBytes)
        return {};
    return fail(kTooBig,
                Error{.code = ErrorCode::LimitExceeded,
                      .message = fmt::format("\"{}\" has {} bytes and the other apps have {}",
                                             app.name, packageBytes, used),
                      .expected = fmt::format("at most {} bytes for all apps together",
                                              options.maxPackageBytes),
                      .advice = "remove an app, or make this one smaller"});
}

/// Moves a staged image to its final folder, where nothing refers to it yet.
Result<> AppStore::Data::place(const App& app, const fs::path& staged) const
{
    const fs::path target = folder.image(app.componentId, app.imageId);
    if (auto removed = persistence::removeTree(target); !removed)
        return removed;
    std::error_code error;
    fs::create_directories(target.parent_path(), error);
    if (error)
        return fail(systemError(error.value(), "place an image in", target.string()));
    if (auto renamed = persistence::renameFile(staged, target); !renamed)
        return renamed;
    if (auto synced = syncFolder(target.parent_path()); !synced)
        return synced;
    return syncFolder(target.parent_path().parent_path());
}

/// To an image that is in its folder.
DeviceResult<std::shared_ptr<const App>> AppStore::Data::switchTo(const std::string& componentId,
                                                                  const AppRecord& record)
{
    auto loaded = read(componentId, record.currentImage);
    if (!loaded)
        return fail(kInstallFailed, loaded.error().during("install an image"));
    const auto& [app, packageBytes] = loaded->image;
    if (auto checked = check(*app, packageBytes); !checked)
        return tl::unexpected(checked.error());
    if (auto written = writeRecord(folder.record(componentId), record); !written)
        return fail(kInstallFailed, written.error().during("install an image"));
    // It counts from here on. What is not cleared now is cleared by the next open().
    std::ignore = folder.clearImages(componentId, record);
    Installed& entry = installed[componentId];
    entry = {record, std::move(loaded->image)};
    return entry.image.app;
}

DeviceResult<std::shared_ptr<const App>> AppStore::commit(StagedApp staged, Commitment commitment)
{
    const App& app = staged.app();
    // Before anything is moved; a package that is refused leaves nothing.
    if (auto checked = m_data->check(app, staged.m_packageBytes); !checked)
        return tl::unexpected(checked.error());
    AppRecord record{.currentImage = app.imageId, .previousImage = {}};
    if (const auto old = m_data->installed.find(app.componentId); old != m_data->installed.end()) {
        if (old->second.record.currentImage == app.imageId)
            return old->second.image.app;
        record.previousImage = old->second.record.currentImage;
        record.isOnTrial = commitment == Commitment::OnTrial;
        // A previous image that comes back is in its place already.
        if (old->second.record.previousImage == app.imageId)
            return m_data->switchTo(app.componentId, record);
    }
    if (auto placed = m_data->place(app, staged.m_folder); !placed)
        return fail(kInstallFailed, placed.error().during("install an image"));
    staged.m_folder.clear();
    return m_data->switchTo(app.componentId, record);
}

DeviceResult<std::shared_ptr<const App>> AppStore::rollBack(std::string_view componentId)
{
    const auto found = m_data->installed.find(componentId);
    if (found == m_data->installed.end())
        return fail(0, notInstalled(componentId));
    const AppRecord& record = found->second.record;
    if (record.previousImage.empty())
        return fail(0, Error{.code = ErrorCode::NotFound,
                             .message = fmt::format("\"{}\" has no previous image",
                                                    found->second.image.app->name)});
    return m_data->switchTo(
        found->first, {.currentImage = record.previousImage, .previousImage = record.currentImage});
}

std::vector<std::string> AppStore::onTrial() const
{
    std::vector<std::string> all;
    for (const auto& [componentId, one] : m_data->installed)
        if (one.record.isOnTrial)
            all.push_back(componentId);
    return all;
}

Result<> AppStore::passTrial(std::string_view componentId)
{
    const auto found = m_data->installed.find(componentId);
    if (found == m_data->installed.end())
        return fail(notInstalled(componentId));
    AppRecord record = found->second.record;
    if (!std::exchange(record.isOnTrial, false))
        return {};
    if (auto written = writeRecord(m_data->folder.record(found->first), record); !written)
        return written;
    found->second.record = std::move(record);
    return {};
}

bool AppStore::canRollBack(std::string_view componentId) const
{
    const auto found = m_data->installed.find(componentId);
    return found != m_data->installed.end() && !found->second.record.previousImage.empty();
}

Result<bool> AppStore::remove(std::string_view componentId)
{
    const auto found = m_data->installed.find(componentId);
    if (found == m_data->installed.end())
        return false;
    const StoreFolder& folder = m_data->folder;
    const std::string id = found->first; // componentId may lie in the app that goes
    const fs::path record = folder.record(id);
    if (auto removed = persistence::removeFile(record); !removed)
        return fail(removed.error());
    m_data->installed.erase(found);
    if (auto synced = syncFolder(folder.records()); !synced)
        return fail(synced.error());
    // It is gone from here on. What is not cleared now is cleared by the next open().
    std::ignore = persistence::removeTree(folder.images(id));
    std::ignore = persistence::removeTree(folder.mutableFile(id));
    return true;
}

Result<UniqueFd> AppStore::openMutableFile(std::string_view componentId) const
{
    if (find(componentId) == nullptr)
        return fail(notInstalled(componentId));
    const fs::path path = m_data->folder.mutableFile(componentId);
    if (persistence::isObserved() && ::access(path.c_str(), F_OK) != 0)
        persistence::announce({.kind = persistence::ChangeKind::Create, .path = path});
    const int whenWritten = m_data->options.writesThrough ? O_DSYNC : 0;
    UniqueFd file(
        ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | whenWritten, 0600));
    if (!file)
        return fail(systemError(errno, "open", path.string()));
    if (m_data->options.writesThrough)
        if (auto synced = syncFolder(path.parent_path()); !synced)
            return fail(synced.error());
    return file;
}

fs::path AppStore::mutableFile(std::string_view componentId) const
{
    return m_data->folder.mutableFile(componentId);
}

Result<> AppStore::deleteMutableFile(std::string_view componentId) const
{
    const fs::path path = m_data->folder.mutableFile(componentId);
    if (find(componentId) == nullptr)
        return fail(notInstalled(componentId));
    return persistence::removeFile(path);
}

Result<StorageUse> AppStore::mutableStorage(std::string_view componentId) const
{
    const auto app = find(componentId);
    if (app == nullptr)
        return fail(notInstalled(componentId));
    StorageUse use;
    if (const auto* storage = app->manifest.find(manifest::Capability::MutableStorage))
        use.limitKb = storage->sizeKb;
    const fs::path path = m_data->folder.mutableFile(componentId);
    struct stat status {
    };
    if (::stat(path.c_str(), &status) == 0)
        use.usedBytes = static_cast<std::uint64_t>(status.st_size);
    else if (errno != ENOENT)
        return fail(systemError(errno, "examine", path.string()));
    return use;
}

} // namespace perisphere::device
