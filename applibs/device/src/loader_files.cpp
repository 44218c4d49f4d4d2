#include "perisphere/device/loader_files.hpp"

#include "perisphere/base/unique_fd.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <fcntl.h>
#include <link.h>
#include <set>
#include <type_traits>
#include <unistd.h>
#include <utility>

namespace perisphere::device
{
namespace
{

using FileHead = ElfW(Ehdr);
using Segment = ElfW(Phdr);
using DynamicEntry = ElfW(Dyn);

// Far more than real files have.
constexpr std::size_t kMaxSegments = 64;
constexpr std::size_t kMaxEntries = 1024;
constexpr std::size_t kMaxText = 4096;
constexpr std::size_t kMaxFolders = 256;
constexpr std::size_t kMaxFiles = 4096; // looked for

/// What the SDK's libraries load without needing it: libtlsutils asks the device through it.
constexpr std::array kLoadedByName = {"libapplibs.so.0"};

class ElfFile
{
public:
    explicit ElfFile(int file)
        : m_file(file)
    {
    }

    std::optional<ElfNeeds> needs()
    {
        if (!readSegments())
            return std::nullopt;
        ElfNeeds needs;
        for (const Segment& segment : m_segments) {
            if (segment.p_type == PT_INTERP)
                needs.interpreter = textAt(segment.p_offset);
            if (segment.p_type == PT_DYNAMIC)
                readDynamic(segment, needs);
        }
        return needs;
    }

private:
    template <typename T>
    bool readAt(std::uint64_t offset, T& value) const
    {
        static_assert(std::is_trivially_copyable_v<T>);
        return ::pread(m_file, &value, sizeof value, static_cast<::off_t>(offset)) == sizeof value;
    }

    bool readSegments()
    {
        constexpr unsigned char kClass = sizeof(void*) == 8 ? ELFCLASS64 : ELFCLASS32;
        FileHead head;
        if (!readAt(0, head) || std::memcmp(head.e_ident, ELFMAG, SELFMAG) != 0 ||
            head.e_ident[EI_CLASS] != kClass || head.e_ident[EI_DATA] != ELFDATA2LSB ||
            head.e_phentsize != sizeof(Segment) || head.e_phnum > kMaxSegments)
            return false;
        m_segments.resize(head.e_phnum);
        for (std::size_t i = 0; i < m_segments.size(); ++i)
            if (!readAt(head.e_phoff + i * sizeof(Segment), m_segments[i]))
                return false;
        return true;
    }

    [[nodiscard]] std::uint64_t offsetOf(std::uint64_t address) const
    {
        for (const Segment& segment : m_segments)
            if (segment.p_type == PT_LOAD && address >= segment.p_vaddr &&
                address - segment.p_vaddr < segment.p_filesz)
                return segment.p_offset + (address - segment.p_vaddr);
        return 0;
    }

    /// Up to its 0; empty when there is none in reach.
    [[nodiscard]] std::string textAt(std::uint64_t offset) const
    {
        std::array<char, kMaxText> text{};
        const auto size = ::pread(m_file, text.data(), text.size(), static_cast<::off_t>(offset));
        const std::string_view read(text.data(),
                                    static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
        const std::size_t end = read.find('\0');
        return end == std::string_view::npos ? std::string() : std::string(read.substr(0, end));
    }

    void readDynamic(const Segment& segment, ElfNeeds& needs) const
    {
        std::vector<DynamicEntry> entries;
        std::uint64_t texts = 0;
        for (std::size_t i = 0; i < std::min(segment.p_filesz / sizeof(DynamicEntry), kMaxEntries);
             ++i) {
            DynamicEntry entry;
            if (!readAt(segment.p_offset + i * sizeof entry, entry) || entry.d_tag == DT_NULL)
                break;
            if (entry.d_tag == DT_STRTAB)
                texts = offsetOf(entry.d_un.d_ptr);
            entries.push_back(entry);
        }
        if (texts == 0)
            return;
        for (const DynamicEntry& entry : entries) {
            if (entry.d_tag == DT_NEEDED)
                needs.libraries.push_back(textAt(texts + entry.d_un.d_val));
            if (entry.d_tag == DT_RPATH || entry.d_tag == DT_RUNPATH)
                needs.folders.push_back(textAt(texts + entry.d_un.d_val));
        }
    }

    int m_file;
    std::vector<Segment> m_segments;
};

std::optional<ElfNeeds> needsOf(const std::filesystem::path& path)
{
    const UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    return file ? readElfNeeds(file.get()) : std::nullopt;
}

/// Adds the folders of a list with colons.
void appendFolders(std::string_view list, const std::filesystem::path& origin,
                   std::vector<std::filesystem::path>& folders)
{
    while (!list.empty() && folders.size() < kMaxFolders) {
        const std::size_t end = std::min(list.find(':'), list.size());
        std::string folder(list.substr(0, end));
        list.remove_prefix(std::min(end + 1, list.size()));
        for (const std::string_view origins : {"${ORIGIN}", "$ORIGIN"})
            if (const std::size_t at = folder.find(origins); at != std::string::npos)
                folder.replace(at, origins.size(), origin.string());
        if (!folder.empty())
            folders.emplace_back(std::move(folder));
    }
}

} // namespace

std::optional<ElfNeeds> readElfNeeds(int file)
{
    return ElfFile(file).needs();
}

LoaderFiles loaderFilesOf(const std::filesystem::path& program, std::string_view libraryPath)
{
    LoaderFiles found;
    std::vector<std::filesystem::path> folders;
    appendFolders(libraryPath, {}, folders);
    std::set<std::string> names(kLoadedByName.begin(), kLoadedByName.end());
    std::set<std::filesystem::path> seen;
    std::vector<std::filesystem::path> toRead = {program};
    while (!toRead.empty()) {
        for (const std::filesystem::path& path : std::exchange(toRead, {})) {
            const auto needs = needsOf(path);
            if (!needs) // not for the loader, whatever names it
                continue;
            if (path != program)
                found.libraries.push_back(path);
            else if (!needs->interpreter.empty() && needsOf(needs->interpreter))
                found.interpreter = needs->interpreter;
            for (const std::string& list : needs->folders)
                appendFolders(list, path.parent_path(), folders);
            names.insert(needs->libraries.begin(), needs->libraries.end());
        }
        // The loader takes the first that it finds; these are all.
        for (const std::filesystem::path& folder : folders)
            for (const std::string& name : names)
                if (seen.size() < kMaxFiles && seen.insert(folder / name).second)
                    toRead.push_back(folder / name);
    }
    return found;
}

} // namespace perisphere::device
