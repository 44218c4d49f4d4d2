#include "connection/device_connection.hpp"
#include "fake_device.hpp"
#include "models/apps_model.hpp"
#include "models/log_model.hpp"
#include "models/nets_model.hpp"
#include "models/parts_model.hpp"
#include "models/scenario_recorder.hpp"
#include "models/time_model.hpp"
#include "pages/log_page.hpp"

#include <QColor>
#include <QSignalSpy>

#include <catch2/catch.hpp>

namespace perisphere::studio_test
{

using namespace studio;

namespace
{

struct Bench {
    FakeDevice device;
    DeviceConnection connection;

    void attach()
    {
        connection.attach(device.socket(), QStringLiteral("bench"));
        REQUIRE(until([&] { return connection.isAttached() && device.isConnected(); }));
    }
    void answer(const std::string& method, json::Value result)
    {
        device.answers[method] = {{"result", std::move(result)}};
    }
};

json::Value lampList()
{
    return {{"parts",
             {{{"name", "D1"},
               {"kind", "led"},
               {"description", "LED"},
               {"properties",
                {{{"name", "lit"}, {"description", ""}, {"type", "bool"}, {"settable", false}},
                 {{"name", "colour"}, {"description", ""}, {"type", "colour"}, {"settable", false}},
                 {{"name", "level"},
                  {"description", ""},
                  {"type", "number"},
                  {"settable", true},
                  {"unit", "V"},
                  {"minimum", 0},
                  {"maximum", 3.3}}}}}}}};
}

json::Value sample(const char* path, json::Value value)
{
    return {{"property", path}, {"value", std::move(value)}, {"time", 0}};
}

} // namespace

TEST_CASE("parts and their values follow the device")
{
    Bench bench;
    bench.answer("part.list", lampList());
    bench.answer("part.watch", {{"subscription", 1}});
    PartsModel parts(bench.connection);
    QSignalSpy changes(&parts, &PartsModel::valueChanged);
    bench.attach();
    REQUIRE(until([&] { return parts.find(QStringLiteral("D1")) != nullptr; }));
    REQUIRE(until([&] { return bench.device.countOf("part.watch") == 1; }));
    bench.device.notify("part.changed",
                        {{"subscription", 1},
                         {"values",
                          {sample("D1.lit", true), sample("D1.colour", "#ff8000"),
                           sample("D1.level", 1.5), sample("D1.none", 1), sample("D9.lit", true),
                           sample("nodot", true), json::Value::array()}}});
    REQUIRE(until([&] { return changes.size() == 3; }));
    CHECK(parts.isOn(QStringLiteral("D1"), QStringLiteral("lit")));
    CHECK(parts.value(QStringLiteral("D1"), QStringLiteral("colour")).value<QColor>() ==
          QColor(0xFF, 0x80, 0));
    const PartProperty* const level =
        parts.find(QStringLiteral("D1"))->find(QStringLiteral("level"));
    REQUIRE(level != nullptr);
    CHECK(level->hasRange());
    CHECK(textOf(*level, 1.5) == "1.5 V");

    parts.set(QStringLiteral("D1"), QStringLiteral("level"), 2.5);
    REQUIRE(until([&] { return bench.device.countOf("part.set") == 1; }));
    CHECK(bench.device.calls.back()["params"] ==
          json::Value({{"property", "D1.level"}, {"value", 2.5}}));
}

TEST_CASE("apps are rows that stay where they are")
{
    Bench bench;
    bench.answer("app.watch", {{"subscription", 1}});
    AppsModel apps(bench.connection);
    QSignalSpy resets(&apps, &AppsModel::modelReset);
    bench.attach();
    REQUIRE(until([&] { return bench.device.countOf("app.watch") == 1; }));
    const auto tell = [&](const char* state, json::Value extra) {
        json::Value app{{"componentId", "25025d2c-66da-4448-bae1-ac26fcdd3627"},
                        {"imageId", ""},
                        {"name", "Blink"},
                        {"core", "app"},
                        {"state", state},
                        {"restarts", 0}};
        app.update(extra);
        bench.device.notify("app.changed", {{"subscription", 1}, {"apps", {app}}});
    };
    const auto cell = [&](int column) { return apps.data(apps.index(0, column), Qt::DisplayRole); };
    tell("running", json::Value::object());
    REQUIRE(until([&] { return apps.rowCount() == 1; }));
    CHECK(cell(AppsModel::Name) == "Blink");
    CHECK(cell(AppsModel::State) == "running");
    tell("stopped", {{"exitCode", 3}});
    REQUIRE(until([&] { return cell(AppsModel::State) == "stopped"; }));
    CHECK(cell(AppsModel::LastExit) == "exit code 3");
    tell("debugging", {{"debugPort", 2345}});
    REQUIRE(until([&] { return cell(AppsModel::State).toString().contains("2345"); }));
    CHECK(resets.size() == 1);
    bench.device.notify("app.changed", {{"subscription", 1}, {"apps", {{{"name", 3}}}}});
    bench.device.notify("app.changed", {{"subscription", 1}, {"apps", json::Value::array()}});
    REQUIRE(until([&] { return apps.rowCount() == 0; }));
}

TEST_CASE("the log keeps the newest lines, and is filtered by text and app")
{
    Bench bench;
    bench.answer("app.watchLog", {{"subscription", 1}});
    LogModel log(bench.connection);
    LogFilter filter;
    filter.setSourceModel(&log);
    bench.attach();
    REQUIRE(until([&] { return bench.device.countOf("app.watchLog") == 1; }));
    json::Value lines = json::Value::array();
    for (int i = 0; i < LogModel::kMaxLines + 10; ++i)
        lines.push_back({{"sequence", i + 1},
                         {"time", std::int64_t{i} * 1'000'000},
                         {"componentId", i % 2 == 0 ? "even" : "odd"},
                         {"source", "app"},
                         {"text", "line " + std::to_string(i)}});
    bench.device.notify("app.logged",
                        {{"subscription", 1}, {"page", {{"lines", lines}, {"missed", 0}}}});
    REQUIRE(until([&] { return log.rowCount() == LogModel::kMaxLines; }));
    CHECK(log.index(0, LogModel::Text).data() == "line 10");
    CHECK(log.index(0, LogModel::Time).data() == "0.010000");
    filter.setComponent(QStringLiteral("odd"));
    CHECK(filter.rowCount() == LogModel::kMaxLines / 2);
    filter.setText(QStringLiteral("LINE 77"));
    CHECK(filter.rowCount() > 0);
    CHECK(filter.index(0, LogModel::Text).data() == "line 77");
}

TEST_CASE("levels of pins are those of their nets")
{
    Bench bench;
    bench.answer("net.list", {{"nets",
                               {{{"pins", {"H1-1", "MT3620.GPIO0"}},
                                 {"level", "high"},
                                 {"volts", 3.3},
                                 {"conflict", true},
                                 {"drivers", json::Value::array()}}}}});
    NetsModel nets(bench.connection);
    bench.attach();
    nets.setWatched(true);
    REQUIRE(until([&] { return nets.netOf(QStringLiteral("H1-1")) != nullptr; }));
    const auto net = nets.netOf(QStringLiteral("MT3620.GPIO0"));
    CHECK(net->level == PinLevel::High);
    CHECK(net->isInConflict);
    CHECK(nets.netOf(QStringLiteral("H1-2")) == nullptr);
}

TEST_CASE("time is told and set")
{
    Bench bench;
    bench.answer("time.watch", {{"subscription", 1}});
    bench.answer("time.get", {{"mode", "x10"}, {"now", 1'500'000'000}, {"lag", 0}, {"slipped", 0}});
    TimeModel time(bench.connection);
    bench.attach();
    time.refresh();
    REQUIRE(until([&] { return time.now() == 1'500'000'000; }));
    CHECK(time.mode() == "x10");
    CHECK(timeText(time.now()) == "1.500000");
    time.step(1000);
    REQUIRE(until([&] { return bench.device.countOf("time.step") == 1; }));
    CHECK(bench.device.calls.back()["params"]["nanoseconds"] == 1000);
}

TEST_CASE("what one does becomes a scenario, with its instants")
{
    Bench bench;
    bench.answer("device.info", {{"board", "mt3620_rdb"}});
    bench.answer("time.get", {{"mode", "realtime"}, {"now", 1'000'000'000}});
    ScenarioRecorder recorder(bench.connection);
    bench.attach();
    bench.connection.call("part.set", {{"property", "SW1.pressed"}, {"value", true}});
    REQUIRE(until([&] { return bench.device.countOf("part.set") == 1; }));
    recorder.begin();
    REQUIRE(until([&] { return recorder.isOn(); }));
    CHECK(bench.device.countOf("device.reset") == 1);

    bench.device.answers["part.set"] = {
        {"result", {{"property", "SW2.pressed"}, {"value", true}, {"time", 1'250'000'000}}}};
    bench.connection.call("part.set", {{"property", "SW2.pressed"}, {"value", true}});
    REQUIRE(until([&] { return recorder.steps() == 1; }));
    bench.answer("time.get", {{"mode", "realtime"}, {"now", 1'300'000'007}});
    bench.answer("fault.inject", {{"fault", 4}});
    bench.connection.call("fault.inject",
                          {{"type", "i2c-nack"}, {"parameters", {{"address", 72}}}});
    bench.connection.call("fault.clear", {{"fault", 4}});
    bench.connection.call("app.stop", {{"app", "Button: \"one\""}});
    bench.device.answers["part.set"] = {{"error", {{"code", -32000}, {"message", "no"}}}};
    bench.connection.call("part.set", {{"property", "SW2.pressed"}, {"value", 5}}); // refused
    bench.connection.call("part.list"); // nothing is done by it
    REQUIRE(until([&] { return bench.device.countOf("time.get") == 4; }));
    CHECK(recorder.steps() == 4);
    bench.answer("time.get", {{"mode", "realtime"}, {"now", 2'000'000'000}});
    QSignalSpy ended(&recorder, &ScenarioRecorder::ended);
    recorder.end();
    REQUIRE(until([&] { return ended.count() == 1; }));
    CHECK(recorder.text(QStringLiteral("as recorded"), QStringLiteral(".")).toStdString() ==
          std::string("name: \"as recorded\"\n"
                      "app: \".\"\n"
                      "board: \"mt3620_rdb\"\n"
                      "timeout: 62s\n"
                      "steps:\n"
                      "  - set: {\"SW2.pressed\": true}\n"
                      "    at: 250ms\n"
                      "  - fault: {type: \"i2c-nack\", address: 72}\n"
                      "    at: 300000007ns\n"
                      "  - clear: \"i2c-nack\"\n"
                      "    at: 300000007ns\n"
                      "  - stop: \"Button: \\\"one\\\"\"\n"
                      "    at: 300000007ns\n"
                      "  - wait: 699999993ns\n"));
}

TEST_CASE("a recording ends with its device")
{
    Bench bench;
    bench.answer("time.get", {{"mode", "realtime"}, {"now", 5}});
    ScenarioRecorder recorder(bench.connection);
    bench.attach();
    recorder.begin();
    REQUIRE(until([&] { return recorder.isOn(); }));
    QSignalSpy ended(&recorder, &ScenarioRecorder::ended);
    bench.device.die();
    REQUIRE(until([&] { return ended.count() == 1; }));
    CHECK_FALSE(recorder.isOn());
}

} // namespace perisphere::studio_test
