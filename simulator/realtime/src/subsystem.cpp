#include "perisphere/realtime/subsystem.hpp"

#include "blocks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace perisphere::realtime
{

RealTimeSubsystem::RealTimeSubsystem(const SubsystemParts& parts)
    : m_parts(parts)
    , m_complex(parts.scheduler)
{
}

RealTimeSubsystem::~RealTimeSubsystem() = default;

Result<std::unique_ptr<RealTimeSubsystem>> RealTimeSubsystem::create(const SubsystemParts& parts)
{
    std::unique_ptr<RealTimeSubsystem> subsystem(new RealTimeSubsystem(parts));
    if (auto made = subsystem->makeCores(); !made)
        return fail(made.error());
    return subsystem;
}

Result<void> RealTimeSubsystem::makeCores()
{
    for (unsigned i = 0; i < kCoreCount; ++i) {
        auto core =
            RealTimeCore::create(i, m_parts.scheduler, m_parts.unmodelled, m_complex, *this);
        if (!core)
            return fail(core.error());
        m_complex.add(**core);
        m_cores[i].target = std::make_unique<CoreTarget>(**core);
        m_cores[i].core = std::move(*core);
    }
    m_blocks = std::make_unique<Blocks>(
        m_parts,
        std::array<RealTimeCore*, kCoreCount>{m_cores[0].core.get(), m_cores[1].core.get()},
        [this](unsigned core, std::string_view text) { printed(*m_cores[core].core, text); });
    return {};
}

Result<unsigned> RealTimeSubsystem::start(CoreApp app, std::span<const std::uint8_t> program)
{
    const auto image = FirmwareImage::parse(program, app.fileName);
    if (!image)
        return fail(image.error());
    const auto place = std::ranges::find_if(
        m_cores, [](const Place& one) { return one.core->state() == CoreState::Off; });
    if (place == m_cores.end())
        return fail(Error{.code = ErrorCode::LimitExceeded,
                          .message = "no real-time core is free",
                          .expected = fmt::format("at most {} real-time apps to run", kCoreCount),
                          .advice = "stop one of them"});
    const unsigned index = place->core->index();
    place->app = std::move(app);
    m_blocks->reset(index);
    place->core->start(*image);
    if (place->app.isHeld)
        place->core->hold();
    return index;
}

void RealTimeSubsystem::stop(unsigned core)
{
    Place& place = m_cores.at(core);
    place.core->stop();
    m_blocks->reset(core);
    place.app = {};
    place.target->programEnded();
}

void RealTimeSubsystem::reset()
{
    for (unsigned i = 0; i < kCoreCount; ++i)
        stop(i);
    m_blocks->resetShared();
}

void RealTimeSubsystem::note(const RealTimeCore& core, std::string text)
{
    if (const auto& tell = m_cores[core.index()].app.note)
        tell(std::move(text));
}

void RealTimeSubsystem::stopped(RealTimeCore& core, m4::Stop reason)
{
    if (reason == m4::Stop::Lockup)
        note(core, fmt::format("{} is locked up: {}", core.name(), core.processor().faultText()));
    m_cores[core.index()].target->coreStopped(reason);
}

void RealTimeSubsystem::resetRequested(RealTimeCore& core)
{
    note(core, fmt::format("{} resets itself (AIRCR.SYSRESETREQ)", core.name()));
    m_blocks->restart(core.index());
    core.restart();
}

void RealTimeSubsystem::printed(RealTimeCore& core, std::string_view text)
{
    if (const auto& print = m_cores[core.index()].app.print)
        print(text);
}

void RealTimeSubsystem::exited(RealTimeCore& core, int status)
{
    note(core, fmt::format("the program of {} ended itself by semihosting, with {}", core.name(),
                           status));
    core.stop();
    m_cores[core.index()].target->programEnded();
}

} // namespace perisphere::realtime
