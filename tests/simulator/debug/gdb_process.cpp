#include "gdb_process.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace perisphere::test
{
namespace
{

constexpr auto kPatience = std::chrono::minutes(2);

struct Pipe {
    UniqueFd reads;
    UniqueFd writes;
};

Pipe makePipe()
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        throw std::runtime_error("pipe2 failed");
    return {.reads = UniqueFd(ends[0]), .writes = UniqueFd(ends[1])};
}

std::string marker(int number)
{
    return fmt::format("<command {} is done>", number);
}

} // namespace

GdbProcess::GdbProcess()
    : GdbProcess(std::vector<std::string>{})
{
}

GdbProcess::GdbProcess(const std::vector<std::string>& arguments)
{
    Pipe input = makePipe();
    Pipe output = makePipe();
    std::vector<std::string> words = {
        "gdb-multiarch",      "-nx", "-q",         "-ex", "set confirm off", "-ex",
        "set pagination off", "-ex", "set width 0"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> pointers;
    for (std::string& word : words)
        pointers.push_back(word.data());
    pointers.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input.reads.get(), STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output.writes.get(), STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output.writes.get(), STDERR_FILENO);
    const int problem =
        ::posix_spawnp(&m_process, "gdb-multiarch", &actions, nullptr, pointers.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (problem != 0)
        throw std::runtime_error(
            "gdb-multiarch does not start; it is in Debian's package of that name");
    m_input = std::move(input.writes);
    m_output = std::move(output.reads);
}

GdbProcess::~GdbProcess()
{
    if (m_process > 0)
        kill();
}

void GdbProcess::start(std::string_view command)
{
    const std::string line = fmt::format("{}\necho {}\\n\n", command, marker(++m_commands));
    if (::write(m_input.get(), line.data(), line.size()) != static_cast<ssize_t>(line.size()))
        throw std::runtime_error("gdb takes no command");
}

std::string GdbProcess::finish()
{
    return readUntil(marker(m_commands) + "\n");
}

std::string GdbProcess::run(std::string_view command)
{
    start(command);
    return finish();
}

void GdbProcess::pressCtrlC() const
{
    ::kill(m_process, SIGINT);
}

void GdbProcess::kill()
{
    ::kill(m_process, SIGKILL);
    wait();
}

void GdbProcess::wait()
{
    while (::waitpid(m_process, nullptr, 0) < 0 && errno == EINTR)
        continue;
    m_process = -1;
}

/// To the end of the output for an empty `end`.
std::string GdbProcess::readUntil(std::string_view end)
{
    const Deadline deadline = std::chrono::steady_clock::now() + kPatience;
    for (;;) {
        if (const auto found = end.empty() ? std::string::npos : m_printed.find(end);
            found != std::string::npos) {
            std::string part = m_printed.substr(0, found);
            m_printed.erase(0, found + end.size());
            return part;
        }
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(
            deadline - std::chrono::steady_clock::now());
        pollfd entry{.fd = m_output.get(), .events = POLLIN, .revents = 0};
        if (left.count() <= 0 || ::poll(&entry, 1, static_cast<int>(left.count())) == 0)
            throw std::runtime_error("gdb does not go on; it printed:\n" + m_printed);
        std::array<char, 4096> buffer;
        const ssize_t count = ::read(m_output.get(), buffer.data(), buffer.size());
        if (count > 0)
            m_printed.append(buffer.data(), static_cast<std::size_t>(count));
        else if (count == 0 && end.empty())
            return std::exchange(m_printed, {});
        else if (count == 0)
            throw std::runtime_error("gdb has ended; it printed:\n" + m_printed);
    }
}

std::string GdbProcess::batch(const std::vector<std::string>& commands)
{
    std::vector<std::string> arguments = {"-batch"};
    for (const std::string& command : commands) {
        arguments.emplace_back("-ex");
        arguments.push_back(command);
    }
    GdbProcess gdb(arguments);
    gdb.m_input.reset();
    std::string printed = gdb.readUntil("");
    gdb.wait();
    return printed;
}

} // namespace perisphere::test
