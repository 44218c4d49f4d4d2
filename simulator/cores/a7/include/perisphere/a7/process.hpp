// A process of ARM Linux on this machine: an unmodified program with its threads, signals and
// system calls.
//
// One host thread runs all threads of the program, one after the other, as the one application core
// of the device does; where they wait, the host waits for the first of what they wait for.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/base/unique_fd.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::a7
{

class WarmCore;

/// The files that a program sees in the place of the host's, which it can look at and not change.
struct ViewOptions {
    /// A folder or file of the host that is there under a name of the program's.
    struct Mount {
        std::string name;
        std::filesystem::path host;
    };
    std::filesystem::path root; ///< the host's folder that is "/"
    std::vector<Mount> mounts;
    /// What the program is given descriptors of; it finds nothing there by name.
    std::vector<Mount> givenFiles;
    std::string program; ///< its name for the program: /proc/self/exe
    std::string folder;  ///< where it starts
};

struct ProcessOptions {
    std::filesystem::path program;        ///< on the host; with a view a name in that
    std::vector<std::string> arguments;   ///< argv[0] first
    std::vector<std::string> environment; ///< "NAME=value"
    /// Where the interpreter and absolute paths of libraries are looked up first.
    std::filesystem::path systemRoot;
    /// None: its files are the host's.
    std::optional<ViewOptions> view;
    /// To the device whose time the program lives in (protocol/clock_link.hpp); none: the host's.
    UniqueFd clockLink;
    /// Those below it lead to that device.
    int inheritedDescriptors = 0;
    /// A connection to the device's services, for devices that the program opens by their names in
    /// /dev; none: there are no such devices.
    UniqueFd deviceNodes;
    /// Bytes of memory that the program may use, counted as the device's kernel counts; past them
    /// it is ended by SIGKILL.
    std::optional<std::uint64_t> memoryLimit;
    /// A page in which it leaves what it uses (protocol/memory_figures.hpp); none: nobody asks.
    UniqueFd memoryFigures;
    /// The UDP port of 127.0.0.1 where the program's questions for 127.0.0.1:53 are led to: what
    /// comes from there is from port 53 for it. musl takes no other answer.
    std::uint16_t nameServerPort = 0;
    /// Told of each system call that is not there, once each.
    std::function<void(std::string_view)> report;
    /// Told of each system call with its answer, for --strace.
    std::function<void(std::string_view)> trace;
    /// Registers are exact at a fault also while the program does not handle it, at a price.
    bool hasExactFaults = false;
    // Files about the program, empty: not written. "/dev/fd/N" is a descriptor that is taken over.
    /// Read for names and lines in the place of the program, which may be stripped.
    std::filesystem::path symbolFile;
    /// A core file, when a signal such as SIGSEGV ends the program.
    std::filesystem::path coreFile;
    /// The command, with its options, that runs a program in place of this process, for execve.
    /// None: programs execute no others (EACCES), as on the device.
    std::vector<std::string> emulator;
    /// The signals that the program starts with blocked, bit n - 1 of signal n.
    std::uint64_t blockedSignals = 0;
    /// Where its instructions went, by function: in callgrind's format, and as folded stacks for
    /// flame graphs; and by source line, as a tracefile of lcov. Written at its end. It runs many
    /// times slower then.
    std::filesystem::path profileFile;
    std::filesystem::path foldedFile;
    std::filesystem::path coverageFile;
    /// Each system call with its answer.
    std::filesystem::path traceFile;
    /// What it did when, for its device (protocol/timeline_records.hpp).
    std::filesystem::path timelineFile;
    /// The program is held before its first instruction until GDB, which connects to this port of
    /// 127.0.0.1, lets it go. 0: a free port.
    std::optional<std::uint16_t> debugPort;
    /// In its place: a socket that listens already, which is taken over.
    std::optional<int> debugSocket;
    /// What the program runs on, where that is as exact as this asks for and nobody observes it.
    WarmCore* core = nullptr;
    /// Told of the port.
    std::function<void(std::uint16_t)> isListening;
    /// Told of each debugger that connects.
    std::function<void()> isConnected;
};

struct ProcessEnd {
    bool isBySignal = false;
    int code = 0; ///< exit code, or the signal's number
};

class Process
{
public:
    [[nodiscard]] static Result<std::unique_ptr<Process>> start(ProcessOptions options);
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;
    ~Process();

    /// Until the program ends.
    ProcessEnd run();

    /// Instructions that were executed so far.
    [[nodiscard]] std::uint64_t instructions() const;

    class Impl;

private:
    explicit Process(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace perisphere::a7
