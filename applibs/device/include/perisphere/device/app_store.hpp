// The apps installed on a device: their images in one folder of the host's file system.
//
// Installing, replacing, removing and rolling back take effect by one rename (or unlink) of the
// app's record. Ended at any instant, also by a power cut, the next open() finds each app as it was
// before or as it is after, and clears away what was half done. docs/device/applications.md has the
// folder's layout.
#pragma once

#include "perisphere/base/unique_fd.hpp"
#include "perisphere/device/install_check.hpp"
#include "perisphere/device/package_check.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::device
{

struct StoreOptions {
    std::uint64_t maxPackageBytes = std::uint64_t{1024} * 1024; ///< all apps' packages together
    /// What installed images have to keep whenever the store is opened: their files may have been
    /// changed while the device was off, and a key may be trusted no more.
    InstallPolicy policy = {};
    /// Whether the kernel is to verify the files of images at each read (fs-verity), where the
    /// folder's file system can; notes() has it if it cannot.
    bool sealsImages = false;
    /// Whether what an app writes to its mutable file is on the medium when the call returns.
    bool writesThrough = false;
};

/// A package that is checked and unpacked beside the installed apps, not among them yet. Destroyed
/// without commit(), it leaves nothing.
class StagedApp
{
public:
    StagedApp(StagedApp&& other) noexcept;
    StagedApp& operator=(StagedApp&&) = delete;
    ~StagedApp();

    [[nodiscard]] const App& app() const { return m_app; }

private:
    friend class AppStore;
    StagedApp(App app, std::filesystem::path folder, std::uint64_t packageBytes);

    App m_app;
    std::filesystem::path m_folder; ///< empty once committed
    std::uint64_t m_packageBytes;
};

struct StorageUse {
    std::uint64_t usedBytes = 0;
    std::uint32_t limitKb = 0; ///< the manifest's MutableStorage SizeKB; 0: none
};

/// Whether an image that replaces another has still to show that it runs: that is remembered until
/// passTrial(), also over a loss of power.
enum class Commitment : std::uint8_t { Final, OnTrial };

/// For one thread. The folder is locked as long as the store is open.
class AppStore
{
public:
    /// Opens or creates. AlreadyExists when another process has it open.
    [[nodiscard]] static Result<AppStore> open(const std::filesystem::path& folder,
                                               const StoreOptions& options = {});
    AppStore(AppStore&&) noexcept;
    AppStore& operator=(AppStore&&) noexcept;
    ~AppStore();

    /// What open() found and mended, one sentence each, for the device's log.
    [[nodiscard]] const std::vector<std::string>& notes() const;

    /// By component id.
    [[nodiscard]] std::vector<std::shared_ptr<const App>> apps() const;
    [[nodiscard]] std::shared_ptr<const App> find(std::string_view componentId) const;

    /// Checks and unpacks. `inputName` is for errors.
    [[nodiscard]] DeviceResult<StagedApp> stage(std::span<const std::byte> package,
                                                std::string_view inputName,
                                                const InstallPolicy& policy);

    /// Installs, or replaces the app with the same component id, whose mutable file stays and whose
    /// image is kept for rollBack(). Refuses conflicts with other apps (checkInstall) and what is
    /// beyond the size limit. The image that is installed already: nothing happens.
    [[nodiscard]] DeviceResult<std::shared_ptr<const App>>
    commit(StagedApp staged, Commitment commitment = Commitment::Final);

    /// Component ids of the apps whose image is on trial. One that is rolled back is not.
    [[nodiscard]] std::vector<std::string> onTrial() const;
    /// NotFound when there is no such app; nothing to do when its image is not on trial.
    [[nodiscard]] Result<> passTrial(std::string_view componentId);

    /// Returns to the image before; a second call returns again. NotFound when there is none.
    [[nodiscard]] DeviceResult<std::shared_ptr<const App>> rollBack(std::string_view componentId);

    [[nodiscard]] bool canRollBack(std::string_view componentId) const;

    /// Removes images and mutable file. False when there is no such app.
    [[nodiscard]] Result<bool> remove(std::string_view componentId);

    /// The app's file of mutable storage, created when it is not there: readable and writable. The
    /// caller has checked the capability.
    [[nodiscard]] Result<UniqueFd> openMutableFile(std::string_view componentId) const;

    /// Where that is, whether it is there or not.
    [[nodiscard]] std::filesystem::path mutableFile(std::string_view componentId) const;

    /// NotFound when there is no file.
    [[nodiscard]] Result<> deleteMutableFile(std::string_view componentId) const;

    [[nodiscard]] Result<StorageUse> mutableStorage(std::string_view componentId) const;

private:
    struct Data;
    explicit AppStore(std::unique_ptr<Data> data);
    std::unique_ptr<Data> m_data;
};

} // namespace perisphere::device
