// run_served EMULATOR WARM_UP ROOT ARGUMENTS: as `EMULATOR ARGUMENTS`, but started by a start
// server that has warmed up with ROOT, as apps are on a device.
#include "perisphere/device/start_server.hpp"

#include <cerrno>
#include <climits>
#include <cstdio>
#include <poll.h>
#include <string>
#include <unistd.h>
#include <vector>

using namespace perisphere;

namespace
{

int failed(const Error& error)
{
    std::fprintf(stderr, "run_served: %s\n", error.toString().c_str());
    return 126;
}

} // namespace

int main(int argc, char** argv)
{
    std::vector<std::string> words(argv + 1, argv + argc);
    if (words.size() < 4)
        return 2;
    const std::string emulator = words[0];
    const auto server =
        device::StartServer::start(emulator, {emulator, "--serve-starts", words[1], words[2]});
    if (!server)
        return failed(server.error());
    device::ChildProcessSpec spec;
    spec.program = emulator;
    spec.arguments = {emulator, "--exact-faults"};
    spec.arguments.insert(spec.arguments.end(), words.begin() + 3, words.end());
    for (char** variable = environ; *variable != nullptr; ++variable)
        spec.environment.emplace_back(*variable);
    char folder[PATH_MAX];
    spec.workingDirectory = ::getcwd(folder, sizeof folder);
    spec.descriptors = {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO};
    const auto child = device::ChildProcess::start(spec, server->get());
    if (!child)
        return failed(child.error());
    pollfd ended{.fd = (*child)->exitDescriptor(), .events = POLLIN, .revents = 0};
    while (::poll(&ended, 1, -1) < 0 && errno == EINTR) {
    }
    const auto end = (*child)->takeExit();
    if (!end)
        return 126;
    return end->bySignal ? 128 + end->code : end->code;
}
