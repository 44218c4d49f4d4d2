#include "machine_waits.hpp"

#include "part_lookup.hpp"
#include "perisphere/parts/part.hpp"

#include <utility>

namespace perisphere::runtime
{

struct MachineWaits::OnMachine {
    explicit OnMachine(engine::Machine& owner)
        : machine(owner)
        // Report: what the models do at the deadline itself still counts.
        , deadline(
              owner.scheduler(), "wait.deadline", [this] { end(false); }, engine::Priority::Report)
    {
    }

    void hold()
    {
        if (!time.isHeld())
            time = machine.holds().take("a scenario's next step", machine.scheduler().now());
    }

    void stop()
    {
        forget();
        deadline.cancel();
        done = {};
    }

    void forget()
    {
        change.end();
        partChange.end();
        part = nullptr;
        property = nullptr;
    }

    void end(bool isMet)
    {
        hold();
        WaitEnd result{.isMet = isMet, .time = machine.scheduler().now(), .property = {}};
        if (property != nullptr)
            result.property = control::PropertySample{what.property.value(), property->value(),
                                                      machine.scheduler().now()};
        const auto tell = std::move(done);
        stop();
        tell(std::move(result));
    }

    void look()
    {
        if (what.isMet(property->value(), part->pixels()))
            end(true);
    }

    engine::Machine& machine;
    WaitFor what;
    parts::Part* part = nullptr;
    engine::Property* property = nullptr;
    std::function<void(WaitEnd)> done;
    engine::Subscription change;
    engine::Subscription partChange;
    engine::Timer deadline;
    engine::BusyHold time;
};

MachineWaits::MachineWaits(BoardMachine& board, Defer defer)
    : m_board(board)
    , m_defer(std::move(defer))
    , m_onMachine(std::make_unique<OnMachine>(board.machine()))
{
}

MachineWaits::~MachineWaits()
{
    ++*m_current;
    static_cast<void>(m_board.machine().call([this] { m_onMachine.reset(); }));
}

Result<> MachineWaits::begin(WaitFor what, std::function<void(const WaitEnd&)> done)
{
    const std::uint64_t wait = ++*m_current;
    auto tell = [this, wait, current = m_current, done = std::move(done)](WaitEnd end) {
        m_defer([wait, current, done, end = std::move(end)] {
            if (*current == wait)
                done(end);
        });
    };
    return m_board.machine().call([&]() -> Result<> {
        OnMachine& here = *m_onMachine;
        here.stop();
        if (what.property) {
            const auto part = findPart(m_board.parts(), what.property->part);
            if (!part)
                return fail(part.error());
            const auto property = (*part)->properties().find(what.property->property);
            if (!property)
                return fail(property.error());
            here.part = *part;
            here.property = *property;
            here.partChange = m_board.onPartChange([&here](const BoardMachine::PartChange& change) {
                if (!change.isThere && &change.part == here.part)
                    here.forget(); // it does not become what is waited for any more
            });
        }
        here.what = std::move(what);
        here.done = std::move(tell);
        if (here.property != nullptr &&
            here.what.isMet(here.property->value(), here.part->pixels())) {
            here.end(true);
            return {};
        }
        if (here.property != nullptr)
            here.change = here.property->onChange(
                [&here](const engine::PropertyChange& /*change*/) { here.look(); });
        if (here.what.deadline != engine::kNever)
            here.deadline.setAt(here.what.deadline);
        here.time.release();
        return {};
    });
}

void MachineWaits::cancel()
{
    ++*m_current;
    static_cast<void>(m_board.machine().call([this] {
        m_onMachine->stop();
        m_onMachine->time.release();
    }));
}

engine::VirtualTime MachineWaits::holdTime()
{
    engine::VirtualTime now;
    static_cast<void>(m_board.machine().call([&] {
        m_onMachine->hold();
        now = m_board.machine().scheduler().now();
    }));
    return now;
}

void MachineWaits::letTimePass()
{
    static_cast<void>(m_board.machine().call([this] { m_onMachine->time.release(); }));
}

} // namespace perisphere::runtime
