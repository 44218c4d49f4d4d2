#include "radio_world.hpp"

#include "network/nl80211.hpp"
#include "office_pem.h"

#include "perisphere/base/file.hpp"

#include <arpa/inet.h>
#include <linux/genetlink.h>
#include <linux/nl80211.h>
#include <net/if.h>

namespace perisphere::target_test
{
namespace
{

constexpr std::uint32_t kRouter = 0xC0A80101;     // 192.168.1.1
constexpr std::uint32_t kTimeServer = 0x0A000009; // 10.0.0.9, behind it

// What the conformance suite's cases of Wi-Fi look for, as networks of one radio. The third hides
// and is of WPA3 alone, the fourth hides and has a server of EAP-TLS.
constexpr std::string_view kAccessPoints = R"(interface=wlan1
driver=nl80211
hw_mode=g
channel=1
ssid=Perisphere
bss=wlan1_1
ssid=secured
wpa=2
wpa_key_mgmt=WPA-PSK
rsn_pairwise=CCMP
wpa_passphrase=12345678
bss=wlan1_2
ssid=modern
ignore_broadcast_ssid=1
wpa=2
wpa_key_mgmt=SAE
rsn_pairwise=CCMP
ieee80211w=2
sae_require_mfp=1
sae_password=correct horse
bss=wlan1_3
ssid=office
ignore_broadcast_ssid=1
wpa=2
wpa_key_mgmt=WPA-EAP
rsn_pairwise=CCMP
ieee8021x=1
eap_server=1
)";

UniqueFd ownNetwork()
{
    return UniqueFd(::open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC));
}

void addAddress(const std::string& interface, std::uint32_t address)
{
    auto routing = target::openRouting();
    REQUIRE(routing);
    ifaddrmsg head{};
    head.ifa_family = AF_INET;
    head.ifa_prefixlen = 32;
    head.ifa_index = ::if_nametoindex(interface.c_str());
    target::NetlinkRequest request(RTM_NEWADDR, NLM_F_CREATE);
    request.head(head).attribute(IFA_LOCAL, htonl(address));
    REQUIRE(request.send(routing->get()) == 0);
}

} // namespace

RadioWorld::RadioWorld(uv_loop_t& loop)
    : m_machinesNetwork(ownNetwork())
{
    // Names that the device's resolver finds without a server.
    REQUIRE(replaceFile("/etc/hosts",
                        std::string_view("192.168.1.1 a.example.com b.example.com "
                                         "prod.time.sphere.azure.net proxy.example.com\n")));
    moveRadio("phy0");
    m_network.inside([this, &loop] {
        moveRadio("phy1");
        startAccessPoint();
        startRouter(loop, "wlan1", kRouter);
        addAddress("wlan1", kTimeServer);
        startRouter(loop, "far0", test::FarNetwork::kFarAddress);
    });
    startSupplicant();
}

/// From the machine's network to the one that the thread is in.
void RadioWorld::moveRadio(const char* radio)
{
    const auto index = readTextFile(std::string("/sys/class/ieee80211/") + radio + "/index", 4096);
    REQUIRE(index);
    const UniqueFd here = ownNetwork();
    REQUIRE(::setns(m_machinesNetwork.get(), CLONE_NEWNET) == 0);
    const UniqueFd socket(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_GENERIC));
    REQUIRE(::setns(here.get(), CLONE_NEWNET) == 0);
    target::NetlinkRequest request(target::nl80211Family(socket.get()), 0);
    request.head(genlmsghdr{.cmd = NL80211_CMD_SET_WIPHY_NETNS, .version = 0, .reserved = 0})
        .attribute(NL80211_ATTR_WIPHY, static_cast<std::uint32_t>(std::stoul(*index)))
        .attribute(NL80211_ATTR_NETNS_FD, here.get());
    REQUIRE(request.send(socket.get()) == 0);
}

void RadioWorld::start(const char* program, std::vector<std::string> arguments)
{
    const UniqueFd null(::open("/dev/null", O_RDWR | O_CLOEXEC));
    device::ChildProcessSpec spec;
    spec.program = std::string("/usr/sbin/") + program;
    spec.arguments = std::move(arguments);
    spec.workingDirectory = "/";
    spec.descriptors = {null.get(), null.get(), null.get()};
    auto process = device::ChildProcess::start(spec);
    if (!process)
        FAIL(process.error().toString());
    m_programs.push_back(std::move(*process));
}

void RadioWorld::startAccessPoint()
{
    const std::string file = (m_folder / "hostapd.conf").string();
    const auto put = [this](const char* name, std::string_view text) {
        REQUIRE(replaceFile(m_folder / name, text));
        return (m_folder / name).string();
    };
    REQUIRE(replaceFile(
        file, std::string(kAccessPoints) + "eap_user_file=" + put("users", "\"device\" TLS\n") +
                  "\nca_cert=" + put("authority.pem", PEM_OFFICE_AUTHORITY) +
                  "\nserver_cert=" + put("server.pem", PEM_OFFICE_SERVER) +
                  "\nprivate_key=" + put("server.key", PEM_OFFICE_SERVER_KEY) + "\n"));
    start("hostapd", {"hostapd", file});
}

void RadioWorld::startRouter(uv_loop_t& loop, const std::string& interface, std::uint32_t address)
{
    auto links = target::KernelLinks::open();
    REQUIRE(links);
    REQUIRE(links->setUp(interface, true));
    REQUIRE(links->setAddress(interface, {address, 24}, 0, 0));
    m_programs.push_back(test::startDhcpServer(interface, address, address + 99, m_folder.path()));
    auto server = target::SntpServer::start(loop, interface, [] { return true; });
    REQUIRE(server);
    m_timeServers.push_back(std::move(*server));
}

void RadioWorld::startSupplicant()
{
    const std::string file = (m_folder / "supplicant.conf").string();
    REQUIRE(replaceFile(file,
                        "ctrl_interface=" + sockets().string() +
                            "\nupdate_config=1\nnetwork={\nssid=\"Perisphere\"\nkey_mgmt=NONE\n}\n",
                        0600));
    start("wpa_supplicant", {"wpa_supplicant", "-D", "nl80211", "-i", "wlan0", "-c", file});
}

} // namespace perisphere::target_test
