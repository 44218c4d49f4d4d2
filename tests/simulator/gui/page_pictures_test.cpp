// A picture of each page, light and dark, of a window on a device on which real apps do real
// things. scripts/renew-pictures takes those in the documentation from here. A page is a line of
// kPages; a dock that has none fails the test.
#include "board/board_view.hpp"
#include "pages/app_details.hpp"
#include "pages/apps_page.hpp"
#include "pages/core_memory_panel.hpp"
#include "pages/cores_page.hpp"
#include "pages/signals_page.hpp"
#include "pages/terminals_page.hpp"
#include "pages/world_page.hpp"
#include "terminal/terminal_pane.hpp"
#include "window_bench.hpp"

#include <QAction>
#include <QComboBox>
#include <QDir>
#include <QLineEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTableView>

#include <algorithm>
#include <array>

namespace perisphere::studio_test
{

namespace
{

constexpr QSize kSize(1180, 740);
constexpr int kDockHeight = 300;
constexpr int kDockWidth = 640;

void nothing(Bench&) {}

void echoSomething(Bench& bench)
{
    TerminalPane& pane = *bench.window.terminalsPage().terminal(QStringLiteral("TERM1"));
    QTest::mouseClick(pane.view().viewport(), Qt::LeftButton);
    QTest::keyClicks(&pane.view(), QStringLiteral("Hello from a real app, at 115200 baud"));
    QTest::keyClick(&pane.view(), Qt::Key_Return);
    QTest::keyClick(&pane.view(), Qt::Key_J, Qt::ControlModifier); // a line feed
    QTest::keyClick(&pane.view(), Qt::Key_Escape);
    QTest::keyClicks(&pane.view(), QStringLiteral("[1;32mand in green"));
    REQUIRE(until([&] {
        const TerminalScreen& screen = pane.view().screen();
        for (int line = 0; line < static_cast<int>(screen.lines().size()); ++line)
            if (screen.text(line).contains(QStringLiteral("in green")))
                return true;
        return false;
    }));
}

/// A blinking LED, and how long it is lit.
void analyseBlinking(Bench& bench)
{
    SignalsPage& page = bench.window.signalsPage();
    page.findChild<QLineEdit*>(QStringLiteral("patterns"))
        ->setText(QStringLiteral("MT3620.GPIO8 D1.redLit AP1.rssi"));
    page.record();
    const auto edges = [&]() -> std::size_t {
        for (const Track& track : page.recorder().store().tracks())
            if (track.name == QStringLiteral("MT3620.GPIO8"))
                return track.times.size();
        return 0;
    };
    for (int rssi = -50; rssi > -70; rssi -= 5) { // something that is no level
        const std::size_t before = edges();
        REQUIRE(until([&] { return edges() > before; }));
        bench.window.parts().set(QStringLiteral("AP1"), QStringLiteral("rssi"), rssi);
    }
    REQUIRE(until([&] { return edges() >= 6; }));
    page.view().showAll();
    QTest::keyClick(&page.view(), Qt::Key_Home);
    auto* const what = page.findChild<QComboBox*>(QStringLiteral("searchWhat"));
    what->setCurrentText(QStringLiteral("a pulse longer than"));
    auto* const value = page.findChild<QLineEdit*>(QStringLiteral("searchValue"));
    value->setText(QStringLiteral("200 ms"));
    QTest::keyClick(value, Qt::Key_Return);
    page.view().showAll();
}

void holdCore(Bench& bench)
{
    CoreModel& core = bench.window.coresPage().core();
    REQUIRE(until([&] { return core.hasHistory(); }, kLong));
    core.hold();
    REQUIRE(until([&] { return core.isHeld() && core.instructions().rowCount() > 0; }));
    core.stepBack();
    REQUIRE(until([&] { return core.isInPast(); }));
}

void showRegisters(Bench& bench)
{
    auto* const tabs = bench.window.coresPage().findChild<QTabWidget*>();
    tabs->setCurrentIndex(1);
}

void showMemory(Bench& bench)
{
    CoresPage& page = bench.window.coresPage();
    page.findChild<QTabWidget*>()->setCurrentWidget(&page.memory());
    auto* const place = page.memory().findChild<QComboBox*>(QStringLiteral("memoryPlace"));
    place->setEditText(QStringLiteral("00100000"));
    QTest::keyClick(place, Qt::Key_Return);
    REQUIRE(until([&] { return page.memory().memory().table().rowCount() > 0; }));
}

void letCoreGoOn(Bench& bench)
{
    if (!bench.window.coresPage().core().isHeld())
        return;
    bench.window.coresPage().core().release();
    REQUIRE(until([&] { return !bench.window.coresPage().core().isHeld(); }));
}

template <int kTab>
void showDetails(Bench& bench)
{
    letCoreGoOn(bench);
    bench.window.appsPage().findChild<QTableView*>()->selectRow(0);
    AppDetails& details = bench.window.appsPage().details();
    details.setCurrentIndex(kTab);
    REQUIRE(until([&] {
        const MemoryCurve* const curve =
            details.memory().find(bench.window.apps().at(0)->componentId);
        return curve != nullptr && curve->samples.size() >= 3 &&
               details.permissions().table().rowCount() > 0;
    }));
}

template <int kTab>
void showWorld(Bench& bench)
{
    bench.window.worldPage().tabs().setCurrentIndex(kTab);
    REQUIRE(until([&] { return bench.window.worldPage().world().network().rowCount() > 3; }));
}

void showNetworks(Bench& bench)
{
    showWorld<0>(bench);
    const TextTable& network = bench.window.worldPage().world().network();
    REQUIRE(until([&] { return network.rows()[0].cells.value(1) == QStringLiteral("ready"); }));
}

void injectFault(Bench& bench)
{
    showWorld<2>(bench);
    WorldPage& page = bench.window.worldPage();
    auto* const types = page.findChild<QComboBox*>(QStringLiteral("faultTypes"));
    REQUIRE(until([&] { return types->count() > 10; }));
    types->setCurrentText(QStringLiteral("pin-stuck"));
}

void choosePart(Bench& bench)
{
    bench.window.boardPage().scene().setFocusItem(bench.item(QStringLiteral("AP1")));
}

void editBoard(Bench& bench)
{
    bench.window.boardPage().editAction().trigger();
}

struct PagePicture {
    const char* name;
    const char* dock; ///< that is raised and made large; nullptr: none
    void (*arrange)(Bench& bench);
};

constexpr std::array kPages = {
    PagePicture{"board", nullptr, nothing},
    PagePicture{"terminals", "terminalsDock", echoSomething},
    PagePicture{"signals", "signalsDock", analyseBlinking},
    PagePicture{"log", "logDock", nothing},
    PagePicture{"cores", "coresDock", holdCore},
    PagePicture{"registers", "coresDock", showRegisters},
    PagePicture{"memory", "coresDock", showMemory},
    PagePicture{"apps", "appsDock", showDetails<0>},
    PagePicture{"permissions", "appsDock", showDetails<1>},
    PagePicture{"networks", "worldDock", showNetworks},
    PagePicture{"identity", "worldDock", showWorld<1>},
    PagePicture{"faults", "worldDock", injectFault},
    PagePicture{"part", "partDock", choosePart},
    PagePicture{"edit", "editDock", editBoard},
};

void save(Bench& bench, const PagePicture& page)
{
    if (page.dock != nullptr) {
        auto* const dock = bench.window.findChild<QDockWidget*>(QLatin1StringView(page.dock));
        REQUIRE(dock != nullptr);
        dock->raise();
        if (bench.window.dockWidgetArea(dock) == Qt::BottomDockWidgetArea) {
            bench.window.resizeDocks({dock}, {kDockHeight}, Qt::Vertical);
            bench.window.resizeDocks({dock}, {kDockWidth}, Qt::Horizontal);
        }
    }
    page.arrange(bench);
    bench.screenshot(QStringLiteral("pages/") + QLatin1StringView(page.name));
}

} // namespace

TEST_CASE("each page is drawn while real apps do real things", "[window][pictures]")
{
    Bench bench;
    bench.window.resize(kSize);
    bench.screenshot(QStringLiteral("pages/welcome"));
    bench.window.startDevice(QStringLiteral(STUDIO_SAMPLES "/uart_echo/board.json"),
                             QStringLiteral(STUDIO_SAMPLES "/uart_echo"));
    REQUIRE(until([&] { return bench.hasLogged(QStringLiteral("echoing")); }, kLong));
    bench.window.appsPage().install(QStringLiteral(STUDIO_SAMPLES "/rt_blink"));
    REQUIRE(until([&] { return bench.window.apps().rowCount() == 2; }, kLong));
    REQUIRE(until(
        [&] { return bench.window.parts().isOn(QStringLiteral("D1"), QStringLiteral("redLit")); }));
    REQUIRE(until(
        [&] { return bench.window.terminalsPage().terminal(QStringLiteral("TERM1")) != nullptr; }));
    for (const PagePicture& page : kPages)
        save(bench, page);
    for (const QDockWidget* const dock : bench.window.findChildren<QDockWidget*>()) {
        CAPTURE(dock->objectName().toStdString());
        CHECK(std::ranges::any_of(kPages, [&](const PagePicture& page) {
            return page.dock != nullptr && dock->objectName() == QLatin1StringView(page.dock);
        }));
    }
}

} // namespace perisphere::studio_test
