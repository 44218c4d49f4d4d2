#include "perisphere/feed/verifier.hpp"

#include "feed_builder.hpp"

#include <catch2/catch.hpp>

using namespace perisphere;
using Catch::Contains;
using feed::Role;
using feed::Verifier;
using test::FeedBuilder;
using test::kNow;
using namespace std::chrono_literals;

namespace
{

using Files = std::map<std::string, std::string>;

/// A whole check; what it kept goes on to the next.
Result<> check(const std::string& root, const Files& files, std::optional<feed::TrustState>& kept,
               feed::Time now = kNow)
{
    auto verifier = Verifier::start(root, kept, now);
    if (!verifier)
        return fail(verifier.error());
    auto driven = test::drive(*verifier, files);
    kept = verifier->state();
    return driven;
}

Result<> checkOnce(FeedBuilder& builder, const Files& files, feed::Time now = kNow)
{
    std::optional<feed::TrustState> kept;
    return check(builder.rootFile(), files, kept, now);
}

feed::Root nextRoot(const feed::Root& root, std::uint64_t version)
{
    feed::Root next = root;
    next.header.version = version;
    return next;
}

} // namespace

TEST_CASE("a feed whose signatures hold gives its targets, file by file")
{
    FeedBuilder builder;
    const auto files = builder.files();
    auto verifier = Verifier::start(builder.rootFile(), std::nullopt, kNow).value();
    CHECK(verifier.wanted()->file == "2.root.json");
    CHECK(verifier.wanted()->mayBeMissing);
    REQUIRE(verifier.takeMissing());
    CHECK(verifier.wanted()->file == "timestamp.json");
    REQUIRE(verifier.take(files.at("timestamp.json")));
    CHECK(verifier.wanted()->file == "1.snapshot.json");
    CHECK(verifier.wanted()->maxBytes == files.at("1.snapshot.json").size());
    REQUIRE(verifier.take(files.at("1.snapshot.json")));
    CHECK(verifier.wanted()->file == "1.targets.json");
    REQUIRE(verifier.take(files.at("1.targets.json")));
    CHECK_FALSE(verifier.wanted());
    REQUIRE(verifier.targets().targets.size() == 1);
    CHECK(verifier.targets().targets[0].name == "blink.imagepackage");
    CHECK(verifier.state().timestamp == 1);
    CHECK(verifier.state().targets == 1);
}

TEST_CASE("each byte of each file that is changed is noticed")
{
    FeedBuilder builder;
    const auto good = builder.files();
    for (const auto& [name, content] : good)
        for (std::size_t at = 0; at + 1 < content.size(); ++at) { // the last is the line's end
            Files files = good;
            files.at(name)[at] = static_cast<char>(files.at(name)[at] ^ 1);
            if (checkOnce(builder, files))
                FAIL(name << " at " << at);
        }
}

TEST_CASE("metadata that may not be believed is refused, with the reason")
{
    struct Case {
        const char* name;
        std::function<void(FeedBuilder&)> change; ///< before all is signed
        std::function<void(FeedBuilder&, Files&)> spoil;
        const char* reason;
    };
    const auto bySomebodyElse = [](const std::string& file) {
        return [file](FeedBuilder&, Files& files) {
            const auto stranger = feed::PrivateKey::generate().value();
            const std::array keys = {&stranger};
            const auto envelope = feed::readEnvelope(files.at(file), file).value();
            files.at(file) = feed::signEnvelope(envelope.text, keys).value();
        };
    };
    const auto nothing = [](FeedBuilder&) {};
    const auto intact = [](FeedBuilder&, Files&) {};
    const std::vector<Case> cases = {
        {"a stranger's timestamp", nothing, bySomebodyElse("timestamp.json"),
         "none of the signatures is by a key of it"},
        {"a stranger's snapshot", nothing, bySomebodyElse("1.snapshot.json"),
         "another than was announced"},
        {"a key of another role", nothing,
         [](FeedBuilder& builder, Files& files) {
             files["timestamp.json"] =
                 builder.sign(feed::write(builder.timestamp), {&builder.key(Role::Targets)});
         },
         "none of the signatures is by a key of it"},
        {"too few signatures",
         [](FeedBuilder& builder) { builder.root().of(Role::Timestamp).threshold = 2; }, intact,
         "too few have signed"},
        {"one key that signs twice",
         [](FeedBuilder& builder) { builder.root().of(Role::Timestamp).threshold = 2; },
         [](FeedBuilder&, Files& files) {
             std::string& file = files["timestamp.json"];
             const std::size_t end = file.find("],\"signed");
             file.insert(end, "," + file.substr(15, end - 15));
         },
         "too few have signed"},
        {"an expired timestamp",
         [](FeedBuilder& builder) { builder.timestamp.header.expires = kNow; }, intact,
         "this has expired at 2026-11-30T00:00:00Z"},
        {"an expired snapshot",
         [](FeedBuilder& builder) { builder.snapshot.header.expires = kNow; }, intact,
         "1.snapshot.json: this has expired"},
        {"expired targets", [](FeedBuilder& builder) { builder.targets.header.expires = kNow; },
         intact, "1.targets.json: this has expired"},
        {"an expired root", [](FeedBuilder& builder) { builder.root().header.expires = kNow; },
         intact, "1.root.json: this has expired"},
        {"issued in what the clock calls the future",
         [](FeedBuilder& builder) { builder.timestamp.header.issued = kNow + 1h; }, intact,
         "nothing is believed until the clock is set"},
        {"a snapshot of another version than its name's", nothing,
         [](FeedBuilder& builder, Files& files) {
             builder.timestamp.snapshot.version = 5;
             files["5.snapshot.json"] = files["1.snapshot.json"];
             files["timestamp.json"] =
                 builder.sign(feed::write(builder.timestamp), {&builder.key(Role::Timestamp)});
         },
         "snapshot metadata has version 1; expected version 5"},
        {"no snapshot", nothing, [](FeedBuilder&, Files& files) { files.erase("1.snapshot.json"); },
         "1.snapshot.json: the feed has no such file"},
        {"a timestamp without end", nothing,
         [](FeedBuilder&, Files& files) { files["timestamp.json"].append(20'000, ' '); },
         "the file is too long"},
        {"another kind of metadata", nothing,
         [](FeedBuilder& builder, Files& files) {
             files["timestamp.json"] =
                 builder.sign(feed::write(builder.snapshot), {&builder.key(Role::Timestamp)});
         },
         "/_type"},
    };
    for (const Case& one : cases) {
        INFO(one.name);
        FeedBuilder builder;
        one.change(builder);
        Files files = builder.files();
        one.spoil(builder, files);
        const auto refused = checkOnce(builder, files);
        REQUIRE_FALSE(refused);
        CHECK_THAT(refused.error().toString(), Contains(one.reason));
    }
}

TEST_CASE("what has been seen cannot be taken back: each role's older version is refused")
{
    struct Case {
        std::function<void(FeedBuilder&)> setBack;
        const char* reason;
    };
    const std::vector<Case> cases = {
        {[](FeedBuilder& b) { b.timestamp.header.version = 4; },
         "timestamp metadata is rolled back to version 4"},
        {[](FeedBuilder& b) { b.snapshot.header.version = 4; },
         "snapshot metadata is rolled back to version 4"},
        {[](FeedBuilder& b) { b.targets.header.version = 4; },
         "targets metadata is rolled back to version 4"},
    };
    for (const Case& one : cases) {
        FeedBuilder builder;
        std::optional<feed::TrustState> kept;
        for (feed::Header* header :
             {&builder.timestamp.header, &builder.snapshot.header, &builder.targets.header})
            header->version = 5;
        REQUIRE(check(builder.rootFile(), builder.files(), kept));
        // The same again is no news, and no error.
        REQUIRE(check(builder.rootFile(), builder.files(), kept));
        const feed::TrustState before = *kept;
        one.setBack(builder);
        builder.timestamp.header.issued += 1s; // it is otherwise as good as any
        const auto refused = check(builder.rootFile(), builder.files(), kept);
        REQUIRE_FALSE(refused);
        CHECK_THAT(refused.error().toString(), Contains(one.reason));
        CHECK(kept->snapshot == before.snapshot);
        CHECK(kept->targets == before.targets);
    }
}

TEST_CASE("a feed that is frozen is refused when its timestamp has expired")
{
    FeedBuilder builder;
    const auto files = builder.files();
    std::optional<feed::TrustState> kept;
    REQUIRE(check(builder.rootFile(), files, kept));
    REQUIRE(check(builder.rootFile(), files, kept, kNow + std::chrono::days(6)));
    const auto refused = check(builder.rootFile(), files, kept, kNow + std::chrono::days(7));
    REQUIRE_FALSE(refused);
    CHECK_THAT(refused.error().toString(), Contains("timestamp.json: this has expired"));
}

TEST_CASE("a clock that is behind what was seen earlier is not set")
{
    FeedBuilder builder;
    const auto files = builder.files();
    std::optional<feed::TrustState> kept;
    REQUIRE(check(builder.rootFile(), files, kept));
    const auto refused = check(builder.rootFile(), files, kept, feed::Time{});
    REQUIRE_FALSE(refused);
    CHECK_THAT(refused.error().toString(), Contains("1970-01-01T00:00:00Z"));
    CHECK(check(builder.rootFile(), files, kept));
}

TEST_CASE("roots follow one another, each signed by the keys of the one before and its own")
{
    FeedBuilder builder;
    FeedBuilder others; // whose keys come
    feed::Root second = nextRoot(builder.root(), 2);
    second.of(Role::Root) = others.root().of(Role::Root);
    second.of(Role::Timestamp) = others.root().of(Role::Timestamp);
    second.keys.insert(others.root().keys.begin(), others.root().keys.end());
    const std::vector<const feed::PrivateKey*> oldKeys = {&builder.key(Role::Root, 0),
                                                          &builder.key(Role::Root, 1)};
    const std::vector<const feed::PrivateKey*> newKeys = {&others.key(Role::Root, 0),
                                                          &others.key(Role::Root, 1)};
    std::vector<const feed::PrivateKey*> both = oldKeys;
    both.insert(both.end(), newKeys.begin(), newKeys.end());
    const std::string text = feed::write(second);
    Files files = builder.files();
    std::optional<feed::TrustState> kept;

    files["2.root.json"] = builder.sign(text, oldKeys);
    CHECK_THAT(check(builder.rootFile(), files, kept).error().toString(),
               Contains("2.root.json: root metadata is not trusted"));
    files["2.root.json"] = builder.sign(text, newKeys);
    CHECK_FALSE(check(builder.rootFile(), files, kept));
    CHECK(kept->root == builder.rootFile());

    builder.timestamp.header.version = 9;
    Files before = builder.files();
    REQUIRE(check(builder.rootFile(), before, kept));
    before["2.root.json"] = builder.sign(text, both);
    // The old timestamp key counts no more, and the versions that it made are forgotten.
    CHECK_THAT(check(builder.rootFile(), before, kept).error().toString(),
               Contains("timestamp.json: timestamp metadata is not trusted"));
    CHECK(kept->root == before["2.root.json"]);
    CHECK(kept->timestamp == 0);
    builder.timestamp.header.version = 1;
    Files after = builder.files();
    after["timestamp.json"] =
        builder.sign(feed::write(builder.timestamp), {&others.key(Role::Timestamp)});
    CHECK(check(builder.rootFile(), after, kept));
    // The device goes on from the newest root, which the feed need not have any more.
    CHECK(kept->root == before["2.root.json"]);
}

TEST_CASE("a root with another version than its turn is refused")
{
    FeedBuilder builder;
    Files files = builder.files();
    files["2.root.json"] = builder.signRoot(nextRoot(builder.root(), 3));
    CHECK_THAT(checkOnce(builder, files).error().toString(),
               Contains("root metadata has version 3; expected version 2"));
    files["2.root.json"] = builder.rootFile();
    CHECK_FALSE(checkOnce(builder, files));
}

TEST_CASE("an expired root is followed to its successor")
{
    FeedBuilder builder;
    feed::Root second = nextRoot(builder.root(), 2);
    builder.root().header.expires = kNow - 1h;
    Files files = builder.files();
    CHECK_FALSE(checkOnce(builder, files));
    files["2.root.json"] = builder.signRoot(second);
    CHECK(checkOnce(builder, files));
}

TEST_CASE("roots without end are not followed for ever")
{
    FeedBuilder builder;
    Files files = builder.files();
    for (std::uint64_t version = 2; version <= 70; ++version)
        files[feed::fileName(Role::Root, version)] =
            builder.signRoot(nextRoot(builder.root(), version));
    std::optional<feed::TrustState> kept;
    CHECK(check(builder.rootFile(), files, kept).error().code == ErrorCode::LimitExceeded);
    CHECK(check(builder.rootFile(), files, kept)); // the next check goes on from there
}

TEST_CASE("another root file of the device begins anew")
{
    FeedBuilder builder;
    std::optional<feed::TrustState> kept;
    builder.timestamp.header.version = 9;
    REQUIRE(check(builder.rootFile(), builder.files(), kept));
    FeedBuilder other;
    REQUIRE(check(other.rootFile(), other.files(), kept));
    CHECK(kept->timestamp == 1);
}

TEST_CASE("after an error nothing more is wanted, and nothing is taken")
{
    FeedBuilder builder;
    auto verifier = Verifier::start(builder.rootFile(), std::nullopt, kNow).value();
    REQUIRE_FALSE(verifier.take("rubbish"));
    CHECK_FALSE(verifier.wanted());
    CHECK_FALSE(verifier.take(builder.files().at("timestamp.json")));
    CHECK_FALSE(verifier.takeMissing());
    CHECK(verifier.targets().targets.empty());
}
