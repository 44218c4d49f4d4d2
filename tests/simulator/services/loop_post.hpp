// Work for a libuv loop from other threads.
#pragma once

#include <functional>
#include <mutex>
#include <utility>
#include <uv.h>
#include <vector>

namespace perisphere::test
{

/// Does not keep the loop running. close() before the loop is closed, which runs once more.
class LoopPost
{
public:
    explicit LoopPost(uv_loop_t& loop)
    {
        m_async.data = this;
        uv_async_init(&loop, &m_async,
                      [](uv_async_t* handle) { static_cast<LoopPost*>(handle->data)->run(); });
        uv_unref(reinterpret_cast<uv_handle_t*>(&m_async));
    }
    LoopPost(const LoopPost&) = delete;
    LoopPost& operator=(const LoopPost&) = delete;

    void operator()(std::function<void()> work)
    {
        {
            const std::lock_guard lock(m_mutex);
            m_work.push_back(std::move(work));
        }
        uv_async_send(&m_async);
    }
    void close() { uv_close(reinterpret_cast<uv_handle_t*>(&m_async), nullptr); }

private:
    void run()
    {
        std::vector<std::function<void()>> work;
        {
            const std::lock_guard lock(m_mutex);
            work.swap(m_work);
        }
        for (const auto& one : work)
            one();
    }

    uv_async_t m_async{};
    std::mutex m_mutex;
    std::vector<std::function<void()>> m_work;
};

} // namespace perisphere::test
