// Starts of one program without executing it each time: a process that executes it has made ready
// what all starts need, and forks for each. What it forks is a child of the device's, as one that
// the device has executed is, and comes under the same rules before it sees anything of the app.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/base/unique_fd.hpp"
#include "perisphere/device/child_process.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace perisphere::device
{

struct ChildStart;

/// The device's end. The server ends with it.
class StartServer
{
public:
    /// `program` has to call serveStarts(kSocket) when it is executed with these arguments (argv[0]
    /// first); it has this process' environment and error stream. Returns before it is ready: the
    /// first fork() waits.
    [[nodiscard]] static Result<std::unique_ptr<StartServer>>
    start(const std::filesystem::path& program, std::vector<std::string> arguments);

    /// The descriptor on which it is asked.
    static constexpr int kSocket = 3;

    /// As fork(2), where the child runs becomeProgramHere(start).
    [[nodiscard]] Result<::pid_t> fork(const ChildStart& start);

    [[nodiscard]] const ChildProcess& process() const { return *m_process; }

private:
    StartServer(std::unique_ptr<ChildProcess> process, UniqueFd socket)
        : m_process(std::move(process))
        , m_socket(std::move(socket))
    {
    }
    std::unique_ptr<ChildProcess> m_process;
    UniqueFd m_socket;
};

/// The server's end, in a process with one thread: in each child calls `program` with its arguments
/// (argv[0] first) and ends with what that returns. Returns when the device is gone, or asks for
/// what it cannot mean.
void serveStarts(int socket, const std::function<int(int argc, char** argv)>& program);

} // namespace perisphere::device
