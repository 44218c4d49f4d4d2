// How the stack says no: with the errno that the applibs document for it.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace perisphere::network
{

struct Refusal {
    int error = 0;      ///< Linux number
    std::string reason; ///< for the app's developer; may be empty
    bool operator==(const Refusal&) const = default;
};

template <class T = void>
using Answer = tl::expected<T, Refusal>;

[[nodiscard]] inline tl::unexpected<Refusal> refuse(int error, std::string reason = {})
{
    return tl::unexpected<Refusal>(Refusal{error, std::move(reason)});
}

} // namespace perisphere::network
