// Functions of a library that the process has loaded, by name.
#pragma once

#include <cstddef>
#include <dlfcn.h>

namespace perisphere::tlsutils
{

/// The first of the names that is loaded; nullptr when none is. Loads nothing. The handle is kept,
/// and the library with it: keys refer to its code.
template <std::size_t N>
void* findLoaded(const char* const (&names)[N])
{
    for (const char* const name : names)
        if (void* const handle = ::dlopen(name, RTLD_NOW | RTLD_NOLOAD))
            return handle;
    return nullptr;
}

template <class Function>
bool resolve(void* library, const char* name, Function& function)
{
    function = reinterpret_cast<Function>(::dlsym(library, name));
    return function != nullptr;
}

} // namespace perisphere::tlsutils
