#include "emulated_program.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <spawn.h>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace perisphere::test
{

EmulatedProgram::EmulatedProgram(const std::vector<std::string>& words,
                                 const std::vector<std::string>& options)
{
    std::vector<std::string> all{PERISPHERE_A7, "--sysroot", PERISPHERE_DEVICE_ROOT};
    all.insert(all.end(), options.begin(), options.end());
    all.insert(all.end(), words.begin(), words.end());
    std::vector<char*> pointers;
    for (std::string& word : all)
        pointers.push_back(word.data());
    pointers.push_back(nullptr);
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        throw std::runtime_error("pipe2 failed");
    m_output = UniqueFd(ends[0]);
    const UniqueFd writes(ends[1]);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, writes.get(), STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, writes.get(), STDERR_FILENO);
    const int problem =
        ::posix_spawn(&m_process, PERISPHERE_A7, &actions, nullptr, pointers.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (problem != 0)
        throw std::runtime_error("perisphere-a7 does not start");
}

EmulatedProgram::~EmulatedProgram()
{
    if (m_process > 0) {
        ::kill(m_process, SIGKILL);
        ::waitpid(m_process, nullptr, 0);
    }
}

bool EmulatedProgram::readMore()
{
    std::array<char, 4096> buffer; // NOLINT(cppcoreguidelines-pro-type-member-init): read() fills
    const ssize_t count = ::read(m_output.get(), buffer.data(), buffer.size());
    if (count > 0)
        m_printed.append(buffer.data(), static_cast<std::size_t>(count));
    return count > 0;
}

std::string EmulatedProgram::connect()
{
    constexpr std::string_view kSaid = "Listening on port ";
    for (;;) {
        const std::size_t found = m_printed.find(kSaid);
        const std::size_t end = m_printed.find('\n', found);
        if (found != std::string::npos && end != std::string::npos)
            return "target remote :" +
                   m_printed.substr(found + kSaid.size(), end - found - kSaid.size());
        if (!readMore())
            throw std::runtime_error("perisphere-a7 does not listen; it printed:\n" + m_printed);
    }
}

void EmulatedProgram::waitToPrint(std::string_view text)
{
    while (m_printed.find(text) == std::string::npos)
        if (!readMore())
            throw std::runtime_error("perisphere-a7 has ended; it printed:\n" + m_printed);
}

std::string EmulatedProgram::end()
{
    while (readMore())
        continue;
    int status = 0;
    while (::waitpid(m_process, &status, 0) < 0 && errno == EINTR)
        continue;
    m_process = -1;
    return WIFSIGNALED(status) ? fmt::format("signal {}", WTERMSIG(status))
                               : fmt::format("exit {}", WEXITSTATUS(status));
}

} // namespace perisphere::test
