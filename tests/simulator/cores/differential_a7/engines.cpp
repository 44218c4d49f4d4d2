#include "engines.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fstream>
#include <iterator>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace perisphere::differential
{

EngineRun runGuest(const Engine& engine, const std::filesystem::path& guest,
                   const std::filesystem::path& file, const std::vector<std::uint8_t>& batch,
                   bool hasFaults)
{
    std::ofstream(file, std::ios::binary)
        .write(reinterpret_cast<const char*>(batch.data()),
               static_cast<std::streamsize>(batch.size()));
    std::vector<std::string> words = engine.command;
    words.insert(words.end(), {guest.string(), file.string()});
    if (hasFaults)
        words.emplace_back("faults");
    std::vector<char*> arguments;
    for (std::string& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    pid_t process = 0;
    const int error =
        ::posix_spawnp(&process, arguments[0], nullptr, nullptr, arguments.data(), environ);
    if (error != 0)
        return {.failure = fmt::format("start {}: {}", words[0], std::strerror(error))};
    // A guest that loops is a difference, too.
    constexpr int kMostMilliseconds = 300'000;
    pollfd ended{.fd = static_cast<int>(::syscall(SYS_pidfd_open, process, 0)), .events = POLLIN};
    if (::poll(&ended, 1, kMostMilliseconds) == 0)
        ::kill(process, SIGKILL);
    ::close(ended.fd);
    int status = 0;
    while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {
    }
    if (status != 0)
        return {.failure = fmt::format("{} ended with status {:#x}, expected 0 within five "
                                       "minutes; try it alone: {} {} {} {}",
                                       engine.name, static_cast<unsigned>(status),
                                       fmt::join(engine.command, " "), guest.string(),
                                       file.string(), hasFaults ? "faults" : "")};
    std::ifstream in(file, std::ios::binary);
    return {.file = {std::istreambuf_iterator<char>(in), {}}};
}

} // namespace perisphere::differential
