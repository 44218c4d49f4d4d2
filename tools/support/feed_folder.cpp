#include "support/feed_folder.hpp"

#include "perisphere/base/atomic_file.hpp"
#include "perisphere/base/file.hpp"
#include "perisphere/base/folder.hpp"
#include "perisphere/base/persistence.hpp"
#include "perisphere/base/unique_fd.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace perisphere::tools
{
namespace
{

namespace fs = std::filesystem;
using feed::Role;

constexpr std::size_t kPieceBytes = std::size_t{64} * 1024;

/// Calls `take` with all of the file, piece by piece.
template <class Take>
Result<> readInPieces(const fs::path& file, Take take)
{
    const UniqueFd source(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (source.get() < 0)
        return fail(systemError(errno, "open", file.string()));
    std::vector<char> piece(kPieceBytes);
    for (;;) {
        const ::ssize_t got = ::read(source.get(), piece.data(), piece.size());
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fail(systemError(errno, "read", file.string()));
        if (got == 0)
            return {};
        if (Result<> taken = take(std::string_view(piece.data(), static_cast<std::size_t>(got)));
            !taken)
            return taken;
    }
}

Result<> copyInto(const fs::path& from, const fs::path& to)
{
    constexpr ::mode_t kMode = 0644;
    const UniqueFd target(::open(to.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, kMode));
    if (target.get() < 0)
        return fail(systemError(errno, "create", to.string()));
    if (auto copied = readInPieces(
            from,
            [&](std::string_view piece) {
                return writeAll(target.get(), std::as_bytes(std::span(piece)), to.string());
            });
        !copied)
        return copied;
    if (::fsync(target.get()) != 0)
        return fail(systemError(errno, "write", to.string()));
    return {};
}

/// A file of the role, signed; its version is the header's.
template <class T>
Result<std::string> sign(const Fleet& fleet, Role role, const T& metadata)
{
    const auto keys = loadKeys({fleet.folder}, fleet.root, role);
    if (!keys)
        return fail(keys.error());
    auto file = feed::signEnvelope(feed::write(metadata), pointersTo(*keys));
    if (file && file->size() > maxBytes(role))
        return fail(
            Error{.code = ErrorCode::LimitExceeded,
                  .message = fmt::format("the feed's {} has {} bytes", name(role), file->size()),
                  .expected = fmt::format("at most {}", maxBytes(role))});
    return file;
}

/// Signs what has to be signed, each with the facts of the one before.
class Signing
{
public:
    Signing(Fleet& fleet, feed::Time now)
        : m_fleet(fleet)
        , m_now(now)
    {
    }

    template <class T>
    [[nodiscard]] Result<feed::FileVersion> operator()(Role role, T& metadata,
                                                       std::chrono::days lifetime)
    {
        metadata.header = {
            .version = metadata.header.version + 1, .issued = m_now, .expires = m_now + lifetime};
        auto file = sign(m_fleet, role, metadata);
        if (!file)
            return fail(file.error());
        feed::FileVersion facts{.version = metadata.header.version,
                                .bytes = file->size(),
                                .sha256 = feed::sha256(*file)};
        m_files.push_back({.role = role, .version = facts.version, .content = std::move(*file)});
        return facts;
    }

    struct File {
        Role role;
        std::uint64_t version;
        std::string content;
    };
    [[nodiscard]] const std::vector<File>& files() const { return m_files; } ///< timestamp last

private:
    Fleet& m_fleet;
    feed::Time m_now;
    std::vector<File> m_files;
};

Result<> signNew(Signing& signing, Fleet& fleet, Renewal renewal, const Lifetimes& lifetimes)
{
    if (renewal == Renewal::Targets) {
        auto facts = signing(Role::Targets, fleet.targets, lifetimes.targets);
        if (!facts)
            return fail(facts.error());
        fleet.snapshot.targets = std::move(*facts);
    }
    if (renewal != Renewal::Timestamp) {
        auto facts = signing(Role::Snapshot, fleet.snapshot, lifetimes.snapshot);
        if (!facts)
            return fail(facts.error());
        fleet.timestamp.snapshot = std::move(*facts);
    }
    const auto facts = signing(Role::Timestamp, fleet.timestamp, lifetimes.timestamp);
    if (!facts)
        return fail(facts.error());
    return {};
}

Result<> checkTargetFiles(const Fleet& fleet, const fs::path& feedFolder)
{
    for (const feed::Target& target : fleet.targets.targets) {
        const fs::path file = feedFolder / feed::filePath(target);
        std::error_code error;
        if (const auto bytes = fs::file_size(file, error); error || bytes != target.bytes)
            return fail(Error{
                .code = ErrorCode::NotFound,
                .message = fmt::format("\"{}\" is not in the feed, or not whole", file.string()),
                .expected = fmt::format("{} bytes of {}", target.bytes, target.name),
                .advice = "publish it again, or withdraw it"});
    }
    return {};
}

/// In the fleet's folder metadata have plain names: only the last counts there.
Result<> writeToFleet(const Fleet& fleet, const Signing& signing)
{
    for (const auto& [role, version, content] : signing.files())
        if (auto written = replaceFile(fleet.folder / fmt::format("{}.json", name(role)), content);
            !written)
            return written;
    return {};
}

Result<> writeToFeed(const Fleet& fleet, const fs::path& feedFolder, const Signing& signing)
{
    for (const auto& [version, content] : fleet.roots)
        if (auto written = replaceFile(feedFolder / feed::fileName(Role::Root, version), content);
            !written)
            return written;
    for (const auto& [role, version, content] : signing.files())
        if (auto written = replaceFile(feedFolder / feed::fileName(role, version), content);
            !written)
            return written;
    return {};
}

} // namespace

Result<FileFacts> factsOf(const fs::path& file)
{
    FileFacts facts;
    feed::Sha256 digest;
    const auto read = readInPieces(file, [&](std::string_view piece) -> Result<> {
        facts.bytes += piece.size();
        digest.add(piece);
        return {};
    });
    if (!read)
        return fail(read.error());
    facts.sha256 = digest.finish();
    return facts;
}

Result<> addTargetFile(const fs::path& feedFolder, const feed::Target& target, const fs::path& file)
{
    const fs::path to = feedFolder / feed::filePath(target);
    if (auto made = makeFolder(to.parent_path()); !made)
        return made;
    if (const auto there = factsOf(to); there && there->sha256 == target.sha256)
        return {};
    const fs::path unfinished = to.string() + ".new";
    if (auto copied = copyInto(file, unfinished); !copied)
        return copied;
    return persistence::renameFile(unfinished, to, persistence::ChangeKind::Replace);
}

Result<> publish(Fleet& fleet, const fs::path& feedFolder, Renewal renewal, feed::Time now,
                 const Lifetimes& lifetimes)
{
    if (auto made = makeFolder(feedFolder); !made)
        return made;
    if (auto whole = checkTargetFiles(fleet, feedFolder); !whole)
        return whole;
    Signing signing(fleet, now);
    if (auto done = signNew(signing, fleet, renewal, lifetimes); !done)
        return done;
    // A version that was begun is not used again.
    if (auto written = writeToFleet(fleet, signing); !written)
        return written;
    return writeToFeed(fleet, feedFolder, signing);
}

} // namespace perisphere::tools
