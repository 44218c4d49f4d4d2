#include "debugger.hpp"

#include "perisphere/device/loader_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <linux/landlock.h>

namespace perisphere::target
{
namespace
{

namespace fs = std::filesystem;

constexpr const char* kFolder = "debugger"; // of the sandbox

/// Where distributions have the libraries of this machine's programs.
constexpr std::string_view kLibraryPath =
#if defined(__arm__)
    "/lib/arm-linux-gnueabihf:/usr/lib/arm-linux-gnueabihf:"
#elif defined(__aarch64__)
    "/lib/aarch64-linux-gnu:/usr/lib/aarch64-linux-gnu:"
#elif defined(__x86_64__)
    "/lib/x86_64-linux-gnu:/usr/lib/x86_64-linux-gnu:"
#endif
    "/lib64:/usr/lib64:/lib:/usr/lib";

void addFile(JailPlan& plan, const fs::path& host, const std::string& name)
{
    const std::string target = fmt::format("{}/{}", kFolder, name);
    const bool isThere =
        std::ranges::any_of(plan.files, [&](const JailFile& file) { return file.path == target; });
    if (isThere) // the loader takes the first of a name as well
        return;
    plan.files.push_back({.path = target, .text = {}}); // to be mounted upon
    plan.mounts.push_back(
        {.source = host.string(), .target = target, .kind = JailMount::Kind::File});
}

} // namespace

Result<> addDebugger(const fs::path& gdbserver, JailPlan& plan, std::vector<std::string>& arguments)
{
    const device::LoaderFiles loaded = device::loaderFilesOf(gdbserver, kLibraryPath);
    if (!loaded.interpreter)
        return fail(Error{.code = ErrorCode::NotFound,
                          .message = fmt::format("\"{}\", which starts an app for debugging, is no "
                                                 "program of this machine",
                                                 gdbserver.string()),
                          .where = {},
                          .expected = {},
                          .advice = "install the package gdbserver"});
    for (const std::string& argument : arguments)
        if (argument.find_first_of(" \t\n\"'\\") != std::string::npos)
            return fail(Error{.code = ErrorCode::Unsupported,
                              .message = fmt::format("gdbserver does not hand the argument \"{}\" "
                                                     "to the app as it is",
                                                     argument),
                              .where = {},
                              .expected = "arguments without spaces and quotes",
                              .advice = "debug the app with other \"CmdArgs\", or in the "
                                        "simulator"});
    plan.folders.emplace_back(kFolder);
    addFile(plan, gdbserver, "gdbserver");
    addFile(plan, *loaded.interpreter, "loader");
    for (const fs::path& library : loaded.libraries)
        addFile(plan, library, library.filename().string());
    plan.grants.push_back({.path = fmt::format("/{}", kFolder),
                           .access = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR |
                                     LANDLOCK_ACCESS_FS_EXECUTE});
    // Breakpoints are written through /proc/PID/mem.
    plan.areProcessFilesWritable = true;
    for (JailGrant& grant : plan.grants)
        if (grant.path == "/proc")
            grant.access |= LANDLOCK_ACCESS_FS_WRITE_FILE;
    std::vector<std::string> all = {fmt::format("/{}/loader", kFolder),
                                    "--library-path",
                                    fmt::format("/{}", kFolder),
                                    fmt::format("/{}/gdbserver", kFolder),
                                    "--no-startup-with-shell",
                                    "--no-disable-randomization", // which takes another call
                                    "stdio",
                                    plan.program};
    plan.program = all.front();
    all.insert(all.end(), arguments.begin() + 1, arguments.end());
    arguments = std::move(all);
    return {};
}

} // namespace perisphere::target
