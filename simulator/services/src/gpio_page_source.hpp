// One app's GPIO memory, seen from the machine.
#pragma once

#include "perisphere/base/unique_fd.hpp"
#include "perisphere/engine/input_source.hpp"
#include "perisphere/protocol/gpio_page.hpp"
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
    static std::shared_ptr<GpioPageSource> create(soc::Gpio& gpio);
    GpioPageSource(const GpioPageSource&) = delete;
    GpioPageSource& operator=(const GpioPageSource&) = delete;
    ~GpioPageSource() override;

    [[nodiscard]] int pageDescriptor() const { return m_memory.get(); }

    void setWritable(std::size_t gpio, bool isWritable) { m_writable[gpio] = isWritable; }
    void publishLevel(std::size_t gpio, bool high);

    void poll() override { take(protocol::kGpioPageEntries); }
    void pollOne() override { take(1); }
    [[nodiscard]] std::optional<engine::HostTime> oldestStamp() const override;
    [[nodiscard]] bool hasInput() const override { return m_reader.hasNext(); }
    [[nodiscard]] engine::SleepFlag* sleepFlag() override { return &m_page.readerAsleep; }
    [[nodiscard]] int wakeDescriptor() const override { return m_wake.get(); }

private:
    GpioPageSource(soc::Gpio& gpio, UniqueFd memory, UniqueFd wake, protocol::GpioPage& page);

    void take(std::uint32_t atMost);

    soc::Gpio& m_gpio;
    UniqueFd m_memory;
    UniqueFd m_wake;
    protocol::GpioPage& m_page;
    protocol::GpioPageReader m_reader;
    std::bitset<soc::kGpioCount> m_writable;
};

} // namespace perisphere::services
