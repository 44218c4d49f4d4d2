// Where an application store has what, and the clearing up after a sudden end.
#pragma once

#include "app_record.hpp"
#include "perisphere/base/result.hpp"
#include "perisphere/base/unique_fd.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::device
{

class StoreFolder
{
public:
    /// Makes what is missing and locks it. AlreadyExists when another process holds the lock.
    [[nodiscard]] static Result<StoreFolder> open(const std::filesystem::path& root);

    [[nodiscard]] std::filesystem::path records() const { return m_root / "records"; }
    [[nodiscard]] std::filesystem::path record(std::string_view componentId) const;
    [[nodiscard]] std::filesystem::path images(std::string_view componentId) const;
    [[nodiscard]] std::filesystem::path image(std::string_view componentId,
                                              std::string_view imageId) const;
    [[nodiscard]] std::filesystem::path mutableFile(std::string_view componentId) const;
    [[nodiscard]] std::filesystem::path staging() const { return m_root / "staging"; }
    [[nodiscard]] std::filesystem::path newStagingPath();

    /// Component ids that have a record, sorted, whatever it says.
    [[nodiscard]] Result<std::vector<std::string>> recordedComponents() const;

    /// Removes what no finished operation left: everything staged, temporary records, and images
    /// and mutable files of components without a record.
    [[nodiscard]] Result<> clearUnfinished() const;

    /// Removes the images of a component that its record does not name.
    [[nodiscard]] Result<> clearImages(std::string_view componentId, const AppRecord& record) const;

private:
    StoreFolder(std::filesystem::path root, UniqueFd lock);

    std::filesystem::path m_root;
    UniqueFd m_lock;
    unsigned m_staged = 0;
};

} // namespace perisphere::device
