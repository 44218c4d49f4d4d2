#include "machine_recording.hpp"

#include "perisphere/control/glob.hpp"

#include <fmt/format.h>

#include <utility>

namespace perisphere::runtime
{
namespace
{

/// Which patterns have met something.
class Patterns
{
public:
    explicit Patterns(const std::vector<std::string>& patterns)
        : m_patterns(patterns)
        , m_isMet(patterns.size(), false)
    {
    }

    [[nodiscard]] bool match(std::string_view name)
    {
        bool isMatch = false;
        for (std::size_t i = 0; i < m_patterns.size(); ++i)
            if (control::matchesGlob(m_patterns[i], name)) {
                m_isMet[i] = true;
                isMatch = true;
            }
        return isMatch;
    }

    [[nodiscard]] Result<> allMet() const
    {
        for (std::size_t i = 0; i < m_patterns.size(); ++i)
            if (!m_isMet[i])
                return fail(Error{
                    .code = ErrorCode::NotFound,
                    .message = fmt::format("no pin and no property matches \"{}\"", m_patterns[i]),
                    .expected = "a pattern such as \"MT3620.GPIO*\" or \"D1.*\""});
        return {};
    }

private:
    const std::vector<std::string>& m_patterns;
    std::vector<bool> m_isMet;
};

} // namespace

MachineRecording::~MachineRecording()
{
    static_cast<void>(m_board.machine().call([this] { m_recorder.reset(); }));
}

Result<> MachineRecording::start(const std::vector<std::string>& patterns, std::size_t capacity)
{
    return m_board.machine().call([&]() -> Result<> {
        auto recorder =
            std::make_unique<engine::TraceRecorder>(m_board.machine().scheduler(), capacity);
        Patterns wanted(patterns);
        for (const engine::Pin* pin : m_board.netlist().pins())
            if (wanted.match(pin->name()))
                recorder->watchLevel(**m_board.netlist().findPin(pin->name()));
        for (parts::Part* part : m_board.parts())
            for (engine::Property* property : part->properties().properties())
                // Texts, colours and pictures have no place in a dump and are passed over.
                if (wanted.match(part->name() + "." + property->name()))
                    static_cast<void>(recorder->watch(part->properties(), *property));
        if (auto met = wanted.allMet(); !met)
            return met;
        m_recorder = std::move(recorder);
        return {};
    });
}

engine::Trace MachineRecording::trace()
{
    engine::Trace trace;
    static_cast<void>(m_board.machine().call([&] {
        if (m_recorder)
            trace = m_recorder->snapshot();
    }));
    return trace;
}

} // namespace perisphere::runtime
