#include "gpio_page_source.hpp"

#include <algorithm>
#include <climits>
#include <fcntl.h>
#include <linux/futex.h>
#include <linux/memfd.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <utility>

namespace perisphere::services
{

std::shared_ptr<GpioPageSource> GpioPageSource::create(soc::Gpio& gpio,
                                                       const VirtualApps* virtualApps)
{
    UniqueFd memory(::memfd_create("gpio-page", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    UniqueFd wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    if (!memory || !wake || ::ftruncate(memory.get(), sizeof(protocol::GpioPage)) != 0)
        return nullptr;
    // The app may write into the memory but not take it away: a shrunken file would end this
    // process with SIGBUS.
    if (::fcntl(memory.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0)
        return nullptr;
    void* const address = ::mmap(nullptr, sizeof(protocol::GpioPage), PROT_READ | PROT_WRITE,
                                 MAP_SHARED, memory.get(), 0);
    if (address == MAP_FAILED)
        return nullptr;
    auto& page = *static_cast<protocol::GpioPage*>(address);
    protocol::initialise(page);
    return std::shared_ptr<GpioPageSource>(
        new GpioPageSource(gpio, std::move(memory), std::move(wake), page, virtualApps));
}

GpioPageSource::GpioPageSource(soc::Gpio& gpio, UniqueFd memory, UniqueFd wake,
                               protocol::GpioPage& page, const VirtualApps* virtualApps)
    : m_gpio(gpio)
    , m_virtualApps(virtualApps)
    , m_memory(std::move(memory))
    , m_wake(std::move(wake))
    , m_page(page)
    , m_reader(page)
{
    if (m_virtualApps != nullptr)
        engine::announceSleep(m_page.readerAsleep);
}

GpioPageSource::~GpioPageSource()
{
    ::munmap(&m_page, sizeof m_page);
}

void GpioPageSource::publishLevel(std::size_t gpio, bool high)
{
    m_page.levels[gpio].store(high ? 1 : 0, std::memory_order_release);
}

std::optional<engine::HostTime> GpioPageSource::oldestStamp() const
{
    const auto write = m_reader.peek();
    if (!write || m_virtualApps != nullptr) // whose writes come one by one, each in its time
        return std::nullopt;
    using std::chrono::nanoseconds;
    constexpr auto kLatest = static_cast<std::uint64_t>(nanoseconds::max().count());
    return engine::HostTime(
        nanoseconds(static_cast<nanoseconds::rep>(std::min(write->hostNanoseconds, kLatest))));
}

void GpioPageSource::take(std::uint32_t atMost)
{
    if (!mayTake())
        return;
    bool anything = false;
    // Bounded: a flooding app does not keep the machine here.
    for (std::uint32_t i = 0; i < atMost; ++i) {
        const auto write = m_reader.take();
        if (!write)
            break;
        anything = true;
        if (write->gpio < soc::kGpioCount && m_writable[write->gpio])
            m_gpio.write(write->gpio, write->level != 0);
    }
    if (anything && m_reader.publishApplied())
        ::syscall(SYS_futex, &m_page.applied, FUTEX_WAKE, INT_MAX, nullptr, nullptr, 0);
    // So that each write is told of, which brings the machine to its instant.
    if (anything && m_virtualApps != nullptr)
        engine::announceSleep(m_page.readerAsleep);
}

} // namespace perisphere::services
