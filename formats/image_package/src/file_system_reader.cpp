#include "bytes.hpp"
#include "file_system_layout.hpp"
#include "perisphere/image/file_system.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>

namespace perisphere::image
{
namespace
{

using namespace layout;

struct Inode {
    std::size_t at = 0; ///< its own offset
    std::uint16_t mode = 0;
    std::uint32_t owner = 0; ///< uid and gid
    std::size_t size = 0;
    std::size_t nameBytes = 0; ///< padded
    std::size_t dataOffset = 0;

    [[nodiscard]] bool isDirectory() const { return (mode & kTypeMask) == kDirectory; }
};

/// Bytes that one file or directory table occupies.
struct Extent {
    std::size_t begin;
    std::size_t end;
};

class Reader
{
public:
    Reader(std::span<const std::byte> data, std::string_view inputName)
        : m_data(data)
        , m_reader(data, inputName)
    {
    }

    Result<FileSystem> read()
    {
        if (auto good = readSuperblock(); !good)
            return fail(good.error());
        const auto root = readInode(kRootOffset);
        if (!root)
            return fail(root.error());
        if (!root->isDirectory() || root->nameBytes != 0)
            return corrupt(kRootOffset, "the root is not a directory without a name",
                           "a directory");
        m_used.emplace(0, kFirstEntryOffset);
        if (auto done = readDirectory(*root, "", 1); !done)
            return fail(done.error());
        if (m_inodes != m_result.info.inodes)
            return corrupt(kInodesOffset,
                           fmt::format("the superblock counts {} inodes", m_result.info.inodes),
                           fmt::format("{}, as there are", m_inodes));
        sortTree(m_result.tree);
        return std::move(m_result);
    }

private:
    [[nodiscard]] tl::unexpected<Error> corrupt(std::size_t offset, std::string message,
                                                std::string expected) const
    {
        return fail(
            m_reader.error(ErrorCode::Corrupt, offset, std::move(message), std::move(expected)));
    }

    Result<> readSuperblock()
    {
        if (m_data.size() < kPageBytes)
            return corrupt(m_data.size(), "the file system is cut short",
                           "at least one page of 4096 bytes");
        if (m_data.size() > kMaxFileSystemBytes)
            return fail(m_reader.error(ErrorCode::LimitExceeded, 0, "the file system is too large",
                                       fmt::format("at most {} bytes", kMaxFileSystemBytes)));
        if (const auto magic = m_reader.u32(0, "magic"); *magic != kMagic)
            return fail(m_reader.error(ErrorCode::Unsupported, 0,
                                       fmt::format("the magic is {:#010x}", *magic),
                                       fmt::format("{:#010x}, an ASXipFS file system", kMagic)));
        const std::size_t size = *m_reader.u32(kSizeOffset, "size");
        if (size != m_data.size() || size % kPageBytes != 0)
            return corrupt(kSizeOffset, fmt::format("the superblock says {} bytes", size),
                           fmt::format("{}, a whole number of pages", m_data.size()));
        if (const auto flags = m_reader.u32(kFlagsOffset, "flags"); *flags != kFlags)
            return fail(m_reader.error(ErrorCode::Unsupported, kFlagsOffset,
                                       fmt::format("the flags are {:#x}", *flags),
                                       fmt::format("{:#x}", kFlags)));
        const auto signature = m_data.subspan(kSignatureOffset, kSignature.size());
        if (!std::equal(signature.begin(), signature.end(), kSignature.begin(),
                        [](std::byte b, char c) { return b == static_cast<std::byte>(c); }))
            return corrupt(kSignatureOffset, "the superblock has another signature",
                           std::string(kSignature));
        return checkCrc();
    }

    Result<> checkCrc()
    {
        constexpr std::array<std::byte, 4> kZero{};
        const std::array<std::span<const std::byte>, 3> pieces{m_data.first(kCrcOffset), kZero,
                                                               m_data.subspan(kCrcOffset + 4)};
        const std::uint32_t stored = *m_reader.u32(kCrcOffset, "CRC");
        const std::uint32_t computed = crc32(pieces);
        if (stored != computed)
            return corrupt(kCrcOffset, fmt::format("the CRC is {:#010x}", stored),
                           fmt::format("{:#010x}, that of the content", computed));
        const std::size_t inodes = *m_reader.u32(kInodesOffset, "inode count");
        m_result.info = {.bytes = m_data.size(), .inodes = inodes, .crc = stored};
        return {};
    }

    Result<Inode> readInode(std::size_t at)
    {
        const auto bytes = m_reader.bytes(at, kInodeBytes, "inode");
        if (!bytes)
            return fail(bytes.error());
        const std::uint32_t first = loadU32(bytes->first<4>());
        const std::uint32_t second = loadU32(bytes->subspan<4, 4>());
        const std::uint32_t third = loadU32(bytes->subspan<8, 4>());
        Inode inode{.at = at,
                    .mode = static_cast<std::uint16_t>(first & 0xFFFFU),
                    .owner = (first >> 16U) | (second >> 24U),
                    .size = second & 0xFFFFFFU,
                    .nameBytes = std::size_t{third & 0x3FU} * 4,
                    .dataOffset = std::size_t{third >> 6U} * 4};
        const bool isFile = (inode.mode & kTypeMask) == kRegular;
        if (!isFile && !inode.isDirectory())
            return corrupt(at, fmt::format("the inode has mode {:o}", inode.mode),
                           "a file or a directory");
        if (isFile && (inode.mode & kExecuteInPlace) == 0)
            return fail(m_reader.error(
                ErrorCode::Unsupported, at,
                fmt::format("the file's inode has mode {:o}", inode.mode),
                "the sticky bit: content stored uncompressed, to be executed in place"));
        if (++m_inodes > kMaxInodes)
            return fail(m_reader.error(ErrorCode::LimitExceeded, at, "there are too many inodes",
                                       fmt::format("at most {}", kMaxInodes)));
        return inode;
    }

    Result<> readDirectory(const Inode& directory, const std::string& path, std::size_t depth)
    {
        if (depth > kMaxDepth)
            return fail(m_reader.error(ErrorCode::LimitExceeded, directory.at,
                                       "directories are nested too deep",
                                       fmt::format("at most {} levels", kMaxDepth)));
        if (directory.size == 0)
            return {};
        if (auto table = m_reader.bytes(directory.dataOffset, directory.size, "directory table");
            !table)
            return fail(table.error());
        if (directory.dataOffset < kFirstEntryOffset)
            return corrupt(
                directory.at,
                fmt::format("the directory's entries are at {:#x}", directory.dataOffset),
                "an offset behind the root");
        const Extent extent{directory.dataOffset, directory.dataOffset + directory.size};
        if (auto free = claim(extent, directory.at); !free)
            return free;
        return readEntries(extent, path, depth);
    }

    Result<> readEntries(const Extent& table, const std::string& path, std::size_t depth)
    {
        std::string previous;
        for (std::size_t at = table.begin; at < table.end;) {
            auto inode = readInode(at);
            if (!inode)
                return fail(inode.error());
            const std::size_t next = at + kInodeBytes + inode->nameBytes;
            if (next > table.end)
                return corrupt(at, "the entry reaches beyond its directory", "an entry inside it");
            auto name = readName(*inode);
            if (!name)
                return fail(name.error());
            if (*name <= previous && at != table.begin)
                return corrupt(at, fmt::format("\"{}\" stands behind \"{}\"", *name, previous),
                               "names in bytewise order, each once");
            const std::string full = path.empty() ? *name : path + "/" + *name;
            if (auto done = readEntry(*inode, full, depth); !done)
                return done;
            previous = std::move(*name);
            at = next;
        }
        return {};
    }

    Result<std::string> readName(const Inode& inode)
    {
        const std::size_t at = inode.at + kInodeBytes;
        const auto bytes = m_reader.bytes(at, inode.nameBytes, "name");
        if (!bytes)
            return fail(bytes.error());
        std::string name(reinterpret_cast<const char*>(bytes->data()), bytes->size());
        const std::size_t end = name.find('\0');
        const std::size_t length = std::min(end, name.size());
        const bool isPadded = name.find_first_not_of('\0', length) == std::string::npos;
        name.resize(length);
        if (!isPadded || length + 4 <= inode.nameBytes)
            return corrupt(at, "the name has a NUL inside", "up to three NULs behind the name");
        if (!isSafeRelativePath(name) || name.find('/') != std::string::npos ||
            name.size() > kMaxNameBytes)
            return corrupt(at, fmt::format("\"{}\" is not a safe name", printable(name)),
                           "a name without \"/\", not \".\" or \"..\"");
        return name;
    }

    static std::string printable(const std::string& text)
    {
        std::string shown;
        for (const char c : text)
            shown += c >= 0x20 && c < 0x7F
                         ? std::string(1, c)
                         : fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
        return shown;
    }

    Result<> readEntry(const Inode& inode, const std::string& path, std::size_t depth)
    {
        const auto mode = static_cast<std::uint16_t>(inode.mode & kPermissions);
        if (inode.isDirectory()) {
            m_result.tree.push_back(
                {.path = path, .kind = TreeEntry::Kind::Directory, .mode = mode, .content = {}});
            return readDirectory(inode, path, depth + 1);
        }
        auto content = readContent(inode);
        if (!content)
            return fail(content.error());
        m_result.tree.push_back({.path = path,
                                 .kind = TreeEntry::Kind::File,
                                 .mode = mode,
                                 .content = {content->begin(), content->end()}});
        return {};
    }

    Result<std::span<const std::byte>> readContent(const Inode& inode)
    {
        if (inode.size == 0)
            return std::span<const std::byte>();
        if (inode.dataOffset % kPageBytes != 0 || inode.dataOffset == 0)
            return corrupt(inode.at,
                           fmt::format("the file's content is at {:#x}", inode.dataOffset),
                           "the start of a page behind the first");
        auto content = m_reader.bytes(inode.dataOffset, inode.size, "file content");
        if (!content)
            return content;
        const std::size_t end = inode.dataOffset + inode.size;
        const Extent pages{inode.dataOffset, roundUp(end, kPageBytes)};
        if (pages.end > m_data.size())
            return corrupt(inode.at, "the file's last page is cut short", "whole pages");
        if (auto free = claim(pages, inode.at); !free)
            return fail(free.error());
        const auto padding = m_data.subspan(end, pages.end - end);
        const auto dirty = std::find_if(padding.begin(), padding.end(),
                                        [](std::byte b) { return b != std::byte{0}; });
        if (dirty != padding.end())
            return corrupt(end + static_cast<std::size_t>(dirty - padding.begin()),
                           "the page is not filled up with zeros", "zeros behind the content");
        return content;
    }

    /// Bytes may be used once only. So a directory that holds itself is not read again, and a small
    /// image cannot unfold into a large tree.
    Result<> claim(const Extent& extent, std::size_t inodeOffset)
    {
        const auto next = m_used.lower_bound(extent.begin);
        const bool hitsNext = next != m_used.end() && next->first < extent.end;
        const bool hitsPrevious = next != m_used.begin() && std::prev(next)->second > extent.begin;
        if (hitsNext || hitsPrevious)
            return corrupt(inodeOffset,
                           fmt::format("the bytes from {:#x} are used twice", extent.begin),
                           "files and directories that do not overlap");
        m_used.emplace(extent.begin, extent.end);
        return {};
    }

    std::span<const std::byte> m_data;
    ByteReader m_reader;
    FileSystem m_result;
    std::size_t m_inodes = 0;
    std::map<std::size_t, std::size_t> m_used; ///< begin to end
};

} // namespace

Result<FileSystem> readFileSystem(std::span<const std::byte> data, std::string_view inputName)
{
    return Reader(data, inputName).read();
}

} // namespace perisphere::image
