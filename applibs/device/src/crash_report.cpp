#include "perisphere/device/crash_report.hpp"

#include "perisphere/protocol/crash_report.hpp"
#include "symbolizer.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <fcntl.h>
#include <optional>
#include <sys/mman.h>
#include <unistd.h>

namespace perisphere::device
{
namespace
{

struct Mapping {
    std::uint64_t start = 0;
    std::uint64_t end = 0;
    std::uint64_t offset = 0;
    std::string_view file;
};

std::string_view takeLine(std::string_view& text)
{
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return line;
}

/// Takes a hexadecimal number and the character after it.
bool takeHex(std::string_view& text, char after, std::uint64_t& value)
{
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
    const auto length = static_cast<std::size_t>(end - text.data());
    if (error != std::errc() || length >= text.size() || text[length] != after)
        return false;
    text.remove_prefix(length + 1);
    return true;
}

/// "start-end permissions offset device inode   path" with an absolute path.
std::optional<Mapping> parseMapping(std::string_view line)
{
    Mapping mapping;
    const std::size_t slash = line.find('/');
    if (slash == std::string_view::npos || !takeHex(line, '-', mapping.start) ||
        !takeHex(line, ' ', mapping.end))
        return std::nullopt;
    line.remove_prefix(std::min(line.find(' '), line.size()));
    if (line.empty())
        return std::nullopt;
    line.remove_prefix(1);
    if (!takeHex(line, ' ', mapping.offset))
        return std::nullopt;
    const std::size_t path = line.find('/');
    if (path == std::string_view::npos)
        return std::nullopt;
    mapping.file = line.substr(path);
    return mapping;
}

CrashFrame locate(std::uint64_t address, const std::vector<Mapping>& mappings)
{
    for (const Mapping& one : mappings)
        if (address >= one.start && address < one.end)
            return {std::string(one.file), address - one.start + one.offset};
    return {{}, address};
}

std::vector<std::uint64_t> takeAddresses(std::string_view& text)
{
    constexpr std::string_view kStart = "frame 0x";
    std::vector<std::uint64_t> addresses;
    while (text.starts_with(kStart) && addresses.size() < protocol::kMaxCrashFrames) {
        const std::string_view number = takeLine(text).substr(kStart.size());
        std::uint64_t address = 0;
        std::from_chars(number.data(), number.data() + number.size(), address, 16);
        // All but the innermost are where a call returns to, which may be the next line.
        addresses.push_back(addresses.empty() || address == 0 ? address : address - 1);
    }
    return addresses;
}

std::string readReport(int report)
{
    std::string text(protocol::kCrashReportBytes, '\0');
    const ssize_t count = ::pread(report, text.data(), text.size(), 0);
    text.resize(count < 0 ? 0 : static_cast<std::size_t>(count));
    text.resize(std::min(text.find('\0'), text.size()));
    return text;
}

} // namespace

std::vector<CrashFrame> parseCrashReport(std::string_view text)
{
    if (!takeLine(text).starts_with("signal "))
        return {};
    const std::vector<std::uint64_t> addresses = takeAddresses(text);
    while (!text.empty() && takeLine(text) != "maps") {
    }
    std::vector<Mapping> mappings;
    while (!text.empty())
        if (const auto mapping = parseMapping(takeLine(text)))
            mappings.push_back(*mapping);
    std::vector<CrashFrame> frames;
    frames.reserve(addresses.size());
    for (const std::uint64_t address : addresses)
        frames.push_back(locate(address, mappings));
    return frames;
}

Result<UniqueFd> makeCrashReport()
{
    UniqueFd file(::memfd_create(protocol::kCrashReportName, MFD_CLOEXEC | MFD_ALLOW_SEALING));
    // Sealed, so that the app's own mapping cannot fail under it.
    if (!file || ::ftruncate(file.get(), protocol::kCrashReportBytes) != 0 ||
        ::fcntl(file.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0)
        return fail(systemError(errno, "create", "a file for crash reports"));
    return file;
}

std::vector<std::string> readBacktrace(int report)
{
    const std::vector<CrashFrame> frames = parseCrashReport(readReport(report));
    const std::vector<std::string> places = symbolize(frames);
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < places.size(); ++i)
        lines.push_back(fmt::format("#{} {}", i, places[i]));
    return lines;
}

} // namespace perisphere::device
