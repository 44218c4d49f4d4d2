// The network that the board's system has set up, as apps see it.
#include "unmanaged_network.hpp"

#include "temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <cerrno>
#include <filesystem>
#include <fstream>

using namespace perisphere;

namespace
{

/// What the kernel tells of lo, which has an address on any machine, and of a cable that is not in.
struct Tree {
    test::TemporaryDirectory folder;

    Tree()
    {
        interface("lo", "0x1003", "1");
        interface("eth0", "0x1003", "0");
        std::ofstream(folder / "route")
            << "Iface\tDestination\tGateway\nlo\t00000000\t0101A8C0\neth0\t0001A8C0\t00000000\n";
    }
    void interface(const std::string& name, const char* flags, const char* carrier) const
    {
        const auto at = folder / "class/net" / name;
        std::filesystem::create_directories(at);
        std::ofstream(at / "flags") << flags << '\n';
        std::ofstream(at / "carrier") << carrier << '\n';
        std::ofstream(at / "address") << "02:00:00:00:00:0a\n";
    }
};

target::DeviceNames namesOf(const char* wifi, const char* ethernet)
{
    target::DeviceNames names;
    names.wifi = wifi;
    names.ethernet = ethernet;
    return names;
}

} // namespace

TEST_CASE("interfaces of the board are shown as they are")
{
    const Tree tree;
    daemon::UnmanagedNetwork network(namesOf("lo", "eth0"), tree.folder.path(),
                                     tree.folder / "route");
    const auto interfaces = network.interfaces();
    REQUIRE(interfaces);
    REQUIRE(interfaces->size() == 2);
    CHECK((*interfaces)[0].isEnabled == 1);
    CHECK((*interfaces)[0].medium == 1);
    CHECK((*interfaces)[1].medium == 2);
    CHECK(network.connectionStatus("lo").value() == 15); // up, connected, address, elsewhere
    CHECK(network.connectionStatus("eth0").value() == 1);
    CHECK(network.connectionStatus("eth1").error().error == ENOENT);
    CHECK(network.hardwareAddress("eth0").value() ==
          device::NetworkService::HardwareAddress{2, 0, 0, 0, 0, 10});
    CHECK(network.isReady());
    CHECK_FALSE(
        daemon::UnmanagedNetwork(namesOf("eth0", "eth1"), tree.folder.path(), tree.folder / "route")
            .isReady());
}

TEST_CASE("what would change the network is refused, and said why")
{
    const Tree tree;
    daemon::UnmanagedNetwork network(namesOf("lo", "eth0"), tree.folder.path(),
                                     tree.folder / "route");
    const auto refused = network.setInterfaceState("lo", false);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().error == EPERM);
    CHECK(refused.error().reason.find("system") != std::string::npos);
    CHECK(network.add().error().error == EPERM);
    CHECK(network.proxy().error().error == ENOENT);
    int scanned = 0;
    network.scan([&](const auto& result) { scanned = result.error().error; });
    CHECK(scanned == EPERM);
}
