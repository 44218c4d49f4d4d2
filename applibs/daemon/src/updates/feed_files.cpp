#include "feed_files.hpp"

#include "perisphere/base/atomic_file.hpp"
#include "perisphere/base/file.hpp"
#include "perisphere/base/folder.hpp"
#include "perisphere/json/document.hpp"

#include <utility>

namespace perisphere::daemon
{
namespace
{

namespace fs = std::filesystem;

constexpr const char* kTrustFile = "feed.json";
constexpr const char* kHistoryFile = "history.json";
constexpr ::mode_t kPrivate = 0600;
constexpr std::uint64_t kMaxHistoryBytes = 64 * 1024;

} // namespace

FeedFiles::FeedFiles(fs::path folder)
    : m_folder(std::move(folder))
{
}

Result<FeedFiles> FeedFiles::open(fs::path folder)
{
    FeedFiles files(std::move(folder));
    if (auto made = makeOwnFolder(files.m_folder); !made)
        return fail(made.error());
    if (auto cleared = removeUnfinished(files.m_folder); !cleared)
        return fail(cleared.error());
    if (auto read = files.readHistory(); !read)
        return fail(read.error());
    return files;
}

Result<std::optional<feed::TrustState>> FeedFiles::trust() const
{
    const fs::path file = m_folder / kTrustFile;
    const auto text = readTextFile(file, feed::kMaxStateBytes);
    if (!text && text.error().code == ErrorCode::NotFound)
        return std::nullopt;
    if (!text)
        return fail(text.error());
    auto state = feed::parseTrustState(*text, file.string()).toResult();
    if (!state)
        return fail(state.error());
    return std::move(*state);
}

Result<> FeedFiles::keepTrust(const feed::TrustState& state) const
{
    return replaceFile(m_folder / kTrustFile, write(state), kPrivate);
}

Result<> FeedFiles::keepFailed(const std::string& version)
{
    m_failed.insert(version);
    return writeHistory();
}

void FeedFiles::forgetFailedBut(const std::set<std::string>& offered)
{
    std::erase_if(m_failed, [&](const std::string& one) { return !offered.contains(one); });
}

Result<> FeedFiles::keepInstalledSystem(const std::string& version)
{
    m_installedSystem = version;
    return writeHistory();
}

/// What is not of its form is forgotten: then something that failed is tried once more.
Result<> FeedFiles::readHistory()
{
    const fs::path file = m_folder / kHistoryFile;
    const auto text = readTextFile(file, kMaxHistoryBytes);
    if (!text && text.error().code != ErrorCode::NotFound)
        return fail(text.error());
    if (!text)
        return {};
    const auto document = json::Document::parse(*text, file.string(), {.bytes = kMaxHistoryBytes});
    if (!document || !document->root().is_object())
        return {};
    const json::Value& root = document->root();
    if (const auto failed = root.find("failed"); failed != root.end() && failed->is_array())
        for (const json::Value& one : *failed)
            if (one.is_string())
                m_failed.insert(one.get<std::string>());
    if (const auto installed = root.find("installedSystem");
        installed != root.end() && installed->is_string())
        m_installedSystem = installed->get<std::string>();
    return {};
}

Result<> FeedFiles::writeHistory() const
{
    const json::Value root = {{"failed", m_failed}, {"installedSystem", m_installedSystem}};
    return replaceFile(m_folder / kHistoryFile, root.dump(2) + "\n", kPrivate);
}

} // namespace perisphere::daemon
