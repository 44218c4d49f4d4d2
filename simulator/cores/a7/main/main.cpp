// perisphere-a7: runs a program of ARM Linux on this machine.

#include "perisphere/a7/process.hpp"
#include "perisphere/a7/warm_core.hpp"
#include "perisphere/device/start_server.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <unistd.h>
#include <vector>

extern char** environ;

namespace
{

namespace a7 = perisphere::a7;

void say(std::string_view text)
{
    fmt::print(stderr, "perisphere-a7: {}\n", text);
}

/// "PATH=FILE" each.
std::vector<a7::ViewOptions::Mount> pairsOf(const std::vector<std::string>& texts)
{
    std::vector<a7::ViewOptions::Mount> pairs;
    for (const std::string& text : texts) {
        const auto end = std::min(text.find('='), text.size());
        pairs.push_back(
            {.name = text.substr(0, end),
             .host = std::filesystem::absolute(text.substr(std::min(end + 1, text.size())))});
    }
    return pairs;
}

/// @param core to run the program on; nullptr: one of its own
int run(int argc, char** argv, a7::WarmCore* core)
{
    CLI::App app("Runs an ARM Linux program on this machine, as the application core would.");
    a7::ProcessOptions options;
    options.core = core;
    std::string program;
    std::vector<std::string> arguments;
    std::string root;
    perisphere::a7::ViewOptions view;
    app.add_option("--root", view.root,
                   "the folder that the program sees as \"/\", read-only; PROGRAM is a path in it")
        ->type_name("DIR");
    std::vector<std::string> mounts;
    app.add_option("--mount", mounts, "what the program sees there under that path")
        ->type_name("PATH=FILE")
        ->allow_extra_args(false);
    std::vector<std::string> givenFiles;
    app.add_option("--given-file", givenFiles,
                   "what a file is called there that the program only gets a descriptor of")
        ->type_name("PATH=FILE")
        ->allow_extra_args(false);
    app.add_option("--folder", view.folder, "where the program starts there")->type_name("PATH");
    bool isTraced = false;
    int clockLink = -1;
    app.add_option("--sysroot", root, "where its interpreter and libraries are looked up first");
    app.add_option("--clock", clockLink,
                   "descriptor of the link to the device whose time the program lives in; given by "
                   "the device, as are those below it");
    app.add_flag("--strace", isTraced, "tell each system call on the standard error stream");
    std::optional<std::uint16_t> debugPort;
    app.add_option("--gdb", debugPort,
                   "hold the program for gdb on this port of 127.0.0.1; 0: a free one")
        ->type_name("PORT");
    std::optional<int> debugSocket;
    app.add_option("--gdb-socket", debugSocket, "the same on a socket that listens already")
        ->type_name("FD");
    std::string coreFile;
    app.add_option("--core", coreFile,
                   "write a core file for gdb when the program crashes, and be exact about where")
        ->type_name("FILE");
    std::string profileFile;
    app.add_option("--profile", profileFile,
                   "count instructions by function, for KCachegrind and callgrind_annotate")
        ->type_name("FILE");
    std::string foldedFile;
    app.add_option("--folded", foldedFile, "the same as folded stacks, for flame graphs")
        ->type_name("FILE");
    std::string coverageFile;
    app.add_option("--coverage", coverageFile,
                   "count how often source lines run, as a tracefile for lcov's genhtml")
        ->type_name("FILE");
    std::string traceFile;
    app.add_option("--strace-file", traceFile, "tell each system call in a file")
        ->type_name("FILE");
    std::string timelineFile;
    app.add_option(
           "--timeline-records", timelineFile,
           "tell what the program does when, for the device's timeline; given by the device")
        ->type_name("FILE");
    std::optional<std::uint64_t> memoryLimit;
    app.add_option("--memory-limit", memoryLimit,
                   "KiB that the program may use, as the device's kernel counts; it is killed past "
                   "them")
        ->type_name("KIB");
    int memoryFigures = -1;
    app.add_option("--memory-figures", memoryFigures,
                   "descriptor of the page in which it leaves what it uses; given by the device")
        ->type_name("FD");
    int deviceNodes = -1;
    app.add_option("--device-nodes", deviceNodes,
                   "descriptor of a connection to the device, for what is opened by its name in "
                   "/dev; given by the device")
        ->type_name("FD");
    app.add_option("--name-server", options.nameServerPort,
                   "port of 127.0.0.1 that answers in the place of port 53; given by the device")
        ->type_name("PORT");
    std::string symbolFile;
    app.add_option("--symbols", symbolFile,
                   "the program before it was stripped, for names and lines in these files")
        ->type_name("FILE");
    bool isExact = false;
    app.add_flag("--exact-faults", isExact,
                 "tell exactly where a program crashes, which costs some of its speed");
    // For programs that execute others.
    std::optional<std::string> firstArgument;
    app.add_option("--argv0", firstArgument, "what the program is told as its own name");
    app.add_option("--blocked", options.blockedSignals, "signals that it starts with blocked");
    app.add_option("PROGRAM", program, "an ELF file for 32-bit ARM")->required();
    app.add_option("ARGS", arguments, "its arguments");
    app.positionals_at_end(); // what follows the program is its own
    CLI11_PARSE(app, argc, argv);
    if (view.root.empty()) {
        options.program = std::filesystem::absolute(program);
    } else {
        options.program = program;
        view.mounts = pairsOf(mounts);
        view.givenFiles = pairsOf(givenFiles);
        if (view.folder.empty())
            view.folder = "/";
        options.view = std::move(view);
    }
    options.systemRoot = root;
    options.arguments = arguments;
    options.arguments.insert(options.arguments.begin(), firstArgument.value_or(program));
    // On a device an app executes nothing.
    if (std::getenv("PERISPHERE_DEVICE") == nullptr) {
        std::error_code ignored;
        options.emulator = {std::filesystem::read_symlink("/proc/self/exe", ignored).string()};
        if (!root.empty())
            options.emulator.insert(options.emulator.end(), {"--sysroot", root});
        if (isTraced)
            options.emulator.emplace_back("--strace");
    }
    for (char** variable = environ; *variable != nullptr; ++variable)
        options.environment.emplace_back(*variable);
    if (clockLink >= 0) {
        options.inheritedDescriptors = clockLink;
        options.clockLink = perisphere::UniqueFd(clockLink);
    }
    if (memoryLimit)
        options.memoryLimit = *memoryLimit * 1024;
    options.deviceNodes = perisphere::UniqueFd(deviceNodes);
    options.memoryFigures = perisphere::UniqueFd(memoryFigures);
    options.report = say;
    // The program may go to another folder.
    const auto place = [](const std::string& file) {
        return file.empty() ? std::filesystem::path() : std::filesystem::absolute(file);
    };
    options.coreFile = place(coreFile);
    options.profileFile = place(profileFile);
    options.foldedFile = place(foldedFile);
    options.coverageFile = place(coverageFile);
    options.traceFile = place(traceFile);
    options.timelineFile = place(timelineFile);
    options.symbolFile = place(symbolFile);
    options.hasExactFaults = isExact || !coreFile.empty();
    options.debugPort = debugPort;
    options.debugSocket = debugSocket;
    options.isListening = [](std::uint16_t port) { // the words of gdbserver
        fmt::print(stderr, "Listening on port {}\n", port);
    };
    options.isConnected = [] { fmt::print(stderr, "Remote debugging from host 127.0.0.1\n"); };
    if (isTraced)
        options.trace = say;
    auto process = a7::Process::start(std::move(options));
    if (!process) {
        say(process.error().toString());
        return 127;
    }
    const auto end = (*process)->run();
    std::fflush(nullptr);
    if (end.isBySignal) { // as the program would have
        std::signal(end.code, SIG_DFL);
        ::kill(::getpid(), end.code);
    }
    ::_exit(end.code);
}

/// `perisphere-a7 --serve-starts PROGRAM ROOT`: what a device asks for on its socket is run as if
/// it had executed this program, on a core that PROGRAM has warmed up with that system root.
int serve(const std::string& program, const std::string& root)
{
    auto core = a7::WarmCore::make(program, root, true);
    if (!core)
        say(core.error().toString());
    perisphere::device::serveStarts(
        perisphere::device::StartServer::kSocket,
        [&](int argc, char** argv) { return run(argc, argv, core ? core->get() : nullptr); });
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    const std::vector<std::string> words(argv, argv + argc);
    if (words.size() == 4 && words[1] == "--serve-starts")
        return serve(words[2], words[3]);
    return run(argc, argv, nullptr);
}
