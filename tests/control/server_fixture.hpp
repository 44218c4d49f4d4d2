// A server on a loop of its own thread, as in a device, and raw clients to torment it with.
#pragma once

#include "fake_target.hpp"
#include "perisphere/base/unique_fd.hpp"
#include "perisphere/control/client.hpp"
#include "perisphere/control/server.hpp"
#include "temporary_directory.hpp"

#include <stdexcept>
#include <uv.h>

#include <cerrno>
#include <cstring>
#include <functional>
#include <future>
#include <mutex>
#include <optional>
#include <poll.h>
#include <string>
#include <sys/socket.h>
#include <sys/un.h>
#include <thread>
#include <utility>
#include <vector>

namespace perisphere::test
{

class ServerFixture
{
public:
    explicit ServerFixture(const control::ServerLimits& limits = {})
        : ServerFixture([](std::string_view) { return true; }, limits)
    {
    }
    /// One that has not all methods.
    explicit ServerFixture(std::function<bool(std::string_view)> isOffered,
                           const control::ServerLimits& limits = {})
    {
        target.isOffered = std::move(isOffered);
        uv_loop_init(&m_loop);
        uv_async_init(&m_loop, &m_posted, [](uv_async_t* handle) {
            static_cast<ServerFixture*>(handle->data)->runPosted();
        });
        m_posted.data = this;
        m_server = std::make_unique<control::ControlServer>(
            m_loop, target, control::Description::load(target.isOffered).value(), limits);
        if (const auto listening = m_server->listen(socket()); !listening)
            throw std::runtime_error(listening.error().toString());
        m_thread = std::thread([this] { uv_run(&m_loop, UV_RUN_DEFAULT); });
    }
    ServerFixture(const ServerFixture&) = delete;
    ServerFixture& operator=(const ServerFixture&) = delete;
    ~ServerFixture()
    {
        post([this] {
            m_server.reset();
            uv_close(reinterpret_cast<uv_handle_t*>(&m_posted), nullptr);
        });
        m_thread.join();
        uv_loop_close(&m_loop);
    }

    [[nodiscard]] std::filesystem::path socket() const { return m_folder / "control.sock"; }
    [[nodiscard]] const std::filesystem::path& folder() const { return m_folder.path(); }

    [[nodiscard]] control::ControlClient client() const
    {
        return control::ControlClient::connect(socket(), "bench").value();
    }

    /// Runs on the loop's thread and waits for it.
    template <class F>
    auto run(F function) -> decltype(function(std::declval<control::ControlServer&>()))
    {
        std::packaged_task<decltype(function(*m_server))()> task(
            [&] { return function(*m_server); });
        auto result = task.get_future();
        post([&task] { task(); });
        return result.get();
    }

    FakeTarget target;

private:
    void post(std::function<void()> work)
    {
        {
            const std::lock_guard lock(m_mutex);
            m_work.push_back(std::move(work));
        }
        uv_async_send(&m_posted);
    }
    void runPosted()
    {
        std::vector<std::function<void()>> work;
        {
            const std::lock_guard lock(m_mutex);
            work.swap(m_work);
        }
        for (const auto& one : work)
            one();
    }

    TemporaryDirectory m_folder;
    uv_loop_t m_loop{};
    uv_async_t m_posted{};
    std::mutex m_mutex;
    std::vector<std::function<void()>> m_work;
    std::unique_ptr<control::ControlServer> m_server;
    std::thread m_thread;
};

/// Bytes in, lines out.
class RawClient
{
public:
    explicit RawClient(const std::filesystem::path& path)
        : m_socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
        if (::connect(m_socket.get(), reinterpret_cast<const sockaddr*>(&address),
                      sizeof address) != 0)
            throw std::runtime_error("connect failed");
    }

    /// As much as is taken without waiting; how much that was.
    std::size_t sendSome(std::string_view bytes)
    {
        const ssize_t count =
            ::send(m_socket.get(), bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
        return count < 0 ? 0 : static_cast<std::size_t>(count);
    }
    /// false when the server has gone away.
    bool send(std::string_view bytes)
    {
        while (!bytes.empty()) {
            const ssize_t count = ::send(m_socket.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (count < 0)
                return false;
            bytes.remove_prefix(static_cast<std::size_t>(count));
        }
        return true;
    }
    void endInput() { ::shutdown(m_socket.get(), SHUT_WR); }
    void close() { m_socket.reset(); }

    /// nullopt at the end of the connection.
    std::optional<std::string> line()
    {
        for (;;) {
            if (const auto end = m_received.find('\n'); end != std::string::npos) {
                std::string line = m_received.substr(0, end);
                m_received.erase(0, end + 1);
                return line;
            }
            char buffer[65536];
            const ssize_t count = ::recv(m_socket.get(), buffer, sizeof buffer, 0);
            if (count <= 0)
                return std::nullopt;
            m_received.append(buffer, static_cast<std::size_t>(count));
        }
    }
    json::Value answer()
    {
        const auto text = line();
        return text ? json::Value::parse(*text) : json::Value();
    }
    /// Reads until the server ends the connection; the last line.
    json::Value lastAnswer()
    {
        json::Value last;
        while (const auto text = line())
            last = json::Value::parse(*text);
        return last;
    }
    /// Waits until more can be sent, or the server has gone; false when time is up.
    bool waitForEnd(int milliseconds)
    {
        pollfd entry{.fd = m_socket.get(), .events = POLLRDHUP, .revents = 0};
        return ::poll(&entry, 1, milliseconds) > 0;
    }

private:
    UniqueFd m_socket;
    std::string m_received;
};

inline std::string request(int id, std::string_view method, const json::Value& params = {})
{
    json::Value message = {{"jsonrpc", "2.0"}, {"id", id}, {"method", method}};
    if (!params.is_null())
        message["params"] = params;
    return message.dump() + "\n";
}

} // namespace perisphere::test
