// perisphere-a7 with a program that waits for GDB.
#pragma once

#include "perisphere/base/unique_fd.hpp"

#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace perisphere::test
{

class EmulatedProgram
{
public:
    /// `options` are the emulator's, `words` the program and its arguments.
    explicit EmulatedProgram(const std::vector<std::string>& words,
                             const std::vector<std::string>& options = {"--gdb", "0"});
    EmulatedProgram(const EmulatedProgram&) = delete;
    EmulatedProgram& operator=(const EmulatedProgram&) = delete;
    ~EmulatedProgram();

    /// "target remote :PORT", as soon as the program listens.
    std::string connect();
    void waitToPrint(std::string_view text);
    /// Waits for its end: "exit 7" or "signal 11".
    std::string end();
    /// What it has printed until its end.
    [[nodiscard]] const std::string& printed() const { return m_printed; }
    [[nodiscard]] ::pid_t processId() const { return m_process; }

private:
    bool readMore();

    UniqueFd m_output;
    ::pid_t m_process = -1;
    std::string m_printed;
};

} // namespace perisphere::test
