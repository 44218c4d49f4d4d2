// What apps send is read when the device says so, not when it comes.
//
// An app that lives in the device's time may be computed faster than the device. What it sends is
// taken up at the instant at which the app sent it, and in one order, which the host's scheduling
// has no part in.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/base/unique_fd.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>

namespace perisphere::device
{

/// Used on the loop's thread but for hasInput().
class InputOnDemand
{
public:
    [[nodiscard]] static Result<std::unique_ptr<InputOnDemand>> create();
    InputOnDemand(const InputOnDemand&) = delete;
    InputOnDemand& operator=(const InputOnDemand&) = delete;

    /// As long as it lives, `read` is called by readAll().
    class Entry
    {
    public:
        Entry(InputOnDemand& owner, std::uint64_t number, int descriptor)
            : m_owner(owner)
            , m_number(number)
            , m_descriptor(descriptor)
        {
        }
        Entry(const Entry&) = delete;
        Entry& operator=(const Entry&) = delete;
        ~Entry() { m_owner.remove(m_number, m_descriptor); }

    private:
        InputOnDemand& m_owner;
        std::uint64_t m_number;
        int m_descriptor;
    };
    /// Destroy the entry before the descriptor is closed.
    [[nodiscard]] Result<std::unique_ptr<Entry>> add(int descriptor, std::function<void()> read);

    /// Whether one of the descriptors is readable or at its end. Any thread.
    [[nodiscard]] bool hasInput() const;
    /// Has all read what has come, in the order in which they were added. An entry may go, others
    /// may come while it reads.
    void readAll();

private:
    explicit InputOnDemand(UniqueFd epoll)
        : m_epoll(std::move(epoll))
    {
    }
    void remove(std::uint64_t number, int descriptor);

    UniqueFd m_epoll;
    std::map<std::uint64_t, std::function<void()>> m_reads;
    std::uint64_t m_last = 0;
};

} // namespace perisphere::device
