// The files that a program on a device sees: a tree of names that is put together from folders and
// files of the host, as mounts put one together. No name leads out of it, neither by ".." nor by
// links, which are followed within it; and what the host calls a file is not told.
//
// It is looked up by name here, and not by the kernel, because an unprivileged process may not have
// mounts of its own everywhere. Nothing in the tree changes while the program runs, which can
// change nothing itself: what was found stays what it is.
#pragma once

#include "perisphere/a7/process.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

namespace perisphere::a7
{

class FileView
{
public:
    [[nodiscard]] static Result<std::unique_ptr<FileView>> create(const ViewOptions& options);
    FileView(const FileView&) = delete;
    FileView& operator=(const FileView&) = delete;
    ~FileView() = default;

    /// Where names begin, and what they may do on the way: as openat2(2) has it.
    struct Rules {
        bool followsLast = true;       ///< a link in the last place
        bool followsLinks = true;      ///< ELOOP otherwise
        std::string_view root = "/";   ///< what "/" means
        bool mayLeaveTheFolder = true; ///< EXDEV otherwise
    };
    struct Found {
        std::string name; ///< absolute, without links, "." and ".."; empty: it has none
        std::string host; ///< to be given to the host's kernel, which finds no link on the way
        bool isThere = true;
    };
    /// From the folder of that name on. Errors are errno values.
    [[nodiscard]] tl::expected<Found, int> find(std::string_view folder, std::string_view path,
                                                const Rules& rules) const;
    [[nodiscard]] tl::expected<Found, int> find(std::string_view path) const;

    /// Of an open folder; AT_FDCWD: the working directory.
    [[nodiscard]] tl::expected<std::string, int> folderName(int fd) const;
    /// Of an open file that is in the tree.
    [[nodiscard]] std::optional<std::string> nameOf(int fd) const;
    /// Of a path of the host's that leads there without links.
    [[nodiscard]] std::optional<std::string> nameOfHost(std::string_view host) const;
    /// What a link of /proc tells of a descriptor.
    [[nodiscard]] tl::expected<std::string, int> describe(int fd) const;
    /// The text of a link that is the process' own (/proc/self/exe, cwd, root, fd/N).
    [[nodiscard]] std::optional<tl::expected<std::string, int>>
    ownLink(std::string_view name) const;

    /// Of a file of the host's: the same for the same file, counted as they come.
    [[nodiscard]] std::uint64_t fileNumber(std::uint64_t device, std::uint64_t inode) const
    {
        return m_numbers.try_emplace({device, inode}, m_numbers.size() + 1).first->second;
    }

    [[nodiscard]] const std::string& program() const { return m_program; }
    [[nodiscard]] const std::string& folder() const { return m_folder; }
    void setFolder(std::string name) { m_folder = std::move(name); }

private:
    struct Mount {
        std::string name; ///< "" for the root
        std::string host;
    };

    FileView() = default;
    [[nodiscard]] std::string hostOf(std::string_view name) const;
    [[nodiscard]] static std::optional<std::string> nameAmong(const std::vector<Mount>& mounts,
                                                              std::string_view host);
    /// The number in "/proc/N/fd/NUMBER".
    [[nodiscard]] static std::optional<int> descriptorOf(std::string_view name);

    [[nodiscard]] static Mount mountOf(const ViewOptions::Mount& mount);

    std::vector<Mount> m_mounts; ///< the longest name first
    std::vector<Mount> m_given;  ///< of ViewOptions
    std::string m_program;
    std::string m_folder;
    mutable std::map<std::pair<std::uint64_t, std::uint64_t>, std::uint64_t> m_numbers;
};

} // namespace perisphere::a7
