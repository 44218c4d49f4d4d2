// A hostile app on the emulated application core: system calls of any number with any arguments.
// None of them reads or writes outside the app's window, ends the emulator or makes it wait.
//
// Each input is one process, forked off with the emulator loaded, in a folder of its own as its
// root, without descriptors and in namespaces of its own: what gets out of the emulator meets the
// container that an app's emulator is in anyway. Every second app sees files as on a device: a tree
// in that folder, beside which lies a secret that no call may open.

#include "process_impl.hpp"
#include "syscall.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <elf.h>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <grp.h>
#include <poll.h>
#include <sched.h>
#include <string>
#include <string_view>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace perisphere;

namespace
{

constexpr std::uint32_t kData = 0x20000; ///< memory of the app that holds the input
constexpr std::uint32_t kDataBytes = 0x4000;
constexpr std::size_t kCanaryBytes = 65536;
constexpr std::uint8_t kCanary = 0xC5;
constexpr unsigned kMostCalls = 64;

/// The least program: nothing of it runs.
std::string programBytes()
{
    struct {
        Elf32_Ehdr header{};
        Elf32_Phdr segment{};
    } file;
    std::copy_n(ELFMAG, SELFMAG, file.header.e_ident);
    file.header.e_ident[EI_CLASS] = ELFCLASS32;
    file.header.e_ident[EI_DATA] = ELFDATA2LSB;
    file.header.e_type = ET_EXEC;
    file.header.e_machine = EM_ARM;
    file.header.e_phoff = sizeof file.header;
    file.header.e_phentsize = sizeof file.segment;
    file.header.e_phnum = 1;
    file.header.e_entry = 0x10000;
    file.segment = {.p_type = PT_LOAD,
                    .p_offset = 0,
                    .p_vaddr = 0x10000,
                    .p_paddr = 0,
                    .p_filesz = sizeof file,
                    .p_memsz = 0x1000,
                    .p_flags = PF_R | PF_X,
                    .p_align = 0x1000};
    return {reinterpret_cast<const char*>(&file), sizeof file};
}

std::string programFile()
{
    const std::string bytes = programBytes();
    const int fd = ::memfd_create("program", 0);
    if (fd < 0 || ::write(fd, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()))
        std::abort();
    return "/proc/self/fd/" + std::to_string(fd);
}

/// The files of a device, in a folder of that name.
void makeTree(const std::filesystem::path& tree)
{
    for (const char* const folder : {"bin", "etc", "dev", "proc/100/fd", "var/volatile/tmp"})
        std::filesystem::create_directories(tree / folder);
    std::ofstream(tree / "bin/app") << programBytes();
    std::ofstream(tree / "etc/hosts") << "127.0.0.1 localhost\n";
    std::ofstream(tree / "dev/adc0");
    std::filesystem::create_symlink("var/volatile/tmp", tree / "tmp");
    std::filesystem::create_symlink("100", tree / "proc/self");
    std::filesystem::create_symlink("../secret", tree / "out");
}

/// A container's root. What the emulator knows the tree's files as leads there from outside of the
/// container and from within.
std::filesystem::path makeContainer()
{
    std::string name = "/tmp/perisphere-app-calls-XXXXXX";
    if (::mkdtemp(name.data()) == nullptr)
        std::abort();
    const std::filesystem::path folder(name);
    const std::filesystem::path within = folder / folder.relative_path();
    makeTree(folder / "tree");
    makeTree(within / "tree");
    std::filesystem::create_directory(folder / "proc");
    std::ofstream(within / "secret") << "secret";
    return folder;
}

/// @p root: of its files; empty: they are the host's.
std::unique_ptr<a7::Process::Impl> makeProcess(const std::filesystem::path& root)
{
    a7::ProcessOptions options;
    options.arguments = {"app"};
    options.program = root.empty() ? programFile() : "/bin/app";
    if (!root.empty())
        options.view = a7::ViewOptions{
            .root = root, .mounts = {}, .givenFiles = {}, .program = {}, .folder = "/bin"};
    auto process = std::make_unique<a7::Process::Impl>(std::move(options));
    const auto started = process->start();
    if (!started || process->memory().map(kData, kDataBytes, PROT_READ | PROT_WRITE,
                                          MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != kData)
        std::abort();
    return process;
}

/// Memory of the emulator's before and after the window.
std::array<std::uint8_t*, 2> makeCanaries(const a7::GuestMemory& memory)
{
    constexpr std::uint64_t kWindowAndGuard = (std::uint64_t{1} << 32) + 65536;
    std::array<std::uint8_t*, 2> canaries{};
    const std::array<std::uint8_t*, 2> places{memory.window() - kCanaryBytes,
                                              memory.window() + kWindowAndGuard};
    for (std::size_t i = 0; i < places.size(); ++i) {
        void* const at = ::mmap(places[i], kCanaryBytes, PROT_READ | PROT_WRITE,
                                MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
        if (at == MAP_FAILED)
            continue; // something else of the emulator's is there
        canaries[i] = static_cast<std::uint8_t*>(at);
        std::fill_n(canaries[i], kCanaryBytes, kCanary);
    }
    return canaries;
}

/// With /proc, by which the emulator knows what descriptors are, where that is possible: not where
/// there is no mount namespace of one's own.
void enterContainer(const std::string& folder, bool needsProc)
{
    const bool isApart =
        ::unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS) == 0;
    if (isApart && needsProc)
        (void)::mount("/proc", (folder + "/proc").c_str(), nullptr, MS_BIND | MS_REC, nullptr);
    // Nothing of the machine's, which the user may be allowed to spoil: /dev/null's mode, say.
    const int stream = ::memfd_create("stream", 0);
    for (int fd = 0; fd < 2; ++fd) // errors are still told
        ::dup2(stream, fd);
    ::syscall(SYS_close_range, 3, ~0U, 0);
    if (::chroot(folder.c_str()) != 0 || ::chdir("/") != 0) {
        std::fputs("app_calls: cannot change the root, without which this is not run\n", stderr);
        ::_exit(1);
    }
    const rlimit little{.rlim_cur = 1 << 20, .rlim_max = 1 << 20};
    ::setrlimit(RLIMIT_FSIZE, &little);
    const rlimit descriptors{.rlim_cur = 256, .rlim_max = 256};
    ::setrlimit(RLIMIT_NOFILE, &descriptors);
    const rlimit none{};
    ::setrlimit(RLIMIT_CORE, &none);
}

/// The input, word by word; 0 when it has ended.
class Words
{
public:
    Words(const std::uint8_t* data, std::size_t size)
        : m_data(data)
        , m_size(size)
    {
    }
    [[nodiscard]] bool isEmpty() const { return m_at >= m_size; }
    std::uint8_t byte() { return isEmpty() ? std::uint8_t{0} : m_data[m_at++]; }
    std::uint32_t word()
    {
        std::uint32_t value = byte();
        value |= std::uint32_t{byte()} << 8;
        value |= std::uint32_t{byte()} << 16;
        return value | std::uint32_t{byte()} << 24;
    }
    /// What arguments mostly are: small numbers, descriptors, places in memory, ends of ranges.
    std::uint32_t argument()
    {
        switch (byte() % 8) {
        case 0:
        case 1:
            return byte() % 16;
        case 2:
        case 3:
            return kData + (byte() * 64U + byte() % 64U) % kDataBytes;
        case 4:
            return ~std::uint32_t{byte()};
        case 5:
            return 1U << (byte() % 32);
        case 6:
            return kData + kDataBytes - byte() % 16;
        default:
            return word();
        }
    }

private:
    const std::uint8_t* m_data;
    std::size_t m_size;
    std::size_t m_at = 0;
};

/// Whether \p child ends of itself. libFuzzer's alarm goes off in between: its signal is no answer.
bool endsInTime(::pid_t child)
{
    constexpr std::chrono::seconds kMost{10}; // more than enough: no call waits
    const auto pidfd = static_cast<int>(::syscall(SYS_pidfd_open, child, 0));
    const auto deadline = std::chrono::steady_clock::now() + kMost;
    pollfd polled{.fd = pidfd, .events = POLLIN, .revents = 0};
    int count = -1;
    do {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(
            deadline - std::chrono::steady_clock::now());
        count = ::poll(&polled, 1, std::max(0, static_cast<int>(left.count())));
    } while (count < 0 && errno == EINTR);
    ::close(pidfd);
    return count == 1;
}

/// Whether one of the first descriptors leads to the secret.
bool hasSecret()
{
    constexpr int kFirst = 64;
    for (int fd = 0; fd < kFirst; ++fd) {
        std::array<char, 8> text{};
        if (::pread(fd, text.data(), text.size(), 0) == 6 &&
            std::string_view(text.data()) == "secret")
            return true;
    }
    return false;
}

/// Those that take the host's time, for all of its file systems.
bool isLeftOut(unsigned number)
{
    return number == 36 || number == 118 || number == 148 || number == 373;
}

[[noreturn]] void makeCalls(a7::Process::Impl& process, Words words)
{
    const auto canaries = makeCanaries(process.memory());
    const ::pid_t self = ::getpid();
    a7::Thread& thread = process.threads().front();
    thread.id = self;
    for (unsigned i = 0; i < kMostCalls && !words.isEmpty(); ++i) {
        const unsigned number = words.byte() + (words.byte() % 2 != 0 ? 256U : 0U);
        const a7::SystemCall* const found = a7::findSystemCall(number);
        for (unsigned r = 0; r < 7; ++r)
            process.cpu().r(r) = words.argument();
        process.cpu().r(7) = number;
        if (found == nullptr || isLeftOut(number))
            continue;
        a7::Call call(process, thread);
        (void)a7::makeCall(*found, call);
        if (::getpid() != self) // the app has forked: its parent goes on
            ::_exit(0);
        thread.isWaiting = false;
        thread.isRetry = false;
        thread.hasTimedOut = false;
        thread.progress = 0;
        thread.deadline.reset();
        thread.wait = {};
        for (const std::uint8_t* const canary : canaries)
            if (canary != nullptr && !std::all_of(canary, canary + kCanaryBytes,
                                                  [](std::uint8_t b) { return b == kCanary; }))
                std::abort();
        if (thread.hasEnded)
            break;
    }
    if (process.view() != nullptr && hasSecret())
        std::abort();
    ::_exit(0);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const std::filesystem::path folder = makeContainer();
    static const std::unique_ptr<a7::Process::Impl> alone = makeProcess({});
    static const std::unique_ptr<a7::Process::Impl> onDevice = makeProcess(folder / "tree");
    // The input's length decides, so that its bytes mean the same calls to both.
    a7::Process::Impl* const process = size % 2 == 0 ? onDevice.get() : alone.get();
    const ::pid_t child = ::fork();
    if (child < 0)
        return -1;
    if (child == 0) {
        enterContainer(folder, process == onDevice.get());
        // Structures that calls are pointed at.
        (void)process->memory().copyTo(kData, data, std::min<std::size_t>(size, kDataBytes));
        makeCalls(*process, Words(data, size));
    }
    const bool hasEnded = endsInTime(child);
    if (!hasEnded)
        ::kill(child, SIGKILL);
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (!hasEnded || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        std::fprintf(stderr, "app_calls: the emulator %s (status %#x)\n",
                     hasEnded ? "has crashed" : "waits", static_cast<unsigned>(status));
        std::abort();
    }
    return 0;
}
