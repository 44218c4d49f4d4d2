#include "symbolizer.hpp"

#include "perisphere/base/file.hpp"
#include "perisphere/device/child_process.hpp"

#include <fmt/format.h>

#include <array>
#include <cstring>
#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <map>
#include <optional>
#include <poll.h>
#include <unistd.h>

namespace perisphere::device
{
namespace
{

constexpr const char* kAddr2line = "/usr/bin/addr2line";
constexpr int kTimeoutMs = 1000; // for each read of its answer
constexpr std::size_t kMaxProgramHeaders = 64;

/// The address that the symbols of an ELF file use for a place in it.
std::optional<std::uint64_t> addressOf(const CrashFrame& frame)
{
    const UniqueFd file(::open(frame.file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    ElfW(Ehdr) header{};
    if (!file || ::pread(file.get(), &header, sizeof header, 0) != sizeof header ||
        std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 ||
        header.e_phentsize != sizeof(ElfW(Phdr)))
        return std::nullopt;
    for (std::size_t i = 0; i < std::min<std::size_t>(header.e_phnum, kMaxProgramHeaders); ++i) {
        ElfW(Phdr) segment{};
        const auto at = static_cast<::off_t>(header.e_phoff + i * sizeof segment);
        if (::pread(file.get(), &segment, sizeof segment, at) != sizeof segment)
            return std::nullopt;
        if (segment.p_type == PT_LOAD && frame.offset >= segment.p_offset &&
            frame.offset - segment.p_offset < segment.p_filesz)
            return frame.offset - segment.p_offset + segment.p_vaddr;
    }
    return std::nullopt;
}

/// All that comes until the end, unless it takes too long.
std::string readAnswer(int pipe)
{
    std::string text;
    std::array<char, 4096> chunk{};
    pollfd wanted{.fd = pipe, .events = POLLIN, .revents = 0};
    while (::poll(&wanted, 1, kTimeoutMs) == 1) {
        const ssize_t count = ::read(pipe, chunk.data(), chunk.size());
        if (count <= 0)
            break;
        text.append(chunk.data(), static_cast<std::size_t>(count));
    }
    return text;
}

/// What addr2line answers, a line for each address; empty when it cannot be run.
std::string ask(const std::string& file, const std::vector<std::uint64_t>& addresses)
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return {};
    const UniqueFd readEnd(ends[0]);
    UniqueFd writeEnd(ends[1]);
    const UniqueFd nothing(::open("/dev/null", O_RDWR | O_CLOEXEC));
    ChildProcessSpec spec{.program = kAddr2line,
                          .arguments = {kAddr2line, "-f", "-C", "-p", "-e", file},
                          .workingDirectory = "/",
                          .descriptors = {nothing.get(), writeEnd.get(), nothing.get()}};
    for (const std::uint64_t address : addresses)
        spec.arguments.push_back(fmt::format("{:#x}", address));
    const auto process = ChildProcess::start(spec);
    writeEnd.reset();
    return process ? readAnswer(readEnd.get()) : std::string(); // ends it, should it still run
}

bool tells(std::string_view line)
{
    return !line.empty() && !line.starts_with("??");
}

} // namespace

std::vector<std::string> symbolize(const std::vector<CrashFrame>& frames)
{
    struct Asked {
        std::vector<std::uint64_t> addresses;
        std::vector<std::size_t> frames;
    };
    std::vector<std::string> places;
    std::map<std::string, Asked> files;
    for (const CrashFrame& frame : frames) {
        if (const auto address = addressOf(frame)) {
            files[frame.file].addresses.push_back(*address);
            files[frame.file].frames.push_back(places.size());
        }
        places.push_back(frame.file.empty() ? fmt::format("{:#x}", frame.offset)
                                            : fmt::format("{}+{:#x}", frame.file, frame.offset));
    }
    for (const auto& [file, asked] : files) {
        std::string_view answer;
        const std::string text = ask(file, asked.addresses);
        answer = text;
        for (const std::size_t index : asked.frames) {
            const std::size_t end = std::min(answer.find('\n'), answer.size());
            if (tells(answer.substr(0, end)))
                places[index] = answer.substr(0, end);
            answer.remove_prefix(std::min(end + 1, answer.size()));
        }
    }
    return places;
}

} // namespace perisphere::device
