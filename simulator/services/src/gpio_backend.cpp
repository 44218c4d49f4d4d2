#include "gpio_backend.hpp"

#include "gpio_page_source.hpp"
#include "socket_pair.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <fcntl.h>
#include <sys/epoll.h>
#include <utility>

namespace perisphere::services
{

using device::App;
using device::GpioMemory;
using device::Opened;
using device::Outcome;
using device::refuse;

/// An open line: the machine's end of the app's handle.
class GpioBackend::Line final : public Endpoint
{
public:
    Line(GpioBackend& backend, std::size_t gpio, std::shared_ptr<GpioPageSource> page,
         UniqueFd handle)
        : m_backend(backend)
        , m_gpio(gpio)
        , m_page(std::move(page))
        , m_handle(std::move(handle))
        , m_levels(backend.m_chip.pads[gpio].onLevel([this](const engine::PinChange& change) {
            m_page->publishLevel(m_gpio, change.after.high);
        }))
    {
        m_page->publishLevel(gpio, backend.m_chip.gpio.read(gpio));
        backend.m_lines[gpio] = this;
    }
    ~Line() override
    {
        m_backend.m_lines[m_gpio] = nullptr;
        m_page->setWritable(m_gpio, false);
    }
    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;

    [[nodiscard]] int descriptor() const override { return m_handle.get(); }

    /// The pipe has no reader any more: the app closed the line. The level stays as it is.
    void ready(std::uint32_t /*events*/) override
    {
        m_page->poll(); // writes that were posted before the close still count
        m_backend.m_hub.remove(*this);
    }

private:
    GpioBackend& m_backend;
    std::size_t m_gpio;
    std::shared_ptr<GpioPageSource> m_page;
    UniqueFd m_handle;
    engine::Subscription m_levels;
};

GpioBackend::GpioBackend(engine::Machine& machine, ChannelHub& hub, soc::Mt3620& chip,
                         VirtualApps* virtualApps)
    : m_machine(machine)
    , m_hub(hub)
    , m_chip(chip)
    , m_virtualApps(virtualApps)
{
}

GpioBackend::~GpioBackend()
{
    for (const auto& [id, page] : m_pages)
        m_machine.removeSource(*page);
}

Outcome<std::optional<GpioMemory>> GpioBackend::attach(const std::shared_ptr<const App>& app)
{
    const bool isVirtual = m_virtualApps != nullptr && m_virtualApps->isOne(*app);
    auto page = GpioPageSource::create(m_chip.gpio, isVirtual ? m_virtualApps : nullptr);
    if (!page)
        return refuse(errno, "the simulator has no memory or descriptors left for another app");
    GpioMemory memory{.page = UniqueFd(::fcntl(page->pageDescriptor(), F_DUPFD_CLOEXEC, 0)),
                      .wake = UniqueFd(::fcntl(page->wakeDescriptor(), F_DUPFD_CLOEXEC, 0))};
    const auto added = m_machine.call([&]() -> Result<> {
        // An app has one process; the page of its last one goes when the new one greets.
        auto& slot = m_pages[app->componentId];
        if (slot)
            m_machine.removeSource(*slot);
        slot = page;
        return m_machine.addSource(*page);
    });
    if (!added || !memory.page || !memory.wake)
        return refuse(ENFILE, "the simulator has no descriptors left for another app");
    return std::optional(std::move(memory));
}

bool GpioBackend::exists(std::int32_t gpio) const
{
    return soc::hasPad(gpio);
}

Outcome<Opened> GpioBackend::openInput(const App& app, std::int32_t gpio)
{
    return open(app, {.gpio = static_cast<std::size_t>(gpio)});
}

Outcome<Opened> GpioBackend::openOutput(const App& app, std::int32_t gpio,
                                        protocol::GpioDrive drive, bool level)
{
    constexpr std::array modes = {engine::OutputMode::PushPull, engine::OutputMode::OpenDrain,
                                  engine::OutputMode::OpenSource};
    return open(app, {.gpio = static_cast<std::size_t>(gpio),
                      .isOutput = true,
                      .mode = modes[static_cast<std::size_t>(drive)],
                      .high = level});
}

Outcome<Opened> GpioBackend::open(const App& app, const Request& request)
{
    auto handle = handlePair();
    if (!handle)
        return refuse(errno);
    int error = 0;
    const auto called = m_machine.call([&] {
        const auto page = m_pages.find(app.componentId);
        if (page == m_pages.end()) {
            error = EPROTO;
            return;
        }
        m_hub.poll(); // a close right before this open has been seen then
        if (m_lines[request.gpio] != nullptr) {
            error = EBUSY;
            return;
        }
        if (request.isOutput)
            m_chip.gpio.setOutput(request.gpio, request.mode, request.high);
        else
            m_chip.gpio.setInput(request.gpio);
        page->second->setWritable(request.gpio, request.isOutput);
        auto line =
            std::make_unique<Line>(*this, request.gpio, page->second, std::move(handle->machine));
        line->setUse({.app = app.componentId,
                      .function = request.isOutput ? "GPIO output" : "GPIO input",
                      .gpios = {static_cast<unsigned>(request.gpio)}});
        if (!m_hub.add(std::move(line), 0)) // closes are reported without being asked for
            error = ENOSPC;
    });
    if (!called)
        return refuse(EIO, called.error().message);
    if (error == EBUSY)
        return refuse(error, fmt::format("GPIO {} is open already", request.gpio));
    if (error != 0)
        return refuse(error);
    return Opened{.descriptor = std::move(handle->app), .kind = protocol::DescriptorKind::GpioPage};
}

} // namespace perisphere::services
