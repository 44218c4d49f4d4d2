#include "parts_control.hpp"

#include "part_lookup.hpp"
#include "perisphere/control/glob.hpp"
#include "perisphere/engine/property.hpp"
#include "perisphere/parts/part_type.hpp"
#include "perisphere/parts/program_port.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <utility>

namespace perisphere::runtime
{

using control::PropertyPath;
using control::PropertySample;

namespace
{

/// What the machine thread leaves for the loop's thread: one sample a property.
class Mailbox
{
public:
    explicit Mailbox(std::function<void()> wake)
        : m_wake(std::move(wake))
    {
    }

    void put(std::size_t index, PropertySample sample)
    {
        bool wasEmpty = false;
        {
            const std::lock_guard lock(m_mutex);
            wasEmpty = m_changed.empty() && !m_hasOtherParts;
            if (index >= m_slots.size())
                m_slots.resize(index + 1);
            Slot& slot = m_slots[index];
            slot.sample = std::move(sample);
            if (!std::exchange(slot.isChanged, true))
                m_changed.push_back(index);
        }
        if (wasEmpty)
            m_wake();
    }

    void setHasOtherParts()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_hasOtherParts = true;
        }
        m_wake();
    }
    [[nodiscard]] bool takeHasOtherParts()
    {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_hasOtherParts, false);
    }

    [[nodiscard]] std::vector<PropertySample> take()
    {
        const std::lock_guard lock(m_mutex);
        // In the order of time, at one time in that of the board.
        std::sort(m_changed.begin(), m_changed.end(), [this](std::size_t a, std::size_t b) {
            return std::pair(m_slots[a].sample.time, a) < std::pair(m_slots[b].sample.time, b);
        });
        std::vector<PropertySample> samples;
        samples.reserve(m_changed.size());
        for (const std::size_t index : m_changed) {
            samples.push_back(m_slots[index].sample);
            m_slots[index].isChanged = false;
        }
        m_changed.clear();
        return samples;
    }

private:
    struct Slot {
        PropertySample sample;
        bool isChanged = false;
    };
    std::function<void()> m_wake;
    std::mutex m_mutex;
    std::vector<Slot> m_slots;
    std::vector<std::size_t> m_changed;
    bool m_hasOtherParts = false;
};

} // namespace

class PartsControl::Watch final : public control::PropertyWatch
{
public:
    /// `all` are the watches that live, for the machine thread.
    Watch(engine::Machine& machine, std::shared_ptr<std::vector<Watch*>> all,
          std::vector<std::string> patterns, std::function<void()> wake)
        : m_machine(machine)
        , m_all(std::move(all))
        , m_patterns(std::move(patterns))
        , m_mailbox(std::make_shared<Mailbox>(std::move(wake)))
    {
    }
    ~Watch() override
    {
        // Subscriptions end on the thread that tells them.
        static_cast<void>(m_machine.call([this] {
            std::erase(*m_all, this);
            m_subscriptions.clear();
        }));
    }
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;

    // On the machine thread.

    void begin(const std::vector<parts::Part*>& parts)
    {
        m_all->push_back(this);
        for (parts::Part* const part : parts)
            add(*part);
    }
    void add(parts::Part& part)
    {
        for (engine::Property* const property : part.properties().properties()) {
            const std::string path = part.name() + "." + property->name();
            if (std::ranges::any_of(m_patterns, [&](const std::string& pattern) {
                    return control::matchesGlob(pattern, path);
                }))
                add(part.properties(), *property, m_machine.scheduler().now());
        }
    }
    void partsChanged() { m_mailbox->setHasOtherParts(); }

    [[nodiscard]] std::vector<PropertySample> takeChanges() override { return m_mailbox->take(); }
    [[nodiscard]] bool takeHasOtherParts() override { return m_mailbox->takeHasOtherParts(); }

private:
    void add(engine::PropertyTable& table, engine::Property& property, engine::VirtualTime now)
    {
        const std::size_t index = m_subscriptions.size();
        const PropertyPath path{table.owner(), property.name()};
        m_mailbox->put(index, {path, property.value(), now});
        m_subscriptions.push_back(property.onChange(
            [mailbox = m_mailbox, index, path](const engine::PropertyChange& change) {
                mailbox->put(index, {path, change.property.value(), change.time});
            }));
    }

    engine::Machine& m_machine;
    std::shared_ptr<std::vector<Watch*>> m_all;
    std::vector<std::string> m_patterns;
    std::shared_ptr<Mailbox> m_mailbox;
    std::vector<engine::Subscription> m_subscriptions; ///< machine thread
};

/// Of a part of the board, which lives as long as the machine.
class PartsControl::Seat final : public control::ProgramSeat
{
public:
    Seat(engine::Machine& machine, parts::ProgramPort& port)
        : m_machine(machine)
        , m_port(&port)
    {
    }
    ~Seat() override
    {
        if (m_port != nullptr)
            static_cast<void>(m_machine.call([this] { m_port->release(); }));
    }
    Seat(const Seat&) = delete;
    Seat& operator=(const Seat&) = delete;

    void take(UniqueFd connection) override
    {
        parts::ProgramPort* const port = std::exchange(m_port, nullptr);
        static_cast<void>(m_machine.call([&] { port->serve(std::move(connection)); }));
    }

private:
    engine::Machine& m_machine;
    parts::ProgramPort* m_port; ///< reserved; nullptr once it is served
};

PartsControl::PartsControl(BoardMachine& board, std::function<void()> wake)
    : m_board(board)
    , m_machine(board.machine())
    , m_wake(std::move(wake))
    , m_watches(std::make_shared<std::vector<Watch*>>())
{
    static_cast<void>(m_machine.call([this] {
        m_partChange = m_board.onPartChange([this](const BoardMachine::PartChange& change) {
            for (Watch* const watch : *m_watches) {
                if (change.isThere)
                    watch->add(change.part);
                watch->partsChanged();
            }
        });
    }));
}

PartsControl::~PartsControl()
{
    static_cast<void>(m_machine.call([this] { m_partChange.end(); }));
}

std::vector<control::PartDescription> PartsControl::parts()
{
    std::vector<control::PartDescription> descriptions;
    static_cast<void>(m_machine.call([&] {
        for (parts::Part* part : m_board.parts()) {
            control::PartDescription description{.name = part->name(),
                                                 .kind = std::string(part->type().name),
                                                 .description =
                                                     std::string(part->type().description),
                                                 .properties = {},
                                                 .isAdded = m_board.isAdded(*part)};
            for (const engine::Property* property : part->properties().properties())
                description.properties.push_back(property->description());
            descriptions.push_back(std::move(description));
        }
    }));
    return descriptions;
}

Result<engine::Property*> PartsControl::findProperty(const PropertyPath& path) const
{
    const auto part = findPart(m_board.parts(), path.part);
    if (!part)
        return fail(part.error());
    return (*part)->properties().find(path.property);
}

Result<engine::PropertyDescription> PartsControl::describe(const PropertyPath& path)
{
    return m_machine.call([&]() -> Result<engine::PropertyDescription> {
        const auto property = findProperty(path);
        if (!property)
            return fail(property.error());
        return (*property)->description();
    });
}

Result<PropertySample> PartsControl::get(const PropertyPath& path)
{
    return m_machine.call([&]() -> Result<PropertySample> {
        const auto property = findProperty(path);
        if (!property)
            return fail(property.error());
        return PropertySample{path, (*property)->value(), m_machine.scheduler().now()};
    });
}

Result<> PartsControl::check(const PropertyPath& path, const engine::PropertyValue& value)
{
    return m_machine.call([&]() -> Result<> {
        const auto property = findProperty(path);
        if (!property)
            return fail(property.error());
        if ((*property)->description().access != engine::Access::Settable)
            return (*property)->setFromClient(value); // refuses
        const auto checked = (*property)->check(value);
        return checked ? Result<>() : Result<>(fail(checked.error()));
    });
}

Result<> PartsControl::set(const PropertyPath& path, const engine::PropertyValue& value)
{
    return m_machine.call([&]() -> Result<> {
        const auto property = findProperty(path);
        if (!property)
            return fail(property.error());
        return (*property)->setFromClient(value);
    });
}

Result<> PartsControl::setAt(const PropertyPath& path, const engine::PropertyValue& value,
                             engine::VirtualTime time)
{
    return m_machine.call([&]() -> Result<> {
        const auto property = findProperty(path);
        if (!property)
            return fail(property.error());
        if ((*property)->description().access != engine::Access::Settable)
            return (*property)->setFromClient(value); // refuses
        if (const auto checked = (*property)->check(value); !checked)
            return fail(checked.error());
        // Nothing is left to refuse then, unless the part is gone.
        m_machine.scheduler().at(time, "part.setAt", [&board = m_board, path, value] {
            const auto part = findPart(board.parts(), path.part);
            if (!part)
                return;
            if (const auto set = (*part)->properties().find(path.property))
                static_cast<void>((*set)->setFromClient(value));
        });
        return {};
    });
}

Result<std::unique_ptr<control::PropertyWatch>>
PartsControl::watch(std::vector<std::string> patterns)
{
    auto watch = std::make_unique<Watch>(m_machine, m_watches, std::move(patterns), m_wake);
    const auto called = m_machine.call([&] { watch->begin(m_board.parts()); });
    if (!called)
        return fail(called.error());
    return std::unique_ptr<control::PropertyWatch>(std::move(watch));
}

Result<control::Pixels> PartsControl::pixels(const PropertyPath& path)
{
    return m_machine.call([&]() -> Result<control::Pixels> {
        const auto part = findPart(m_board.parts(), path.part);
        if (!part)
            return fail(part.error());
        const auto property = (*part)->properties().find(path.property);
        if (!property)
            return fail(property.error());
        const auto* const image = std::get_if<engine::Image>(&(*property)->value());
        if (image == nullptr)
            return fail(ErrorCode::InvalidArgument,
                        fmt::format("\"{}\" is not an image", path.toString()));
        const auto bytes = std::as_bytes((*part)->pixels());
        return control::Pixels{*image, {bytes.begin(), bytes.end()}};
    });
}

Result<std::unique_ptr<control::ProgramSeat>> PartsControl::reserve(const std::string& name)
{
    return m_machine.call([&]() -> Result<std::unique_ptr<control::ProgramSeat>> {
        const auto part = findPart(m_board.parts(), name);
        if (!part)
            return fail(part.error());
        parts::ProgramPort* const port = (*part)->programPort();
        if (port == nullptr)
            return fail(Error{.code = ErrorCode::InvalidArgument,
                              .message = fmt::format("\"{}\" is a {}, which no program plays", name,
                                                     (*part)->type().name),
                              .where = {},
                              .expected = "a part of a type such as \"custom-i2c\"",
                              .advice = {},
                              .activity = {}});
        if (auto reserved = port->reserve(); !reserved)
            return fail(reserved.error());
        return std::make_unique<Seat>(m_machine, *port);
    });
}

} // namespace perisphere::runtime
