// The machine with a board on it: everything that lives on the machine thread.
#pragma once

#include "perisphere/boards/assembly.hpp"
#include "perisphere/boards/board.hpp"
#include "perisphere/bus/buses.hpp"
#include "perisphere/engine/host_clock.hpp"
#include "perisphere/engine/machine.hpp"
#include "perisphere/engine/random.hpp"
#include "perisphere/engine/signal.hpp"
#include "perisphere/engine/unmodelled.hpp"
#include "perisphere/parts/part_type.hpp"
#include "perisphere/realtime/subsystem.hpp"
#include "perisphere/soc/mt3620.hpp"
#include "perisphere/world/surroundings.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace perisphere::runtime
{

class MachineActivity;

class BoardMachine
{
public:
    /// Parts with memory keep it in `folder`, which exists. `seed` is that of all chance. The
    /// machine is paused and its thread runs.
    [[nodiscard]] static Result<std::unique_ptr<BoardMachine>>
    create(const boards::Board& board, const std::filesystem::path& folder, std::uint64_t seed);
    BoardMachine(const BoardMachine&) = delete;
    BoardMachine& operator=(const BoardMachine&) = delete;

    /// Stops the thread first.
    ~BoardMachine();

    [[nodiscard]] engine::Machine& machine() { return *m_machine; }

    // Machine thread only.
    [[nodiscard]] soc::Mt3620& chip() { return *m_chip; }
    [[nodiscard]] engine::Netlist& netlist() { return *m_netlist; }
    [[nodiscard]] bus::Buses& buses() { return *m_buses; }
    [[nodiscard]] const engine::RandomSource& random() const { return m_random; }
    /// Those of the board, then those that were added, in the order of their coming.
    [[nodiscard]] std::vector<parts::Part*> parts() const;

    /// A part without pins that is no part of the board: a thing around it. Its name is nobody's.
    /// What makePart() returns.
    [[nodiscard]] Result<parts::Part*> addPart(const parts::PartType& type, const std::string& name,
                                               const parts::Configuration& configuration);
    [[nodiscard]] bool isAdded(const parts::Part& part) const;
    /// One that was added.
    void removePart(const parts::Part& part);

    struct PartChange {
        parts::Part& part;
        bool isThere = true; ///< it came; false: it goes
    };
    /// Told after a part came and before one goes.
    engine::Subscription onPartChange(engine::Signal<PartChange>::Function function)
    {
        return m_partChanged.subscribe(std::move(function));
    }
    [[nodiscard]] world::Surroundings& surroundings() { return m_surroundings; }
    [[nodiscard]] engine::UnmodelledAccesses& unmodelled() { return *m_unmodelled; }

    /// The real-time cores; nullptr as long as no app needed them.
    [[nodiscard]] realtime::RealTimeSubsystem* realTime() { return m_realTime.get(); }
    [[nodiscard]] Result<realtime::RealTimeSubsystem*> needRealTime();

    [[nodiscard]] std::vector<realtime::InterCoreChannel*> interCoreChannels();

    /// nullptr: nobody does any more. Of the real-time cores also those that are made later.
    void observe(MachineActivity* activity);

    /// As after a power-up: pads, blocks, and the cores without programs.
    void resetChip();

    /// Any thread.
    [[nodiscard]] engine::VirtualTime now();

private:
    BoardMachine(std::unique_ptr<parts::PartStorage> storage, std::uint64_t seed);
    [[nodiscard]] Result<> assemble(const boards::Board& board);
    [[nodiscard]] parts::PartContext context();

    engine::SteadyHostClock m_clock;
    std::unique_ptr<parts::PartStorage> m_storage;
    engine::RandomSource m_random;
    world::Surroundings m_surroundings;
    std::unique_ptr<engine::Machine> m_machine;
    std::unique_ptr<engine::UnmodelledAccesses> m_unmodelled;
    std::unique_ptr<engine::Netlist> m_netlist;
    std::unique_ptr<bus::Buses> m_buses;
    std::unique_ptr<soc::Mt3620> m_chip;
    std::unique_ptr<boards::Assembly> m_assembly;
    std::vector<std::unique_ptr<parts::Part>> m_added;
    engine::Signal<PartChange> m_partChanged;
    std::unique_ptr<realtime::RealTimeSubsystem> m_realTime;
    MachineActivity* m_activity = nullptr; ///< mostly nobody's
};

} // namespace perisphere::runtime
