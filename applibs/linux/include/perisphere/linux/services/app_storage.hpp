// The mutable files of apps, in the store of installed apps.
#pragma once

#include "perisphere/device/app_store.hpp"
#include "perisphere/device/services/system_services.hpp"

namespace perisphere::target
{

/// The quota is held by the kernel through the launcher: the limit for the size of files of the
/// app's processes (RLIMIT_FSIZE) is the file's, because it is the one file on a medium that they
/// can write. docs/device/linux-target.md says what else could have been.
class AppStorage final : public device::StorageService
{
public:
    /// `store` must outlive it.
    explicit AppStorage(const device::AppStore& store)
        : m_store(store)
    {
    }

    [[nodiscard]] device::Outcome<UniqueFd> openMutableFile(const device::App& app,
                                                            std::uint32_t quotaKb) override;
    [[nodiscard]] device::Outcome<> deleteMutableFile(const device::App& app) override;

private:
    const device::AppStore& m_store;
};

} // namespace perisphere::target
