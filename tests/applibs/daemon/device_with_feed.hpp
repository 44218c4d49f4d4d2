// A device whose updates come from a feed on a web server of this machine: perisphered and an HTTPS
// server as processes, and the feed's folder, which a test fills.
#pragma once

#include "packages.hpp"
#include "perisphere/base/file.hpp"
#include "perisphere/control/client.hpp"
#include "perisphere/control/registry.hpp"
#include "sandboxed_app.hpp"
#include "temporary_directory.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <spawn.h>
#include <string>
#include <string_view>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace perisphere::test
{

/// A program of this machine, with a pipe to and from it; it ends when the pipe to it does.
class Companion
{
public:
    explicit Companion(std::vector<std::string> words)
    {
        std::array<int, 2> in{};
        std::array<int, 2> out{};
        REQUIRE(::pipe2(in.data(), O_CLOEXEC) == 0);
        REQUIRE(::pipe2(out.data(), O_CLOEXEC) == 0);
        posix_spawn_file_actions_t files;
        ::posix_spawn_file_actions_init(&files);
        ::posix_spawn_file_actions_adddup2(&files, in[0], STDIN_FILENO);
        ::posix_spawn_file_actions_adddup2(&files, out[1], STDOUT_FILENO);
        std::vector<char*> arguments;
        for (std::string& word : words)
            arguments.push_back(word.data());
        arguments.push_back(nullptr);
        REQUIRE(::posix_spawnp(&m_process, arguments[0], &files, nullptr, arguments.data(),
                               environ) == 0);
        ::posix_spawn_file_actions_destroy(&files);
        ::close(in[0]);
        ::close(out[1]);
        m_in = UniqueFd(in[1]);
        m_out = UniqueFd(out[0]);
    }
    Companion(const Companion&) = delete;
    Companion& operator=(const Companion&) = delete;
    ~Companion()
    {
        m_in.reset();
        int status = 0;
        ::waitpid(m_process, &status, 0);
    }

    [[nodiscard]] std::string line()
    {
        std::string line;
        char c = 0;
        while (::read(m_out.get(), &c, 1) == 1 && c != '\n')
            line += c;
        return line;
    }

private:
    ::pid_t m_process = 0;
    UniqueFd m_in;
    UniqueFd m_out;
};

inline void run(const std::vector<std::string>& words)
{
    std::vector<char*> arguments;
    for (const std::string& word : words)
        arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    ::pid_t process = 0;
    REQUIRE(::posix_spawnp(&process, arguments[0], nullptr, nullptr, arguments.data(), environ) ==
            0);
    int status = 0;
    ::waitpid(process, &status, 0);
    REQUIRE(status == 0);
}

class DeviceWithFeed
{
public:
    /// @param serverOptions of https_server.py
    explicit DeviceWithFeed(const std::vector<std::string>& serverOptions = {})
    {
        namespace fs = std::filesystem;
        fs::create_directories(feed() / "targets");
        const std::string certificate = (m_folder / "authority.pem").string();
        run({"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
             "-nodes", "-batch", "-subj", "/CN=feed", "-addext", "subjectAltName=IP:127.0.0.1",
             "-days", "2", "-keyout", (m_folder / "server.key").string(), "-out", certificate});
        std::ofstream(m_folder / "server.pem")
            << readTextFile(m_folder / "server.key", 4096).value()
            << readTextFile(certificate, 4096).value();
        std::vector<std::string> server = {"python3", HTTPS_SERVER, feed().string(),
                                           (m_folder / "server.pem").string()};
        server.insert(server.end(), serverOptions.begin(), serverOptions.end());
        m_server = std::make_unique<Companion>(server);
        m_port = m_server->line();
        const fs::path library = m_root.path() / "usr/lib/libapplibs.so.0";
        fs::create_directories(library.parent_path());
        fs::copy_file(APPLIBS, library);
        std::ofstream(m_folder / "ours.pem") << signingKey().certificatePem().value();
    }
    DeviceWithFeed(const DeviceWithFeed&) = delete;
    DeviceWithFeed& operator=(const DeviceWithFeed&) = delete;
    ~DeviceWithFeed() { stop(); }

    [[nodiscard]] std::filesystem::path feed() const { return m_folder / "feed"; }
    [[nodiscard]] std::filesystem::path updates() const { return m_folder / "state/updates"; }
    void writeToFeed(const std::string& name, std::string_view content) const
    {
        std::ofstream(feed() / name, std::ios::binary) << content;
    }
    void setRoot(std::string_view content) const
    {
        std::ofstream(m_folder / "root.json", std::ios::binary) << content;
    }

    /// What apps, and the feed, are told from the next start on.
    void setOsVersion(std::string version) { m_osVersion = std::move(version); }

    /// `more` are members of "updates".
    void start(std::string_view more = {}) { execute({}, more); }
    /// As the first process of a machine of its own, so that its reboot is not this machine's.
    void startMachine(std::string_view more)
    {
        execute({"unshare", "--pid", "--mount-proc", "--fork", "--kill-child", "--"}, more);
    }
    /// Until a machine has rebooted. Where systemd runs, the daemon asks process 1, which is
    /// itself.
    void awaitReboot()
    {
        await("the device reboots into it");
        if (std::filesystem::exists("/run/systemd/system"))
            ::kill(m_process, SIGKILL);
        while (!nextLine().empty()) {
        }
        int status = 0;
        ::waitpid(m_process, &status, 0);
        m_process = 0;
        CHECK(status != 0);
    }
    void stop()
    {
        if (m_process <= 0)
            return;
        ::kill(m_process, SIGTERM);
        while (!nextLine().empty()) { // or it waits for a reader
        }
        int status = 0;
        ::waitpid(m_process, &status, 0);
        m_process = 0;
        CHECK(status == 0);
    }

    /// The next line of the device's log that has the text; what came before is in lines().
    std::string await(std::string_view text)
    {
        for (;;) {
            const std::string line = nextLine();
            if (line.empty()) {
                FAIL("\"" << text << "\" does not come");
            }
            if (line.find(text) != std::string::npos)
                return line;
        }
    }
    /// Since the start, in whatever order to others.
    void awaitSinceStart(std::string_view text)
    {
        if (m_all.find(text, m_start) == std::string::npos)
            await(text);
    }
    [[nodiscard]] const std::string& log() const { return m_all; }

    [[nodiscard]] control::ControlClient client() const
    {
        const auto registry = control::DeviceRegistry::open(m_folder / "run").value();
        return control::ControlClient::connect(registry.find("bench").value()).value();
    }

private:
    /// @param words that the daemon's come after
    void execute(std::vector<std::string> words, std::string_view more)
    {
        std::ofstream(m_folder / "perisphered.json") << fmt::format(
            R"({{"name": "bench", "board": "qemu_virt", "systemRoot": "{0}", "state": "{1}/state",
                "runtime": "{1}/run", "osVersion": "{5}", "trustedKeys": ["{1}/ours.pem"],
                "updates": {{"feed": "https://127.0.0.1:{2}/", "root": "{1}/root.json",
                  "certificateAuthorities": "{1}/authority.pem", "firstCheckSeconds": 0{3}}},
                "installs": {{"warningSeconds": 1}}{4}}})",
            m_root.path().string(), m_folder.path().string(), m_port, more,
            hasControlGroups() ? "" : R"(, "mayBeMissing": ["cgroup"])", m_osVersion);
        const std::string configuration = (m_folder / "perisphered.json").string();
        words.insert(words.end(),
                     {PERISPHERED, "run", "--configuration", configuration, "--boards", BOARDS});
        std::vector<char*> arguments;
        for (std::string& word : words)
            arguments.push_back(word.data());
        arguments.push_back(nullptr);
        std::array<char*, 1> environment{nullptr};
        std::array<int, 2> out{};
        REQUIRE(::pipe2(out.data(), O_CLOEXEC) == 0);
        posix_spawn_file_actions_t files;
        ::posix_spawn_file_actions_init(&files);
        ::posix_spawn_file_actions_adddup2(&files, out[1], STDOUT_FILENO);
        REQUIRE(::posix_spawnp(&m_process, arguments[0], &files, nullptr, arguments.data(),
                               environment.data()) == 0);
        ::posix_spawn_file_actions_destroy(&files);
        ::close(out[1]);
        m_log.reset(::fdopen(out[0], "r"));
        m_start = m_all.size();
    }

    /// Empty at the end of the log.
    std::string nextLine()
    {
        std::string line;
        for (int c = 0; m_log && (c = std::fgetc(m_log.get())) != EOF;) {
            line += static_cast<char>(c);
            if (c == '\n')
                break;
        }
        m_all += line;
        return line;
    }

    struct FileCloser {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    SystemRootOfTests m_root;
    TemporaryDirectory m_folder;
    std::unique_ptr<Companion> m_server;
    std::string m_port;
    std::string m_osVersion = "26.11";
    ::pid_t m_process = 0;
    std::unique_ptr<std::FILE, FileCloser> m_log;
    std::string m_all;
    std::size_t m_start = 0; ///< of the daemon's present run, in that
};

} // namespace perisphere::test
