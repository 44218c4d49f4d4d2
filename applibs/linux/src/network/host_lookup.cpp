#include "host_lookup.hpp"

#include <cstring>
#include <netdb.h>
#include <netinet/in.h>
#include <utility>

namespace perisphere::target
{

struct HostLookup::Question {
    uv_getaddrinfo_t request{};
    std::weak_ptr<Done> done;

    static void answered(uv_getaddrinfo_t* request, int status, addrinfo* found)
    {
        const std::unique_ptr<Question> question(static_cast<Question*>(request->data));
        std::optional<std::uint32_t> address;
        if (status == 0 && found != nullptr) {
            sockaddr_in first{};
            std::memcpy(&first, found->ai_addr, sizeof first);
            address = ntohl(first.sin_addr.s_addr);
        }
        uv_freeaddrinfo(found);
        if (const auto done = question->done.lock())
            (*done)(address);
    }
};

HostLookup::HostLookup(uv_loop_t& loop, const std::string& host, Done done)
    : m_done(std::make_shared<Done>(std::move(done)))
{
    auto question = std::make_unique<Question>();
    question->done = m_done;
    question->request.data = question.get();
    addrinfo hints{};
    hints.ai_family = AF_INET; // the device has nothing else
    hints.ai_socktype = SOCK_DGRAM;
    if (uv_getaddrinfo(&loop, &question->request, &Question::answered, host.c_str(), nullptr,
                       &hints) == 0)
        (void)question.release(); // answered() has it
}

HostLookup::~HostLookup() = default;

} // namespace perisphere::target
