// A real TPM 2.0 in software (swtpm): as a device of this kernel where that lends itself to it, as
// in virtual machines, else behind a socket.
#pragma once

#include "descriptors.hpp"
#include "temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <spawn.h>
#include <string>
#include <sys/inotify.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace perisphere::test
{

class SoftwareTpm
{
public:
    SoftwareTpm()
    {
        // For who uses it without being this process's user.
        std::filesystem::permissions(m_folder.path(), std::filesystem::perms(0755));
        start();
    }
    SoftwareTpm(const SoftwareTpm&) = delete;
    SoftwareTpm& operator=(const SoftwareTpm&) = delete;
    ~SoftwareTpm() { stop(); }

    /// As the TPM software stack calls it.
    [[nodiscard]] std::string name() const
    {
        return isDevice() ? "device:/dev/tpmrm0" : "swtpm:path=" + socket();
    }

    /// As when the board's power goes and comes again.
    void restart()
    {
        stop();
        start();
    }

    /// It answers nothing until resume().
    void pause() const { ::kill(m_process, SIGSTOP); }
    void resume() const { ::kill(m_process, SIGCONT); }

private:
    static bool isDevice() { return std::filesystem::exists("/dev/vtpmx"); }
    [[nodiscard]] std::string socket() const { return (m_folder / "tpm").string(); }

    /// Returns when it can be used: it goes into the background then.
    void start()
    {
        std::vector<std::string> arguments = {"swtpm", isDevice() ? "chardev" : "socket"};
        if (isDevice())
            arguments.emplace_back("--vtpm-proxy");
        else
            arguments.insert(arguments.end(),
                             {"--server", "type=unixio,mode=0666,path=" + socket(), "--ctrl",
                              "type=unixio,mode=0666,path=" + socket() + ".ctrl", "--flags",
                              "not-need-init,startup-clear"});
        arguments.insert(arguments.end(),
                         {"--tpm2", "--tpmstate", "dir=" + m_folder.path().string(), "--daemon",
                          "--pid", "file=" + (m_folder / "pid").string()});
        const int watch = ::inotify_init1(IN_CLOEXEC);
        ::inotify_add_watch(watch, "/dev", IN_CREATE);
        std::vector<char*> argv;
        argv.reserve(arguments.size() + 1);
        for (std::string& argument : arguments)
            argv.push_back(argument.data());
        argv.push_back(nullptr);
        const char* const program = std::getenv("SWTPM");
        pid_t process = 0;
        int status = -1;
        REQUIRE(::posix_spawnp(&process, program == nullptr ? "swtpm" : program, nullptr, nullptr,
                               argv.data(), environ) == 0);
        REQUIRE(::waitpid(process, &status, 0) == process);
        REQUIRE(status == 0);
        while (isDevice() && !std::filesystem::exists("/dev/tpmrm0")) {
            std::array<char, 4096> events{};
            REQUIRE(::read(watch, events.data(), events.size()) > 0);
        }
        ::close(watch);
        std::ifstream(m_folder / "pid") >> m_process;
        REQUIRE(m_process > 0);
    }

    /// Until it has ended, though it is no child of this process.
    void stop()
    {
        const auto pidfd = static_cast<int>(::syscall(SYS_pidfd_open, m_process, 0));
        ::kill(m_process, SIGTERM);
        resume(); // a test that has failed left it as it was
        if (pidfd >= 0)
            waitUntilReadable(pidfd);
        ::close(pidfd);
        m_process = 0;
    }

    TemporaryDirectory m_folder;
    pid_t m_process = 0;
};

} // namespace perisphere::test
