// All descriptors that apps' peripherals have in one device, watched together.
#pragma once

#include "perisphere/base/unique_fd.hpp"
#include "perisphere/engine/input_source.hpp"
#include "perisphere/services/pin_use.hpp"
#include "perisphere/services/virtual_apps.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <sys/epoll.h>
#include <unordered_map>
#include <utility>
#include <vector>

namespace perisphere::services
{

/// Something with a descriptor whose readiness matters to the machine thread.
class Endpoint
{
public:
    virtual ~Endpoint() = default;
    [[nodiscard]] virtual int descriptor() const = 0;

    /// `events` are epoll's. Must not block. Takes a bounded amount; what is left is reported
    /// again.
    virtual void ready(std::uint32_t events) = 0;

    /// Set by whoever opens it.
    void setUse(PinUse use) { m_use = std::move(use); }
    [[nodiscard]] const PinUse& use() const { return m_use; }

private:
    PinUse m_use;
};

/// The hub owns its endpoints. Machine thread only.
class ChannelHub final : public engine::InputSource
{
public:
    /// `virtualApps`: nullptr for none.
    explicit ChannelHub(VirtualApps* virtualApps = nullptr);

    /// Something was sent to an app.
    void delivered()
    {
        if (m_virtualApps != nullptr)
            m_virtualApps->delivered();
    }

    /// Takes the endpoint over and watches it for `events`; false when the system is out of
    /// watches.
    [[nodiscard]] bool add(std::unique_ptr<Endpoint> endpoint, std::uint32_t events);
    void watch(Endpoint& endpoint, std::uint32_t events);

    /// Reports nothing more of it, not even a hang-up.
    void unwatch(Endpoint& endpoint);

    /// Stops watching; the endpoint is destroyed at the end of this or the next poll(), so it may
    /// be removed from within its own functions.
    void remove(Endpoint& endpoint);

    /// Of all endpoints, in no particular order.
    [[nodiscard]] std::vector<PinUse> uses() const;

    /// Destroys all endpoints. Before the models that they use go.
    void clear();

    void poll() override;
    [[nodiscard]] bool hasInput() const override;
    [[nodiscard]] int wakeDescriptor() const override { return m_epoll.get(); }

private:
    /// Taken in one poll; the others come in the next, after the events of a slice.
    static constexpr int kMaxEvents = 64;

    VirtualApps* m_virtualApps;
    UniqueFd m_epoll;
    // What hasInput() has seen, for the poll() that follows: one system call for both.
    mutable std::array<epoll_event, kMaxEvents> m_seen;
    mutable int m_seenCount = 0;
    std::unordered_map<Endpoint*, std::unique_ptr<Endpoint>> m_endpoints;
    std::unordered_map<Endpoint*, std::unique_ptr<Endpoint>> m_removed;
};

} // namespace perisphere::services
