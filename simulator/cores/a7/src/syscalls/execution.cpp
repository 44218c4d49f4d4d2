// Other programs in place of this one: the emulator is executed anew with them.

#include "../syscall.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <elf.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace perisphere::a7
{
namespace
{

constexpr std::size_t kMostTexts = 65536;
constexpr std::size_t kMostBytes = std::size_t{1} << 21;
constexpr int kMostScripts = 4; ///< that name each other as their interpreters

struct Execution {
    std::string program; ///< on the host
    std::vector<std::string> arguments;
    std::vector<std::string> environment;
};

/// @return 0, or an errno
int loadTexts(Call& call, std::uint32_t address, std::vector<std::string>& texts)
{
    std::size_t bytes = 0;
    for (; address != 0; address += 4) {
        const auto text = call.memory.load<std::uint32_t>(address);
        if (!text)
            return EFAULT;
        if (*text == 0)
            return 0;
        auto loaded = call.memory.longText(*text, kMostBytes - bytes);
        if (!loaded)
            return bytes + PATH_MAX > kMostBytes ? E2BIG : EFAULT;
        bytes += loaded->size() + 1;
        texts.push_back(std::move(*loaded));
        if (texts.size() > kMostTexts || bytes > kMostBytes)
            return E2BIG;
    }
    return 0;
}

/// The interpreter that a script names in its first line takes the script's place.
bool useInterpreter(Call& call, const std::string& path, std::string_view line,
                    Execution& execution)
{
    line.remove_prefix(2);
    line = line.substr(0, line.find('\n'));
    const auto trim = [&] {
        while (!line.empty() && (line.front() == ' ' || line.front() == '\t'))
            line.remove_prefix(1);
    };
    trim();
    const auto nameEnd = std::min(line.find_first_of(" \t"), line.size());
    const std::string name(line.substr(0, nameEnd));
    if (name.empty())
        return false;
    line.remove_prefix(nameEnd);
    trim();
    while (!line.empty() && (line.back() == ' ' || line.back() == '\t' || line.back() == '\r'))
        line.remove_suffix(1);
    std::vector<std::string> arguments{name};
    if (!line.empty())
        arguments.emplace_back(line);
    arguments.push_back(path);
    if (execution.arguments.size() > 1)
        arguments.insert(arguments.end(), execution.arguments.begin() + 1,
                         execution.arguments.end());
    execution.arguments = std::move(arguments);
    execution.program = call.process.hostPath(name).string();
    return true;
}

/// Whether the file is a program, and for scripts which one. @return 0, or an errno
int resolve(Call& call, const std::string& path, Execution& execution)
{
    execution.program = call.process.hostPath(path).string();
    std::string script = path;
    for (int i = 0; i <= kMostScripts; ++i) {
        struct stat status {
        };
        if (::stat(execution.program.c_str(), &status) != 0 ||
            ::access(execution.program.c_str(), X_OK) != 0)
            return errno;
        if (!S_ISREG(status.st_mode))
            return EACCES;
        const int fd = ::open(execution.program.c_str(), O_RDONLY | O_CLOEXEC);
        if (fd < 0)
            return errno;
        std::array<char, 256> start{};
        const ssize_t bytes = ::read(fd, start.data(), start.size() - 1);
        ::close(fd);
        if (bytes < 2)
            return ENOEXEC;
        const std::string_view text(start.data(), static_cast<std::size_t>(bytes));
        if (text.starts_with("#!")) {
            const std::string before = execution.program;
            if (!useInterpreter(call, script, text, execution))
                return ENOEXEC;
            script = execution.program;
            continue;
        }
        Elf32_Ehdr header{};
        if (text.size() < sizeof header || !text.starts_with(ELFMAG))
            return ENOEXEC;
        std::memcpy(&header, text.data(), sizeof header);
        return header.e_ident[EI_CLASS] == ELFCLASS32 && header.e_machine == EM_ARM ? 0 : ENOEXEC;
    }
    return ELOOP;
}

std::vector<char*> pointersTo(std::vector<std::string>& texts)
{
    std::vector<char*> pointers;
    pointers.reserve(texts.size() + 1);
    for (std::string& text : texts)
        pointers.push_back(text.data());
    pointers.push_back(nullptr);
    return pointers;
}

Answer execute(Call& call, const std::string& path, std::uint32_t arguments,
               std::uint32_t environment)
{
    if (call.process.emulator().empty()) {
        call.process.reportDenied(call.process.cpu().r(7));
        return Call::error(EACCES);
    }
    Execution execution;
    if (const int error = loadTexts(call, arguments, execution.arguments); error != 0)
        return Call::error(error);
    if (const int error = loadTexts(call, environment, execution.environment); error != 0)
        return Call::error(error);
    if (const int error = resolve(call, path, execution); error != 0)
        return Call::error(error);
    std::vector<std::string> command = call.process.emulator();
    if (execution.arguments.empty())
        execution.arguments.emplace_back();
    command.insert(command.end(),
                   {"--argv0", execution.arguments.front(), "--blocked",
                    std::to_string(call.thread.savedMask.value_or(call.thread.blocked)),
                    execution.program});
    command.insert(command.end(), execution.arguments.begin() + 1, execution.arguments.end());
    std::vector<char*> argv = pointersTo(command);
    std::vector<char*> envp = pointersTo(execution.environment);
    if (call.process.action(SIGCHLD).handler == 1)
        std::signal(SIGCHLD, SIG_IGN);
    call.process.timerDescriptors().leaveToHost();
    call.process.handSignalsOver();
    ::execve(argv.front(), argv.data(), envp.data());
    const int error = errno;
    call.process.takeSignalsBack();
    call.process.actionChanged(SIGCHLD);
    return Call::error(error);
}

} // namespace

Answer sysExecve(Call& call)
{
    const auto path = call.memory.text(call.arg(0));
    return path ? execute(call, *path, call.arg(1), call.arg(2)) : Call::error(EFAULT);
}

Answer sysExecveat(Call& call)
{
    const auto path = call.memory.text(call.arg(1));
    if (!path)
        return Call::error(EFAULT);
    constexpr std::uint32_t kEmptyPath = AT_EMPTY_PATH;
    if (path->starts_with('/') || call.signedArg(0) == AT_FDCWD)
        return execute(call, *path, call.arg(2), call.arg(3));
    const std::string base = fmt::format("/proc/self/fd/{}", call.signedArg(0));
    if (path->empty())
        return (call.arg(4) & kEmptyPath) != 0 ? execute(call, base, call.arg(2), call.arg(3))
                                               : Call::error(ENOENT);
    return execute(call, base + "/" + *path, call.arg(2), call.arg(3));
}

} // namespace perisphere::a7
