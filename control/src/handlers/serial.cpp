#include "handlers.hpp"
#include "perisphere/control/base64.hpp"
#include "perisphere/control/serial_target.hpp"

#include <utility>

namespace perisphere::control
{
namespace
{

constexpr std::size_t kPageBytes = 65536;

std::string_view parityName(bus::UartParity parity)
{
    switch (parity) {
    case bus::UartParity::Even:
        return "even";
    case bus::UartParity::Odd:
        return "odd";
    case bus::UartParity::None:
        break;
    }
    return "none";
}

Value formatToJson(const bus::UartFormat& format)
{
    return {{"baudRate", format.baudRate},
            {"dataBits", format.dataBits},
            {"stopBits", format.stopBits},
            {"parity", parityName(format.parity)}};
}

Value portToJson(const SerialPort& port)
{
    Value value = {{"name", port.name},
                   {"kind", port.isCore ? "core" : "terminal"},
                   {"errors", port.errors},
                   {"received", port.received},
                   {"pending", port.pending}};
    if (port.format)
        value["format"] = formatToJson(*port.format);
    if (port.sender)
        value["sender"] = formatToJson(*port.sender);
    if (port.format && port.sender)
        value["fits"] = bus::receivedAs(*port.sender, *port.format) == bus::UartReception::Good;
    return value;
}

Value serialPageToJson(const SerialPage& page)
{
    return {{"data", toBase64(page.bytes)}, {"next", page.next}, {"missed", page.missed}};
}

/// Reads on in the line's history: what a slow client has not had yet is kept nowhere else.
class SerialSubscription final : public Subscription
{
public:
    SerialSubscription(SerialTarget& serial, std::string port, std::uint64_t since)
        : m_serial(serial)
        , m_port(std::move(port))
        , m_since(since)
    {
    }
    [[nodiscard]] std::string_view notification() const override { return "serial.received"; }
    [[nodiscard]] std::optional<Value> take() override
    {
        const std::uint64_t revision = m_serial.revision(m_port);
        if (!m_hasMore && m_isBegun && revision == m_seen)
            return std::nullopt;
        const auto port = m_serial.port(m_port);
        const auto page = m_serial.read(m_port, m_since, kPageBytes);
        if (!port || !page)
            return std::nullopt;
        m_isBegun = true;
        m_seen = revision;
        m_since = page->next;
        m_hasMore = page->bytes.size() == kPageBytes;
        return Value{{"port", portToJson(*port)}, {"page", serialPageToJson(*page)}};
    }
    [[nodiscard]] bool hasMore() const override { return m_hasMore; }

private:
    SerialTarget& m_serial;
    std::string m_port;
    std::uint64_t m_since;
    std::uint64_t m_seen = 0;
    bool m_isBegun = false;
    bool m_hasMore = false;
};

} // namespace

Result<Value> serialList(const Call& call)
{
    Value ports = Value::array();
    for (const SerialPort& port : call.target().serial().ports())
        ports.push_back(portToJson(port));
    return Value{{"ports", std::move(ports)}};
}

Result<Value> serialRead(const Call& call)
{
    const auto page =
        call.target().serial().read(call.text("port"), call.numberOr<std::uint64_t>("since", 0),
                                    call.numberOr("limit", kPageBytes));
    if (!page)
        return fail(page.error());
    return serialPageToJson(*page);
}

Result<Value> serialSend(const Call& call)
{
    const auto bytes = fromBase64(call.text("data"));
    if (!bytes)
        return fail(Error{.code = ErrorCode::InvalidArgument,
                          .message = "\"data\" is not base64",
                          .where = {.pointer = "/params/data"},
                          .expected = "bytes in base64",
                          .advice = {}});
    const auto taken = call.target().serial().send(call.text("port"), *bytes);
    if (!taken)
        return fail(taken.error());
    return Value{{"taken", *taken}};
}

Result<Value> serialWatch(const Call& call)
{
    SerialTarget& serial = call.target().serial();
    const std::string& name = call.text("port");
    if (const auto port = serial.port(name); !port)
        return fail(port.error());
    return call.subscribe(std::make_unique<SerialSubscription>(
        serial, name, call.numberOr<std::uint64_t>("since", 0)));
}

} // namespace perisphere::control
