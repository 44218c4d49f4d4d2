// A simulated device of its own for one test.
#pragma once

#include "lamp_board.hpp"
#include "perisphere/runtime/simulated_device.hpp"
#include "temporary_directory.hpp"

#include <functional>
#include <memory>
#include <string>
#include <utility>

namespace perisphere::test
{

class DeviceBench
{
public:
    using Device = Result<std::unique_ptr<runtime::SimulatedDevice>>;

    Device create(const std::string& name = "bench", const std::string& folder = "device")
    {
        return runtime::SimulatedDevice::create({.name = name,
                                                 .folder = m_place / folder,
                                                 .board = lampBoard(),
                                                 .time = engine::TimeMode::unthrottled(),
                                                 .registryRoot = m_place / "run"});
    }

    runtime::SimulatedDevice& device()
    {
        if (!m_device) {
            auto made = create();
            if (!made)
                FAIL(made.error().toString());
            m_device = std::move(*made);
        }
        return *m_device;
    }

    control::PartsTarget& parts() { return device().control().parts(); }

    /// Runs the device until it is told to shut down; `action` is called once it runs.
    void run(std::function<void()> action)
    {
        device().after(std::chrono::milliseconds(0), std::move(action));
        device().run();
    }

private:
    TemporaryDirectory m_place;
    std::unique_ptr<runtime::SimulatedDevice> m_device;
};

inline const control::PropertyPath kPressed{"SW1", "pressed"};
inline const control::PropertyPath kLit{"D1", "lit"};

} // namespace perisphere::test
