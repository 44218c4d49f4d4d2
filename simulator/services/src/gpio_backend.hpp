// GPIO for apps: levels and writes in shared memory, handles whose close frees the line.
#pragma once

#include "channel_hub.hpp"
#include "perisphere/device/services/gpio_service.hpp"
#include "perisphere/engine/machine.hpp"
#include "perisphere/soc/mt3620.hpp"

#include <map>
#include <memory>
#include <string>

namespace perisphere::services
{

class GpioPageSource;

class GpioBackend final : public device::GpioService
{
public:
    GpioBackend(engine::Machine& machine, ChannelHub& hub, soc::Mt3620& chip,
                VirtualApps* virtualApps = nullptr);
    ~GpioBackend() override;

    [[nodiscard]] device::Outcome<std::optional<device::GpioMemory>>
    attach(const std::shared_ptr<const device::App>& app) override;
    [[nodiscard]] bool exists(std::int32_t gpio) const override;
    [[nodiscard]] device::Outcome<device::Opened> openInput(const device::App& app,
                                                            std::int32_t gpio) override;
    [[nodiscard]] device::Outcome<device::Opened> openOutput(const device::App& app,
                                                             std::int32_t gpio,
                                                             protocol::GpioDrive drive,
                                                             bool level) override;

private:
    class Line;
    struct Request {
        std::size_t gpio = 0;
        bool isOutput = false;
        engine::OutputMode mode = engine::OutputMode::PushPull;
        bool high = false;
    };
    [[nodiscard]] device::Outcome<device::Opened> open(const device::App& app,
                                                       const Request& request);

    engine::Machine& m_machine;
    ChannelHub& m_hub;
    soc::Mt3620& m_chip;
    VirtualApps* m_virtualApps;
    std::map<std::string, std::shared_ptr<GpioPageSource>> m_pages; ///< by component id
    std::array<Line*, soc::kGpioCount> m_lines{}; ///< open ones; the hub owns them
};

} // namespace perisphere::services
