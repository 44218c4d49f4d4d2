#include "perisphere/parts/part.hpp"

#include "perisphere/base/suggest.hpp"
#include "perisphere/engine/require.hpp"
#include "perisphere/parts/part_type.hpp"
#include "perisphere/parts/state_archive.hpp"

#include <fmt/format.h>

namespace perisphere::parts
{

std::unique_ptr<StoredBytes> openContents(PartSetup& setup, std::size_t size, std::uint8_t fill)
{
    auto opened = setup.context.storage.open(setup.name, size, fill);
    if (opened)
        return std::move(*opened);
    setup.outcome = fail(opened.error());
    return std::move(*MemoryStorage().open(setup.name, size, fill));
}

Part::Part(const PartSetup& setup)
    : m_type(setup.type)
    , m_scheduler(setup.context.scheduler)
    , m_unmodelled(setup.context.unmodelled)
    , m_properties(setup.context.scheduler, setup.name)
{
    for (const PinHint& hint : m_type.drawing.pins)
        m_pins.push_back(std::make_unique<engine::Pin>(
            setup.context.netlist, fmt::format("{}.{}", setup.name, hint.name)));
}

Part::~Part() = default;

Result<engine::Pin*> Part::findPin(std::string_view pin) const
{
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i < m_pins.size(); ++i) {
        names.push_back(m_type.drawing.pins[i].name);
        if (names.back() == pin)
            return m_pins[i].get();
    }
    return fail(
        Error{.code = ErrorCode::NotFound,
              .message = fmt::format("\"{}\" (a {}) has no pin \"{}\"", name(), m_type.name, pin),
              .expected = fmt::format("one of {}", fmt::join(names, ", ")),
              .advice = suggestion(pin, names)});
}

std::vector<engine::Pin*> Part::pins() const
{
    std::vector<engine::Pin*> pins;
    pins.reserve(m_pins.size());
    for (const auto& pin : m_pins)
        pins.push_back(pin.get());
    return pins;
}

engine::Pin& Part::pin(std::string_view pin) const
{
    const auto found = findPin(pin);
    engine::require(found.has_value(), "a part uses the pins that its type describes");
    return **found;
}

void Part::archiveState(StateArchive& /*archive*/)
{
    // A part whose whole state is its settable properties.
}

void StateArchive::timer(std::string_view name, engine::Timer& timer)
{
    constexpr std::int64_t kIdle = -1;
    std::int64_t left = timer.isPending() ? (timer.due() - m_now).count() : kIdle;
    integer64(name, left);
    if (!isRestoring())
        return;
    if (left < 0)
        timer.cancel();
    else
        timer.setAfter(engine::Duration(left));
}

} // namespace perisphere::parts
