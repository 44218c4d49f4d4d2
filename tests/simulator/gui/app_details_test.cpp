// An app's memory over time and its permissions, without a window.
#include "connection/device_connection.hpp"
#include "fake_device.hpp"
#include "models/apps_model.hpp"
#include "models/memory_history.hpp"
#include "models/permissions_model.hpp"

#include <QSignalSpy>

#include <catch2/catch.hpp>

namespace perisphere::studio_test
{

using namespace studio;

namespace
{

App appWith(qint64 memory, qint64 ownPeak)
{
    App app;
    app.componentId = QStringLiteral("a");
    app.memory = memory;
    app.memoryPeak = ownPeak;
    app.memoryLimit = 256;
    return app;
}

} // namespace

TEST_CASE("memory is a curve over the device's time, which begins anew with each run")
{
    MemoryHistory history;
    history.add(appWith(70, 40), 1'000);
    history.add(appWith(90, 60), 2'000);
    history.add(appWith(80, 60), 2'000); // time stands still
    const MemoryCurve* const curve = history.find(QStringLiteral("a"));
    REQUIRE(curve != nullptr);
    REQUIRE(curve->samples.size() == 2);
    CHECK(curve->samples.back().kibibytes == 80);
    CHECK(curve->peak == 90);
    CHECK(curve->ownPeak == 60);
    CHECK(curve->limit == 256);
    history.add(appWith(50, 30), 3'000); // a peak only falls when the app starts anew
    CHECK(history.find(QStringLiteral("a"))->samples.size() == 1);
    history.add(appWith(50, 30), 500); // so does the device's time
    CHECK(history.find(QStringLiteral("a"))->samples.front().time == 500);
    for (int i = 0; i < 2 * static_cast<int>(MemoryHistory::kMaxSamples); ++i)
        history.add(appWith(50, 30), 1'000 + i);
    CHECK(history.find(QStringLiteral("a"))->samples.size() == MemoryHistory::kMaxSamples);
    CHECK(history.find(QStringLiteral("b")) == nullptr);
    history.add(App{}, 1);
    CHECK(history.find({}) == nullptr); // nothing was measured
}

TEST_CASE("refused grants come first, with the manifest's line that would allow them")
{
    FakeDevice device;
    DeviceConnection connection;
    const auto answer = [&](int count) {
        device.answers["app.permissions"] = {
            {"result",
             {{"granted",
               {{{"capability", "Gpio"}, {"value", "[8]"}},
                {{"capability", "WifiConfig"}, {"value", "true"}}}},
              {"refused",
               {{{"capability", "Gpio"},
                 {"value", "9"},
                 {"line", "\"Gpio\": [8, 9]"},
                 {"reason", "9 is not in \"Gpio\""},
                 {"count", count}},
                {{"capability", "Uart"},
                 {"value", "\"ISU0\""},
                 {"line", "\"Uart\": [\"ISU0\"]"},
                 {"reason", ""},
                 {"count", 1}}}}}}};
    };
    answer(1);
    PermissionsModel model(connection);
    connection.attach(device.socket(), QStringLiteral("bench"));
    REQUIRE(until([&] { return connection.isAttached() && device.isConnected(); }));
    model.show(QStringLiteral("a"), 2);
    REQUIRE(until([&] { return model.table().rowCount() == 4; }));
    CHECK(model.table().rows()[0].cells ==
          QStringList{"refused once", "Gpio", "9", "\"Gpio\": [8, 9]"});
    CHECK(model.table().rows()[0].isMarked);
    CHECK(model.table().rows()[3].cells.value(PermissionsModel::State) == "granted");
    CHECK(model.table().rows()[3].cells.value(PermissionsModel::Line).startsWith('"'));
    CHECK(model.lineOf(3).isEmpty());
    CHECK(model.lineOf(1) == "\"Uart\": [\"ISU0\"]");
    CHECK(model.lineOf(2).isEmpty());
    CHECK(model.lineOf(9).isEmpty());
    CHECK(model.allLines() == "\"Gpio\": [8, 9],\n\"Uart\": [\"ISU0\"]");

    answer(5);
    model.show(QStringLiteral("a"), 2); // as many as before: nobody is asked
    model.show(QStringLiteral("a"), 6);
    REQUIRE(until([&] {
        return model.table().rows()[0].cells.value(PermissionsModel::State) == "refused 5 times";
    }));
    CHECK(device.countOf("app.permissions") == 2);
    device.answers["app.permissions"] = {{"result", {{"granted", 3}, {"refused", {"x"}}}}};
    QSignalSpy changed(&model, &PermissionsModel::changed);
    model.show(QStringLiteral("b"), 1); // answered by nonsense
    REQUIRE(until([&] { return device.countOf("app.permissions") == 3; }));
    CHECK(model.table().rowCount() == 0);
    model.show({}, 0);
    CHECK(model.allLines().isEmpty());
}

} // namespace perisphere::studio_test
