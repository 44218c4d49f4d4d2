#include "key_thread.hpp"

#include "perisphere/base/signals_blocked.hpp"

#include <chrono>
#include <system_error>
#include <utility>

namespace perisphere::daemon
{
namespace
{

constexpr std::chrono::seconds kIdle{60};

} // namespace

KeyThread::KeyThread(IdentityStore store, Post post)
    : m_store(std::move(store))
    , m_post(std::move(post))
{
}

KeyThread::~KeyThread()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isEnding = true;
    }
    m_news.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

void KeyThread::sign(std::vector<std::uint8_t> digest, std::function<void(Signature)> done)
{
    begin([this, digest = std::move(digest), done = std::move(done)] {
        answer([done, signature = signNow(digest)] { done(signature); });
    });
}

void KeyThread::create(std::function<void(Result<>)> done)
{
    begin([this, done = std::move(done)] {
        answer([done, created = m_store.create()] { done(created); });
    });
}

void KeyThread::answer(Work answer)
{
    m_post([isThere = std::weak_ptr(m_isThere), answer = std::move(answer)] {
        if (isThere.lock())
            answer();
    });
}

void KeyThread::begin(Work work)
{
    {
        const std::lock_guard lock(m_mutex);
        m_waiting.push_back(std::move(work));
    }
    if (m_thread.joinable())
        return m_news.notify_all();
    const SignalsBlocked areForTheLoop; // the daemon's
    try {
        m_thread = std::thread([this] { run(); });
    } catch (const std::system_error&) { // no threads are left: all else waits, for once
        const Work late = std::move(m_waiting.front());
        m_waiting.pop_front();
        late();
    }
}

void KeyThread::run()
{
    for (std::unique_lock lock(m_mutex); !m_isEnding;) {
        if (m_waiting.empty()) {
            const auto hasNews = [this] { return m_isEnding || !m_waiting.empty(); };
            if (m_key && !m_news.wait_for(lock, kIdle, hasNews)) {
                lock.unlock();
                m_key.reset();
                lock.lock();
            }
            m_news.wait(lock, hasNews);
            continue;
        }
        const Work work = std::move(m_waiting.front());
        m_waiting.pop_front();
        lock.unlock();
        work();
        lock.lock();
    }
}

KeyThread::Signature KeyThread::signNow(const std::vector<std::uint8_t>& digest)
{
    if (!m_key) {
        auto key = m_store.openKey(false);
        if (!key)
            return fail(key.error());
        if (const auto known = m_store.publicKey(); !known || *known != (*key)->publicKey())
            return fail(Error{.code = ErrorCode::Untrusted,
                              .message = "the device's key is not that of its certificate",
                              .where = {},
                              .expected = {},
                              .advice = "put the folder \"identity\" of the state back from a "
                                        "backup, or remove it for a new identity"});
        m_key = std::move(*key);
    }
    return m_key->sign(digest);
}

} // namespace perisphere::daemon
