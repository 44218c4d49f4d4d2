// A part: what one can wire to a board.
//
// A part is one source file with a class derived from Part and a PartType that describes it, plus
// one line in part_table.inc. Its pins, properties, configuration and drawing are data that clients
// discover; none knows a part by name.
#pragma once

#include "perisphere/bus/buses.hpp"
#include "perisphere/engine/net.hpp"
#include "perisphere/engine/property.hpp"
#include "perisphere/engine/random.hpp"
#include "perisphere/engine/scheduler.hpp"
#include "perisphere/engine/unmodelled.hpp"
#include "perisphere/parts/configuration.hpp"
#include "perisphere/parts/part_storage.hpp"
#include "perisphere/world/surroundings.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::parts
{

class ProgramPort;
class StateArchive;
struct PartType;

/// The machine that parts live in. All of it outlives them.
struct PartContext {
    engine::Scheduler& scheduler;
    engine::Netlist& netlist;
    bus::Buses& buses;
    const engine::RandomSource& random;
    engine::UnmodelledAccesses& unmodelled;
    PartStorage& storage;
    world::Surroundings& surroundings;
};

/// What a part is made from.
struct PartSetup {
    const PartContext& context;
    const PartType& type;
    std::string name; ///< on the board: "D1"
    const Configuration& configuration;
    /// What went wrong while making it; makePart() returns it.
    Result<void> outcome = {};
};

/// The part's contents in the storage, under its name. Where they cannot be had, setup.outcome says
/// why, and what is given lasts until makePart() has destroyed the part.
[[nodiscard]] std::unique_ptr<StoredBytes> openContents(PartSetup& setup, std::size_t size,
                                                        std::uint8_t fill);

/// Machine thread only. Neither copied nor moved.
class Part : public engine::PropertyOwner
{
public:
    Part(const Part&) = delete;
    Part& operator=(const Part&) = delete;
    ~Part() override;

    [[nodiscard]] const std::string& name() const { return m_properties.owner(); }
    [[nodiscard]] const PartType& type() const { return m_type; }
    [[nodiscard]] engine::PropertyTable& properties() final { return m_properties; }

    /// By the name in its type's drawing. NotFound, with the nearest name.
    [[nodiscard]] Result<engine::Pin*> findPin(std::string_view pin) const;
    /// In the order of the drawing.
    [[nodiscard]] std::vector<engine::Pin*> pins() const;

    [[nodiscard]] engine::Scheduler& scheduler() const { return m_scheduler; }

    /// What an Image property shows, in its format; empty for a part without.
    [[nodiscard]] virtual std::span<const std::uint8_t> pixels() const { return {}; }

    /// Of a part that a program of the user's plays; nullptr for the others.
    [[nodiscard]] virtual ProgramPort* programPort() { return nullptr; }

    /// Names every field of the state that is not a settable property: those are kept by saveState
    /// itself.
    virtual void archiveState(StateArchive& archive);

protected:
    explicit Part(const PartSetup& setup);

    /// A pin of the type, which has it.
    [[nodiscard]] engine::Pin& pin(std::string_view pin) const;

    /// Whatever is ignored or has not all of its effect, with its number and datasheet name:
    /// "instruction 3Bh". Each once is enough, more does no harm.
    void reportUnmodelled(std::string_view what) { m_unmodelled.report(name(), what); }

private:
    const PartType& m_type;
    engine::Scheduler& m_scheduler;
    engine::UnmodelledAccesses& m_unmodelled;
    engine::PropertyTable m_properties;
    std::vector<std::unique_ptr<engine::Pin>> m_pins;
};

} // namespace perisphere::parts
