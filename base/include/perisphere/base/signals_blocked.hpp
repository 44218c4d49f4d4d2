// A scope in which the thread takes no signals.
#pragma once

#include <csignal>

namespace perisphere
{

/// Threads and processes that it begins meanwhile take none either, until they say otherwise: no
/// handler of this process runs in them.
class SignalsBlocked
{
public:
    SignalsBlocked()
    {
        sigset_t all;
        ::sigfillset(&all);
        ::pthread_sigmask(SIG_SETMASK, &all, &m_before);
    }
    SignalsBlocked(const SignalsBlocked&) = delete;
    SignalsBlocked& operator=(const SignalsBlocked&) = delete;
    ~SignalsBlocked() { ::pthread_sigmask(SIG_SETMASK, &m_before, nullptr); }

    /// What the thread blocked already; for calls that let signals in while they wait.
    [[nodiscard]] const sigset_t& before() const { return m_before; }

private:
    sigset_t m_before{};
};

} // namespace perisphere
