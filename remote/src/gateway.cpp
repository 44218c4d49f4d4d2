#include "perisphere/remote/gateway.hpp"

#include "perisphere/control/sockets.hpp"
#include "perisphere/remote/tls_link.hpp"
#include "upload_filter.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <list>
#include <mutex>
#include <poll.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace perisphere::remote
{
namespace
{

Result<TlsLink> reach(const Gateway::Parts& parts)
{
    auto socket = connectTo(parts.device);
    if (!socket)
        return fail(socket.error());
    return TlsLink::open(parts.identity, std::move(*socket));
}

} // namespace

struct Gateway::Data {
    struct Client {
        int socket = -1; ///< to end it by; its thread owns it
        bool isDone = false;
        std::thread thread;
    };

    explicit Data(Parts given)
        : parts(std::move(given))
    {
    }

    void serve(std::list<Client>::iterator client, UniqueFd socket);
    void accept();
    void removeDone();

    Parts parts;
    std::string subject;
    control::UnixListener listener;
    UniqueFd stop; ///< its other end is closed
    UniqueFd stopped;
    std::mutex mutex;
    std::list<Client> clients;
    std::thread acceptor;
};

Gateway::Gateway(std::unique_ptr<Data> data)
    : m_data(std::move(data))
{
}

Result<std::unique_ptr<Gateway>> Gateway::open(Parts parts, const std::filesystem::path& socket)
{
    auto data = std::make_unique<Data>(std::move(parts));
    {
        // With TLS 1.3 a client hears that it is refused when it waits for the first answer: one
        // that says nothing is let in.
        auto link = reach(data->parts);
        if (!link)
            return fail(link.error());
        data->subject = link->subject();
    }
    auto listener = control::listenOnUnix(socket);
    if (!listener)
        return fail(listener.error());
    data->listener = std::move(*listener);
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return fail(systemError(errno, "make", "a pipe"));
    data->stopped = UniqueFd(ends[0]);
    data->stop = UniqueFd(ends[1]);
    std::unique_ptr<Gateway> gateway(new Gateway(std::move(data)));
    gateway->m_data->acceptor = std::thread([all = gateway->m_data.get()] { all->accept(); });
    return gateway;
}

void Gateway::Data::accept()
{
    for (;;) {
        std::array<pollfd, 2> entries{
            {{.fd = listener.socket.get(), .events = POLLIN, .revents = 0},
             {.fd = stopped.get(), .events = POLLIN, .revents = 0}}};
        if (::poll(entries.data(), entries.size(), -1) < 0 && errno != EINTR)
            return;
        if (entries[1].revents != 0)
            return;
        removeDone();
        UniqueFd socket = control::acceptClient(listener.socket.get());
        if (!socket)
            continue;
        const std::lock_guard lock(mutex);
        const auto client = clients.emplace(clients.end());
        client->socket = socket.get();
        client->thread = std::thread(
            [this, client, held = std::move(socket)]() mutable { serve(client, std::move(held)); });
    }
}

void Gateway::Data::serve(std::list<Client>::iterator client, UniqueFd socket)
{
    auto link = reach(parts);
    UploadFilter filter;
    UniqueFd own(::dup(socket.get())); // the number in the list stays ours until it is taken out
    const Result<> passed = link ? link->pass(std::move(own), filter) : fail(link.error());
    if (!passed && parts.note)
        parts.note(passed.error().toString());
    const std::lock_guard lock(mutex);
    client->socket = -1;
    client->isDone = true;
    ::shutdown(socket.get(), SHUT_RDWR);
}

void Gateway::Data::removeDone()
{
    std::list<Client> done;
    {
        const std::lock_guard lock(mutex);
        for (auto one = clients.begin(); one != clients.end();) {
            const auto next = std::next(one);
            if (one->isDone)
                done.splice(done.end(), clients, one);
            one = next;
        }
    }
    for (Client& one : done)
        one.thread.join();
}

Gateway::~Gateway()
{
    m_data->stop.reset();
    m_data->acceptor.join();
    {
        const std::lock_guard lock(m_data->mutex);
        for (const Data::Client& one : m_data->clients)
            if (one.socket >= 0)
                ::shutdown(one.socket, SHUT_RDWR);
    }
    for (Data::Client& one : m_data->clients)
        one.thread.join();
}

const std::string& Gateway::deviceSubject() const
{
    return m_data->subject;
}

} // namespace perisphere::remote
