// A system from the feed: RAUC itself writes it, the device reboots into it, and what comes up
// counts.
#include "publisher.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <optional>
#include <string>

using namespace perisphere;
using test::Publisher;

namespace
{

namespace fs = std::filesystem;

/// What outlives the reboots of a device: two slots, and the boot loader's state.
class Board
{
public:
    /// With RAUC as the system of the primary slot has it.
    void boot()
    {
        m_rauc.reset();
        m_rauc.emplace(std::vector<std::string>{"python3", RAUC_BENCH, m_folder.path().string()});
        m_bus = m_rauc->line();
        m_bundle = m_rauc->line();
        REQUIRE(m_rauc->line() == "ready");
    }
    /// Members of "updates".
    [[nodiscard]] std::string configuration() const
    {
        return fmt::format(R"(, "system": "rauc", "systemBus": "{}", "systemTrialSeconds": 1)",
                           m_bus);
    }
    [[nodiscard]] test::Bytes bundle() const
    {
        constexpr std::uint64_t kMaxBundleBytes = 1024 * 1024;
        return readBinaryFile(m_bundle, kMaxBundleBytes).value();
    }
    [[nodiscard]] std::string content(const std::string& file) const
    {
        constexpr std::uint64_t kMaxFileBytes = 128 * 1024;
        return readTextFile(m_folder / file, kMaxFileBytes).value();
    }

private:
    test::TemporaryDirectory m_folder;
    std::optional<test::Companion> m_rauc;
    std::string m_bus;
    std::string m_bundle;
};

/// A device that has rebooted, after an app and a system came from its feed.
struct UpdatedDevice {
    UpdatedDevice()
    {
        board.boot();
        Publisher publisher;
        publisher.add(device, test::packageOf("one"));
        publisher.addSystem(device, "26.12", board.bundle());
        publisher.publish(device);
        device.startMachine(board.configuration());
        device.await("has 2 of 2 to install");
        device.await("this is one"); // the app comes first
        device.awaitReboot();
        CHECK(board.content("primary") == "B\n");
        CHECK(board.content("slot1").starts_with("the new system"));
    }

    Board board;
    test::DeviceWithFeed device;
};

} // namespace

TEST_CASE("a system is installed by RAUC, and good once its apps have run", "[system]")
{
    if (!test::canUseSandbox())
        return;
    UpdatedDevice updated;
    auto& [board, device] = updated;
    CHECK(board.content("state.B") != "good\n");

    board.boot();
    device.setOsVersion("26.12");
    device.start(board.configuration());
    device.await("system 26.12 runs");
    device.awaitSinceStart("has 0 of 2 to install");
    device.awaitSinceStart("the system is marked as good");
    CHECK(board.content("state.B") == "good\n");
}

TEST_CASE("a system that did not come up is passed over from then on", "[system]")
{
    if (!test::canUseSandbox())
        return;
    UpdatedDevice updated;
    auto& [board, device] = updated;

    board.boot();
    device.start(board.configuration()); // after the boot loader gave the new one up
    device.await("system 26.12 did not come up: 26.11 runs");
    device.awaitSinceStart("system.raucb is passed over: it did not run");
    device.awaitSinceStart("has 0 of 2 to install");
}
