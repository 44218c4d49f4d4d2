// What the calls of the C++ layer give: a value, or the C function that failed and its errno.
//
// All of the layer works with exceptions and run-time type information switched off; then value()
// of a failed result ends the program with a message, where it throws std::system_error otherwise.
// All of a program is to be compiled the same way.
#pragma once

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <system_error>
#include <utility>

namespace applibs
{

/// Why a call failed.
struct Error {
    int code;              ///< errno, as the C header of the function lists it
    const char* operation; ///< name of the C function

    [[nodiscard]] std::error_code errorCode() const { return {code, std::generic_category()}; }
};

namespace detail
{

[[noreturn]] inline void raise(const Error& error)
{
#if defined(__cpp_exceptions)
    throw std::system_error(error.errorCode(), error.operation);
#else
    std::fprintf(stderr, "%s failed: errno %d\n", error.operation, error.code);
    std::abort();
#endif
}

} // namespace detail

/// A T, or the Error that prevented it.
template <class T = void>
class [[nodiscard]] Result
{
public:
    Result(T value) // NOLINT: `return pin;` is the point
        : m_value(std::move(value))
    {
    }
    Result(Error error) // NOLINT: `return error;` is the point
        : m_error(error)
    {
    }

    [[nodiscard]] bool hasValue() const { return m_value.has_value(); }
    explicit operator bool() const { return hasValue(); }

    /// The value; on failure throws or ends the program, see above.
    [[nodiscard]] T& value() &
    {
        require();
        return *m_value;
    }
    [[nodiscard]] const T& value() const&
    {
        require();
        return *m_value;
    }
    [[nodiscard]] T&& value() &&
    {
        require();
        return std::move(*m_value);
    }

    /// The value, which has to be there.
    [[nodiscard]] T& operator*() & { return *m_value; }
    [[nodiscard]] const T& operator*() const& { return *m_value; }
    [[nodiscard]] T&& operator*() && { return std::move(*m_value); }
    [[nodiscard]] T* operator->() { return &*m_value; }
    [[nodiscard]] const T* operator->() const { return &*m_value; }

    /// The value, or the given one on failure.
    [[nodiscard]] T valueOr(T other) const& { return hasValue() ? *m_value : std::move(other); }
    [[nodiscard]] T valueOr(T other) &&
    {
        return hasValue() ? std::move(*m_value) : std::move(other);
    }

    /// Why there is no value; code 0 where there is one.
    [[nodiscard]] const Error& error() const { return m_error; }

private:
    void require() const
    {
        if (!hasValue())
            detail::raise(m_error);
    }

    std::optional<T> m_value;
    Error m_error{0, ""};
};

/// Success, or the Error that prevented it.
template <>
class [[nodiscard]] Result<void>
{
public:
    Result() = default;
    Result(Error error) // NOLINT: `return error;` is the point
        : m_error(error)
        , m_failed(true)
    {
    }

    [[nodiscard]] bool hasValue() const { return !m_failed; }
    explicit operator bool() const { return hasValue(); }

    /// Nothing; on failure throws or ends the program, see above.
    void value() const
    {
        if (m_failed)
            detail::raise(m_error);
    }

    [[nodiscard]] const Error& error() const { return m_error; }

private:
    Error m_error{0, ""};
    bool m_failed = false;
};

namespace detail
{

inline Error lastError(const char* operation)
{
    return {errno, operation};
}

/// Of a function that gives 0, or -1 with errno.
inline Result<void> check(int result, const char* operation)
{
    if (result < 0)
        return lastError(operation);
    return {};
}

/// Of a function that gives a number, or -1 with errno.
template <class T, class N>
Result<T> number(N result, const char* operation)
{
    if (result < 0)
        return lastError(operation);
    return T(result);
}

} // namespace detail

} // namespace applibs
