// The daemon as systemd starts it, on the configuration in a folder: FOLDER/perisphered.json, which
// has "name": "bench" and "runtime": "FOLDER/run".
#pragma once

#include "perisphere/base/unique_fd.hpp"
#include "perisphere/control/client.hpp"
#include "perisphere/control/registry.hpp"

#include <array>
#include <csignal>
#include <filesystem>
#include <spawn.h>
#include <stdexcept>
#include <string>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <utility>
#include <vector>

namespace perisphere::test
{

class StartedDaemon
{
public:
    /// Returns when it says that it is ready.
    explicit StartedDaemon(const std::filesystem::path& folder,
                           std::vector<std::string> environment = {})
        : m_folder(folder)
        , m_notified(listenAt(folder / "notify"))
    {
        const std::string configuration = (folder / "perisphered.json").string();
        std::array<const char*, 7> arguments{
            PERISPHERED, "run",  "--configuration", configuration.c_str(), "--boards",
            BOARDS,      nullptr};
        environment.push_back("NOTIFY_SOCKET=" + (folder / "notify").string());
        std::vector<char*> variables;
        for (std::string& one : environment)
            variables.push_back(one.data());
        variables.push_back(nullptr);
        must(::posix_spawn(&m_process, PERISPHERED, nullptr, nullptr,
                           const_cast<char* const*>(arguments.data()), variables.data()) == 0,
             "the daemon cannot be started");
        std::string notice;
        while ((notice = nextNotice()) == "WATCHDOG=1")
            ;
        must(notice == "READY=1", "the daemon does not get ready");
    }
    StartedDaemon(const StartedDaemon&) = delete;
    StartedDaemon& operator=(const StartedDaemon&) = delete;
    ~StartedDaemon()
    {
        if (m_process > 0)
            stop();
    }

    [[nodiscard]] pid_t process() const { return m_process; }

    /// What it tells the manager next, within a minute; else nothing.
    [[nodiscard]] std::string nextNotice() const
    {
        std::array<char, 256> said{};
        const auto bytes = ::recv(m_notified.get(), said.data(), said.size(), 0);
        return bytes > 0 ? std::string(said.data(), static_cast<std::size_t>(bytes)) : "";
    }

    /// The exit code; -1: a signal ended it.
    int stop()
    {
        ::kill(m_process, SIGTERM);
        return awaitEnd();
    }
    int awaitEnd()
    {
        int status = 0;
        ::waitpid(std::exchange(m_process, 0), &status, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

    [[nodiscard]] control::ControlClient client() const
    {
        const auto registry = control::DeviceRegistry::open(m_folder / "run").value();
        return control::ControlClient::connect(registry.find("bench").value()).value();
    }

private:
    static void must(bool isSo, const char* otherwise)
    {
        if (!isSo)
            throw std::runtime_error(otherwise);
    }
    static UniqueFd listenAt(const std::filesystem::path& socket)
    {
        std::filesystem::remove(socket);
        UniqueFd notified(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        must(socket.string().size() < sizeof address.sun_path, "the folder's path is too long");
        socket.string().copy(address.sun_path, sizeof address.sun_path - 1);
        must(::bind(notified.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) ==
                 0,
             "no socket can be made in the folder");
        const timeval most{.tv_sec = 60, .tv_usec = 0};
        ::setsockopt(notified.get(), SOL_SOCKET, SO_RCVTIMEO, &most, sizeof most);
        return notified;
    }

    std::filesystem::path m_folder;
    UniqueFd m_notified;
    pid_t m_process = 0;
};

} // namespace perisphere::test
