#include "serial_control.hpp"

#include "perisphere/base/suggest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace perisphere::runtime
{
namespace
{

constexpr std::size_t kMaxTyped = 65536;

std::span<const std::uint8_t> charactersOf(std::span<const std::byte> bytes)
{
    return {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
}

} // namespace

/// Types at a core's debug UART as a terminal of 115200 baud does: the receive FIFO has 32 places.
class SerialControl::Keyboard
{
public:
    Keyboard(BoardMachine& board, SerialStreams& streams, unsigned core)
        : m_board(board)
        , m_streams(streams)
        , m_core(core)
        , m_next(board.machine().scheduler(), "serial.typeAtCore", [this] { type(); })
    {
    }

    Result<std::size_t> add(std::span<const std::uint8_t> characters)
    {
        realtime::RealTimeSubsystem* const cores = m_board.realTime();
        if (cores == nullptr || cores->componentOn(m_core).empty())
            return fail(Error{.code = ErrorCode::InvalidArgument,
                              .message = fmt::format("real-time core {} has no program", m_core),
                              .where = {},
                              .expected = "a core that an app runs on",
                              .advice = "start the app; core.list tells which core it is on"});
        const auto taken = characters.first(
            std::min(characters.size(), kMaxTyped - std::min(kMaxTyped, m_queue.size())));
        m_queue.append(taken.begin(), taken.end());
        tell();
        if (!m_next.isPending() && !m_queue.empty())
            m_next.setAfter(bus::UartFormat{}.characterTime());
        return taken.size();
    }

private:
    void type()
    {
        realtime::RealTimeSubsystem* const cores = m_board.realTime();
        if (cores->componentOn(m_core).empty()) { // it has ended
            m_queue.clear();
            tell();
            return;
        }
        const char character = m_queue.front();
        m_queue.erase(0, 1);
        if (!m_queue.empty())
            m_next.setAfter(bus::UartFormat{}.characterTime());
        tell();
        cores->type(m_core, {&character, 1});
    }
    void tell()
    {
        m_streams.update(
            m_core, [size = m_queue.size()](control::SerialPort& port) { port.pending = size; });
    }

    BoardMachine& m_board;
    SerialStreams& m_streams;
    unsigned m_core;
    std::string m_queue;
    engine::Timer m_next;
};

void addCoreStreams(SerialStreams& streams)
{
    for (unsigned core = 0; core < realtime::kCoreCount; ++core)
        streams.add(
            {.name = fmt::format("realTime{}", core), .isCore = true, .format = {}, .sender = {}});
}

SerialControl::SerialControl(BoardMachine& board, SerialStreams& streams)
    : m_board(board)
    , m_streams(streams)
{
    for (const control::SerialPort& core : streams.ports())
        m_names.push_back(core.name);
    static_cast<void>(board.machine().call([this] {
        for (unsigned core = 0; core < realtime::kCoreCount; ++core)
            m_keyboards[core] = std::make_unique<Keyboard>(m_board, m_streams, core);
        for (parts::Part* const part : m_board.parts()) {
            auto* const terminal = dynamic_cast<parts::SerialTerminal*>(part);
            if (terminal == nullptr)
                continue;
            const auto take = [](const parts::SerialLine& line, control::SerialPort& port) {
                port.format = line.format;
                port.sender = line.sender;
                port.errors = line.errors;
                port.pending = line.pending;
            };
            control::SerialPort port{.name = part->name(), .format = {}, .sender = {}};
            take(terminal->line(), port);
            m_names.push_back(port.name);
            m_terminals.push_back(terminal);
            const std::size_t index = m_streams.add(std::move(port));
            terminal->setListener([this, index, take](std::span<const std::uint8_t> characters,
                                                      const parts::SerialLine& line) {
                if (!characters.empty())
                    m_streams.received(index, {reinterpret_cast<const char*>(characters.data()),
                                               characters.size()});
                m_streams.update(index, [&](control::SerialPort& one) { take(line, one); });
            });
        }
    }));
}

SerialControl::~SerialControl()
{
    static_cast<void>(m_board.machine().call([this] {
        for (parts::SerialTerminal* const terminal : m_terminals)
            terminal->setListener({});
        for (auto& keyboard : m_keyboards)
            keyboard.reset();
    }));
}

Result<std::size_t> SerialControl::find(std::string_view name) const
{
    const auto found = std::find(m_names.begin(), m_names.end(), name);
    if (found != m_names.end())
        return static_cast<std::size_t>(found - m_names.begin());
    const std::vector<std::string_view> names(m_names.begin(), m_names.end());
    return fail(Error{.code = ErrorCode::NotFound,
                      .message = fmt::format("there is no serial port \"{}\"", name),
                      .where = {},
                      .expected = "a name that serial.list gives",
                      .advice = suggestion(name, names)});
}

Result<control::SerialPort> SerialControl::port(std::string_view name)
{
    const auto line = find(name);
    if (!line)
        return fail(line.error());
    return m_streams.port(*line);
}

Result<control::SerialPage> SerialControl::read(std::string_view name, std::uint64_t since,
                                                std::size_t limit)
{
    const auto line = find(name);
    if (!line)
        return fail(line.error());
    return m_streams.page(*line, since, limit);
}

Result<std::size_t> SerialControl::send(std::string_view name, std::span<const std::byte> bytes)
{
    const auto line = find(name);
    if (!line)
        return fail(line.error());
    return m_board.machine().call([&]() -> Result<std::size_t> {
        if (*line < m_keyboards.size())
            return m_keyboards[*line]->add(charactersOf(bytes));
        return m_terminals[*line - m_keyboards.size()]->type(charactersOf(bytes));
    });
}

std::uint64_t SerialControl::revision(std::string_view name)
{
    const auto line = find(name);
    return line ? m_streams.revision(*line) : 0;
}

} // namespace perisphere::runtime
