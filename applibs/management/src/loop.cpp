#include "perisphere/management/loop.hpp"

#include <fmt/format.h>

#include <csignal>
#include <utility>

namespace perisphere::management
{
namespace
{

Error loopError(int code, std::string_view what)
{
    return {.code = ErrorCode::Io,
            .message = fmt::format("cannot {}: {}", what, uv_strerror(code))};
}

} // namespace

Result<std::unique_ptr<Loop>> Loop::create()
{
    std::unique_ptr<Loop> loop(new Loop());
    if (const int code = uv_loop_init(&loop->m_loop); code != 0)
        return fail(loopError(code, "make an event loop"));
    loop->m_async.data = loop.get();
    const int code = uv_async_init(&loop->m_loop, &loop->m_async, [](uv_async_t* handle) {
        static_cast<Loop*>(handle->data)->runPosted();
    });
    if (code != 0)
        return fail(loopError(code, "watch for posted work"));
    return loop;
}

Loop::~Loop()
{
    uv_close(reinterpret_cast<uv_handle_t*>(&m_async), nullptr);
    if (m_hasSignals) {
        uv_close(reinterpret_cast<uv_handle_t*>(&m_interrupt), nullptr);
        uv_close(reinterpret_cast<uv_handle_t*>(&m_terminate), nullptr);
    }
    uv_run(&m_loop, UV_RUN_DEFAULT);
    uv_loop_close(&m_loop);
}

void Loop::post(std::function<void()> work)
{
    {
        const std::lock_guard lock(m_mutex);
        m_posted.push_back(std::move(work));
    }
    uv_async_send(&m_async);
}

void Loop::runPosted()
{
    std::vector<std::function<void()>> posted;
    {
        const std::lock_guard lock(m_mutex);
        posted.swap(m_posted);
    }
    for (const auto& work : posted)
        work();
}

Result<> Loop::onTermination(std::function<void()> action)
{
    m_onTermination = std::move(action);
    const auto tell = [](uv_signal_t* handle, int /*number*/) {
        static_cast<Loop*>(handle->data)->m_onTermination();
    };
    m_hasSignals = true;
    for (uv_signal_t* handle : {&m_interrupt, &m_terminate}) {
        handle->data = this;
        uv_signal_init(&m_loop, handle);
    }
    int code = uv_signal_start(&m_interrupt, tell, SIGINT);
    if (code == 0)
        code = uv_signal_start(&m_terminate, tell, SIGTERM);
    if (code != 0)
        return fail(loopError(code, "watch for signals"));
    return {};
}

} // namespace perisphere::management
