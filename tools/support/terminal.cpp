#include "support/terminal.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include <utility>

namespace perisphere::tools
{
namespace
{

constexpr std::string_view kHideCursor = "\x1b[?25l";
constexpr std::string_view kRestore = "\x1b[0m\x1b[?25h";

/// Signals that end the process where nobody handles them. SIGINT and SIGTERM are the device's:
/// they come to the destructor.
constexpr std::array kDeadly = {SIGABRT, SIGBUS, SIGFPE, SIGHUP, SIGILL, SIGQUIT, SIGSEGV};

// For handlers, which know nothing else: written before they are installed.
termios g_before;
termios g_taken;
volatile std::sig_atomic_t g_wasContinued = 0;
int g_signalled = -1; ///< an eventfd

// All below is async-signal-safe.

void tellSignalled()
{
    constexpr std::uint64_t kOne = 1;
    static_cast<void>(::write(g_signalled, &kOne, sizeof kOne));
}

void giveBack()
{
    static_cast<void>(::write(STDOUT_FILENO, kRestore.data(), kRestore.size()));
    ::tcsetattr(STDIN_FILENO, TCSADRAIN, &g_before);
}

void takeOver()
{
    ::tcsetattr(STDIN_FILENO, TCSADRAIN, &g_taken);
    static_cast<void>(::write(STDOUT_FILENO, kHideCursor.data(), kHideCursor.size()));
}

void raiseByDefault(int signal)
{
    struct sigaction byDefault {
    };
    byDefault.sa_handler = SIG_DFL;
    ::sigaction(signal, &byDefault, nullptr);
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, signal);
    ::raise(signal);
    ::pthread_sigmask(SIG_UNBLOCK, &set, nullptr); // here it takes effect
}

void onDeadly(int signal)
{
    giveBack();
    raiseByDefault(signal);
}

void onStop(int signal)
{
    const int error = errno;
    struct sigaction mine {
    };
    ::sigaction(signal, nullptr, &mine);
    giveBack();
    raiseByDefault(signal); // returns when the process is continued
    ::sigaction(signal, &mine, nullptr);
    takeOver();
    g_wasContinued = 1;
    tellSignalled();
    errno = error;
}

void onResize(int /*signal*/)
{
    const int error = errno;
    tellSignalled();
    errno = error;
}

void handle(int signal, void (*handler)(int))
{
    struct sigaction action {
    };
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    ::sigaction(signal, &action, nullptr);
}

Result<UniqueFd> watchBoth()
{
    UniqueFd events(::epoll_create1(EPOLL_CLOEXEC));
    if (!events)
        return fail(systemError(errno, "watch", "the terminal"));
    for (const int descriptor : {STDIN_FILENO, g_signalled}) {
        epoll_event event{.events = EPOLLIN, .data = {}};
        if (::epoll_ctl(events.get(), EPOLL_CTL_ADD, descriptor, &event) != 0)
            return fail(systemError(errno, "watch", "the terminal"));
    }
    return events;
}

} // namespace

bool Terminal::isUsable(std::string_view type)
{
    return !type.empty() && type != "dumb" && ::isatty(STDIN_FILENO) == 1 &&
           ::isatty(STDOUT_FILENO) == 1 && ::tcgetpgrp(STDIN_FILENO) == ::getpgrp();
}

Result<std::unique_ptr<Terminal>> Terminal::take()
{
    if (::tcgetattr(STDIN_FILENO, &g_before) != 0)
        return fail(systemError(errno, "take over", "the terminal"));
    // Kept for good: a handler may still be under way when the terminal is given back.
    if (g_signalled < 0)
        g_signalled = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    auto events = watchBoth();
    if (!events)
        return fail(events.error());
    g_taken = g_before;
    g_taken.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
    g_taken.c_cc[VMIN] = 0; // read() gives what is there
    g_taken.c_cc[VTIME] = 0;
    for (const int signal : kDeadly)
        handle(signal, onDeadly);
    handle(SIGTSTP, onStop);
    handle(SIGWINCH, onResize);
    takeOver();
    return std::unique_ptr<Terminal>(new Terminal(std::move(*events)));
}

Terminal::Terminal(UniqueFd events)
    : m_events(std::move(events))
{
}

Terminal::~Terminal()
{
    giveBack();
    for (const int signal : kDeadly)
        handle(signal, SIG_DFL);
    for (const int signal : {SIGTSTP, SIGWINCH})
        handle(signal, SIG_DFL);
}

Terminal::Size Terminal::size() const
{
    winsize window{};
    if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) != 0 || window.ws_col == 0 ||
        window.ws_row == 0)
        return {};
    return {.columns = window.ws_col, .rows = window.ws_row};
}

std::string Terminal::read()
{
    std::uint64_t signals = 0;
    static_cast<void>(::read(g_signalled, &signals, sizeof signals));
    std::array<char, 256> buffer{};
    const ssize_t count = ::read(STDIN_FILENO, buffer.data(), buffer.size());
    return count > 0 ? std::string(buffer.data(), static_cast<std::size_t>(count)) : std::string();
}

bool Terminal::isGone() const
{
    pollfd state{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
    return ::poll(&state, 1, 0) > 0 && (state.revents & (POLLHUP | POLLERR)) != 0;
}

bool Terminal::write(std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t count = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
        if (count >= 0) {
            bytes.remove_prefix(static_cast<std::size_t>(count));
            continue;
        }
        pollfd room{.fd = STDOUT_FILENO, .events = POLLOUT, .revents = 0};
        if (errno == EAGAIN)
            ::poll(&room, 1, -1);
        else if (errno != EINTR)
            return false;
    }
    return true;
}

bool Terminal::wasContinued()
{
    const bool was = g_wasContinued != 0;
    g_wasContinued = 0;
    return was;
}

} // namespace perisphere::tools
