// The version of the system that a simulated device says it has.
#pragma once

#include "perisphere/base/result.hpp"

#include <filesystem>
#include <string>

namespace perisphere::runtime
{

/// Kept in the device's folder. There is one system, the simulator; an update changes what it is
/// called.
class SystemSoftware
{
public:
    explicit SystemSoftware(std::filesystem::path file);

    [[nodiscard]] const std::string& version() const { return m_version; }

    /// What an update is that names no version: of the month after ("25.03" after "25.02").
    [[nodiscard]] std::string nextVersion() const;

    [[nodiscard]] Result<> install(const std::string& version);

private:
    std::filesystem::path m_file;
    std::string m_version;
};

} // namespace perisphere::runtime
