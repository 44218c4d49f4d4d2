// Sole ownership of a libuv handle.
#pragma once

#include <memory>
#include <uv.h>

namespace perisphere::debug
{

/// libuv needs the handle's memory until its close callback, which comes when the loop runs next.
struct UvClose {
    template <class T>
    void operator()(T* handle) const
    {
        uv_close(reinterpret_cast<uv_handle_t*>(handle),
                 [](uv_handle_t* closed) { delete reinterpret_cast<T*>(closed); });
    }
};

/// Of a handle that a loop knows.
template <class T>
using UvHandle = std::unique_ptr<T, UvClose>;

} // namespace perisphere::debug
