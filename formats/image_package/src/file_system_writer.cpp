#include "bytes.hpp"
#include "file_system_layout.hpp"
#include "perisphere/image/file_system.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <deque>

namespace perisphere::image
{
namespace
{

using namespace layout;

struct Node {
    std::string name;
    const TreeEntry* entry = nullptr; ///< none for the root
    std::vector<Node> children;       ///< sorted bytewise by name: the kernel stops searching early
    std::size_t inodeOffset = 0;
    std::size_t tableBytes = 0; ///< directories: of their entries
    std::size_t dataOffset = 0; ///< directories: of the first entry; files: of the content

    [[nodiscard]] bool isDirectory() const
    {
        return entry == nullptr || entry->kind == TreeEntry::Kind::Directory;
    }
};

Error entryError(ErrorCode code, std::string_view path, std::string message, std::string expected)
{
    return Error{.code = code,
                 .message = fmt::format("\"{}\" {}", path, message),
                 .expected = std::move(expected)};
}

Result<> checkEntry(const TreeEntry& entry)
{
    if (!isSafeRelativePath(entry.path))
        return fail(entryError(ErrorCode::InvalidArgument, entry.path, "is not a safe name",
                               "a relative path without \"..\""));
    const std::string_view name = std::string_view(entry.path).substr(entry.path.rfind('/') + 1);
    if (name.size() > kMaxNameBytes)
        return fail(entryError(ErrorCode::LimitExceeded, entry.path, "has too long a name",
                               fmt::format("at most {} bytes", kMaxNameBytes)));
    if (entry.content.size() > kMaxFileBytes)
        return fail(entryError(ErrorCode::LimitExceeded, entry.path, "is too large",
                               fmt::format("at most {} bytes", kMaxFileBytes)));
    if (entry.kind == TreeEntry::Kind::Directory && !entry.content.empty())
        return fail(entryError(ErrorCode::InvalidArgument, entry.path,
                               "is a directory with content", "directories without content"));
    if ((entry.mode & ~kPermissions) != 0)
        return fail(entryError(ErrorCode::InvalidArgument, entry.path,
                               fmt::format("has mode {:o}", entry.mode), "permission bits only"));
    return {};
}

/// Lays a tree out and writes it: superblock, root, the tables of all directories, then the pages
/// of the files.
class Writer
{
public:
    Result<std::vector<std::byte>> write(const DirectoryTree& tree)
    {
        if (auto built = build(tree); !built)
            return fail(built.error());
        placeTables();
        if (auto placed = placeContents(m_root); !placed)
            return fail(placed.error());
        m_out.assign(m_end, std::byte{0});
        writeInode(m_root, 0);
        writeDirectory(m_root);
        writeSuperblock();
        return std::move(m_out);
    }

private:
    /// Sorted, so that a directory comes before what it holds.
    Result<> build(const DirectoryTree& tree)
    {
        std::vector<const TreeEntry*> sorted;
        for (const TreeEntry& entry : tree)
            sorted.push_back(&entry);
        std::sort(sorted.begin(), sorted.end(), [](const TreeEntry* a, const TreeEntry* b) {
            const auto depth = [](const TreeEntry* e) {
                return std::count(e->path.begin(), e->path.end(), '/');
            };
            return std::pair(depth(a), std::string_view(a->path)) <
                   std::pair(depth(b), std::string_view(b->path));
        });
        if (sorted.size() >= kMaxInodes)
            return fail(Error{.code = ErrorCode::LimitExceeded,
                              .message = "the tree has too many entries",
                              .expected = fmt::format("fewer than {}", kMaxInodes)});
        for (const TreeEntry* entry : sorted) {
            if (auto good = checkEntry(*entry); !good)
                return good;
            if (auto added = add(*entry); !added)
                return added;
        }
        m_inodes = sorted.size() + 1;
        return {};
    }

    Result<> add(const TreeEntry& entry)
    {
        Node* parent = &m_root;
        std::string_view rest = entry.path;
        std::size_t depth = 1;
        for (std::size_t slash = rest.find('/'); slash != std::string_view::npos;
             slash = rest.find('/')) {
            parent = find(*parent, rest.substr(0, slash));
            if (parent == nullptr || !parent->isDirectory())
                return fail(entryError(ErrorCode::InvalidArgument, entry.path,
                                       "lies in no directory", "an entry for its directory"));
            rest.remove_prefix(slash + 1);
            ++depth;
        }
        if (depth > kMaxDepth)
            return fail(entryError(ErrorCode::LimitExceeded, entry.path, "lies too deep",
                                   fmt::format("at most {} levels", kMaxDepth)));
        if (find(*parent, rest) != nullptr)
            return fail(entryError(ErrorCode::InvalidArgument, entry.path, "is there twice",
                                   "each name once"));
        parent->children.push_back({.name = std::string(rest), .entry = &entry, .children = {}});
        parent->tableBytes += kInodeBytes + roundUp(rest.size(), 4);
        return {};
    }

    /// Children were added in sorted order, level by level.
    static Node* find(Node& parent, std::string_view name)
    {
        const auto found =
            std::lower_bound(parent.children.begin(), parent.children.end(), name,
                             [](const Node& node, std::string_view n) { return node.name < n; });
        return found != parent.children.end() && found->name == name ? &*found : nullptr;
    }

    /// All directory tables come before all content, a directory's entries right behind those of
    /// the directories before it on its level.
    void placeTables()
    {
        m_root.inodeOffset = kRootOffset;
        m_end = kFirstEntryOffset;
        std::deque<Node*> queue{&m_root};
        while (!queue.empty()) {
            Node& directory = *queue.front();
            queue.pop_front();
            directory.dataOffset = directory.children.empty() ? 0 : m_end;
            for (Node& child : directory.children) {
                child.inodeOffset = m_end;
                m_end += kInodeBytes + roundUp(child.name.size(), 4);
                if (child.isDirectory())
                    queue.push_back(&child);
            }
        }
        m_end = roundUp(m_end, kPageBytes);
    }

    Result<> placeContents(Node& directory)
    {
        for (Node& child : directory.children) {
            if (child.isDirectory()) {
                if (auto placed = placeContents(child); !placed)
                    return placed;
                continue;
            }
            const std::size_t bytes = child.entry->content.size();
            child.dataOffset = bytes == 0 ? 0 : m_end;
            m_end += roundUp(bytes, kPageBytes);
            if (m_end > kMaxFileSystemBytes)
                return fail(entryError(
                    ErrorCode::LimitExceeded, child.entry->path, "makes the file system too large",
                    fmt::format("at most {} bytes in all", kMaxFileSystemBytes)));
        }
        return {};
    }

    void writeInode(const Node& node, std::size_t nameBytes)
    {
        const bool isDirectory = node.isDirectory();
        const std::uint32_t permissions = node.entry == nullptr ? 0755U : node.entry->mode;
        const std::uint32_t type = isDirectory ? kDirectory : kRegular | kExecuteInPlace;
        const std::size_t size = isDirectory ? node.tableBytes : node.entry->content.size();
        storeU32(at(node.inodeOffset), permissions | type);
        storeU32(at(node.inodeOffset + 4), static_cast<std::uint32_t>(size));
        storeU32(at(node.inodeOffset + 8), static_cast<std::uint32_t>(roundUp(nameBytes, 4) / 4) |
                                               static_cast<std::uint32_t>(node.dataOffset / 4)
                                                   << 6U);
    }

    void writeDirectory(const Node& directory)
    {
        for (const Node& child : directory.children) {
            writeInode(child, child.name.size());
            std::memcpy(&m_out[child.inodeOffset + kInodeBytes], child.name.data(),
                        child.name.size());
            if (child.isDirectory())
                writeDirectory(child);
            else if (!child.entry->content.empty())
                std::memcpy(&m_out[child.dataOffset], child.entry->content.data(),
                            child.entry->content.size());
        }
    }

    void writeSuperblock()
    {
        storeU32(at(0), kMagic);
        storeU32(at(kSizeOffset), static_cast<std::uint32_t>(m_end));
        storeU32(at(kFlagsOffset), kFlags);
        std::memcpy(&m_out[kSignatureOffset], kSignature.data(), kSignature.size());
        storeU32(at(kInodesOffset), static_cast<std::uint32_t>(m_inodes));
        std::memcpy(&m_out[kInodesOffset + 4], kVolumeName.data(), kVolumeName.size());
        const std::array<std::span<const std::byte>, 1> whole{
            m_out}; // the CRC's own field is still zero
        storeU32(at(kCrcOffset), crc32(whole));
    }

    [[nodiscard]] std::span<std::byte> at(std::size_t offset)
    {
        return std::span(m_out).subspan(offset, 4);
    }

    Node m_root;
    std::size_t m_inodes = 1;
    std::size_t m_end = 0;
    std::vector<std::byte> m_out;
};

} // namespace

Result<std::vector<std::byte>> writeFileSystem(const DirectoryTree& tree)
{
    return Writer().write(tree);
}

} // namespace perisphere::image
