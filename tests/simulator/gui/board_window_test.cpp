// What the board shows and how it is edited, in a real window with real devices.
#include "window_bench.hpp"

#include "board/pin_text.hpp"
#include "models/part_kinds.hpp"
#include "pages/wiring_panel.hpp"

#include <QAction>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFile>
#include <QHelpEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSpinBox>

namespace perisphere::studio_test
{

namespace
{

/// All that has a look of its own, on an RDB.
constexpr const char* kLooks = R"({
  "name": "Looks", "extends": "mt3620_rdb",
  "parts": [
    {"name": "POT1", "type": "potentiometer", "at": [82, 77]},
    {"name": "SLIDE1", "type": "switch", "at": [96, 79]},
    {"name": "TH1", "type": "tmp117", "at": [80, 53]},
    {"name": "ENV1", "type": "bme280", "at": [98, 53]},
    {"name": "OLED1", "type": "ssd1306", "at": [72, 24]},
    {"name": "RELAY1", "type": "relay", "at": [101, 33]},
    {"name": "SERVO1", "type": "servo", "at": [116, 76]},
    {"name": "BUZ1", "type": "buzzer", "at": [101, 8]},
    {"name": "LCD1", "type": "rgb-lcd", "at": [172, 52]}
  ],
  "wires": [
    ["POT1.low", "GND"], ["POT1.high", "3V3"], ["POT1.wiper", "H2-11"],
    ["SLIDE1.on", "3V3"], ["SLIDE1.off", "GND"], ["SLIDE1.common", "H1-4"]
  ]
})";

QString writeBoard(const QTemporaryDir& folder, const QByteArray& text)
{
    const QString path = folder.filePath(QStringLiteral("board.json"));
    QFile file(path);
    REQUIRE(file.open(QIODevice::WriteOnly));
    file.write(text);
    return path;
}

void drag(QWidget* viewport, const QPoint& from, const QPoint& to)
{
    QTest::mousePress(viewport, Qt::LeftButton, {}, from);
    QTest::mouseMove(viewport, (from + to) / 2);
    QTest::mouseMove(viewport, to);
    QTest::mouseRelease(viewport, Qt::LeftButton, {}, to);
}

} // namespace

TEST_CASE("a knob is turned, a switch thrown and a sensor's slider dragged on the board",
          "[window]")
{
    const QTemporaryDir folder;
    Bench bench;
    bench.window.startDevice(writeBoard(folder, kLooks));
    REQUIRE(until([&] { return bench.item(QStringLiteral("POT1")) != nullptr; }, kLong));
    BoardView& view = bench.window.boardPage().view();
    QWidget* const viewport = view.viewport();
    PartsModel& parts = bench.window.parts();
    const auto value = [&](const char* part, const char* property) {
        return parts.value(QLatin1StringView(part), QLatin1StringView(property));
    };
    REQUIRE(until([&] { return value("POT1", "position").isValid(); }));
    const auto at = [&](const char* part, double x, double y) {
        return view.mapFromScene(bench.item(QLatin1StringView(part))->mapToScene(QPointF(x, y)));
    };

    bench.window.boardPage().scene().choose(QStringLiteral("POT1")); // its panel takes its room
    QTest::qWait(0);
    // From above the middle to three o'clock: from a half to five sixths of the way.
    drag(viewport, at("POT1", 0, -2.5), at("POT1", 2.5, 0));
    REQUIRE(until([&] { return std::abs(value("POT1", "position").toDouble() - 0.83) < 0.03; }));
    QTest::keyClick(viewport, Qt::Key_PageDown);
    REQUIRE(until([&] { return std::abs(value("POT1", "position").toDouble() - 0.73) < 0.03; }));

    QTest::mouseClick(viewport, Qt::LeftButton, {}, at("SLIDE1", 0, 0));
    REQUIRE(until([&] { return value("SLIDE1", "on").toBool(); }));
    QTest::keyClick(viewport, Qt::Key_Left);
    REQUIRE(until([&] { return !value("SLIDE1", "on").toBool(); }));

    const double before = value("TH1", "temperature").toDouble();
    drag(viewport, at("TH1", 0, 1.75), at("TH1", 4, 1.75));
    REQUIRE(until([&] { return value("TH1", "temperature").toDouble() > before + 10; }));
    QTest::keyClick(viewport, Qt::Key_Down);

    // Its second property, by the keyboard.
    QTest::mouseClick(viewport, Qt::LeftButton, {}, at("ENV1", 0, -2));
    const double humid = value("ENV1", "pressure").toDouble();
    QTest::keyClick(viewport, Qt::Key_Up);
    REQUIRE(until([&] { return value("ENV1", "pressure").toDouble() > humid; }));
    bench.screenshot(QStringLiteral("looks"));
}

TEST_CASE("a pin tells its function, its voltage, what it is joined with and whose it is",
          "[window]")
{
    Bench bench;
    bench.window.startDevice(QStringLiteral("mt3620_rdb"),
                             QStringLiteral(STUDIO_SAMPLES "/button"));
    REQUIRE(until([&] { return bench.hasLogged(QStringLiteral("ready")); }, kLong));
    const NetsModel& nets = bench.window.nets();
    REQUIRE(until([&] { return !nets.ownersOf(QStringLiteral("MT3620.GPIO9")).empty(); }));
    const QString text =
        pinText(nets, QStringLiteral("MT3620.GPIO9"), QStringLiteral("a function"));
    INFO(text.toStdString());
    CHECK(text.startsWith(QStringLiteral("MT3620.GPIO9 – a function\n")));
    CHECK(text.contains(QStringLiteral(" V\n")));
    CHECK(text.contains(QStringLiteral("used by Button as GPIO output")));
}

TEST_CASE("what an app draws is seen on the drawn display", "[window]")
{
    Bench bench;
    bench.window.startDevice(QStringLiteral(STUDIO_SAMPLES "/weather/board.json"),
                             QStringLiteral(STUDIO_SAMPLES "/weather"));
    const auto lit = [&] {
        const QImage& image = bench.window.parts().image(QStringLiteral("OLED1"));
        int count = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                count += qGray(image.pixel(x, y)) > 128 ? 1 : 0;
        return count;
    };
    REQUIRE(until([&] { return lit() > 100; }, kLong));
    REQUIRE(bench.item(QStringLiteral("OLED1")) != nullptr);
    // As many bright dots on the screen, within what scaling does.
    BoardView& view = bench.window.boardPage().view();
    view.zoom(4);
    view.centerOn(bench.item(QStringLiteral("OLED1")));
    const QImage screen = view.viewport()->grab().toImage();
    int bright = 0;
    for (int y = 0; y < screen.height(); ++y)
        for (int x = 0; x < screen.width(); ++x)
            bright += screen.pixel(x, y) == qRgb(0xC8, 0xF4, 0xFF) ? 1 : 0;
    CHECK(bright > lit());
    bench.screenshot(QStringLiteral("display"));
}

TEST_CASE("a part is added, wired by dragging, undone, saved, and on the device at the next start",
          "[window]")
{
    const QTemporaryDir folder;
    Bench bench;
    BoardPage& page = bench.editBoard(folder);
    QWidget* const viewport = page.view().viewport();
    auto* const palette = bench.window.findChild<QListView*>(QStringLiteral("palette"));
    REQUIRE(until([&] { return palette->model()->rowCount() > 20; }));
    CHECK(palette->isVisible());

    const auto kind = [&](const char* name) {
        for (int row = 0; row < palette->model()->rowCount(); ++row)
            if (const QModelIndex index = palette->model()->index(row, 0);
                index.data(PartKinds::NameRole) == QLatin1StringView(name))
                return index;
        return QModelIndex();
    };
    auto* const message = bench.window.findChild<QLabel*>(QStringLiteral("boardMessage"));
    palette->setCurrentIndex(kind("button"));
    QTest::keyClick(palette, Qt::Key_Return);
    REQUIRE(until([&] { return bench.item(QStringLiteral("BUTTON1")) != nullptr; }));
    // The same by the mouse, and undone.
    palette->scrollTo(kind("led"));
    QTest::mouseClick(palette->viewport(), Qt::LeftButton, {},
                      palette->visualRect(kind("led")).center());
    QTest::mouseClick(bench.window.findChild<QPushButton*>(QStringLiteral("addPart")),
                      Qt::LeftButton);
    REQUIRE(until([&] { return bench.item(QStringLiteral("LED1")) != nullptr; }));
    QTest::keyClick(viewport, Qt::Key_Z, Qt::ControlModifier);
    REQUIRE(until([&] { return bench.item(QStringLiteral("LED1")) == nullptr; }));

    const auto pin = [&](const char* end) {
        const auto place = page.scene().placeOf(QLatin1StringView(end));
        REQUIRE(place);
        return page.view().mapFromScene(*place);
    };
    page.view().showAll();
    drag(viewport, pin("BUTTON1.1"), pin("H1-4"));
    REQUIRE(until([&] { return page.draft().wires().size() == 1; }));
    CHECK(page.draft().wires()[0].from == QStringLiteral("BUTTON1.1"));
    CHECK(page.draft().wires()[0].to == QStringLiteral("H1-4"));

    // 5 V on a pin of the chip: refused, with the reason.
    drag(viewport, pin("H3-1"), pin("H1-4"));
    REQUIRE(until([&] { return message->text().contains(QStringLiteral("5V has 5 V")); }));
    CHECK(page.draft().wires().size() == 1);
    bench.screenshot(QStringLiteral("board-edit"));

    // The other wire without a mouse, undone and done again.
    bench.window.findChild<QComboBox*>(QStringLiteral("wireFrom"))->setFocus();
    const auto type = [&](const char* name, const char* text) {
        auto* const box = bench.window.findChild<QComboBox*>(QLatin1StringView(name));
        box->setFocus();
        box->clearEditText();
        QTest::keyClicks(box, QLatin1StringView(text));
    };
    type("wireFrom", "BUTTON1.2");
    type("wireTo", "GND");
    auto* const add = bench.window.findChild<QPushButton*>(QStringLiteral("addWire"));
    add->setFocus();
    QTest::keyClick(add, Qt::Key_Space);
    REQUIRE(until([&] { return page.draft().wires().size() == 2; }));
    QTest::keyClick(viewport, Qt::Key_Z, Qt::ControlModifier);
    REQUIRE(until([&] { return page.draft().wires().size() == 1; }));
    QTest::keyClick(viewport, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    REQUIRE(until([&] { return page.draft().wires().size() == 2; }));

    // Moved by keys: a millimetre to the right.
    const double x = page.draft().board().findPart(QStringLiteral("BUTTON1"))->placement.at.x();
    page.scene().choose(QStringLiteral("BUTTON1"));
    page.view().setFocus();
    QTest::keyClick(viewport, Qt::Key_Right);
    REQUIRE(until([&] {
        return page.draft().board().findPart(QStringLiteral("BUTTON1"))->placement.at.x() > x + 0.9;
    }));

    QTest::mouseClick(bench.window.findChild<QPushButton*>(QStringLiteral("restartWithBoard")),
                      Qt::LeftButton);
    REQUIRE(QFile::exists(folder.filePath(QStringLiteral("board.json"))));
    REQUIRE(until([&] { return bench.window.parts().find(QStringLiteral("BUTTON1")) != nullptr; },
                  kLong));
    // And it works: pressed, it pulls the pin to ground.
    page.editAction().trigger();
    REQUIRE(until([&] { return bench.item(QStringLiteral("BUTTON1")) != nullptr; }));
    QTest::mousePress(viewport, Qt::LeftButton, {}, bench.placeOf(QStringLiteral("BUTTON1")));
    REQUIRE(until([&] {
        return bench.window.parts().isOn(QStringLiteral("BUTTON1"), QStringLiteral("pressed"));
    }));
    std::string level;
    bench.window.connection().call("pin.get", {{"pin", "H1-4"}}, &bench.window,
                                   [&](const auto& answer) { level = answer.value()["level"]; });
    REQUIRE(until([&] { return !level.empty(); }));
    CHECK(level == "low");
    QTest::mouseRelease(viewport, Qt::LeftButton, {}, bench.placeOf(QStringLiteral("BUTTON1")));
}

TEST_CASE("a part of the edited file is named and set up", "[window]")
{
    const QTemporaryDir folder;
    Bench bench;
    BoardPage& page = bench.editBoard(folder);
    BoardDraft& draft = page.draft();
    draft.addPart(QStringLiteral("tmp117"), QPointF(70, 35));
    REQUIRE(until([&] { return bench.item(QStringLiteral("TMP117_1")) != nullptr; }));
    auto* const setup = bench.window.findChild<QWidget*>(QStringLiteral("partSetup"));
    REQUIRE(until([&] { return setup->isVisible(); }));
    const auto editor = [&](const char* setting) {
        auto* const found = setup->findChild<QWidget*>(QLatin1StringView(setting));
        REQUIRE(found != nullptr);
        found->setFocus();
        return found->focusProxy();
    };
    QTest::keyClick(editor("setup.name"), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(editor("setup.name"), QStringLiteral("OVEN"));
    QTest::keyClick(editor("setup.name"), Qt::Key_Return);
    REQUIRE(until([&] { return draft.isOwnPart(QStringLiteral("OVEN")); }));
    REQUIRE(until([&] { return setup->isVisible(); }));
    QTest::keyClicks(editor("setup.label"), QStringLiteral("Temperature of the oven"));
    QTest::keyClick(editor("setup.label"), Qt::Key_Return);
    auto* const box = qobject_cast<QDoubleSpinBox*>(editor("setup.address"));
    REQUIRE(box != nullptr);
    CHECK(box->value() == 72); // where the file does not say
    QTest::keyClick(box, Qt::Key_Up);
    REQUIRE(
        until([&] { return draft.configurationOf(QStringLiteral("OVEN")).contains("address"); }));
    CHECK(draft.configurationOf(QStringLiteral("OVEN"))["address"] == 73);
    CHECK(draft.board().findPart(QStringLiteral("OVEN"))->label ==
          QStringLiteral("Temperature of the oven"));
    bench.screenshot(QStringLiteral("board-setup"));

    // A name that is taken is refused, and stays as it was.
    QTest::keyClick(editor("setup.name"), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(editor("setup.name"), QStringLiteral("SW2"));
    QTest::keyClick(editor("setup.name"), Qt::Key_Return);
    auto* const message = bench.window.findChild<QLabel*>(QStringLiteral("boardMessage"));
    REQUIRE(until([&] { return message->text().contains(QStringLiteral("SW2")); }));
    CHECK(draft.isOwnPart(QStringLiteral("OVEN")));
    CHECK(qobject_cast<QLineEdit*>(editor("setup.name"))->text() == QStringLiteral("OVEN"));
    page.scene().choose(QStringLiteral("SW2"));
    CHECK_FALSE(setup->isVisible());
}

} // namespace perisphere::studio_test
