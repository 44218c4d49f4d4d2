#include "perisphere/linux/services/app_storage.hpp"

#include <cerrno>

namespace perisphere::target
{

using device::App;
using device::Outcome;
using device::refuse;

Outcome<UniqueFd> AppStorage::openMutableFile(const App& app, std::uint32_t /*quotaKb*/)
{
    auto file = m_store.openMutableFile(app.componentId);
    if (!file)
        return refuse(EIO, file.error().toString());
    return std::move(*file);
}

Outcome<> AppStorage::deleteMutableFile(const App& app)
{
    const auto deleted = m_store.deleteMutableFile(app.componentId);
    if (deleted)
        return {};
    if (deleted.error().code == ErrorCode::NotFound)
        return refuse(ENOENT); // documented: nothing to delete
    return refuse(EIO, deleted.error().toString());
}

} // namespace perisphere::target
