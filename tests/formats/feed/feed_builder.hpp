// A feed whose every byte a test can choose.
#pragma once

#include "perisphere/feed/metadata.hpp"
#include "perisphere/feed/verifier.hpp"

#include <array>
#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace perisphere::test
{

using namespace std::chrono_literals;

inline constexpr feed::Time kNow{std::chrono::sys_days{std::chrono::year{2026} / 11 / 30}};

/// Keys and a root for which each role has two keys, and one has to sign; of root both.
class FeedBuilder
{
public:
    /// @param now which the feed is as old as, but for an hour
    explicit FeedBuilder(feed::Time now = kNow)
        : m_now(now)
    {
        m_root.header = header(1, 365);
        for (const feed::Role role : feed::kRoles) {
            feed::RoleKeys& keys = m_root.of(role);
            for (int i = 0; i < 2; ++i) {
                keyOf(role, static_cast<std::size_t>(i)) =
                    std::make_unique<feed::PrivateKey>(feed::PrivateKey::generate().value());
                const feed::PublicKey& known = key(role, static_cast<std::size_t>(i)).publicKey();
                m_root.keys.emplace(known.id(), known);
                keys.keyIds.push_back(known.id());
            }
        }
        m_root.of(feed::Role::Root).threshold = 2;
        addTarget();
    }

    [[nodiscard]] feed::Header header(std::uint64_t version, int days) const
    {
        return {.version = version,
                .issued = m_now - std::chrono::hours(1),
                .expires = m_now + std::chrono::days(days)};
    }
    [[nodiscard]] const feed::PrivateKey& key(feed::Role role, std::size_t index = 0) const
    {
        return *m_keys.at(2 * static_cast<std::size_t>(role) + index);
    }
    [[nodiscard]] std::string sign(const std::string& text,
                                   const std::vector<const feed::PrivateKey*>& keys) const
    {
        return feed::signEnvelope(text, keys).value();
    }
    [[nodiscard]] std::string signRoot(const feed::Root& root) const
    {
        return sign(feed::write(root), {&key(feed::Role::Root, 0), &key(feed::Role::Root, 1)});
    }
    [[nodiscard]] static feed::FileVersion describe(const std::string& file, std::uint64_t version)
    {
        return {.version = version, .bytes = file.size(), .sha256 = feed::sha256(file)};
    }

    /// The files of a feed with these versions, by their names. `timestamp`, `snapshot` and
    /// `targets` are what is signed, so a test changes them first.
    [[nodiscard]] std::map<std::string, std::string> files()
    {
        const std::string targetsFile = sign(feed::write(targets), {&key(feed::Role::Targets)});
        snapshot.targets = describe(targetsFile, targets.header.version);
        const std::string snapshotFile = sign(feed::write(snapshot), {&key(feed::Role::Snapshot)});
        timestamp.snapshot = describe(snapshotFile, snapshot.header.version);
        return {{"timestamp.json", sign(feed::write(timestamp), {&key(feed::Role::Timestamp)})},
                {feed::fileName(feed::Role::Snapshot, snapshot.header.version), snapshotFile},
                {feed::fileName(feed::Role::Targets, targets.header.version), targetsFile}};
    }
    [[nodiscard]] std::string rootFile() const { return signRoot(m_root); }
    [[nodiscard]] feed::Root& root() { return m_root; }

private:
    feed::Time m_now; // before the headers, which are made from it

public:
    feed::Timestamp timestamp{.header = header(1, 7), .snapshot = {}};
    feed::Snapshot snapshot{.header = header(1, 30), .targets = {}};
    feed::Targets targets{.header = header(1, 90), .targets = {}};

private:
    std::unique_ptr<feed::PrivateKey>& keyOf(feed::Role role, std::size_t index)
    {
        return m_keys.at(2 * static_cast<std::size_t>(role) + index);
    }
    void addTarget()
    {
        targets.targets.push_back({.name = "blink.imagepackage",
                                   .bytes = 5,
                                   .sha256 = feed::sha256("image"),
                                   .kind = feed::TargetKind::App,
                                   .componentId = "1689d8b2-c835-2e27-27ad-e894d6d15fa9",
                                   .version = "00000000-0000-0000-0000-000000000001",
                                   .groups = {"*"}});
    }

    feed::Root m_root;
    std::array<std::unique_ptr<feed::PrivateKey>, 2 * feed::kRoles.size()> m_keys;
};

/// Hands a verifier the files until it is done; the error of the check, if there is one.
inline Result<> drive(feed::Verifier& verifier, const std::map<std::string, std::string>& files)
{
    while (const auto wanted = verifier.wanted()) {
        const auto file = files.find(wanted->file);
        if (auto taken = file == files.end() ? verifier.takeMissing() : verifier.take(file->second);
            !taken)
            return taken;
    }
    return {};
}

} // namespace perisphere::test
