// The device's key, asked on a thread of its own: a TPM takes its time, one that hangs all that it
// is given, and apps, the watchdog and whoever manages the device are not to wait for it.
//
// The program that holds the key is started at the first need, and ends when none was there for a
// while.
#pragma once

#include "identity_store.hpp"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace perisphere::daemon
{

/// For one thread, on which it calls back: that which `post` leads to.
class KeyThread
{
public:
    using Signature = Result<std::vector<std::uint8_t>>;
    using Post = std::function<void(std::function<void()>)>;

    KeyThread(IdentityStore store, Post post);
    KeyThread(const KeyThread&) = delete;
    KeyThread& operator=(const KeyThread&) = delete;
    /// Waits for what the program is asked at the moment; nobody is called any more.
    ~KeyThread();

    /// As identity::DeviceKey::sign(); Untrusted when the key is not that of the certificate.
    void sign(std::vector<std::uint8_t> digest, std::function<void(Signature)> done);
    /// As IdentityStore::create().
    void create(std::function<void(Result<>)> done);

private:
    using Work = std::function<void()>;
    /// @param answer is called on this object's thread, while it is there
    void answer(Work answer);
    void begin(Work work);
    void run();
    [[nodiscard]] Signature signNow(const std::vector<std::uint8_t>& digest);

    IdentityStore m_store;
    Post m_post;
    std::shared_ptr<const bool> m_isThere = std::make_shared<const bool>(true);
    std::unique_ptr<keys::KeyProgram> m_key; ///< the thread's alone

    std::mutex m_mutex; ///< of the two below
    std::deque<Work> m_waiting;
    bool m_isEnding = false;

    std::condition_variable m_news;
    std::thread m_thread;
};

} // namespace perisphere::daemon
