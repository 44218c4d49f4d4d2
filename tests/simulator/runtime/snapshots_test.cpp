// Snapshots of a device that runs, and what the next start in its folder makes of them.

#include "device_bench.hpp"

#include <filesystem>
#include <fstream>

using namespace perisphere;

namespace
{

/// The same folder, one device after the other.
struct SnapshotBench {
    test::TemporaryDirectory m_place;

    std::filesystem::path folder() const { return m_place / "device"; }
    std::unique_ptr<runtime::SimulatedDevice> start()
    {
        auto made = runtime::SimulatedDevice::create({.name = "bench",
                                                      .folder = folder(),
                                                      .board = test::lampBoard(),
                                                      .time = engine::TimeMode::unthrottled(),
                                                      .registryRoot = m_place / "run"});
        if (!made)
            FAIL(made.error().toString());
        return *std::move(made);
    }
    /// A device from start to end, in which `action` is called once it runs.
    bool isToRestartAfter(const std::function<void(runtime::SimulatedDevice&)>& action)
    {
        const auto device = start();
        device->after(std::chrono::milliseconds(0), [&] {
            action(*device);
            device->shutdown();
        });
        device->run();
        return device->isToRestart();
    }
};

void write(const std::filesystem::path& path, const std::string& text)
{
    std::ofstream(path) << text;
}

} // namespace

TEST_CASE("a device starts again as it was in the snapshot that is gone back to")
{
    SnapshotBench bench;
    CHECK_FALSE(bench.isToRestartAfter([&](runtime::SimulatedDevice& device) {
        write(bench.folder() / "parts" / "chip.bin", "then");
        REQUIRE(device.control().parts().set(test::kPressed, true));
        const auto taken = device.control().snapshots().take(std::nullopt).value();
        CHECK(taken.name == "snapshot 1");
        CHECK(taken.apps.empty());
        CHECK(device.control().snapshots().take("snapshot 1").error().code ==
              ErrorCode::AlreadyExists);
        write(bench.folder() / "parts" / "chip.bin", "now");
        write(bench.folder() / "parts" / "other.bin", "now");
    }));
    CHECK(bench.isToRestartAfter([&](runtime::SimulatedDevice& device) {
        CHECK(device.control().parts().get(test::kPressed)->value == engine::PropertyValue(false));
        control::SnapshotsTarget& snapshots = device.control().snapshots();
        CHECK(snapshots.restore("snapshot 2").error().advice == "did you mean \"snapshot 1\"?");
        REQUIRE(snapshots.restore("snapshot 1"));
    }));
    CHECK_FALSE(bench.isToRestartAfter([&](runtime::SimulatedDevice& device) {
        CHECK(device.control().parts().get(test::kPressed)->value == engine::PropertyValue(true));
        std::string text;
        std::ifstream(bench.folder() / "parts" / "chip.bin") >> text;
        CHECK(text == "then");
        CHECK_FALSE(std::filesystem::exists(bench.folder() / "parts" / "other.bin"));
        control::SnapshotsTarget& snapshots = device.control().snapshots();
        REQUIRE(snapshots.list()->size() == 1);
        REQUIRE(snapshots.remove("snapshot 1"));
        CHECK(snapshots.list()->empty());
        CHECK(snapshots.remove("snapshot 1").error().code == ErrorCode::NotFound);
    }));
}

TEST_CASE("names of snapshots stay in their folder")
{
    SnapshotBench bench;
    static_cast<void>(bench.isToRestartAfter([&](runtime::SimulatedDevice& device) {
        control::SnapshotsTarget& snapshots = device.control().snapshots();
        for (const std::string& name : {std::string(), std::string(".."), std::string("a/b"),
                                        std::string("../apps"), std::string(61, 'a')})
            CHECK(snapshots.take(name).error().code == ErrorCode::InvalidArgument);
        CHECK(snapshots.restore("../apps").error().code == ErrorCode::NotFound);
        CHECK(snapshots.remove("..").error().code == ErrorCode::NotFound);
    }));
}

TEST_CASE("access points that were added are in a snapshot, and others are not there after it")
{
    SnapshotBench bench;
    CHECK(bench.isToRestartAfter([](runtime::SimulatedDevice& device) {
        control::NetworkTarget& network = device.control().network();
        REQUIRE(network.addAccessPoint("CAFE", {{"ssid", "Cafe"}}));
        REQUIRE(device.control().parts().set({"CAFE", "rssi"}, std::int64_t{-77}));
        REQUIRE(device.control().snapshots().take("cafe"));
        REQUIRE(network.addAccessPoint("LATER", json::Value::object()));
        REQUIRE(device.control().snapshots().restore("cafe"));
    }));
    CHECK_FALSE(bench.isToRestartAfter([](runtime::SimulatedDevice& device) {
        control::PartsTarget& parts = device.control().parts();
        CHECK(parts.get({"CAFE", "rssi"})->value == engine::PropertyValue(std::int64_t{-77}));
        CHECK_FALSE(parts.get({"LATER", "rssi"}));
    }));
    CHECK_FALSE(bench.isToRestartAfter([](runtime::SimulatedDevice& device) {
        CHECK_FALSE(device.control().parts().get({"CAFE", "rssi"})); // it ends with the device
    }));
}
