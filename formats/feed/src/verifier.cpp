#include "perisphere/feed/verifier.hpp"

#include <fmt/format.h>

#include <utility>

namespace perisphere::feed
{
namespace
{

/// Of one check; the chain goes on with the next.
constexpr std::size_t kMaxNewRoots = 64;

Error refused(ErrorCode code, std::string_view fileName, std::string message, std::string expected,
              std::string advice = {})
{
    return Error{.code = code,
                 .message = std::move(message),
                 .where = {.file = std::string(fileName)},
                 .expected = std::move(expected),
                 .advice = std::move(advice)};
}

Result<> checkNotOlder(std::string_view what, std::uint64_t version, std::uint64_t seen,
                       std::string_view fileName)
{
    if (version >= seen)
        return {};
    return fail(refused(ErrorCode::Untrusted, fileName,
                        fmt::format("{} metadata is rolled back to version {}", what, version),
                        fmt::format("version {} or newer, which has been seen", seen),
                        "the server has old files, or somebody between shows them"));
}

Result<> checkVersion(std::string_view what, std::uint64_t version, std::uint64_t expected,
                      std::string_view fileName)
{
    if (version == expected)
        return {};
    return fail(refused(ErrorCode::Untrusted, fileName,
                        fmt::format("{} metadata has version {}", what, version),
                        fmt::format("version {}", expected)));
}

/// The root's own signatures, and what it says.
Result<Root> readRoot(std::string_view file, std::string_view fileName)
{
    const auto envelope = readEnvelope(file, fileName);
    if (!envelope)
        return fail(envelope.error());
    auto root = parseRoot(*envelope, fileName).toResult();
    if (!root)
        return root;
    if (auto isSigned = verifySignatures(*envelope, *root, Role::Root, fileName); !isSigned)
        return fail(isSigned.error());
    return root;
}

} // namespace

Verifier::Verifier(TrustState state, Root root, Time now)
    : m_state(std::move(state))
    , m_root(std::move(root))
    , m_now(now)
{
}

Result<Verifier> Verifier::start(std::string givenRoot, std::optional<TrustState> kept, Time now)
{
    TrustState state;
    state.givenRoot = sha256(givenRoot);
    state.root = std::move(givenRoot);
    if (kept && kept->givenRoot == state.givenRoot)
        state = std::move(*kept);
    auto root = readRoot(state.root, "the trusted root");
    if (!root)
        return fail(root.error());
    const Header header = root->header;
    Verifier verifier(std::move(state), std::move(*root), now);
    // An expired root may have a successor, so that its end is looked at after the chain.
    if (auto isSet = verifier.checkTime(
            {.version = header.version, .issued = header.issued, .expires = Time::max()},
            "the trusted root");
        !isSet)
        return fail(isSet.error());
    return verifier;
}

std::optional<Wanted> Verifier::wanted() const
{
    if (!m_wanted)
        return std::nullopt;
    switch (*m_wanted) {
    case Role::Root:
        return Wanted{.file = fileName(Role::Root, m_root.header.version + 1),
                      .maxBytes = maxBytes(Role::Root),
                      .mayBeMissing = true};
    case Role::Timestamp:
        return Wanted{.file = fileName(Role::Timestamp, 0), .maxBytes = maxBytes(Role::Timestamp)};
    case Role::Snapshot:
        return Wanted{.file = fileName(Role::Snapshot, m_snapshot.version),
                      .maxBytes = static_cast<std::size_t>(m_snapshot.bytes)};
    case Role::Targets:
        break;
    }
    return Wanted{.file = fileName(Role::Targets, m_targetsFile.version),
                  .maxBytes = static_cast<std::size_t>(m_targetsFile.bytes)};
}

Result<> Verifier::take(std::string_view file)
{
    const auto asked = wanted();
    const auto role = std::exchange(m_wanted, std::nullopt); // until all of it holds
    if (!role)
        return fail(ErrorCode::InvalidArgument, "no file of the feed is wanted");
    if (file.size() > asked->maxBytes)
        return fail(refused(ErrorCode::LimitExceeded, asked->file, "the file is too long",
                            fmt::format("at most {} bytes", asked->maxBytes)));
    if (*role == Role::Snapshot || *role == Role::Targets)
        if (auto same =
                checkFile(file, *role == Role::Snapshot ? m_snapshot : m_targetsFile, asked->file);
            !same)
            return same;
    const auto envelope = readEnvelope(file, asked->file);
    if (!envelope)
        return fail(envelope.error());
    if (auto isSigned = verifySignatures(*envelope, m_root, *role, asked->file); !isSigned)
        return isSigned;
    switch (*role) {
    case Role::Root:
        return takeRoot(*envelope, file);
    case Role::Timestamp:
        return takeTimestamp(*envelope);
    case Role::Snapshot:
        return takeSnapshot(*envelope);
    case Role::Targets:
        break;
    }
    return takeTargets(*envelope);
}

Result<> Verifier::takeMissing()
{
    const auto asked = wanted();
    if (!asked || !asked->mayBeMissing) {
        m_wanted.reset();
        return fail(refused(ErrorCode::NotFound, asked ? asked->file : "",
                            "the feed has no such file", "all files of a feed",
                            "publish the feed again"));
    }
    m_wanted = Role::Timestamp;
    const std::string file = fileName(Role::Root, m_root.header.version);
    if (auto counts = checkTime(m_root.header, file); !counts) {
        m_wanted.reset();
        return counts;
    }
    return {};
}

/// Also what an attacker with the old keys has made the versions be is forgotten with the keys.
Result<> Verifier::takeRoot(const Envelope& envelope, std::string_view file)
{
    const std::string name = fileName(Role::Root, m_root.header.version + 1);
    if (++m_newRoots > kMaxNewRoots)
        return fail(refused(ErrorCode::LimitExceeded, name, "there are too many new roots",
                            fmt::format("at most {} in one check", kMaxNewRoots)));
    // By the old one's keys it is signed; now by its own.
    auto next = parseRoot(envelope, name).toResult();
    if (!next)
        return fail(next.error());
    if (auto isNext = checkVersion("root", next->header.version, m_root.header.version + 1, name);
        !isNext)
        return isNext;
    if (auto isSigned = verifySignatures(envelope, *next, Role::Root, name); !isSigned)
        return isSigned;
    if (next->of(Role::Timestamp).keyIds != m_root.of(Role::Timestamp).keyIds ||
        next->of(Role::Snapshot).keyIds != m_root.of(Role::Snapshot).keyIds) {
        m_state.timestamp = 0;
        m_state.snapshot = 0;
        m_state.targets = 0;
    }
    m_root = std::move(*next);
    m_state.root = file;
    m_wanted = Role::Root;
    return {};
}

Result<> Verifier::takeTimestamp(const Envelope& envelope)
{
    const std::string name = fileName(Role::Timestamp, 0);
    const auto timestamp = parseTimestamp(envelope, name).toResult();
    if (!timestamp)
        return fail(timestamp.error());
    if (auto newer = checkNotOlder("timestamp", timestamp->header.version, m_state.timestamp, name);
        !newer)
        return newer;
    if (auto newer = checkNotOlder("snapshot", timestamp->snapshot.version, m_state.snapshot, name);
        !newer)
        return newer;
    if (timestamp->snapshot.bytes > maxBytes(Role::Snapshot))
        return fail(refused(ErrorCode::LimitExceeded, name, "the snapshot is too long",
                            fmt::format("at most {} bytes", maxBytes(Role::Snapshot))));
    if (auto counts = checkTime(timestamp->header, name); !counts)
        return counts;
    m_state.timestamp = timestamp->header.version;
    m_snapshot = timestamp->snapshot;
    m_wanted = Role::Snapshot;
    return {};
}

Result<> Verifier::takeSnapshot(const Envelope& envelope)
{
    const std::string name = fileName(Role::Snapshot, m_snapshot.version);
    const auto snapshot = parseSnapshot(envelope, name).toResult();
    if (!snapshot)
        return fail(snapshot.error());
    if (auto same = checkVersion("snapshot", snapshot->header.version, m_snapshot.version, name);
        !same)
        return same;
    if (auto newer = checkNotOlder("targets", snapshot->targets.version, m_state.targets, name);
        !newer)
        return newer;
    if (auto counts = checkTime(snapshot->header, name); !counts)
        return counts;
    m_state.snapshot = snapshot->header.version;
    m_targetsFile = snapshot->targets;
    m_wanted = Role::Targets;
    return {};
}

Result<> Verifier::takeTargets(const Envelope& envelope)
{
    const std::string name = fileName(Role::Targets, m_targetsFile.version);
    auto targets = parseTargets(envelope, name).toResult();
    if (!targets)
        return fail(targets.error());
    if (auto same = checkVersion("targets", targets->header.version, m_targetsFile.version, name);
        !same)
        return same;
    if (auto counts = checkTime(targets->header, name); !counts)
        return counts;
    m_state.targets = targets->header.version;
    m_targets = std::move(*targets);
    return {};
}

/// Expired metadata counts for nothing. A clock that is before something was issued is not set:
/// with it, nobody could tell what has expired.
Result<> Verifier::checkTime(const Header& header, std::string_view fileName)
{
    if (header.issued > m_state.clock)
        m_state.clock = header.issued;
    if (m_now < m_state.clock)
        return fail(refused(
            ErrorCode::Untrusted, fileName,
            fmt::format("the device's clock says {}, and this was issued later", toText(m_now)),
            fmt::format("a clock that is set, {} or later", toText(m_state.clock)),
            "nothing is believed until the clock is set"));
    if (m_now < header.expires)
        return {};
    return fail(refused(ErrorCode::Untrusted, fileName,
                        fmt::format("this has expired at {}", toText(header.expires)),
                        fmt::format("metadata that counts at {}", toText(m_now)),
                        "renew the feed: perisphere fleet renew"));
}

Result<> Verifier::checkFile(std::string_view file, const FileVersion& expected,
                             std::string_view fileName) const
{
    if (file.size() == expected.bytes && sha256(file) == expected.sha256)
        return {};
    return fail(refused(ErrorCode::Untrusted, fileName, "the file is another than was announced",
                        fmt::format("{} bytes with SHA-256 {}", expected.bytes, expected.sha256)));
}

} // namespace perisphere::feed
