// The window on a real X server, with real devices and apps.
#include "window_bench.hpp"

#include "pages/core_memory_panel.hpp"
#include "pages/cores_page.hpp"
#include "pages/signals_page.hpp"
#include "window/scenario_actions.hpp"

#include <QAction>
#include <QComboBox>
#include <QDockWidget>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabWidget>

#include <catch2/catch.hpp>

#include <csignal>

namespace perisphere::studio_test
{

using namespace studio;

TEST_CASE("a drawn button that is pressed lights a drawn LED, by way of a real app", "[window]")
{
    Bench bench;
    bench.window.startDevice(QStringLiteral("mt3620_rdb"),
                             QStringLiteral(STUDIO_SAMPLES "/button"));
    REQUIRE(until([&] { return bench.hasLogged(QStringLiteral("ready")); }, kLong));
    REQUIRE(until([&] { return bench.item(QStringLiteral("SW2")) != nullptr; }));
    QWidget* const viewport = bench.window.boardPage().view().viewport();
    const QColor dark = bench.pixelAt(QStringLiteral("D1"));
    const auto isGreen = [&] {
        const QColor now = bench.pixelAt(QStringLiteral("D1"));
        return now.green() > now.red() + 60 && now.green() > now.blue() + 60;
    };
    CHECK_FALSE(isGreen());

    const QPoint button = bench.placeOf(QStringLiteral("SW2"));
    QTest::mousePress(viewport, Qt::LeftButton, {}, button);
    REQUIRE(until([&] { return bench.hasLogged(QStringLiteral("press 1: LED on")); }));
    QTest::mouseRelease(viewport, Qt::LeftButton, {}, button);
    REQUIRE(until(isGreen));
    bench.screenshot(QStringLiteral("board"));

    // The same without a mouse: the part has the focus.
    REQUIRE(until([&] {
        return !bench.window.parts().isOn(QStringLiteral("SW2"), QStringLiteral("pressed"));
    }));
    QTest::keyPress(viewport, Qt::Key_Space);
    REQUIRE(until([&] { return bench.hasLogged(QStringLiteral("press 2: LED off")); }));
    QTest::keyRelease(viewport, Qt::Key_Space);
    REQUIRE(until([&] { return bench.pixelAt(QStringLiteral("D1")) == dark; }));
    CHECK(bench.window.apps().rowCount() == 1);

    // Tab goes from part to part, each once, and then out of the board.
    BoardView& view = bench.window.boardPage().view();
    const QGraphicsItem* before = view.scene()->focusItem();
    qsizetype passed = 0;
    for (; view.hasFocus() && passed < view.scene()->items().size(); ++passed) {
        QTest::keyClick(&view, Qt::Key_Tab);
        CHECK((!view.hasFocus() || view.scene()->focusItem() != before));
        before = view.scene()->focusItem();
    }
    CHECK(passed > 1);
    CHECK_FALSE(view.hasFocus());
    view.setFocus(Qt::TabFocusReason);
    CHECK(dynamic_cast<PartItem*>(view.scene()->focusItem()) != nullptr);
}

TEST_CASE("a device that is killed is said to be gone, and attached to again", "[window]")
{
    Bench bench;
    bench.window.startDevice(QStringLiteral("mt3620_rdb"));
    REQUIRE(until([&] { return bench.item(QStringLiteral("SW2")) != nullptr; }, kLong));
    std::int64_t process = 0;
    bench.window.connection().call("device.info", json::Value::object(), &bench.window,
                                   [&](const auto& answer) { process = answer.value()["pid"]; });
    REQUIRE(until([&] { return process != 0; }));
    REQUIRE(::kill(static_cast<pid_t>(process), SIGKILL) == 0);
    auto* const banner = bench.window.findChild<QWidget*>(QStringLiteral("lostBanner"));
    REQUIRE(until([&] { return banner->isVisible(); }));
    CHECK(banner->findChild<QLabel*>()->text().contains(QStringLiteral("mt3620_rdb")));
    bench.screenshot(QStringLiteral("lost"));
    QTest::mouseClick(banner->findChild<QPushButton*>(), Qt::LeftButton); // "Start it again"
    REQUIRE(until([&] { return bench.window.connection().isAttached(); }, kLong));
    REQUIRE(until([&] { return !banner->isVisible(); }));
    REQUIRE(until([&] { return bench.item(QStringLiteral("SW2")) != nullptr; }));
}

TEST_CASE("the edges of a blinking LED are seen where they were, and exported", "[window]")
{
    Bench bench;
    bench.window.startDevice(QStringLiteral("mt3620_rdb"), QStringLiteral(STUDIO_SAMPLES "/blink"));
    REQUIRE(until([&] { return bench.window.apps().rowCount() == 1; }, kLong));
    SignalsPage& page = bench.window.signalsPage();
    for (QDockWidget* const dock : bench.window.findChildren<QDockWidget*>())
        if (dock->objectName() == QStringLiteral("signalsDock"))
            dock->raise();
    QTest::mouseClick(page.findChild<QPushButton*>(QStringLiteral("record")), Qt::LeftButton);
    const auto led = [&]() -> const Track* {
        for (const Track& track : page.recorder().store().tracks())
            if (track.name == QStringLiteral("MT3620.GPIO8"))
                return &track;
        return nullptr;
    };
    REQUIRE(until([&] { return led() != nullptr && led()->times.size() >= 4; }));
    const std::vector<std::int64_t> times = led()->times;
    for (std::size_t i = 1; i < times.size(); ++i) // each half second; a host process has jitter
        CHECK(std::abs(times[i] - times[i - 1] - 500'000'000) < 250'000'000);
    page.view().showAll();
    QTest::keyClick(page.view().viewport(), Qt::Key_N);
    // A search, from the keyboard alone.
    QTest::keyClick(page.view().viewport(), Qt::Key_Home);
    while (page.view().chosenTrack() != led())
        QTest::keyClick(&page.view(), Qt::Key_Down);
    QTest::keyClick(&page.view(), Qt::Key_F, Qt::ControlModifier);
    auto* const what = page.findChild<QComboBox*>(QStringLiteral("searchWhat"));
    REQUIRE(until([&] { return what->hasFocus(); }));
    for (int i = 0; i < 4; ++i)
        QTest::keyClick(what, Qt::Key_Down);
    CHECK(what->currentText() == QStringLiteral("a pulse longer than"));
    auto* const value = page.findChild<QLineEdit*>(QStringLiteral("searchValue"));
    value->setFocus();
    QTest::keyClicks(value, QStringLiteral("200 ms"));
    QTest::keyClick(value, Qt::Key_Return);
    CHECK(page.view().cursor(0) == times[0]);
    CHECK(page.view().cursor(1) == times[1]);
    QTest::keyClick(value, Qt::Key_Return, Qt::ShiftModifier);
    CHECK(page.view().cursor(0) == times[0]);
    CHECK(page.findChild<QLabel*>(QStringLiteral("measure"))->text() ==
          QStringLiteral("None before cursor A."));
    page.view().showAll();
    bench.screenshot(QStringLiteral("signals"));
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("blink.vcd"));
    REQUIRE_FALSE(page.exportVcd(file));
    QFile dump(file);
    REQUIRE(dump.open(QIODevice::ReadOnly));
    const QByteArray text = dump.readAll();
    CHECK(text.contains("$timescale"));
    CHECK(text.contains('#' + QByteArray::number(static_cast<qlonglong>(times.front()))));
}

TEST_CASE("what one has done is done again by a scenario", "[window]")
{
    Bench bench;
    const QTemporaryDir folder;
    const QString project = bench.startButton(folder);
    REQUIRE(until([&] { return bench.item(QStringLiteral("SW2")) != nullptr; }));
    ScenarioActions& scenarios = bench.window.scenarios();
    auto* const record = scenarios.findChild<QAction*>(QStringLiteral("recordScenario"));
    bench.window.log().clear();
    record->trigger();
    REQUIRE(until([&] { return scenarios.recorder().isOn(); }));
    REQUIRE(until([&] { return bench.hasLogged(QStringLiteral("ready")); })); // it begins anew

    QWidget* const viewport = bench.window.boardPage().view().viewport();
    QTest::mousePress(viewport, Qt::LeftButton, {}, bench.placeOf(QStringLiteral("SW2")));
    REQUIRE(until([&] { return bench.hasLogged(QStringLiteral("press 1: LED on")); }));
    QTest::mouseRelease(viewport, Qt::LeftButton, {}, bench.placeOf(QStringLiteral("SW2")));
    REQUIRE(until([&] { return scenarios.recorder().steps() == 2; }));
    scenarios.recorder().end();
    const QString path = project + QStringLiteral("/recorded.yaml");
    REQUIRE_FALSE(scenarios.save(path));
    QFile file(path);
    REQUIRE(file.open(QIODevice::Append));
    file.write("  - expect: {log: \"press 1: LED on\"}\n  - expect: \"D1.greenLit == true\"\n");
    file.close();
    QSignalSpy hasRun(&scenarios, &ScenarioActions::hasRun);
    scenarios.run(path);
    REQUIRE(until([&] { return hasRun.count() == 1; }, kLong));
    INFO(hasRun.at(0).at(1).toString().toStdString());
    CHECK(hasRun.at(0).at(0).toBool());
}

TEST_CASE("a real-time core is held, stepped and let go", "[window]")
{
    Bench bench;
    bench.window.startDevice(QStringLiteral("mt3620_rdb"),
                             QStringLiteral(STUDIO_SAMPLES "/rt_blink"));
    CoresPage& page = bench.window.coresPage();
    for (QDockWidget* const dock : bench.window.findChildren<QDockWidget*>())
        if (dock->objectName() == QStringLiteral("coresDock"))
            dock->raise();
    const auto action = [&](const QString& text) {
        for (QAction* const one : page.findChildren<QAction*>())
            if (one->text() == text)
                return one;
        return static_cast<QAction*>(nullptr);
    };
    REQUIRE(until([&] { return action(QStringLiteral("&Hold"))->isEnabled(); }, kLong));
    action(QStringLiteral("&Hold"))->trigger();
    REQUIRE(until([&] { return page.core().isHeld(); }));
    REQUIRE(until([&] { return page.core().registers().rowCount() > 16; }));
    REQUIRE(until([&] { return page.core().instructions().rowCount() > 0; }));
    const auto pc = [&] {
        for (const TextRow& row : page.core().registers().rows())
            if (row.key == QStringLiteral("pc"))
                return row.cells.value(1);
        return QString();
    };
    CHECK(bench.window.apps().at(0)->core == QStringLiteral("realTime0"));
    page.core().setPeripheral(QStringLiteral("GPT"));
    REQUIRE(until([&] { return page.core().peripheral().rowCount() > 0; }));
    // Its memory, where its stack is.
    auto* const tabs = page.findChild<QTabWidget*>();
    tabs->setCurrentWidget(&page.memory());
    auto* const place = page.memory().findChild<QComboBox*>(QStringLiteral("memoryPlace"));
    auto* const unit = page.memory().findChildren<QComboBox*>().at(1);
    unit->setCurrentText(QStringLiteral("words"));
    place->setEditText(QStringLiteral("where + 4"));
    QTest::keyClick(place, Qt::Key_Return);
    const TextTable& memory = page.memory().memory().table();
    auto* const trouble = page.findChild<QLabel*>(QStringLiteral("memoryTrouble"));
    REQUIRE(until([&] { return !trouble->text().isEmpty(); })); // that is none of its registers
    place->setEditText(QStringLiteral("sp"));
    QTest::keyClick(place, Qt::Key_Return);
    const auto registerValue = [&](const char* name) {
        for (const TextRow& row : page.core().registers().rows())
            if (row.key == QLatin1StringView(name))
                return row.cells.value(1);
        return QString();
    };
    REQUIRE(until([&] {
        return trouble->text().isEmpty() && memory.rowCount() > 0 &&
               memory.rows()[0].key.left(7) == registerValue("sp").left(7);
    }));
    CHECK(memory.columnCount() == 6);
    tabs->setCurrentIndex(0);
    const QString before = pc();
    REQUIRE_FALSE(before.isEmpty());
    bench.screenshot(QStringLiteral("cores"));
    REQUIRE(until([&] { return page.core().isHeld(); }));
    action(QStringLiteral("&Step"))->trigger(); // it may sleep: then until its timer wakes it
    REQUIRE(until([&] { return pc() != before; }));
    action(QStringLiteral("&Go on"))->trigger();
    REQUIRE(until(
        [&] { return !page.core().isHeld() && page.core().state() != QStringLiteral("off"); }));
}

TEST_CASE("the first start offers a sample", "[window]")
{
    Bench bench;
    auto* const sample = bench.window.findChild<QPushButton*>(QStringLiteral("startSample"));
    REQUIRE(sample != nullptr);
    CHECK(sample->isVisible());
    bench.screenshot(QStringLiteral("welcome"));
    QTest::mouseClick(sample, Qt::LeftButton);
    REQUIRE(until(
        [&] { return bench.window.parts().isOn(QStringLiteral("D1"), QStringLiteral("redLit")); },
        kLong));
}

} // namespace perisphere::studio_test
