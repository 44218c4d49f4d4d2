// Sole ownership of a libuv handle.
#pragma once

#include <uv.h>

#include <memory>

namespace perisphere::control
{

/// libuv needs the handle's memory until its close callback, which comes when the loop runs next.
template <class T>
class UvHandle
{
public:
    /// `init` is given the handle's memory and must initialise it.
    template <class Init>
    explicit UvHandle(Init init)
        : m_handle(std::make_unique<T>())
    {
        init(m_handle.get());
    }
    ~UvHandle()
    {
        uv_close(reinterpret_cast<uv_handle_t*>(m_handle.release()),
                 [](uv_handle_t* closed) { delete reinterpret_cast<T*>(closed); });
    }
    UvHandle(const UvHandle&) = delete;
    UvHandle& operator=(const UvHandle&) = delete;

    [[nodiscard]] T* get() const { return m_handle.get(); }

private:
    std::unique_ptr<T> m_handle;
};

} // namespace perisphere::control
