#include "board_machine.hpp"

#include "machine_activity.hpp"
#include "perisphere/engine/require.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>

namespace perisphere::runtime
{
namespace
{

/// The chip's pin of a name such as "MT3620.GPIO8".
engine::Pin* chipPin(soc::Mt3620& chip, std::string_view name)
{
    if (name == chip.sysRst.name())
        return &chip.sysRst;
    constexpr std::string_view prefix = "MT3620.GPIO";
    if (!name.starts_with(prefix))
        return nullptr;
    name.remove_prefix(prefix.size());
    std::size_t gpio = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), gpio);
    const bool isNumber = error == std::errc() && end == name.data() + name.size();
    return isNumber && gpio < soc::kGpioCount && soc::hasPad(static_cast<std::int64_t>(gpio))
               ? &chip.pads[gpio]
               : nullptr;
}

} // namespace

BoardMachine::BoardMachine(std::unique_ptr<parts::PartStorage> storage, std::uint64_t seed)
    : m_storage(std::move(storage))
    , m_random(seed)
{
}

BoardMachine::~BoardMachine()
{
    if (m_machine)
        m_machine->stop();
}

Result<std::unique_ptr<BoardMachine>> BoardMachine::create(const boards::Board& board,
                                                           const std::filesystem::path& folder,
                                                           std::uint64_t seed)
{
    std::unique_ptr<BoardMachine> result(
        new BoardMachine(std::make_unique<parts::FolderStorage>(folder), seed));
    auto machine = engine::Machine::create(result->m_clock);
    if (!machine)
        return fail(machine.error());
    result->m_machine = std::move(*machine);
    if (const auto assembled = result->assemble(board); !assembled)
        return fail(assembled.error());
    result->m_machine->start();
    return result;
}

Result<> BoardMachine::assemble(const boards::Board& board)
{
    engine::Scheduler& scheduler = m_machine->scheduler();
    m_unmodelled = std::make_unique<engine::UnmodelledAccesses>(scheduler);
    m_netlist = std::make_unique<engine::Netlist>(scheduler);
    m_buses = std::make_unique<bus::Buses>(*m_netlist);
    m_chip = std::make_unique<soc::Mt3620>(scheduler, *m_netlist, *m_buses);
    auto assembly = boards::Assembly::build(
        board, context(), [this](std::string_view name) { return chipPin(*m_chip, name); });
    if (!assembly)
        return fail(assembly.error().during("assemble the board"));
    m_assembly = std::move(*assembly);
    return {};
}

parts::PartContext BoardMachine::context()
{
    return {.scheduler = m_machine->scheduler(),
            .netlist = *m_netlist,
            .buses = *m_buses,
            .random = m_random,
            .unmodelled = *m_unmodelled,
            .storage = *m_storage,
            .surroundings = m_surroundings};
}

std::vector<parts::Part*> BoardMachine::parts() const
{
    std::vector<parts::Part*> all;
    all.reserve(m_assembly->parts().size() + m_added.size());
    for (const auto& part : m_assembly->parts())
        all.push_back(part.get());
    for (const auto& part : m_added)
        all.push_back(part.get());
    return all;
}

Result<parts::Part*> BoardMachine::addPart(const parts::PartType& type, const std::string& name,
                                           const parts::Configuration& configuration)
{
    engine::require(type.drawing.pins.empty(), "what is added while the device runs has no pins");
    auto part = parts::makePart(context(), type, name, configuration);
    if (!part)
        return fail(part.error());
    m_added.push_back(*std::move(part));
    m_partChanged.tell({.part = *m_added.back(), .isThere = true});
    return m_added.back().get();
}

bool BoardMachine::isAdded(const parts::Part& part) const
{
    return std::ranges::find(m_added, &part, &std::unique_ptr<parts::Part>::get) != m_added.end();
}

void BoardMachine::removePart(const parts::Part& part)
{
    const auto found = std::ranges::find(m_added, &part, &std::unique_ptr<parts::Part>::get);
    engine::require(found != m_added.end(), "a part that goes was added");
    m_partChanged.tell({.part = **found, .isThere = false});
    m_added.erase(found);
}

Result<realtime::RealTimeSubsystem*> BoardMachine::needRealTime()
{
    if (!m_realTime) {
        auto made = realtime::RealTimeSubsystem::create({.scheduler = m_machine->scheduler(),
                                                         .chip = *m_chip,
                                                         .buses = *m_buses,
                                                         .unmodelled = *m_unmodelled});
        if (!made)
            return fail(made.error());
        m_realTime = std::move(*made);
        for (unsigned i = 0; i < realtime::kCoreCount; ++i)
            if (auto added = m_machine->addSource(m_realTime->channel(i).input()); !added)
                return fail(added.error());
        for (unsigned i = 0; i < realtime::kCoreCount; ++i)
            m_realTime->core(i).setActivity(m_activity);
    }
    return m_realTime.get();
}

std::vector<realtime::InterCoreChannel*> BoardMachine::interCoreChannels()
{
    std::vector<realtime::InterCoreChannel*> channels;
    for (unsigned i = 0; m_realTime && i < realtime::kCoreCount; ++i)
        channels.push_back(&m_realTime->channel(i));
    return channels;
}

void BoardMachine::observe(MachineActivity* activity)
{
    if (m_activity != nullptr)
        m_buses->removeObserver(*m_activity);
    m_activity = activity;
    if (activity != nullptr)
        m_buses->addObserver(*activity);
    m_chip->adc.setObserver(activity);
    for (unsigned i = 0; m_realTime && i < realtime::kCoreCount; ++i)
        m_realTime->core(i).setActivity(activity);
}

void BoardMachine::resetChip()
{
    if (m_realTime)
        m_realTime->reset();
    m_chip->reset();
}

engine::VirtualTime BoardMachine::now()
{
    engine::VirtualTime now;
    static_cast<void>(m_machine->call([&] { now = m_machine->scheduler().now(); }));
    return now;
}

} // namespace perisphere::runtime
