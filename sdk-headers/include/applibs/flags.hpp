// Enumerations that are sets of bits.
#pragma once

#include <type_traits>

namespace applibs
{

/// True for enumerations whose enumerators are combined with |.
template <class E>
inline constexpr bool isFlags = false;

template <class E>
concept Flags = std::is_enum_v<E> && isFlags<E>;

template <Flags E>
constexpr E operator|(E left, E right)
{
    using Bits = std::underlying_type_t<E>;
    return static_cast<E>(static_cast<Bits>(left) | static_cast<Bits>(right));
}

template <Flags E>
constexpr E operator&(E left, E right)
{
    using Bits = std::underlying_type_t<E>;
    return static_cast<E>(static_cast<Bits>(left) & static_cast<Bits>(right));
}

/// Whether all bits of `wanted` are in `set`.
template <Flags E>
constexpr bool has(E set, E wanted)
{
    return (set & wanted) == wanted;
}

} // namespace applibs
