#include "app_network.hpp"

#include "inside_network.hpp"
#include "network_links.hpp"
#include "packet_rules.hpp"
#include "perisphere/base/ascii.hpp"
#include "perisphere/device/name_server.hpp"
#include "perisphere/device/network_policy.hpp"
#include "refused_packet.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_log.h>
#include <linux/netlink.h>
#include <map>
#include <netdb.h>
#include <poll.h>
#include <sched.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace perisphere::target
{
namespace
{

using device::Outcome;
using manifest::Capability;

Subnet subnetOf(const SandboxNetwork& network)
{
    return {.first = network.subnet, .bits = network.subnetBits};
}

/// Gets the messages of the group of the network that the thread is in.
Result<UniqueFd> listenForRefused()
{
    UniqueFd socket(
        ::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_NETFILTER));
    struct {
        nlmsghdr header;
        nfgenmsg family;
        nlattr attribute;
        nfulnl_msg_config_cmd command;
        std::array<char, 3> padding;
    } request{};
    request.header.nlmsg_len = sizeof request;
    request.header.nlmsg_type = NFNL_SUBSYS_ULOG << 8 | NFULNL_MSG_CONFIG;
    request.header.nlmsg_flags = NLM_F_REQUEST;
    request.family.res_id = htons(kRefusedGroup);
    request.attribute.nla_len = sizeof(nlattr) + sizeof request.command;
    request.attribute.nla_type = NFULA_CFG_CMD;
    request.command.command = NFULNL_CFG_CMD_BIND;
    if (!socket || ::send(socket.get(), &request, sizeof request, 0) < 0)
        return fail(systemError(errno, "listen for", "refused packets"));
    return socket;
}

/// Routing between the bridge and the device's other networks.
Result<> switchOnForwarding()
{
    constexpr const char* kFile = "/proc/sys/net/ipv4/ip_forward";
    const UniqueFd file(::open(kFile, O_WRONLY | O_CLOEXEC));
    if (!file || ::write(file.get(), "1", 1) != 1)
        return fail(systemError(errno, "write 1 to", kFile));
    return {};
}

bool haveSameEntries(const manifest::Manifest& one, const manifest::Manifest& other,
                     Capability capability)
{
    const auto* const first = one.find(capability);
    const auto* const second = other.find(capability);
    if (first == nullptr || second == nullptr)
        return first == second;
    return std::ranges::equal(first->entries, second->entries, {}, &manifest::ListEntry::value,
                              &manifest::ListEntry::value);
}

} // namespace

Outcome<std::vector<std::uint32_t>> lookUpOnDevice(const std::string& name)
{
    addrinfo hints{};
    hints.ai_family = AF_INET; // the device has nothing else
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    const int error = ::getaddrinfo(name.c_str(), nullptr, &hints, &found);
    if (error != 0)
        return device::refuse(error == EAI_NONAME || error == EAI_NODATA ? ENOENT : EAGAIN);
    std::vector<std::uint32_t> addresses;
    for (const addrinfo* one = found; one != nullptr; one = one->ai_next) {
        sockaddr_in address{};
        std::memcpy(&address, one->ai_addr, sizeof address);
        addresses.push_back(ntohl(address.sin_addr.s_addr));
    }
    ::freeaddrinfo(found);
    return addresses;
}

Result<> prepareSandboxNetwork(const SandboxNetwork& network)
{
    const auto routing = openRouting();
    if (!routing)
        return fail(routing.error());
    if (auto made = makeBridge(routing->get(), network.bridge, subnetOf(network)); !made)
        return made;
    if (auto on = switchOnForwarding(); !on)
        return on;
    return PacketRules(network.nft, -1)
        .apply(rulesOfDevice(network.bridge, subnetOf(network), network.isRouter));
}

void removeSandboxNetwork(const SandboxNetwork& network)
{
    if (const auto routing = openRouting())
        removeLink(routing->get(), network.bridge);
    (void)PacketRules(network.nft, -1).apply("delete table ip perisphere\n");
}

class AppNetwork::Impl
{
public:
    Impl(const device::App& app, const SandboxNetwork& network, Setup setup)
        : m_manifest(app.manifest)
        , m_policy(m_manifest, {})
        , m_network(network)
        , m_setup(std::move(setup))
    {
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;
    ~Impl()
    {
        if (m_thread.joinable()) {
            const std::uint64_t one = 1;
            (void)!::write(m_stop.get(), &one, sizeof one);
            m_thread.join();
        }
        if (m_routing) {
            removeLink(m_routing.get(), cable());
            if (m_hasPorts)
                (void)deviceRules().apply(fmt::format("delete table ip {}\n", portTable()));
        }
    }

    Result<> make()
    {
        m_stop.reset(::eventfd(0, EFD_CLOEXEC));
        if (auto made = makeNamespace(); !made)
            return made;
        auto routing = openRouting();
        if (!routing)
            return fail(routing.error());
        m_routing = std::move(*routing);
        if (auto made = makeCable(m_routing.get(), cable(), m_network.bridge, m_namespace.get());
            !made)
            return made;
        if (auto made = makeInside(); !made)
            return made;
        if (const ServerPorts ports = serverPortsOf(m_manifest);
            !ports.tcp.empty() || !ports.udp.empty()) {
            if (auto applied = deviceRules().apply(rulesOfPorts(portTable(), address(), ports));
                !applied)
                return applied;
            m_hasPorts = true;
        }
        m_thread = std::thread([this] { serve(); });
        return {};
    }

    [[nodiscard]] int descriptor() const { return m_namespace.get(); }

    [[nodiscard]] bool isFor(const device::App& app) const
    {
        return haveSameEntries(m_manifest, app.manifest, Capability::AllowedConnections) &&
               haveSameEntries(m_manifest, app.manifest, Capability::AllowedTcpServerPorts) &&
               haveSameEntries(m_manifest, app.manifest, Capability::AllowedUdpServerPorts);
    }

private:
    [[nodiscard]] PacketRules deviceRules() const { return {m_network.nft, -1}; }
    [[nodiscard]] std::string cable() const { return fmt::format("psapp{}", m_setup.number); }
    [[nodiscard]] std::string portTable() const
    {
        return fmt::format("perisphere_app{}", m_setup.number);
    }
    /// The first two are the network's and the bridge's.
    [[nodiscard]] std::uint32_t address() const { return m_network.subnet + 1 + m_setup.number; }

    /// By a thread that ends then: nobody is in it but apps.
    Result<> makeNamespace()
    {
        int error = 0;
        std::thread([&] {
            if (::unshare(CLONE_NEWNET) == 0)
                m_namespace.reset(::open(kOwnNetwork, O_RDONLY | O_CLOEXEC));
            if (!m_namespace)
                error = errno;
        }).join();
        if (error != 0)
            return fail(systemError(error, "create", "a network namespace"));
        return {};
    }

    /// What belongs to a network is what is made while a thread is in it.
    Result<> makeInside()
    {
        m_rules.emplace(m_network.nft, m_namespace.get());
        const InsideNetwork inside(m_namespace.get());
        if (inside.error() != 0)
            return fail(systemError(inside.error(), "enter", "the app's network"));
        if (m_setup.isFiltered)
            if (auto applied = m_rules->apply(rulesInside(knownHosts(), serverPortsOf(m_manifest)));
                !applied)
                return applied;
        auto refused = listenForRefused();
        if (!refused)
            return fail(refused.error());
        m_refused = std::move(*refused);
        const auto routing = openRouting();
        if (!routing)
            return fail(routing.error());
        if (auto configured = configureInside(routing->get(), subnetOf(m_network), address());
            !configured)
            return configured;
        auto server = device::NameServer::open(device::kNameServerOfApp.port);
        if (!server)
            return fail(server.error());
        m_names.emplace(std::move(*server));
        return {};
    }

    /// Those that the manifest writes as addresses.
    [[nodiscard]] std::vector<std::uint32_t> knownHosts() const
    {
        std::vector<std::uint32_t> hosts;
        if (const auto* const allowed = m_manifest.find(Capability::AllowedConnections))
            for (const manifest::ListEntry& entry : allowed->entries)
                if (const auto* const host = std::get_if<std::string>(&entry.value))
                    if (const auto address = device::parseAddress(*host))
                        hosts.push_back(*address);
        return hosts;
    }

    void serve()
    {
        std::array<pollfd, 3> waits{{{.fd = m_stop.get(), .events = POLLIN, .revents = 0},
                                     {.fd = m_names->descriptor(), .events = POLLIN, .revents = 0},
                                     {.fd = m_refused.get(), .events = POLLIN, .revents = 0}}};
        while (waits[0].revents == 0) {
            if (::poll(waits.data(), waits.size(), -1) < 0 && errno != EINTR)
                return;
            if (waits[1].revents != 0)
                m_names->answerOne([this](const std::string& name) { return lookUp(name); });
            if (waits[2].revents != 0)
                tellRefused();
        }
    }

    using Addresses = Outcome<std::vector<std::uint32_t>>;
    using Clock = std::chrono::steady_clock;

    /// What an app asks again and again costs the device nothing. Names are those of the manifest,
    /// so they are few.
    Addresses lookUp(const std::string& asked)
    {
        const std::string name = lowerCase(asked); // or one name would be many
        const auto kept = m_lookUps.find(name);
        if (kept != m_lookUps.end() && Clock::now() - kept->second.time < m_network.nameFresh)
            return kept->second.addresses;
        Addresses found = lookUpNow(name);
        if (found || found.error().error != ENOENT)
            m_lookUps.insert_or_assign(name, LookUp{Clock::now(), found});
        return found;
    }

    Addresses lookUpNow(const std::string& name)
    {
        auto known = m_policy.resolve(name);
        if (known || known.error().error != EAGAIN) {
            if (!known)
                note(fmt::format("name \"{}\" is not looked up: {}", name, known.error().reason));
            return known;
        }
        auto found = m_network.lookUp ? m_network.lookUp(name) : lookUpOnDevice(name);
        if (!found)
            return found;
        if (std::erase_if(*found, [this](std::uint32_t address) { return isWithin(address); }) > 0)
            m_setup.note(fmt::format(
                "name \"{}\" leads into the device, which is no host: such addresses are left out",
                name));
        if (!m_setup.isFiltered)
            return found;
        if (auto added = m_rules->addHosts(*found, m_network.nameLasting); !added) {
            note(added.error().toString());
            return device::refuse(EIO);
        }
        return found;
    }

    /// Whoever gives a name its addresses may not lead the app to the bridge, its own loopback
    /// interface, or all hosts at once.
    [[nodiscard]] bool isWithin(std::uint32_t address) const
    {
        const std::uint32_t top = address >> 24U;
        constexpr std::uint32_t kLoopback = 127;
        constexpr std::uint32_t kFirstMulticast = 224;
        constexpr std::uint32_t kLinkLocal = 0xA9FE; // 169.254.0.0/16
        const std::uint32_t hostBits = ~std::uint32_t{0} >> m_network.subnetBits;
        return top == 0 || top == kLoopback || top >= kFirstMulticast ||
               address >> 16U == kLinkLocal || (address & ~hostBits) == m_network.subnet;
    }

    /// A few a second: an app can make as many as it likes.
    void note(const std::string& text)
    {
        constexpr int kMostNotes = 10;
        if (Clock::now() - m_notesSince >= std::chrono::seconds(1)) {
            m_notesSince = Clock::now();
            m_notes = 0;
        }
        if (m_notes++ < kMostNotes)
            m_setup.note(text);
    }

    void tellRefused()
    {
        alignas(nlmsghdr) std::array<std::byte, 4096> bytes{};
        const ssize_t count = ::recv(m_refused.get(), bytes.data(), bytes.size(), 0);
        if (count <= 0)
            return;
        const auto packet =
            parseRefusedPacket(std::span(bytes).first(static_cast<std::size_t>(count)));
        if (!packet)
            return;
        const bool isOwn = packet->to != address();
        m_setup.note(fmt::format(
            "the packet filter refused {}{}: {}", isOwn ? "" : "from outside ", packet->toString(),
            isOwn ? "the manifest's \"AllowedConnections\" does not have that host"
                  : "the manifest's \"AllowedTcpServerPorts\" and "
                    "\"AllowedUdpServerPorts\" do not have "
                    "that port"));
    }

    struct LookUp {
        Clock::time_point time;
        Addresses addresses;
    };

    manifest::Manifest m_manifest;
    device::NetworkPolicy m_policy;
    SandboxNetwork m_network;
    Setup m_setup;
    UniqueFd m_stop;
    UniqueFd m_namespace;
    UniqueFd m_routing;                 ///< of the device's network
    std::optional<PacketRules> m_rules; ///< of the app's network
    bool m_hasPorts = false;
    UniqueFd m_refused;
    std::optional<device::NameServer> m_names;
    std::map<std::string, LookUp> m_lookUps; ///< as all below, of the thread
    Clock::time_point m_notesSince;
    int m_notes = 0;
    std::thread m_thread;
};

AppNetwork::AppNetwork(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}

AppNetwork::~AppNetwork() = default;

Result<std::unique_ptr<AppNetwork>> AppNetwork::create(const device::App& app,
                                                       const SandboxNetwork& network, Setup setup)
{
    auto impl = std::make_unique<Impl>(app, network, std::move(setup));
    if (auto made = impl->make(); !made)
        return fail(made.error().during("make the app's network"));
    return std::unique_ptr<AppNetwork>(new AppNetwork(std::move(impl)));
}

int AppNetwork::descriptor() const
{
    return m_impl->descriptor();
}

bool AppNetwork::isFor(const device::App& app) const
{
    return m_impl->isFor(app);
}

} // namespace perisphere::target
