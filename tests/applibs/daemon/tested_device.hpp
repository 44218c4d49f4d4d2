// A device of the tests: perisphered with a real app in its sandbox, driven by the control API.
#pragma once

#include "packages.hpp"
#include "sandboxed_app.hpp"
#include "started_daemon.hpp"

#include "perisphere/base/file.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <optional>
#include <string>

namespace perisphere::test
{

/// A device with the trusted key of the tests, that keeps its state over runs of the daemon.
class TestedDevice
{
public:
    struct Options {
        std::string extra = {};      ///< members of the configuration, each with a comma before it
        std::string systemRoot = {}; ///< empty: this machine's libraries
        std::string trustedKey = {}; ///< empty: the tests'
    };

    TestedDevice()
        : TestedDevice(Options{})
    {
    }
    explicit TestedDevice(const Options& options)
    {
        const std::filesystem::path library = m_root.path() / "usr/lib/libapplibs.so.0";
        std::filesystem::create_directories(library.parent_path());
        std::filesystem::copy_file(APPLIBS, library);
        std::ofstream(m_folder / "ours.pem") << signingKey().certificatePem().value();
        std::ofstream(m_folder / "perisphered.json") << fmt::format(
            R"({{"name": "bench", "board": "qemu_virt", "systemRoot": "{}", "state": "{}",
                "runtime": "{}", "osVersion": "26.11", "trustedKeys": ["{}"]{}{}}})",
            options.systemRoot.empty() ? m_root.path().string() : options.systemRoot,
            (m_folder / "state").string(), (m_folder / "run").string(),
            options.trustedKey.empty() ? (m_folder / "ours.pem").string() : options.trustedKey,
            hasControlGroups() ? "" : R"(, "mayBeMissing": ["cgroup"])", options.extra);
    }
    void start(std::vector<std::string> environment = {})
    {
        m_daemon.emplace(m_folder.path(), std::move(environment));
    }
    int stop() { return m_daemon->stop(); }
    int awaitEnd() { return m_daemon->awaitEnd(); }
    [[nodiscard]] control::ControlClient client() const { return m_daemon->client(); }
    [[nodiscard]] const StartedDaemon& daemon() const { return *m_daemon; }
    [[nodiscard]] const std::filesystem::path& folder() const { return m_folder.path(); }
    [[nodiscard]] std::string package(const PackageSpec& spec,
                                      const image::SigningKey& key = signingKey()) const
    {
        const auto bytes = pack(spec, key);
        const std::filesystem::path file = m_folder / (spec.name + ".imagepackage");
        std::ofstream(file, std::ios::binary)
            .write(reinterpret_cast<const char*>(bytes.data()),
                   static_cast<std::streamsize>(bytes.size()));
        return file.string();
    }

private:
    SystemRootOfTests m_root;
    TemporaryDirectory m_folder;
    std::optional<StartedDaemon> m_daemon;
};

inline PackageSpec specOf(std::string arguments)
{
    constexpr std::uint64_t kMaxProgramBytes = 16 * 1024 * 1024;
    const auto program = readBinaryFile(DAEMON_APP, kMaxProgramBytes).value();
    return {.arguments = std::move(arguments),
            .program = std::string(reinterpret_cast<const char*>(program.data()), program.size())};
}

/// A line of the log with that text.
inline std::string logged(control::ControlClient& client, const std::string& text)
{
    std::string found;
    const auto look = [&](const json::Value& page) {
        for (const json::Value& line : page["lines"])
            if (const std::string& one = line["text"].get_ref<const std::string&>();
                found.empty() && one.find(text) != std::string::npos)
                found = one;
    };
    const auto subscription = client.subscribe(
        "app.watchLog", {{"since", 0}}, [&](const json::Value& news) { look(news["page"]); });
    REQUIRE(subscription);
    REQUIRE(client.wait([&] { return !found.empty(); }).value());
    REQUIRE(client.unsubscribe(*subscription));
    return found;
}

} // namespace perisphere::test
