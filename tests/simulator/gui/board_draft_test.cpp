#include "models/board_draft.hpp"

#include "connection/device_connection.hpp"
#include "fake_device.hpp"
#include "models/display_images.hpp"
#include "models/part_kinds.hpp"

#include <QAbstractItemModelTester>
#include <QMimeData>
#include <QSignalSpy>

#include <catch2/catch.hpp>

#include <memory>

namespace perisphere::studio_test
{

using namespace studio;

namespace
{

json::Value boardOf(const json::Value& parts)
{
    const json::Value middle{{"x", 5}, {"y", 5}, {"rotation", 0}};
    json::Value placed = json::Value::array();
    for (const json::Value& name : parts)
        placed.push_back({{"name", name},
                          {"kind", "led"},
                          {"label", ""},
                          {"at", middle},
                          {"file", "/b/mine.json"}});
    return {{"id", "bench"},
            {"name", "Bench"},
            {"description", ""},
            {"files", {"/boards/bench.json"}},
            {"chip", "MT3620"},
            {"chipAt", middle},
            {"width", 50},
            {"height", 80},
            {"supplies", {{{"name", "GND"}, {"volts", 0}}}},
            {"nets", json::Value::array()},
            {"connectors", json::Value::array()},
            {"parts", placed},
            {"wires", json::Value::array()}};
}

json::Value finding(const char* severity, const char* rule, const char* message)
{
    return {{"severity", severity}, {"rule", rule}, {"message", message}, {"expected", ""},
            {"advice", "so"},       {"file", ""},   {"line", 1},          {"column", 1}};
}

struct DraftBench {
    FakeDevice device;
    DeviceConnection connection;
    std::unique_ptr<BoardDraft> draft;
    QTemporaryDir folder;

    DraftBench()
    {
        checked(json::Value::array(), {"D1"});
        connection.attach(device.socket(), QStringLiteral("fake"));
        REQUIRE(until([&] { return connection.isAttached(); }));
        draft = std::make_unique<BoardDraft>(connection);
    }
    void beginNew()
    {
        REQUIRE_FALSE(
            draft->begin(BoardDescription::parse(boardOf({"D1"})).value(), folder.path()));
    }
    /// What the device answers from now on.
    void checked(const json::Value& findings, const json::Value& parts)
    {
        device.answers["board.check"] = {
            {"result", {{"findings", findings}, {"board", boardOf(parts)}}}};
    }
    bool untilChanged(const std::function<void()>& act) const
    {
        QSignalSpy spy(draft.get(), &BoardDraft::changed);
        act();
        return until([&] { return spy.count() > 0; });
    }
    [[nodiscard]] json::Value root() const { return json::Value::parse(draft->text()); }
};

} // namespace

TEST_CASE("a draft of a shipped board is a file that extends it")
{
    DraftBench bench;
    bench.beginNew();
    CHECK(bench.draft->isNew());
    CHECK(bench.root()["extends"] == "bench");
    bench.checked(json::Value::array(), {"D1", "LED1"});
    REQUIRE(bench.untilChanged([&] { bench.draft->addPart(QStringLiteral("led"), {60, 40.26}); }));
    CHECK(bench.root()["parts"][0] ==
          json::Value({{"name", "LED1"}, {"type", "led"}, {"at", {60, 40.3}}}));
    CHECK(bench.draft->isOwnPart(QStringLiteral("LED1")));
    CHECK_FALSE(bench.draft->isOwnPart(QStringLiteral("D1")));
    CHECK(bench.device.calls.back()["params"]["path"] ==
          bench.folder.filePath(QStringLiteral("board.json")).toStdString());
}

TEST_CASE("edits are undone and done again without asking")
{
    DraftBench bench;
    bench.beginNew();
    const std::string before = bench.draft->text();
    bench.checked(json::Value::array(), {"D1", "LED1"});
    REQUIRE(bench.untilChanged([&] { bench.draft->addPart(QStringLiteral("led"), {60, 40}); }));
    REQUIRE(bench.untilChanged(
        [&] { bench.draft->addWire(QStringLiteral("LED1.anode"), QStringLiteral("GND"), 330); }));
    CHECK(bench.draft->wires().at(0).ohms == 330);
    REQUIRE(bench.untilChanged([&] { bench.draft->movePart(QStringLiteral("LED1"), {70, 41}); }));
    CHECK(bench.root()["parts"][0]["at"] == json::Value({70, 41}));
    // A part takes its wires with it.
    REQUIRE(bench.untilChanged([&] { bench.draft->removePart(QStringLiteral("LED1")); }));
    CHECK(bench.root()["wires"].empty());
    const std::string after = bench.draft->text();
    const std::size_t calls = bench.device.countOf("board.check");
    for (int i = 0; i < 4; ++i)
        bench.draft->undoStack().undo();
    CHECK(bench.draft->text() == before);
    for (int i = 0; i < 4; ++i)
        bench.draft->undoStack().redo();
    CHECK(bench.draft->text() == after);
    CHECK(bench.device.countOf("board.check") == calls);
}

TEST_CASE("what the device calls an error is refused in its words, a warning is kept")
{
    DraftBench bench;
    bench.beginNew();
    const std::string before = bench.draft->text();
    QSignalSpy refused(bench.draft.get(), &BoardDraft::refused);
    bench.checked(json::Value::array({finding("error", "two-outputs", "both drive")}), {"D1"});
    bench.draft->addWire(QStringLiteral("GPS1.TX"), QStringLiteral("GND"));
    REQUIRE(until([&] { return refused.count() == 1; }));
    CHECK(refused.at(0).at(1).toString() == QStringLiteral("both drive; so"));
    CHECK(bench.draft->text() == before);
    CHECK(bench.draft->undoStack().count() == 0);

    bench.checked(json::Value::array({finding("warning", "pin-taken", "shared")}), {"D1"});
    REQUIRE(bench.untilChanged(
        [&] { bench.draft->addWire(QStringLiteral("D1.anode"), QStringLiteral("H1-1")); }));
    CHECK(bench.draft->findings().at(0).text == QStringLiteral("shared; so"));
}

TEST_CASE("a part of the base is not removed, and it is said why")
{
    DraftBench bench;
    bench.beginNew();
    QSignalSpy refused(bench.draft.get(), &BoardDraft::refused);
    bench.draft->removePart(QStringLiteral("D1"));
    REQUIRE(refused.count() == 1);
    CHECK(refused.at(0).at(1).toString().contains(QStringLiteral("extends")));
    CHECK(bench.device.countOf("board.check") == 0);
}

TEST_CASE("a board's own file is edited in place, and not over somebody else's changes")
{
    DraftBench bench;
    const QString path = bench.folder.filePath(QStringLiteral("mine.json"));
    const QByteArray text = "{\"name\": \"Mine\",\n\t\"extends\" : \"bench\"  }";
    const auto write = [&](const QByteArray& content) {
        QFile file(path);
        REQUIRE(file.open(QIODevice::WriteOnly));
        file.write(content);
    };
    write(text);
    json::Value running = boardOf({"D1"});
    running["files"] = {path.toStdString(), "/boards/bench.json"};
    REQUIRE_FALSE(
        bench.draft->begin(BoardDescription::parse(running).value(), bench.folder.path()));
    CHECK_FALSE(bench.draft->isNew());
    REQUIRE(bench.untilChanged(
        [&] { bench.draft->addWire(QStringLiteral("D1.anode"), QStringLiteral("GND")); }));
    CHECK(bench.draft->save(path).isEmpty());
    QFile file(path);
    REQUIRE(file.open(QIODevice::ReadOnly));
    const QByteArray saved = file.readAll();
    CHECK(saved.startsWith("{\"name\": \"Mine\",\n\t\"extends\" : \"bench\","));
    CHECK(saved.contains(R"(["D1.anode", "GND"])"));
    CHECK(bench.draft->undoStack().isClean());

    write(saved + ' ');
    CHECK(bench.draft->save(path).contains(QStringLiteral("another program")));
}

TEST_CASE("a part is named, labelled and configured, and its wires follow")
{
    DraftBench bench;
    bench.beginNew();
    bench.checked(json::Value::array(), {"D1", "LED1"});
    REQUIRE(bench.untilChanged([&] { bench.draft->addPart(QStringLiteral("led"), {60, 40}); }));
    REQUIRE(bench.untilChanged(
        [&] { bench.draft->addWire(QStringLiteral("GND"), QStringLiteral("LED1.anode"), 330); }));
    REQUIRE(bench.untilChanged(
        [&] { bench.draft->addWire(QStringLiteral("LED10.x"), QStringLiteral("GND")); }));
    REQUIRE(bench.untilChanged(
        [&] { bench.draft->labelPart(QStringLiteral("LED1"), QStringLiteral("\"Heat\"")); }));
    REQUIRE(bench.untilChanged([&] {
        bench.draft->configurePart(QStringLiteral("LED1"), QStringLiteral("colour"), "green");
    }));
    REQUIRE(bench.untilChanged([&] {
        bench.draft->configurePart(QStringLiteral("LED1"), QStringLiteral("windowMilliseconds"), 5);
    }));
    bench.checked(json::Value::array(), {"D1", "HEAT"});
    REQUIRE(bench.untilChanged(
        [&] { bench.draft->renamePart(QStringLiteral("LED1"), QStringLiteral("HEAT")); }));
    CHECK(bench.root()["parts"] ==
          json::Value({{{"name", "HEAT"},
                        {"type", "led"},
                        {"at", {60, 40}},
                        {"label", "\"Heat\""},
                        {"configuration", {{"colour", "green"}, {"windowMilliseconds", 5}}}}}));
    CHECK(bench.root()["wires"] == json::Value({{"GND", "HEAT.anode", 330}, {"LED10.x", "GND"}}));
    CHECK(bench.draft->configurationOf(QStringLiteral("HEAT"))["colour"] == "green");
    CHECK(bench.draft->configurationOf(QStringLiteral("D1")).empty());
}

TEST_CASE("a palette lists what the device has")
{
    FakeDevice device;
    device.answers["board.partTypes"] = {
        {"result",
         {{"types",
           {{{"name", "led"},
             {"title", "LED"},
             {"description", "A light"},
             {"pins", {{{"name", "anode"}, {"description", "in"}}}},
             {"configuration",
              {{"properties",
                {{"colour",
                  {{"type", "string"},
                   {"enum", {"red", "green"}},
                   {"description", "Of its light."},
                   {"default", "red"}}},
                 {"ohms",
                  {{"type", "integer"},
                   {"minimum", 1},
                   {"maximum", 9},
                   {"description", "In it."},
                   {"default", 5}}}}}}}}}}}}};
    DeviceConnection connection;
    PartKinds kinds(connection);
    const QAbstractItemModelTester tester(&kinds);
    connection.attach(device.socket(), QStringLiteral("fake"));
    REQUIRE(until([&] { return kinds.rowCount() == 1; }));
    CHECK(kinds.find(QStringLiteral("led"))->pins.at(0).name == QStringLiteral("anode"));
    const std::vector<PartSetting>& settings = kinds.find(QStringLiteral("led"))->settings;
    REQUIRE(settings.size() == 2);
    CHECK(settings[0].property.type == PropertyType::Choice);
    CHECK(settings[0].property.choices ==
          QStringList{QStringLiteral("red"), QStringLiteral("green")});
    CHECK(settings[0].standard == QVariant(QStringLiteral("red")));
    CHECK(settings[1].property.type == PropertyType::Integer);
    CHECK(settings[1].property.maximum == 9);
    const std::unique_ptr<QMimeData> dragged(kinds.mimeData({kinds.index(0)}));
    CHECK(dragged->data(PartKinds::mimeType()) == "led");
}

TEST_CASE("pixels are read as the device packs them")
{
    const QImage mono = imageOf(QByteArray("\x80\x40\x00\x00", 4), 10, 2, QStringLiteral("mono1"));
    REQUIRE(mono.size() == QSize(10, 2));
    CHECK(qGray(mono.pixel(0, 0)) > 128);
    CHECK(qGray(mono.pixel(1, 0)) < 128);
    CHECK(qGray(mono.pixel(9, 0)) > 128);
    const QImage red = imageOf(QByteArray("\x00\xF8", 2), 1, 1, QStringLiteral("rgb565"));
    CHECK(qRed(red.pixel(0, 0)) > 240);
    CHECK(imageOf(QByteArray("\x00", 1), 100, 100, QStringLiteral("mono1")).isNull());
    CHECK(imageOf({}, -1, 1 << 20, QStringLiteral("rgb888")).isNull());
}

TEST_CASE("a display's picture comes in chunks, and again while others are announced")
{
    FakeDevice device;
    DeviceConnection connection;
    connection.attach(device.socket(), QStringLiteral("fake"));
    REQUIRE(until([&] { return connection.isAttached(); }));
    DisplayImages images(connection);
    device.answers["part.pixels"] = {
        {"result",
         {{"image", {{"width", 8}, {"height", 2}, {"format", "mono1"}, {"revision", 3}}},
          {"offset", 0},
          {"total", 2},
          {"data", "/w=="}}}}; // a byte at a time
    images.fetch(QStringLiteral("OLED1"), QStringLiteral("image"));
    images.fetch(QStringLiteral("OLED1"), QStringLiteral("image"));
    REQUIRE(until([&] { return device.countOf("part.pixels") == 4; }));
    REQUIRE(until([&] { return !images.imageOf(QStringLiteral("OLED1")).isNull(); }));
    CHECK(device.calls.at(1)["params"]["offset"] == 1);
}

} // namespace perisphere::studio_test
