// A serial terminal at the other end of a UART: shows what the app sends, types what is set.

#include "perisphere/engine/timer.hpp"
#include "perisphere/parts/part_type.hpp"
#include "perisphere/parts/serial_terminal.hpp"
#include "perisphere/parts/state_archive.hpp"
#include "printable.hpp"

#include <algorithm>
#include <array>

namespace perisphere::parts::uart_terminal
{
namespace
{

using namespace std::chrono_literals;

constexpr std::size_t kMaxLog = 65536;
constexpr std::size_t kMaxSend = 65536;

bus::UartFormat formatOf(const Configuration& configuration)
{
    const std::string& parity = configuration.text("parity");
    return {.baudRate = static_cast<std::uint32_t>(configuration.number("baudRate")),
            .dataBits = static_cast<std::uint8_t>(configuration.number("dataBits")),
            .stopBits = static_cast<std::uint8_t>(configuration.number("stopBits")),
            .parity = parity == "even"  ? bus::UartParity::Even
                      : parity == "odd" ? bus::UartParity::Odd
                                        : bus::UartParity::None};
}

class UartTerminal final : public Part, public bus::UartReceiver, public SerialTerminal
{
public:
    explicit UartTerminal(const PartSetup& setup)
        : Part(setup)
        , m_buses(setup.context.buses)
        , m_format(formatOf(setup.configuration))
        , m_baudRate(properties(), engine::Access::Settable, "baudRate", "of both directions",
                     m_format.baudRate, "Bd", {300, 6'000'000, {}})
        , m_port(setup.context.buses.uart(), pin("RX"), *this)
        , m_sent(scheduler(), "terminal.characterSent", [this] { characterSent(); })
        , m_flush(
              scheduler(), "terminal.flush", [this] { flush(); }, engine::Priority::Report)
        , m_baudWatch(m_baudRate.onChange([this](const engine::PropertyChange&) {
            m_format.baudRate = static_cast<std::uint32_t>(m_baudRate.value());
            tell();
        }))
        , m_sendWatch(m_send.onChange([this](const engine::PropertyChange&) { typeProperty(); }))
    {
        pin("TX").setDrive(engine::Drive::strong(engine::kSupply3V3)); // an idle line is high
    }

    void receive(std::span<const std::uint8_t> characters, const bus::UartFormat& sentAs) override
    {
        m_sender = sentAs;
        if (bus::receivedAs(sentAs, m_format) != bus::UartReception::Good) {
            m_errors.set(m_errors.value() + static_cast<std::int64_t>(characters.size()));
            tell();
            return;
        }
        tell(characters);
        for (const std::uint8_t character : characters) {
            m_received += static_cast<char>(character);
            if (character == '\n' || m_received.size() >= 1024)
                flush();
            else
                m_flush.setAfter(kQuiet);
        }
    }

    [[nodiscard]] SerialLine line() const override
    {
        return {.format = m_format,
                .sender = m_sender,
                .errors = static_cast<std::uint64_t>(m_errors.value()),
                .pending = m_queue.size()};
    }

    std::size_t type(std::span<const std::uint8_t> characters) override
    {
        const std::size_t room = kMaxSend - std::min(kMaxSend, m_queue.size());
        const auto taken = characters.first(std::min(room, characters.size()));
        m_queue.append(taken.begin(), taken.end());
        queued();
        return taken.size();
    }

    void archiveState(StateArchive& archive) override
    {
        std::string log = m_log.value();
        std::string lastLine = m_lastLine.value();
        std::int64_t errors = m_errors.value();
        archive.text("log", log);
        archive.text("lastLine", lastLine);
        archiveRaw(archive, "line", m_line);
        archiveRaw(archive, "received", m_received);
        archiveRaw(archive, "queue", m_queue);
        archive.integer("errors", errors);
        archive.timer("sent", m_sent);
        archive.timer("flush", m_flush);
        if (!archive.isRestoring())
            return;
        m_log.set(log);
        m_lastLine.set(lastLine);
        m_errors.set(errors);
        m_pending.set(static_cast<std::int64_t>(m_queue.size()));
    }

private:
    /// Characters that follow one another are shown together once the line is quiet for so long.
    static constexpr engine::Duration kQuiet = 10ms;

    /// As bytes: what was received need not be UTF-8, as a JSON text has to be.
    static void archiveRaw(StateArchive& archive, std::string_view name, std::string& text)
    {
        std::vector<std::uint8_t> bytes(text.begin(), text.end());
        archive.bytes(name, bytes);
        text.assign(bytes.begin(), bytes.end());
    }

    void flush()
    {
        m_flush.cancel();
        for (const char character : m_received) {
            if (character == '\n') {
                m_lastLine.set(toPrintable(m_line));
                m_line.clear();
            } else if (character != '\r' && m_line.size() < kMaxLog) {
                m_line += character;
            }
        }
        std::string log = m_log.value() + toPrintable(m_received);
        m_received.clear();
        if (log.size() > kMaxLog)
            log.erase(0, endOfPrintable(log, log.size() - kMaxLog));
        m_log.set(std::move(log));
    }

    void typeProperty()
    {
        if (m_send.value().empty())
            return;
        m_queue += m_send.value().substr(0, kMaxSend - std::min(kMaxSend, m_queue.size()));
        m_send.set(""); // so that the same text can be sent again
        queued();
    }

    void queued()
    {
        m_pending.set(static_cast<std::int64_t>(m_queue.size()));
        if (!m_sent.isPending() && !m_queue.empty())
            m_sent.setAfter(m_format.characterTime());
        tell();
    }

    void characterSent()
    {
        const auto character = static_cast<std::uint8_t>(m_queue.front());
        m_queue.erase(0, 1);
        m_pending.set(static_cast<std::int64_t>(m_queue.size()));
        if (!m_queue.empty())
            m_sent.setAfter(m_format.characterTime());
        tell();
        m_buses.transmit(pin("TX"), character, m_format);
    }

    engine::TextProperty m_log{properties(), engine::Access::Observable,
                               "log",        "what was received, the latest 64 KiB of it",
                               "",           kMaxLog};
    engine::TextProperty m_lastLine{properties(), engine::Access::Observable,
                                    "lastLine",   "the latest whole line received",
                                    "",           kMaxLog};
    engine::TextProperty m_send{properties(), engine::Access::Settable,
                                "send",       "text to send; empty again once it is taken",
                                "",           kMaxSend};
    engine::IntegerProperty m_pending{properties(),
                                      engine::Access::Observable,
                                      "pending",
                                      "characters that wait to be sent",
                                      0,
                                      "",
                                      {0, {}, {}}};
    engine::IntegerProperty m_errors{properties(),
                                     engine::Access::Observable,
                                     "errors",
                                     "characters received with a framing or parity error",
                                     0,
                                     "",
                                     {0, {}, {}}};
    bus::Buses& m_buses;
    bus::UartFormat m_format;
    std::optional<bus::UartFormat> m_sender; // for people; not kept with the state
    engine::IntegerProperty m_baudRate;
    bus::UartPort m_port;
    engine::Timer m_sent;
    engine::Timer m_flush;
    std::string m_received; // not shown yet
    std::string m_line;     // received so far of the line that has not ended
    std::string m_queue;    // to be sent
    engine::Subscription m_baudWatch;
    engine::Subscription m_sendWatch;
};

constexpr PinHint kPins[] = {
    {"RX", "receives what the app sends", 0, 12, PinRole::Input},
    {"TX", "sends what the app receives", 0, 6, PinRole::Output},
};

} // namespace

extern const PartType kType;
constinit const PartType kType = {
    .name = "uart-terminal",
    .title = "UART terminal",
    .description = "A serial terminal: shows what the app sends and sends what is typed",
    .configuration = R"({
        "baudRate": {"type": "integer", "minimum": 300, "maximum": 6000000,
                     "description": "Bits per second.", "default": 115200},
        "dataBits": {"type": "integer", "minimum": 5, "maximum": 8,
                     "description": "In a character.", "default": 8},
        "stopBits": {"type": "integer", "minimum": 1, "maximum": 2,
                     "description": "After a character.", "default": 1},
        "parity": {"type": "string", "enum": ["none", "even", "odd"],
                   "description": "Of a character.", "default": "none"}
    })",
    .drawing = {Shape::Terminal, 40, 18, "#101418", kPins},
    .make = [](PartSetup& setup) -> std::unique_ptr<Part> {
        return std::make_unique<UartTerminal>(setup);
    }};

} // namespace perisphere::parts::uart_terminal
