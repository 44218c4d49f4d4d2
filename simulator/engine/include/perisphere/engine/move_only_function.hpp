// A callable that is owned by one place and, while small, lives without the heap.
// (std::function wants copies and allocates from 16 bytes on; std::move_only_function is C++23.)
#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

namespace perisphere::engine
{

template <class Signature>
class MoveOnlyFunction;

/// Holds callables up to kInlineBytes that move without throwing in place, larger ones on the heap.
/// Calling an empty one is a programming error.
template <class R, class... Arguments>
class MoveOnlyFunction<R(Arguments...)>
{
public:
    static constexpr std::size_t kInlineBytes = 48;

    MoveOnlyFunction() = default;

    template <class F>
    requires(!std::is_same_v<std::remove_cvref_t<F>, MoveOnlyFunction> &&
             std::is_invocable_r_v<R, std::decay_t<F>&, Arguments...>)
        // NOLINTNEXTLINE(bugprone-forwarding-reference-overload): constrained
        MoveOnlyFunction(F&& callable)
    {
        using Callable = std::decay_t<F>;
        if constexpr (kFitsInline<Callable>) {
            ::new (static_cast<void*>(m_storage)) Callable(std::forward<F>(callable));
            m_operations = &kInline<Callable>;
        } else {
            auto owner = std::make_unique<Callable>(std::forward<F>(callable));
            ::new (static_cast<void*>(m_storage)) Callable*(owner.release());
            m_operations = &kHeap<Callable>;
        }
    }

    MoveOnlyFunction(MoveOnlyFunction&& other) noexcept { take(other); }
    MoveOnlyFunction& operator=(MoveOnlyFunction&& other) noexcept
    {
        if (this != &other) {
            clear();
            take(other);
        }
        return *this;
    }
    MoveOnlyFunction(const MoveOnlyFunction&) = delete;
    MoveOnlyFunction& operator=(const MoveOnlyFunction&) = delete;
    ~MoveOnlyFunction() { clear(); }

    R operator()(Arguments... arguments)
    {
        return m_operations->call(m_storage, std::forward<Arguments>(arguments)...);
    }

    [[nodiscard]] explicit operator bool() const { return m_operations != nullptr; }

    void clear()
    {
        if (const Operations* operations = std::exchange(m_operations, nullptr))
            operations->destroy(m_storage);
    }

private:
    struct Operations {
        R (*call)(void* storage, Arguments&&... arguments);
        void (*moveTo)(void* storage, void* target) noexcept;
        void (*destroy)(void* storage) noexcept;
    };

    // NOLINTBEGIN(misc-redundant-expression): for some callables, not for all
    template <class Callable>
    static constexpr bool kFitsInline = sizeof(Callable) <= kInlineBytes &&
                                        alignof(Callable) <= alignof(std::max_align_t) &&
                                        std::is_nothrow_move_constructible_v<Callable>;
    // NOLINTEND(misc-redundant-expression)

    template <class Callable>
    static constexpr Operations kInline = {
        [](void* storage, Arguments&&... arguments) -> R {
            return (*static_cast<Callable*>(storage))(std::forward<Arguments>(arguments)...);
        },
        [](void* storage, void* target) noexcept {
            auto* callable = static_cast<Callable*>(storage);
            ::new (target) Callable(std::move(*callable));
            callable->~Callable();
        },
        [](void* storage) noexcept { static_cast<Callable*>(storage)->~Callable(); }};

    template <class Callable>
    static constexpr Operations kHeap = {
        [](void* storage, Arguments&&... arguments) -> R {
            return (**static_cast<Callable**>(storage))(std::forward<Arguments>(arguments)...);
        },
        [](void* storage, void* target) noexcept {
            ::new (target) Callable*(*static_cast<Callable**>(storage));
        },
        [](void* storage) noexcept {
            const std::unique_ptr<Callable> owner(*static_cast<Callable**>(storage));
        }};

    void take(MoveOnlyFunction& other) noexcept
    {
        m_operations = std::exchange(other.m_operations, nullptr);
        if (m_operations != nullptr)
            m_operations->moveTo(other.m_storage, m_storage);
    }

    alignas(std::max_align_t) std::byte m_storage[kInlineBytes];
    const Operations* m_operations = nullptr;
};

} // namespace perisphere::engine
