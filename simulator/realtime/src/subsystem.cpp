#include "perisphere/realtime/subsystem.hpp"

#include "blocks.hpp"

#include "perisphere/engine/require.hpp"

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
        [this](unsigned core, std::string_view text) { printed(*m_cores[core].core, text); },
        [this](unsigned core) {
            note(*m_cores[core].core,
                 fmt::format("the watchdog resets {}", m_cores[core].core->name()));
            restart(core);
        });
    for (unsigned i = 0; i < kCoreCount; ++i) {
        auto channel = InterCoreChannel::create(
            m_parts.scheduler, *m_cores[i].core,
            {.applicationCore = m_blocks->mailboxOfA7(i),
             .realTimeCore = m_blocks->mailbox(i).first()},
            [this, i](const std::string& text) { note(*m_cores[i].core, text); });
        if (!channel)
            return fail(channel.error());
        m_cores[i].channel = std::move(*channel);
    }
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
    place->channel->start(place->app.peer);
    if (place->app.isHeld)
        place->core->hold();
    return index;
}

void RealTimeSubsystem::stop(unsigned core)
{
    Place& place = m_cores.at(core);
    place.channel->stop();
    place.core->stop();
    m_blocks->reset(core);
    place.app = {};
}

void RealTimeSubsystem::type(unsigned core, std::string_view characters)
{
    const auto* const data = reinterpret_cast<const std::uint8_t*>(characters.data());
    m_blocks->debugLine(core).type({data, characters.size()});
}

void RealTimeSubsystem::reset()
{
    for (unsigned i = 0; i < kCoreCount; ++i)
        stop(i);
    m_blocks->resetShared();
}

void RealTimeSubsystem::exchange(engine::Snapshot& snapshot)
{
    engine::VirtualTime now = m_parts.scheduler.now();
    snapshot.exchange(now);
    engine::require(now == m_parts.scheduler.now(),
                    "cores are restored at the instant at which they were saved");
    m_blocks->exchange(snapshot);
    for (const Place& place : m_cores)
        place.core->exchange(snapshot);
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
    restart(core.index());
}

/// The core alone. Its app sets up its side of the channel once more, so it is told how again.
void RealTimeSubsystem::restart(unsigned core)
{
    Place& place = m_cores[core];
    m_blocks->restart(core);
    m_blocks->mailbox(core).flush();
    place.core->restart();
    place.channel->start(place.app.peer);
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
}

} // namespace perisphere::realtime
