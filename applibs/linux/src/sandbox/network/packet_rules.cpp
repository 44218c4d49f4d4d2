#include "packet_rules.hpp"

#include "inside_network.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <iterator>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include <variant>

namespace perisphere::target
{
namespace
{

std::vector<std::uint16_t> portsOf(const manifest::Manifest& manifest,
                                   manifest::Capability capability)
{
    std::vector<std::uint16_t> ports;
    if (const auto* const allowed = manifest.find(capability))
        for (const manifest::ListEntry& entry : allowed->entries)
            if (const auto* const port = std::get_if<std::int64_t>(&entry.value))
                ports.push_back(static_cast<std::uint16_t>(*port));
    return ports;
}

std::string dottedList(std::span<const std::uint32_t> addresses, const std::string& suffix = {})
{
    std::vector<std::string> texts;
    std::ranges::transform(addresses, std::back_inserter(texts),
                           [&](std::uint32_t address) { return dottedAddress(address) + suffix; });
    return fmt::format("{}", fmt::join(texts, ", "));
}

/// nft with nothing of ours but its rules and a place for its errors. 0 or an errno.
int spawn(const char* program, int input, int output, ::pid_t& process)
{
    posix_spawn_file_actions_t files;
    ::posix_spawn_file_actions_init(&files);
    ::posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
    ::posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&files, output, STDERR_FILENO);
    std::string name = "nft";
    std::string option = "-f";
    std::string standardInput = "-";
    const std::array<char*, 4> arguments{name.data(), option.data(), standardInput.data(), nullptr};
    const std::array<char*, 1> environment{nullptr};
    const int error =
        ::posix_spawn(&process, program, &files, nullptr, arguments.data(), environment.data());
    ::posix_spawn_file_actions_destroy(&files);
    return error;
}

/// On one line.
std::string beginningOf(int file)
{
    std::array<char, 512> text{};
    const ssize_t size = ::pread(file, text.data(), text.size(), 0);
    std::string beginning(text.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
    std::ranges::replace(beginning, '\n', ' ');
    return beginning;
}

} // namespace

ServerPorts serverPortsOf(const manifest::Manifest& manifest)
{
    return {.tcp = portsOf(manifest, manifest::Capability::AllowedTcpServerPorts),
            .udp = portsOf(manifest, manifest::Capability::AllowedUdpServerPorts)};
}

std::string rulesInside(const std::vector<std::uint32_t>& hosts, const ServerPorts& ports)
{
    std::string incoming;
    if (!ports.tcp.empty())
        incoming += fmt::format("    tcp dport {{ {} }} accept\n", fmt::join(ports.tcp, ", "));
    if (!ports.udp.empty())
        incoming += fmt::format("    udp dport {{ {} }} accept\n", fmt::join(ports.udp, ", "));
    const std::string told =
        fmt::format("limit rate 5/second log group {} snaplen 64", kRefusedGroup);
    // The daemon answers questions for names outside of the app's share of the processor.
    // Refused as an unreachable host is, which is what apps get in the simulator.
    return fmt::format(R"(add table inet perisphere
flush table inet perisphere
table inet perisphere {{
  set hosts {{
    type ipv4_addr
    flags timeout
    {0}
  }}
  chain outgoing {{
    type filter hook output priority filter; policy drop;
    oifname "lo" udp dport 53 limit rate over 50/second burst 50 packets drop
    oifname "lo" accept
    ct state established,related accept
    ip daddr @hosts meta l4proto {{ tcp, udp }} accept
    {1}
    reject with icmpx type host-unreachable
  }}
  chain incoming {{
    type filter hook input priority filter; policy drop;
    iifname "lo" accept
    ct state established,related accept
{2}    {1}
  }}
  chain passing {{
    type filter hook forward priority filter; policy drop;
  }}
}}
)",
                       hosts.empty() ? std::string()
                                     : fmt::format("elements = {{ {} }}", dottedList(hosts)),
                       told, incoming);
}

std::string rulesOfDevice(const std::string& bridge, Subnet subnet, bool isRouter)
{
    return fmt::format(R"(add table ip perisphere
flush table ip perisphere
table ip perisphere {{
  chain leaving {{
    type nat hook postrouting priority srcnat;
    ip saddr {0}/{1} oifname != "{2}" masquerade
  }}
  chain passing {{
    type filter hook forward priority filter;
    iifname "{2}" accept
    oifname "{2}" ct state established,related accept
    oifname "{2}" ct status dnat accept
    oifname "{2}" drop
    {3}
  }}
}}
)",
                       dottedAddress(subnet.first), subnet.bits, bridge, isRouter ? "" : "drop");
}

std::string rulesOfPorts(const std::string& table, std::uint32_t address, const ServerPorts& ports)
{
    std::string rules;
    for (const auto& [protocol, list] :
         {std::pair("tcp", &ports.tcp), std::pair("udp", &ports.udp)})
        if (!list->empty())
            rules += fmt::format("    fib daddr type local {} dport {{ {} }} dnat to {}\n",
                                 protocol, fmt::join(*list, ", "), dottedAddress(address));
    return fmt::format(R"(add table ip {0}
flush table ip {0}
table ip {0} {{
  chain arriving {{
    type nat hook prerouting priority dstnat;
{1}  }}
  chain local {{
    type nat hook output priority -100;
{1}  }}
}}
)",
                       table, rules);
}

Result<> PacketRules::apply(const std::string& rules) const
{
    const UniqueFd input(::memfd_create("rules", MFD_CLOEXEC));
    const UniqueFd output(::memfd_create("errors", MFD_CLOEXEC));
    if (!input || !output ||
        ::pwrite(input.get(), rules.data(), rules.size(), 0) != static_cast<ssize_t>(rules.size()))
        return fail(systemError(errno, "write", "the packet filter's rules"));
    int error = 0;
    ::pid_t process = 0;
    {
        const InsideNetwork inside(m_network); // which the program is in then
        error = inside.error();
        if (error == 0)
            error = spawn(m_program.c_str(), input.get(), output.get(), process);
    }
    if (error != 0) {
        Error failure = systemError(error, "execute", m_program.string());
        failure.advice = "install nftables; it sets the packet filter of apps";
        return fail(failure);
    }
    int status = 0;
    while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return {};
    return fail(Error{
        .code = ErrorCode::Io,
        .message = fmt::format("the packet filter refused a rule: {}", beginningOf(output.get())),
        .expected = "a kernel with nf_tables, its connection tracking and NAT",
        .advice = "see \"perisphered check\""});
}

Result<> PacketRules::addHosts(std::span<const std::uint32_t> addresses,
                               std::chrono::seconds lasting) const
{
    if (addresses.empty())
        return {};
    // What is there already keeps its time: taken out first, in one go with the new.
    const std::string plain = dottedList(addresses);
    const std::string timed = dottedList(addresses, fmt::format(" timeout {}s", lasting.count()));
    return apply(fmt::format("add element inet perisphere hosts {{ {0} }}\n"
                             "delete element inet perisphere hosts {{ {0} }}\n"
                             "add element inet perisphere hosts {{ {1} }}\n",
                             plain, timed));
}

} // namespace perisphere::target
