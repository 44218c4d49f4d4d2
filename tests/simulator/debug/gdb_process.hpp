// A real GDB, driven over its standard input.
#pragma once

#include "perisphere/base/unique_fd.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace perisphere::test
{

/// gdb-multiarch without its user's settings, in English, without paging. A command that is not
/// over after two minutes ends the test with what has been printed.
class GdbProcess
{
public:
    GdbProcess();
    GdbProcess(const GdbProcess&) = delete;
    GdbProcess& operator=(const GdbProcess&) = delete;
    ~GdbProcess();

    /// What GDB prints for it.
    std::string run(std::string_view command);

    /// Only sends it; finish() waits.
    void start(std::string_view command);
    std::string finish();
    /// Waits until the command that is under way has printed `text`, and takes what is printed so
    /// far.
    std::string waitToPrint(std::string_view text) { return readUntil(text); }

    void pressCtrlC() const;
    /// Ends GDB like a crash.
    void kill();

    /// All commands in one GDB that ends by itself: what it prints.
    [[nodiscard]] static std::string batch(const std::vector<std::string>& commands);

private:
    using Deadline = std::chrono::steady_clock::time_point;

    explicit GdbProcess(const std::vector<std::string>& arguments);
    std::string readUntil(std::string_view end);
    void wait();

    UniqueFd m_input;
    UniqueFd m_output;
    pid_t m_process = -1;
    int m_commands = 0;
    std::string m_printed;
};

} // namespace perisphere::test
