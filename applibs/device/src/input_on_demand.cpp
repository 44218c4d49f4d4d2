#include "perisphere/device/input_on_demand.hpp"

#include <cerrno>
#include <sys/epoll.h>
#include <utility>

namespace perisphere::device
{

Result<std::unique_ptr<InputOnDemand>> InputOnDemand::create()
{
    UniqueFd epoll(::epoll_create1(EPOLL_CLOEXEC));
    if (!epoll)
        return fail(systemError(errno, "create", "an epoll descriptor"));
    return std::unique_ptr<InputOnDemand>(new InputOnDemand(std::move(epoll)));
}

Result<std::unique_ptr<InputOnDemand::Entry>> InputOnDemand::add(int descriptor,
                                                                 std::function<void()> read)
{
    epoll_event event{};
    event.events = EPOLLIN;
    if (::epoll_ctl(m_epoll.get(), EPOLL_CTL_ADD, descriptor, &event) != 0)
        return fail(systemError(errno, "watch", "what an app sends"));
    m_reads.emplace(++m_last, std::move(read));
    return std::make_unique<Entry>(*this, m_last, descriptor);
}

void InputOnDemand::remove(std::uint64_t number, int descriptor)
{
    m_reads.erase(number);
    ::epoll_ctl(m_epoll.get(), EPOLL_CTL_DEL, descriptor, nullptr);
}

bool InputOnDemand::hasInput() const
{
    epoll_event event{};
    return ::epoll_wait(m_epoll.get(), &event, 1, 0) > 0;
}

void InputOnDemand::readAll()
{
    for (auto next = m_reads.begin(); next != m_reads.end();) {
        const std::uint64_t number = next->first;
        const auto read = next->second; // its entry may go meanwhile
        read();
        next = m_reads.upper_bound(number);
    }
}

} // namespace perisphere::device
