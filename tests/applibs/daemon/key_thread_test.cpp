// Who asks for a signature does not wait for the TPM, and nobody else does.
#include "key_thread.hpp"

#include "software_tpm.hpp"
#include "temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <condition_variable>
#include <deque>
#include <optional>

namespace perisphere::key_thread_test
{

using namespace perisphere::daemon;

namespace
{

/// What was posted, done on the thread that waits for it.
class Posted
{
public:
    [[nodiscard]] KeyThread::Post post()
    {
        return [this](std::function<void()> work) {
            const std::lock_guard lock(m_mutex);
            m_work.push_back(std::move(work));
            m_news.notify_one();
        };
    }
    void doNext()
    {
        std::unique_lock lock(m_mutex);
        REQUIRE(m_news.wait_for(lock, std::chrono::minutes(1), [this] { return !m_work.empty(); }));
        const auto work = std::move(m_work.front());
        m_work.pop_front();
        lock.unlock();
        work();
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_news;
    std::deque<std::function<void()>> m_work;
};

struct Device {
    Device()
    {
        configuration.state = folder / "state";
        configuration.identity = {.key = keys::KeyKind::Tpm, .tpm = tpm.name()};
        std::filesystem::create_directory(configuration.state);
    }
    [[nodiscard]] IdentityStore store() const { return {configuration, PERISPHERE_KEYS}; }

    test::SoftwareTpm tpm;
    test::TemporaryDirectory folder;
    Configuration configuration;
    Posted posted;
};

const std::vector<std::uint8_t> kDigest(32, 7);

} // namespace

TEST_CASE("a signature comes when the TPM has made it, and is not waited for")
{
    Device device;
    KeyThread keys(device.store(), device.posted.post());
    std::optional<Result<>> created;
    device.tpm.pause();
    keys.create([&](Result<> result) { created = std::move(result); });
    CHECK_FALSE(created); // and this thread goes on
    device.tpm.resume();
    device.posted.doNext();
    REQUIRE(created);
    if (!*created)
        FAIL(created->error().toString());

    std::vector<KeyThread::Signature> signatures;
    const auto take = [&](KeyThread::Signature one) { signatures.push_back(std::move(one)); };
    keys.sign(kDigest, take);
    device.posted.doNext();
    device.tpm.pause();
    keys.sign(kDigest, take);
    keys.sign(std::vector<std::uint8_t>(7), take); // in its turn
    CHECK(signatures.size() == 1);
    device.tpm.resume();
    device.posted.doNext();
    device.posted.doNext();
    REQUIRE(signatures.size() == 3);
    CHECK(signatures[0]);
    CHECK(signatures[1]);
    CHECK(signatures[2].error().code == ErrorCode::InvalidArgument);
}

TEST_CASE("nobody is called by a key thread that is gone")
{
    Device device;
    {
        KeyThread keys(device.store(), device.posted.post());
        keys.create([](const Result<>& /*created*/) { FAIL_CHECK("it is gone"); });
        keys.sign(kDigest, [](const KeyThread::Signature& /*signature*/) {
            FAIL_CHECK("so is what waited");
        });
    }
    bool wasLast = false;
    device.posted.post()([&] { wasLast = true; });
    while (!wasLast)
        device.posted.doNext();
}

TEST_CASE("a device without a key signs nothing, and says so")
{
    Device device;
    KeyThread keys(device.store(), device.posted.post());
    std::optional<KeyThread::Signature> signature;
    keys.sign(kDigest, [&](KeyThread::Signature one) { signature = std::move(one); });
    device.posted.doNext();
    REQUIRE(signature);
    CHECK(signature->error().code == ErrorCode::NotFound);
}

} // namespace perisphere::key_thread_test
