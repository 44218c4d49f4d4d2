// What a managed network is made of: for the files that have its functions.
#pragma once

#include "link_watch.hpp"
#include "managed_interface.hpp"
#include "perisphere/linux/network/managed_network.hpp"
#include "perisphere/linux/network/system_clock.hpp"
#include "proxy_resolver.hpp"
#include "resolver_file.hpp"
#include "time_sync.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace perisphere::target
{

class ManagedNetwork::Impl
{
public:
    Impl(ManagedNetworkParts parts, KernelLinks links, NetworkSettings settings)
        : m_parts(std::move(parts))
        , m_links(std::move(links))
        , m_file(m_parts.settings)
        , m_settings(std::move(settings))
        , m_resolver(m_parts.resolverFile)
        , m_time(
              {.loop = m_parts.loop,
               .timers = m_parts.timers,
               .settings = m_settings.time,
               .defaultServer =
                   m_parts.defaultServer.empty() ? kDefaultNtpServer : m_parts.defaultServer,
               .leaseServers = [this] { return leaseServers(); },
               .correctClock = m_parts.correctClock ? m_parts.correctClock : &target::correctClock,
               .say = m_parts.say,
               .synced = [this] { readyMayHaveChanged(); }},
              isClockSynchronised())
        , m_proxy(m_parts.loop, m_parts.timers, m_settings.proxy)
    {
        add(m_parts.names.wifi, true);
        add(m_parts.names.ethernet, false);
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    Result<> begin()
    {
        auto watch = LinkWatch::start(m_parts.loop, [this] { update(); });
        if (!watch)
            return fail(watch.error());
        m_watch = std::move(*watch);
        update();
        return {};
    }

    void update()
    {
        for (const auto& one : m_interfaces)
            one->update();
        changed();
    }

    device::Outcome<ManagedInterface*> find(std::string_view name)
    {
        if (name == "lo")
            return device::refuse(EPERM, "the loopback interface is not for apps");
        for (const auto& one : m_interfaces)
            if (one->name() == name) {
                one->update();
                if (one->isThere())
                    return one.get();
            }
        return device::refuse(ENOENT, fmt::format("there is no interface \"{}\"", name));
    }

    device::Outcome<ManagedInterface*> findEthernet(std::string_view name)
    {
        auto found = find(name);
        if (found && (*found)->isWifi())
            return device::refuse(EPERM, fmt::format("{} is not Ethernet", name));
        return found;
    }

    /// Changes the settings and makes them last, or leaves them as they were.
    template <class Change>
    device::Outcome<> commit(int error, Change change)
    {
        const NetworkSettings before = m_settings;
        change();
        const auto saved = m_file.save(m_settings);
        if (saved)
            return {};
        m_settings = before;
        return device::refuse(error, saved.error().toString());
    }

    [[nodiscard]] bool isTimeRight() const
    {
        return m_parts.keepsTime ? m_time.isSynced() : isClockSynchronised();
    }

    [[nodiscard]] bool isReady() const
    {
        return isTimeRight() &&
               std::ranges::any_of(m_interfaces, [](const auto& one) { return one->hasIp(); });
    }

    device::Outcome<> suits(const ManagedInterface& interface, const DhcpLeases& leases) const
    {
        const auto& fixed = interface.settings().fixed;
        if (!fixed)
            return device::refuse(EPERM, fmt::format("{} has no static IP address; apply one first",
                                                     interface.name()));
        if (leases.mask != fixed->mask ||
            (leases.start & leases.mask) != (fixed->address & fixed->mask))
            return device::refuse(
                EINVAL,
                fmt::format("the leases are not in the subnet of {}'s address", interface.name()));
        const bool isLeased =
            fixed->address >= leases.start && fixed->address - leases.start < leases.count;
        if (isLeased)
            return device::refuse(
                EINVAL, fmt::format("{}'s own address is among the leases", interface.name()));
        return {};
    }

    ManagedNetworkParts m_parts;
    KernelLinks m_links;
    NetworkSettingsFile m_file;
    NetworkSettings m_settings;
    std::vector<std::unique_ptr<ManagedInterface>> m_interfaces;
    ResolverFile m_resolver;
    TimeSync m_time;
    ProxyResolver m_proxy;
    std::function<void()> m_onReady;

    void restartProxy() { m_proxy.restart(!m_way.empty()); }

    void changed()
    {
        writeResolverFile();
        std::string way;
        for (const auto& one : m_interfaces)
            if (one->hasIp())
                way += fmt::format("{} {} {} ", one->name(), one->state()->addresses[0].address,
                                   one->hasWayOut());
        if (std::exchange(m_way, way) != way) {
            if (m_parts.keepsTime)
                m_time.wayChanged(!way.empty());
            restartProxy();
        }
        readyMayHaveChanged();
    }

private:
    void add(const std::optional<std::string>& name, bool isWifi)
    {
        if (!name)
            return;
        const auto [settings, isNew] = m_settings.interfaces.try_emplace(*name);
        if (isNew) // a board with Ethernet alone would be out of reach
            settings->second.isEnabled = isWifi || !m_parts.names.wifi;
        m_interfaces.push_back(std::make_unique<ManagedInterface>(
            ManagedInterface::Context{.loop = m_parts.loop,
                                      .timers = m_parts.timers,
                                      .links = m_links,
                                      .programs = m_parts.programs,
                                      .folder = m_parts.runtime,
                                      .say = m_parts.say,
                                      .changed = [this] { changed(); },
                                      .isClockSet = [this] { return isTimeRight(); }},
            *name, isWifi, settings->second));
    }

    void writeResolverFile()
    {
        std::vector<std::uint32_t> servers;
        for (auto one = m_interfaces.rbegin(); one != m_interfaces.rend(); ++one) // cable first
            for (const std::uint32_t server : (*one)->dnsServers())
                if (std::ranges::find(servers, server) == servers.end())
                    servers.push_back(server);
        if (const auto written = m_resolver.write(servers); !written)
            m_parts.say(written.error().toString());
    }

    [[nodiscard]] std::vector<std::uint32_t> leaseServers() const
    {
        for (auto one = m_interfaces.rbegin(); one != m_interfaces.rend(); ++one)
            if (auto servers = (*one)->ntpServers(); !servers.empty())
                return servers;
        return {};
    }

    void readyMayHaveChanged()
    {
        const bool isNow = isReady();
        if (isNow && !std::exchange(m_wasReady, isNow) && m_onReady)
            m_onReady();
        m_wasReady = isNow;
    }

    std::string m_way; ///< which interfaces have which addresses and ways out
    bool m_wasReady = false;
    std::unique_ptr<LinkWatch> m_watch;
};

} // namespace perisphere::target
