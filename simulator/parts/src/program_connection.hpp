// What a custom part's program is asked, and how long the machine waits for it.
//
// Virtual time stands still while the program thinks: the machine thread itself waits on the
// socket, so that a run is the same however fast the program is. A program that fails to answer has
// failed for good; the part goes on without one.
#pragma once

#include "perisphere/base/line_buffer.hpp"
#include "perisphere/engine/property.hpp"
#include "perisphere/engine/scheduler.hpp"
#include "perisphere/json/document.hpp"
#include "perisphere/parts/configuration.hpp"
#include "perisphere/parts/program_port.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace perisphere::parts
{

class ProgramConnection final : public ProgramPort
{
public:
    /// Takes "timeout" from the configuration and adds the property "served" to the table.
    ProgramConnection(engine::PropertyTable& properties, const Configuration& configuration);

    /// The program's {"acknowledge": ...}; false without a program.
    [[nodiscard]] bool askAcknowledge(std::string_view method, const json::Value& params);
    /// The program's {"byte": ...}; without a program 0xFF, a line that nobody drives.
    [[nodiscard]] std::uint8_t askByte(std::string_view method, const json::Value& params);
    /// Is not answered.
    void tell(std::string_view method, const json::Value& params);

    Result<> reserve() override;
    void release() override { m_isReserved = false; }
    void serve(UniqueFd connection) override;
    void onTrouble(std::function<void(const std::string&)> listener) override
    {
        m_listener = std::move(listener);
    }

private:
    using Deadline = std::chrono::steady_clock::time_point;

    [[nodiscard]] bool isConnected();
    [[nodiscard]] std::optional<json::Value> ask(std::string_view method,
                                                 const json::Value& params);
    [[nodiscard]] Result<json::Value> exchange(std::string_view method, const json::Value& params);
    [[nodiscard]] Deadline deadline() const;
    Result<> send(std::string_view line, Deadline deadline);
    Result<std::string> receive(Deadline deadline);
    Result<> waitFor(short events, Deadline deadline);
    void lose(std::string_view method, const Error& error);
    void report(const std::string& trouble);

    std::string m_part;
    std::chrono::duration<double> m_timeout;
    engine::BoolProperty m_served;
    std::function<void(const std::string&)> m_listener;
    UniqueFd m_socket;
    LineBuffer m_received;
    std::int64_t m_lastId = 0;
    bool m_isReserved = false;
    bool m_isReported = false; ///< why there is no program
};

} // namespace perisphere::parts
