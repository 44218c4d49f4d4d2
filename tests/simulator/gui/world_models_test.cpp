#include "connection/device_connection.hpp"
#include "fake_device.hpp"
#include "models/faults_model.hpp"
#include "models/parts_model.hpp"
#include "models/world_model.hpp"

#include <QSignalSpy>
#include <QTimeZone>

#include <catch2/catch.hpp>

namespace perisphere::studio_test
{

using namespace studio;

namespace
{

struct WorldBench {
    FakeDevice device;
    DeviceConnection connection;

    void answer(const std::string& method, json::Value result)
    {
        device.answers[method] = {{"result", std::move(result)}};
    }
    void attach()
    {
        connection.attach(device.socket(), QStringLiteral("bench"));
        REQUIRE(until([&] { return connection.isAttached() && device.isConnected(); }));
    }
};

QString valueOf(const TextTable& table, const QString& key)
{
    for (const TextRow& row : table.rows())
        if (row.key == key)
            return row.cells.value(1);
    return {};
}

} // namespace

TEST_CASE("network, clocks and names are told in words")
{
    WorldBench bench;
    bench.answer(
        "network.status",
        {{"ready", false},
         {"whyNoNames", "no name server answers"},
         {"interfaces",
          {{{"name", "wlan0"},
            {"enabled", true},
            {"up", true},
            {"connected", true},
            {"hasAddress", true},
            {"hasInternet", false},
            {"hardwareAddress", "02:50:45:52:49:01"},
            {"address", "192.168.1.100"},
            {"nameServers", {"192.168.1.1"}}}}},
         {"wifi",
          {{"ssid", "home"}, {"security", "wpa2-psk"}, {"frequencyMHz", 5180}, {"rssi", -60}}},
         {"clock", {{"isSet", true}, {"nanoseconds", 1'735'689'600'000'000'000}}},
         {"lastSync", {{"server", "time.example"}, {"at", 1'735'689'600'000'000'000}}},
         {"names", {{{"name", "hub.example"}, {"target", "127.0.0.1:8443"}}}}});
    WorldModel world(bench.connection);
    bench.attach();
    REQUIRE(until([&] { return world.network().rowCount() == 4; }));
    CHECK(valueOf(world.network(), QStringLiteral("wlan0")) ==
          QStringLiteral("has an address, no internet \u00B7 192.168.1.100 \u00B7 name server "
                         "192.168.1.1 \u00B7 02:50:45:52:49:01"));
    CHECK(valueOf(world.network(), QStringLiteral("Names")) == "no name server answers");
    CHECK(valueOf(world.clocks(), QStringLiteral("System")) == "2025-01-01 00:00:00 UTC");
    CHECK(valueOf(world.clocks(), QStringLiteral("Real-time clock")) == "was never set");
    CHECK(valueOf(world.names(), QStringLiteral("hub.example")) == "127.0.0.1:8443");
    // What no device says changes nothing.
    bench.answer("network.status", {{"ready", 3}});
    const auto before = bench.device.countOf("network.status");
    world.refresh();
    REQUIRE(until([&] { return bench.device.countOf("network.status") == before + 1; }));
    CHECK(world.network().rowCount() == 4);
}

TEST_CASE("clocks are shown in the time zone of the user's choice beside UTC")
{
    WorldBench bench;
    bench.answer("network.status",
                 {{"ready", true},
                  {"interfaces", json::Value::array()},
                  {"clock", {{"isSet", true}, {"nanoseconds", 1'751'328'000'000'000'000}}},
                  {"lastSync", {{"server", "100%1.example"}, {"at", 1'735'689'600'000'000'000}}},
                  {"names", json::Value::array()}});
    WorldModel world(bench.connection);
    world.setTimeZone(QTimeZone(QByteArrayLiteral("Asia/Kolkata")));
    bench.attach();
    REQUIRE(until([&] { return world.clocks().rowCount() == 5; }));
    const auto cells = [&](std::size_t row) { return world.clocks().rows()[row].cells; };
    CHECK(cells(0)[1] == "2025-07-01 00:00:00 UTC");
    CHECK(cells(1)[0].trimmed() == "Kolkata");
    CHECK(cells(1)[1].startsWith(QStringLiteral("2025-07-01 05:30:00 ")));
    CHECK(cells(2)[1] == "was never set"); // in no time zone
    CHECK(cells(3)[1] == "to 2025-01-01 00:00:00 UTC by 100%1.example");
    CHECK(cells(4)[1].startsWith(QStringLiteral("2025-01-01 05:30:00 ")));
    // Summer time, and without asking the device.
    const auto asked = bench.device.countOf("network.status");
    world.setTimeZone(QTimeZone(QByteArrayLiteral("Europe/Berlin")));
    CHECK(cells(1)[1].startsWith(QStringLiteral("2025-07-01 02:00:00 ")));
    CHECK(cells(4)[1].startsWith(QStringLiteral("2025-01-01 01:00:00 ")));
    world.setTimeZone(QTimeZone::utc());
    CHECK(world.clocks().rowCount() == 3);
    CHECK(bench.device.countOf("network.status") == asked);
}

TEST_CASE("parts that come and go while the device runs have their values")
{
    const auto part = [](const std::string& name, bool isAdded) {
        json::Value one{{"name", name},
                        {"kind", "access-point"},
                        {"description", "a network"},
                        {"properties",
                         {{{"name", "rssi"},
                           {"description", "strength"},
                           {"type", "integer"},
                           {"settable", true}}}}};
        if (isAdded)
            one["added"] = true;
        return one;
    };
    const auto sample = [](const std::string& property, int value) {
        return json::Value{{"property", property}, {"value", value}, {"time", 0}};
    };
    WorldBench bench;
    bench.answer("part.list", {{"parts", {part("AP1", false)}}});
    bench.answer("part.watch", {{"subscription", 4}});
    PartsModel parts(bench.connection);
    const QString rssi = QStringLiteral("rssi");
    const QString fresh = QStringLiteral("CAFE");
    bench.attach();
    REQUIRE(until(
        [&] { return parts.parts().size() == 1 && bench.device.countOf("part.watch") == 1; }));
    bench.device.notify("part.changed",
                        {{"subscription", 4}, {"values", {sample("AP1.rssi", -50)}}});
    REQUIRE(until([&] { return parts.value(QStringLiteral("AP1"), rssi).toInt() == -50; }));
    bench.answer("part.list", {{"parts", {part("AP1", false), part("CAFE", true)}}});
    bench.device.notify(
        "part.changed",
        {{"subscription", 4}, {"values", {sample("CAFE.rssi", -70)}}, {"otherParts", true}});
    REQUIRE(until([&] { return parts.find(fresh) != nullptr; }));
    CHECK(parts.find(fresh)->isAdded);
    CHECK_FALSE(parts.find(QStringLiteral("AP1"))->isAdded);
    CHECK(parts.value(fresh, rssi).toInt() == -70);
    CHECK(parts.value(QStringLiteral("AP1"), rssi).toInt() == -50); // it was not told again
    bench.answer("part.list", {{"parts", {part("AP1", false)}}});
    bench.device.notify(
        "part.changed",
        {{"subscription", 4}, {"values", json::Value::array()}, {"otherParts", true}});
    REQUIRE(until([&] { return parts.find(fresh) == nullptr; }));
    CHECK_FALSE(parts.value(fresh, rssi).isValid());
}

TEST_CASE("updates and certificates are told and changed, and a refusal says why")
{
    WorldBench bench;
    bench.answer("update.status", {{"state", "idle"}, {"systemVersion", "25.01"}});
    bench.answer(
        "identity.status",
        {{"deviceId", "ab"},
         {"tenants", {{{"tenant", "t"}, {"state", "ready"}, {"notAfter", 1'735'689'600}}}}});
    WorldModel world(bench.connection);
    QSignalSpy failures(&world, &WorldModel::failed);
    bench.attach();
    REQUIRE(until([&] { return world.isUpdateIdle() && world.certificates().rowCount() == 1; }));
    CHECK(valueOf(world.update(), QStringLiteral("System version")) == "25.01");
    CHECK(world.certificates().rows()[0].cells[2] == "2025-01-01 00:00:00 UTC");
    bench.answer("update.offer", {{"state", "downloading"},
                                  {"systemVersion", "25.01"},
                                  {"kind", "system"},
                                  {"target", "25.02"},
                                  {"deferrableMinutes", 60}});
    world.offerSystem({});
    REQUIRE(until([&] { return !world.isUpdateIdle(); }));
    CHECK(bench.device.calls.back()["params"] == json::Value({{"kind", "system"}}));
    bench.device.answers["update.offer"] = {
        {"error", {{"code", -32002}, {"message", "another update is under way"}}}};
    world.offerApp(QStringLiteral("/app.imagepackage"));
    REQUIRE(until([&] { return failures.size() == 1; }));
    CHECK(failures[0][1].toString().contains(QStringLiteral("another update")));
    bench.answer("identity.change", {{"deviceId", "ab"}, {"tenants", json::Value::array()}});
    world.changeIdentity("bar");
    REQUIRE(until([&] { return world.certificates().rowCount() == 0; }));
    CHECK(bench.device.calls.back()["params"]["action"] == "bar");
}

TEST_CASE("faults are listed with their parameters, injected and cleared")
{
    WorldBench bench;
    const json::Value types{{{"name", "i2c-nack"},
                             {"description", "no answer"},
                             {"lasts", true},
                             {"parameters",
                              {{{"name", "address"},
                                {"description", "7 bits"},
                                {"type", "integer"},
                                {"minimum", 0},
                                {"maximum", 127}},
                               {{"name", "count"},
                                {"description", "how often"},
                                {"type", "integer"},
                                {"default", 0}}}}}};
    bench.answer("fault.list", {{"types", types}, {"active", json::Value::array()}});
    bench.answer("fault.inject", {{"fault", 7}});
    FaultsModel faults(bench.connection);
    bench.attach();
    REQUIRE(until([&] { return faults.types().size() == 1; }));
    const auto& parameters = faults.types()[0].parameters;
    CHECK(parameters[0].property.maximum == 127);
    CHECK_FALSE(parameters[0].initial.isValid());
    CHECK(parameters[1].initial.toInt() == 0);
    bench.answer("fault.list", {{"types", types},
                                {"active",
                                 {{{"fault", 7},
                                   {"type", "i2c-nack"},
                                   {"parameters", {{"address", 80}, {"count", 0}}},
                                   {"since", 1'500'000'000}}}}});
    faults.inject(QStringLiteral("i2c-nack"), {{QStringLiteral("address"), qlonglong{80}}});
    REQUIRE(until([&] { return faults.active().rowCount() == 1; }));
    CHECK(faults.active().rows()[0].cells == QStringList{QStringLiteral("i2c-nack"),
                                                         QStringLiteral("address = 80, count = 0"),
                                                         QStringLiteral("1.500000")});
    faults.clearAll();
    REQUIRE(until([&] { return bench.device.countOf("fault.clear") == 1; }));
}

} // namespace perisphere::studio_test
