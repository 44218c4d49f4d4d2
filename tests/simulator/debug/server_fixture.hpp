// A GdbServer with its loop and machine on threads of their own, as in a device, and a raw client.
#pragma once

#include "fake_core.hpp"
#include "packet_frame.hpp"
#include "packet_reader.hpp"
#include "perisphere/base/unique_fd.hpp"
#include "perisphere/debug/gdb_server.hpp"
#include "perisphere/engine/machine.hpp"
#include "perisphere/engine/timer.hpp"

#include <arpa/inet.h>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <netinet/in.h>
#include <optional>
#include <stdexcept>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <type_traits>
#include <utility>
#include <uv.h>
#include <vector>

namespace perisphere::test
{

class ServerFixture
{
public:
    ServerFixture()
        : m_machine(
              engine::Machine::create(m_clock, {.mode = engine::TimeMode::realTime()}).value())
        , m_slice(m_machine->scheduler(), "fakeCore.slice", [this] { runSlice(); })
    {
        core.onRunning = [this] { m_slice.setAfter(kSlice); };
        m_slice.setAfter(kSlice);
        uv_loop_init(&m_loop);
        uv_async_init(&m_loop, &m_posted, [](uv_async_t* handle) {
            static_cast<ServerFixture*>(handle->data)->runPosted();
        });
        m_posted.data = this;
        m_server = std::make_unique<debug::GdbServer>(m_loop, *m_machine, core);
        port = m_server->listen(0).value();
        m_machine->start();
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
        m_machine->stop();
    }

    /// Runs on the loop's thread and waits for it.
    template <class F>
    auto onLoop(F function) -> decltype(function(std::declval<debug::GdbServer&>()))
    {
        std::packaged_task<decltype(function(*m_server))()> task(
            [&] { return function(*m_server); });
        auto result = task.get_future();
        post([&task] { task(); });
        return result.get();
    }
    /// Runs on the machine thread and waits for it.
    template <class F>
    auto onMachine(F function)
    {
        auto result = m_machine->call([&] { return function(core); });
        if (!result)
            throw std::runtime_error(result.error().toString());
        if constexpr (!std::is_void_v<decltype(function(core))>)
            return *result;
    }
    /// Returns when `condition` holds on the machine thread, which is asked after each of its
    /// turns.
    template <class F>
    void waitFor(F condition)
    {
        while (!onMachine(condition))
            std::this_thread::yield();
    }
    void waitForClients(std::size_t count)
    {
        while (onLoop([](const debug::GdbServer& server) { return server.clientCount(); }) != count)
            std::this_thread::yield();
    }
    void destroyServer()
    {
        onLoop([this](const debug::GdbServer&) {
            m_server.reset();
            return 0;
        });
    }
    void stopMachine() { m_machine->stop(); }
    [[nodiscard]] engine::Machine& machine() { return *m_machine; }
    [[nodiscard]] uv_loop_t& loop() { return m_loop; }

    FakeCore core; ///< the machine thread's
    std::uint16_t port = 0;

private:
    static constexpr engine::Duration kSlice = std::chrono::microseconds(100);

    void runSlice()
    {
        core.runFor(100);
        if (!core.isStopped())
            m_slice.setAfter(kSlice);
    }
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

    engine::SteadyHostClock m_clock;
    std::unique_ptr<engine::Machine> m_machine;
    engine::Timer m_slice;
    uv_loop_t m_loop{};
    uv_async_t m_posted{};
    std::mutex m_mutex;
    std::vector<std::function<void()>> m_work;
    std::unique_ptr<debug::GdbServer> m_server;
    std::thread m_thread;
};

/// Packets over a socket, without acks.
class RawDebugger
{
public:
    explicit RawDebugger(std::uint16_t port)
        : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(m_socket.get(), reinterpret_cast<const sockaddr*>(&address),
                      sizeof address) != 0)
            throw std::runtime_error("connect failed");
    }

    bool sendRaw(std::string_view bytes)
    {
        while (!bytes.empty()) {
            const ssize_t count = ::send(m_socket.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (count < 0)
                return false;
            bytes.remove_prefix(static_cast<std::size_t>(count));
        }
        return true;
    }
    /// As much as is taken without waiting.
    std::size_t sendSome(std::string_view bytes)
    {
        const ssize_t count =
            ::send(m_socket.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        return count < 0 ? 0 : static_cast<std::size_t>(count);
    }
    void send(std::string_view data) { sendRaw(debug::frame(data)); }
    std::string ask(std::string_view data)
    {
        send(data);
        return answer();
    }
    /// The next packet; "(end)" when the connection has ended.
    std::string answer()
    {
        for (;;) {
            std::string_view rest = m_received;
            while (const auto next = m_reader.next(rest)) {
                if (next->kind != debug::Received::Kind::Packet)
                    continue;
                m_received = std::string(rest);
                return next->data;
            }
            char buffer[65536];
            const ssize_t count = ::recv(m_socket.get(), buffer, sizeof buffer, 0);
            if (count <= 0)
                return "(end)";
            m_received.assign(buffer, static_cast<std::size_t>(count));
        }
    }
    void endInput() { ::shutdown(m_socket.get(), SHUT_WR); }
    void close() { m_socket.reset(); }

private:
    UniqueFd m_socket;
    debug::PacketReader m_reader;
    std::string m_received;
};

} // namespace perisphere::test
