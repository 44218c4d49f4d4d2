// One app's GPIO memory, seen from the machine.
#pragma once

#include "perisphere/base/unique_fd.hpp"
#include "perisphere/engine/input_source.hpp"
#include "perisphere/protocol/gpio_page.hpp"
#include "perisphere/services/virtual_apps.hpp"
#include "perisphere/soc/gpio.hpp"

#include <bitset>
#include <memory>

namespace perisphere::services
{

/// Applies posted writes to the lines that the app has open as outputs; anything else in the queue
/// is dropped. Machine thread only, but for create().
class GpioPageSource final : public engine::InputSource
{
public:
    /// nullptr with errno when the system is out of memory or descriptors.
    /// `virtualApps`: of which the app is one; nullptr: of none.
    static std::shared_ptr<GpioPageSource> create(soc::Gpio& gpio,
                                                  const VirtualApps* virtualApps = nullptr);
    GpioPageSource(const GpioPageSource&) = delete;
    GpioPageSource& operator=(const GpioPageSource&) = delete;
    ~GpioPageSource() override;

    [[nodiscard]] int pageDescriptor() const { return m_memory.get(); }

    void setWritable(std::size_t gpio, bool isWritable) { m_writable[gpio] = isWritable; }
    void publishLevel(std::size_t gpio, bool high);

    void poll() override { take(protocol::kGpioPageEntries); }
    void pollOne() override { take(1); }
    [[nodiscard]] std::optional<engine::HostTime> oldestStamp() const override;
    [[nodiscard]] bool hasInput() const override { return mayTake() && m_reader.hasNext(); }
    [[nodiscard]] engine::SleepFlag* sleepFlag() override
    {
        return m_virtualApps == nullptr ? &m_page.readerAsleep : nullptr;
    }
    [[nodiscard]] int wakeDescriptor() const override { return m_wake.get(); }

private:
    GpioPageSource(soc::Gpio& gpio, UniqueFd memory, UniqueFd wake, protocol::GpioPage& page,
                   const VirtualApps* virtualApps);

    [[nodiscard]] bool mayTake() const
    {
        return m_virtualApps == nullptr || m_virtualApps->mayTakeInput();
    }
    void take(std::uint32_t atMost);

    soc::Gpio& m_gpio;
    const VirtualApps* m_virtualApps;
    UniqueFd m_memory;
    UniqueFd m_wake;
    protocol::GpioPage& m_page;
    protocol::GpioPageReader m_reader;
    std::bitset<soc::kGpioCount> m_writable;
};

} // namespace perisphere::services
