// The file system that an app finds on the device, but for its own image and the system's
// libraries: a folder of the host for each start, with the few files of /etc, and what /dev and
// /proc are made of by name. The emulated core fills it with the rest (FileTree).
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/device/app.hpp"
#include "perisphere/device/device_paths.hpp"

#include <filesystem>
#include <memory>

namespace perisphere::device
{

class DeviceRoot
{
public:
    [[nodiscard]] static Result<std::unique_ptr<DeviceRoot>> create(const App& app);
    DeviceRoot(const DeviceRoot&) = delete;
    DeviceRoot& operator=(const DeviceRoot&) = delete;
    ~DeviceRoot();

    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

private:
    explicit DeviceRoot(std::filesystem::path path)
        : m_path(std::move(path))
    {
    }
    std::filesystem::path m_path;
};

} // namespace perisphere::device
