// An app as a process of its own that is served until it ends.
#pragma once

#include "perisphere/device/host_launcher.hpp"
#include "perisphere/device/service_host.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <fcntl.h>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <uv.h>

namespace perisphere::test
{

struct AppRun {
    int code = -1;      ///< of its exit; -1: by a signal
    std::string output; ///< what it printed, errors too
};

/// The loop's other handles go on meanwhile. `printed` is told what the app prints as it does so,
/// on a thread of its own.
inline AppRun runApp(uv_loop_t& loop, device::ServiceHost& host, device::AppLauncher& launcher,
                     const std::shared_ptr<const device::App>& app,
                     const device::StartOptions& options,
                     const std::function<void(std::string_view)>& printed = {})
{
    std::array<int, 2> sockets{};
    std::array<int, 2> output{};
    REQUIRE(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets.data()) == 0);
    REQUIRE(::pipe2(output.data(), O_CLOEXEC) == 0);
    host.serve(app, UniqueFd(sockets[0]));
    UniqueFd error(::fcntl(output[1], F_DUPFD_CLOEXEC, 0)); // what a sanitizer finds is said there
    auto process = launcher.start(*app, options,
                                  {UniqueFd(sockets[1]), UniqueFd(output[1]), std::move(error)});
    if (!process)
        FAIL(process.error().toString());
    AppRun run;
    std::thread reader([&run, &printed, pipe = UniqueFd(output[0])] {
        std::array<char, 4096> buffer;
        for (ssize_t size = 0; (size = ::read(pipe.get(), buffer.data(), buffer.size())) > 0;) {
            const std::string_view text(buffer.data(), static_cast<std::size_t>(size));
            run.output += text;
            if (printed)
                printed(text);
        }
    });
    uv_poll_t exited;
    uv_poll_init(&loop, &exited, (*process)->exitDescriptor());
    uv_poll_start(&exited, UV_READABLE, [](uv_poll_t* handle, int, int) { uv_stop(handle->loop); });
    uv_run(&loop, UV_RUN_DEFAULT);
    uv_close(reinterpret_cast<uv_handle_t*>(&exited), nullptr);
    uv_run(&loop, UV_RUN_NOWAIT);
    reader.join();
    const auto exit = (*process)->takeExit();
    if (exit && !exit->bySignal)
        run.code = exit->code;
    return run;
}

/// As a process of this machine.
inline AppRun runApp(uv_loop_t& loop, device::ServiceHost& host,
                     const std::shared_ptr<const device::App>& app,
                     const device::StartOptions& options, device::HostFiles files = {})
{
    device::HostLauncher launcher(std::move(files));
    return runApp(loop, host, launcher, app, options);
}

} // namespace perisphere::test
