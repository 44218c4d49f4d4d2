#pragma once

#include "perisphere/control/serial_target.hpp"
#include "wake.hpp"

#include <algorithm>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace perisphere::test
{

namespace c = control;

class FakeSerial final : public control::SerialTarget
{
public:
    explicit FakeSerial(Wake wake)
        : m_wake(std::move(wake))
    {
    }
    std::vector<c::SerialPort> ports() override
    {
        return {m_port,
                {.name = "realTime0", .isCore = true, .format = {}, .sender = {}, .received = 1}};
    }
    Result<c::SerialPort> port(std::string_view name) override
    {
        if (name != m_port.name)
            return fail(ErrorCode::NotFound, "there is no serial port");
        return m_port;
    }
    Result<c::SerialPage> read(std::string_view name, std::uint64_t since,
                               std::size_t limit) override
    {
        if (const auto found = port(name); !found)
            return fail(found.error());
        const std::uint64_t from = std::clamp<std::uint64_t>(since, kMissed, m_port.received);
        const auto rest = std::as_bytes(std::span(m_bytes)).subspan(from - kMissed);
        const auto taken = rest.first(std::min(limit, rest.size()));
        return c::SerialPage{.bytes = {taken.begin(), taken.end()},
                             .next = from + taken.size(),
                             .missed = from - since};
    }
    Result<std::size_t> send(std::string_view name, std::span<const std::byte> bytes) override
    {
        if (const auto found = port(name); !found)
            return fail(found.error());
        receive({reinterpret_cast<const char*>(bytes.data()), bytes.size()}); // a loopback
        return bytes.size();
    }
    std::uint64_t revision(std::string_view) override { return m_revision; }
    void receive(std::string_view bytes)
    {
        m_bytes += bytes;
        m_port.received += bytes.size();
        m_port.sender = bus::UartFormat{.baudRate = 9600};
        ++m_revision;
        m_wake();
    }
    static constexpr std::uint64_t kMissed = 5; ///< bytes that have left the history

private:
    Wake m_wake;
    c::SerialPort m_port{.name = "TERM1",
                         .format = bus::UartFormat{.parity = bus::UartParity::Even},
                         .sender = {},
                         .received = kMissed};
    std::string m_bytes;
    std::uint64_t m_revision = 1;
};

} // namespace perisphere::test
