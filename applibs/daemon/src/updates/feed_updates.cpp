#include "feed_updates.hpp"

#include "perisphere/base/file.hpp"
#include "perisphere/device/app_status.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <set>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace perisphere::daemon
{
namespace
{

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using device::UpdateState;

/// After a check that came to nothing: no network yet, a clock that is not set.
constexpr std::chrono::minutes kAfterFailure = 15min;
constexpr std::chrono::seconds kMetadataLimit = 120s;
constexpr std::chrono::hours kTargetLimit = 6h;

feed::Time timeNow()
{
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

/// All that was fetched, from the file's beginning.
Result<std::string> contentOf(int file)
{
    struct ::stat status {
    };
    if (::fstat(file, &status) != 0)
        return fail(systemError(errno, "look at", "the fetched file"));
    std::string content(static_cast<std::size_t>(status.st_size), '\0');
    for (std::size_t at = 0; at < content.size();) {
        const ::ssize_t got =
            ::pread(file, content.data() + at, content.size() - at, static_cast<::off_t>(at));
        if (got <= 0)
            return fail(systemError(got < 0 ? errno : EIO, "read", "the fetched file"));
        at += static_cast<std::size_t>(got);
    }
    return content;
}

Result<std::string> digestOf(int file)
{
    constexpr std::size_t kPieceBytes = std::size_t{64} * 1024;
    std::vector<char> piece(kPieceBytes);
    feed::Sha256 digest;
    for (::off_t at = 0;;) {
        const ::ssize_t got = ::pread(file, piece.data(), piece.size(), at);
        if (got < 0)
            return fail(systemError(errno, "read", "the fetched file"));
        if (got == 0)
            return digest.finish();
        digest.add({piece.data(), static_cast<std::size_t>(got)});
        at += got;
    }
}

Result<> checkContent(const feed::Target& target, int file)
{
    const auto digest = digestOf(file);
    if (!digest)
        return fail(digest.error());
    struct ::stat status {
    };
    ::fstat(file, &status);
    if (static_cast<std::uint64_t>(status.st_size) == target.bytes && *digest == target.sha256)
        return {};
    return fail(
        Error{.code = ErrorCode::Untrusted,
              .message = "the file is another than was announced",
              .where = {.file = target.name},
              .expected = fmt::format("{} bytes with SHA-256 {}", target.bytes, target.sha256)});
}

} // namespace

FeedUpdates::FeedUpdates(Parts parts, UpdateConfiguration configuration, FeedFiles files)
    : m_parts(std::move(parts))
    , m_configuration(std::move(configuration))
    , m_files(std::move(files))
    , m_system({.loop = m_parts.loop,
                .timers = m_parts.timers,
                .manager = m_parts.manager,
                .files = m_files,
                .say = m_parts.say,
                .runningVersion = m_parts.systemVersion,
                .reboot = m_parts.reboot},
               {.bus = m_configuration.bus, .trial = m_configuration.systemTrial})
{
    m_parts.updates.onChange([this] { onCoordinator(); });
}

Result<std::unique_ptr<FeedUpdates>>
FeedUpdates::create(Parts parts, UpdateConfiguration configuration, const fs::path& folder)
{
    auto files = FeedFiles::open(folder);
    if (!files)
        return fail(files.error().during("open what is kept of the update feed"));
    return std::unique_ptr<FeedUpdates>(
        new FeedUpdates(std::move(parts), std::move(configuration), std::move(*files)));
}

void FeedUpdates::onBoot()
{
    if (m_configuration.hasRauc)
        m_system.onBoot();
    checkIn(m_configuration.firstCheck);
}

void FeedUpdates::checkIn(std::chrono::nanoseconds delay)
{
    m_timer = m_parts.timers.after(delay, [this] { check(); });
}

/// One file of the feed into `output`, by a program without rights.
void FeedUpdates::fetch(const std::string& path, std::uint64_t maxBytes, int output,
                        std::chrono::seconds limit, const Fetched& fetched)
{
    constexpr std::chrono::seconds kGrace = 5s; // it knows its limit itself
    HelperProcess::Order order{.name = "perisphere-fetch",
                               .arguments = {"--max-bytes", fmt::format("{}", maxBytes),
                                             "--max-seconds", fmt::format("{}", limit.count())},
                               .output = output,
                               .maxFileBytes = maxBytes,
                               .limit = limit + kGrace,
                               .scratch = m_files.folder()};
    if (!m_configuration.authorities.empty())
        order.arguments.insert(order.arguments.end(),
                               {"--authorities", m_configuration.authorities.string()});
    order.arguments.insert(order.arguments.end(),
                           {"--", fmt::format("{}/{}", m_configuration.feed, path)});
    auto started = HelperProcess::start(
        m_parts.loop, m_parts.timers, order, [this, path, fetched](const HelperProcess::End& end) {
            constexpr int kMissing = 3;
            const auto process = std::move(m_fetching); // until this is over
            if (end.code == 0 || end.code == kMissing)
                return fetched(end.code == 0);
            fetched(fail(Error{.code = ErrorCode::Io,
                               .message = fmt::format("cannot fetch \"{}\": {}", path, end.said)}));
        });
    if (!started)
        return fetched(fail(started.error()));
    m_fetching = std::move(*started);
}

void FeedUpdates::check()
{
    auto root = readTextFile(m_configuration.root, maxBytes(feed::Role::Root));
    if (!root)
        return failCheck(root.error());
    auto kept = m_files.trust();
    if (!kept)
        return failCheck(kept.error());
    auto verifier = feed::Verifier::start(std::move(*root), std::move(*kept), timeNow());
    if (!verifier)
        return failCheck(verifier.error());
    m_verifier = std::move(*verifier);
    nextFile();
}

void FeedUpdates::nextFile()
{
    const auto wanted = m_verifier->wanted();
    if (!wanted)
        return choose();
    auto file = makeUnnamedFile(m_files.folder());
    if (!file)
        return failCheck(file.error());
    m_file = std::move(*file);
    fetch(wanted->file, wanted->maxBytes, m_file.get(), kMetadataLimit,
          [this](Result<bool> isThere) { onFile(std::move(isThere)); });
}

/// What was learnt is kept before anything is done with it, and of a check that fails as well: a
/// version that was seen stays seen.
void FeedUpdates::onFile(Result<bool> isThere)
{
    if (!isThere)
        return failCheck(isThere.error());
    const auto content = *isThere ? contentOf(m_file.get()) : Result<std::string>();
    if (!content)
        return failCheck(content.error());
    const feed::TrustState before = m_verifier->state();
    const Result<> taken = *isThere ? m_verifier->take(*content) : m_verifier->takeMissing();
    if (m_verifier->state() != before)
        if (auto kept = m_files.keepTrust(m_verifier->state()); !kept)
            return failCheck(kept.error());
    if (!taken)
        return failCheck(taken.error());
    nextFile();
}

void FeedUpdates::choose()
{
    const auto targets = targetsFor(m_verifier->targets(), m_configuration.group);
    std::set<std::string> offered;
    for (const feed::Target& target : targets)
        offered.insert(keyOf(target));
    m_files.forgetFailedBut(offered);
    m_news.clear();
    for (const feed::Target& target : targets)
        if (isNews(target))
            m_news.push_back(target);
    const std::uint64_t version = m_verifier->targets().header.version;
    m_verifier.reset();
    m_parts.say(fmt::format("update feed: version {} has {} of {} to install", version,
                            m_news.size(), targets.size()));
    nextTarget();
}

bool FeedUpdates::isNews(const feed::Target& target)
{
    if (target.kind == feed::TargetKind::App) {
        const auto app = m_parts.manager.status(target.componentId);
        if (app && app->imageId == target.version)
            return false;
    } else if (!m_configuration.hasRauc || target.version == m_parts.systemVersion()) {
        return false;
    }
    if (!m_files.hasFailed(keyOf(target)))
        return true;
    m_parts.say(fmt::format("update feed: {} is passed over: it did not run", target.name));
    return false;
}

/// The next in turn, once the coordinator is free.
void FeedUpdates::nextTarget()
{
    if (m_news.empty())
        return checkIn(m_configuration.interval);
    if (m_parts.updates.status().state == UpdateState::Idle && !m_fetching)
        fetchTarget();
}

void FeedUpdates::fetchTarget()
{
    const feed::Target& target = m_news.front();
    const bool isApp = target.kind == feed::TargetKind::App;
    if (!isApp && target.bytes > m_configuration.maxSystemBytes) {
        refuse(target, {.code = ErrorCode::LimitExceeded,
                        .message = fmt::format("\"{}\" has {} bytes", target.name, target.bytes),
                        .expected = fmt::format("at most {}", m_configuration.maxSystemBytes),
                        .advice = "\"systemMiB\" in the device's configuration"});
        return;
    }
    constexpr ::mode_t kBundleMode = 0600;
    auto file = isApp ? makeUnnamedFile(m_files.folder())
                      : UniqueFd(::open(m_files.bundle().c_str(),
                                        O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, kBundleMode));
    if (!file || file->get() < 0)
        return failCheck(file ? systemError(errno, "create", m_files.bundle().string())
                              : file.error());
    m_file = std::move(*file);
    fetch(filePath(target), target.bytes, m_file.get(), kTargetLimit,
          [this](const Result<bool>& isThere) { onTarget(isThere); });
}

void FeedUpdates::onTarget(const Result<bool>& isThere)
{
    if (!isThere)
        return failCheck(isThere.error());
    const feed::Target target = m_news.front();
    if (!*isThere)
        return refuse(target, {.code = ErrorCode::NotFound,
                               .message = fmt::format("the feed has no \"{}\"", filePath(target))});
    if (auto same = checkContent(target, m_file.get()); !same)
        return refuse(target, same.error());
    m_isOffered = true; // from before the coordinator's first change
    if (auto offered = offer(); !offered) {
        m_isOffered = false;
        refuse(target, offered.error());
    }
}

Result<> FeedUpdates::offer()
{
    const feed::Target& target = m_news.front();
    if (target.kind == feed::TargetKind::System) {
        if (::fsync(m_file.get()) != 0)
            return fail(systemError(errno, "write", m_files.bundle().string()));
        m_file.reset(); // RAUC takes no bundle that somebody else has open
        return m_parts.updates.offerSystem(target.version);
    }
    const auto content = contentOf(m_file.get());
    if (!content)
        return fail(content.error());
    const auto bytes = std::as_bytes(std::span(*content));
    m_file.reset();
    return m_parts.updates.offerApp({bytes.begin(), bytes.end()}, target.name);
}

/// In the middle of the coordinator's doings: what follows is done in the loop's next turn.
void FeedUpdates::onCoordinator()
{
    if (m_news.empty() || m_parts.updates.status().state != UpdateState::Idle)
        return;
    m_timer = m_parts.timers.after(0ns, [this] {
        if (m_isOffered)
            judge();
        else
            nextTarget();
    });
}

/// The coordinator is through with what was offered. An image that was taken back is not tried
/// again, whatever the feed says; a system is judged after the reboot.
void FeedUpdates::judge()
{
    const feed::Target target = m_news.front();
    m_news.pop_front();
    m_isOffered = false;
    if (target.kind == feed::TargetKind::App && isNews(target))
        if (auto kept = m_files.keepFailed(keyOf(target)); !kept)
            m_parts.say("update feed: " + kept.error().toString());
    nextTarget();
}

void FeedUpdates::refuse(const feed::Target& target, const Error& error)
{
    m_parts.say(fmt::format("update feed: {} is refused: {}", target.name, error.toString()));
    m_news.pop_front();
    m_timer = m_parts.timers.after(0ns, [this] { nextTarget(); });
}

/// The log has the reason; the device goes on as it is.
void FeedUpdates::failCheck(const Error& error)
{
    m_parts.say("update feed: refused: " + error.toString());
    m_verifier.reset();
    m_news.clear();
    m_file.reset();
    checkIn(std::min<std::chrono::nanoseconds>(kAfterFailure, m_configuration.interval));
}

} // namespace perisphere::daemon
