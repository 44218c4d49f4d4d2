// The board under a hand: the X server's own mouse, and the keyboard alone.
#include "hand.hpp"
#include "window_bench.hpp"

#include "board/connector_item.hpp"
#include "board/wire_item.hpp"
#include "models/part_kinds.hpp"

#include <QAction>
#include <QFile>
#include <QLabel>
#include <QListView>
#include <QTableView>
#include <QToolTip>

#include <algorithm>
#include <functional>
#include <string_view>

namespace perisphere::studio_test
{

namespace
{

/// A project like the sample's, with another program.
QString realTimeButton(const QTemporaryDir& folder)
{
    QString project = folder.filePath(QStringLiteral("rt_button"));
    REQUIRE(QProcess::execute(
                QStringLiteral("cp"),
                {QStringLiteral("-R"), QStringLiteral(STUDIO_SAMPLES "/rt_blink"), project}) == 0);
    QFile::remove(project + QStringLiteral("/main.c"));
    REQUIRE(QFile::copy(QStringLiteral(STUDIO_TESTS "/rt_button/main.c"),
                        project + QStringLiteral("/main.c")));
    QFile manifest(project + QStringLiteral("/app_manifest.json"));
    REQUIRE(manifest.open(QIODevice::ReadWrite));
    QByteArray text = manifest.readAll();
    text.replace("\"$MT3620_RDB_LED1_RED\"",
                 "\"$MT3620_RDB_LED1_GREEN\", \"$MT3620_RDB_BUTTON_A\"");
    REQUIRE(manifest.resize(0));
    manifest.seek(0);
    manifest.write(text);
    return project;
}

/// Whether pointing there tells it. The tip of what was pointed at before may lie there: a hand
/// that gets no answer moves a little.
bool tells(const QWidget& board, const QPoint& at, const std::function<bool()>& isTold)
{
    constexpr int kTries = 10;
    constexpr int kPatience = 2000; // ms
    for (int i = 0; i < kTries; ++i) {
        hand::move(board, at + QPoint(i % 2, 0));
        if (until(isTold, kPatience))
            return true;
    }
    return false;
}

QString pinLine(Bench& bench)
{
    return bench.window.findChild<QLabel*>(QStringLiteral("pinLine"))->text();
}

} // namespace

TEST_CASE("an app of each kind answers the mouse on a drawn button with a drawn LED", "[window]")
{
    const QTemporaryDir folder;
    const char* const core = GENERATE("a7", "host", "realTime0");
    Bench bench;
    const bool isHost = core == std::string_view("host");
    const bool isRealTime = core == std::string_view("realTime0");
    bench.window.startDevice(QStringLiteral("mt3620_rdb"),
                             isHost       ? QString()
                             : isRealTime ? realTimeButton(folder)
                                          : QStringLiteral(STUDIO_SAMPLES "/button"));
    REQUIRE(until([&] { return bench.item(QStringLiteral("SW2")) != nullptr; }, kLong));
    if (isHost)
        REQUIRE(Bench::command({QStringLiteral("device"), QStringLiteral("sideload"),
                                QStringLiteral(STUDIO_SAMPLES "/button"), QStringLiteral("--core"),
                                QStringLiteral("host")}) == 0);
    REQUIRE(until([&] { return bench.window.apps().rowCount() == 1; }, kLong));
    CHECK(bench.window.apps().at(0)->core ==
          (isRealTime ? QStringLiteral("realTime0") : QStringLiteral("app")));
    if (!isRealTime)
        REQUIRE(until([&] { return bench.hasLogged(QStringLiteral("ready")); }, kLong));

    const QWidget& board = *bench.window.boardPage().view().viewport();
    const auto isGreen = [&] {
        const QColor now = bench.pixelAt(QStringLiteral("D1"));
        return now.green() > now.red() + 60 && now.green() > now.blue() + 60;
    };
    CHECK_FALSE(isGreen());
    hand::press(board, bench.placeOf(QStringLiteral("SW2")));
    REQUIRE(until(isGreen, kLong));
    hand::release();
    REQUIRE(until([&] {
        return !bench.window.parts().isOn(QStringLiteral("SW2"), QStringLiteral("pressed"));
    }));
    if (isRealTime)
        REQUIRE(until([&] { return !isGreen(); }));
}

TEST_CASE("a pin is told by the pointer, and by the keys", "[window]")
{
    Bench bench;
    bench.window.startDevice(QStringLiteral("mt3620_rdb"),
                             QStringLiteral(STUDIO_SAMPLES "/button"));
    REQUIRE(until([&] { return bench.hasLogged(QStringLiteral("ready")); }, kLong));
    BoardView& view = bench.window.boardPage().view();
    BoardScene& scene = bench.window.boardPage().scene();
    QWidget& board = *view.viewport();
    const QPoint pin = view.mapFromScene(*scene.placeOf(QStringLiteral("H3-3")));
    hand::move(board, pin + QPoint(0, 40));
    hand::move(board, pin);
    REQUIRE(until([&] { return pinLine(bench).startsWith(QStringLiteral("H3-3 – 3V3")); }));
    CHECK(pinLine(bench).contains(QStringLiteral("high, 3.30 V")));
    REQUIRE(until([] { return QToolTip::text().startsWith(QStringLiteral("H3-3 – 3V3\n")); }));

    // Each pin of each connector.
    const QList<QGraphicsItem*> drawn = scene.items();
    for (const QGraphicsItem* const one : drawn)
        if (const auto* const connector = dynamic_cast<const ConnectorItem*>(one))
            for (const BoardConnectorPin& end : connector->connector().pins) {
                INFO(end.name.toStdString());
                const QString start = QStringLiteral("%1 – %2").arg(end.name, end.label);
                REQUIRE(tells(board, view.mapFromScene(*scene.placeOf(end.name)),
                              [&] { return pinLine(bench).startsWith(start); }));
                CHECK(pinLine(bench).contains(QStringLiteral(" V")));
            }
    // What is soldered is told by the part, and by the chip.
    REQUIRE(tells(board, bench.placeOf(QStringLiteral("SW2")), [] {
        return QToolTip::text().contains(
            QStringLiteral("pin 1: high, 3.30 V; used by Button as GPIO"));
    }));
    REQUIRE(tells(board, view.mapFromScene(scene.chipPlace()), [] {
        return QToolTip::text().contains(QStringLiteral("GPIO9: used by Button as GPIO"));
    }));

    // From the first part on with Tab, until a connector has it; then the arrows.
    bench.window.boardPage().scene().choose(QStringLiteral("SW2"));
    view.setFocus();
    QSet<QString> chosen;
    const QObject untilItsEnd;
    QObject::connect(&scene, &BoardScene::partChosen, &untilItsEnd,
                     [&](const QString& part) { chosen.insert(part); });
    for (int i = 0; i < 100 && !pinLine(bench).startsWith(QStringLiteral("H1-1 – RESET")); ++i)
        QTest::keyClick(&view, Qt::Key_Tab);
    CHECK(pinLine(bench).startsWith(QStringLiteral("H1-1 – RESET")));
    QTest::keyClick(&view, Qt::Key_Down);
    CHECK(pinLine(bench).startsWith(QStringLiteral("H1-3 – GPIO59")));
    for (int i = 0; i < 100 && bench.window.focusWidget() == &view; ++i)
        QTest::keyClick(&view, Qt::Key_Tab, Qt::ShiftModifier);
    CHECK(bench.window.focusWidget() != &view); // it is no trap
    CHECK(chosen.size() == std::ranges::count_if(drawn, [](QGraphicsItem* one) {
              return dynamic_cast<PartItem*>(one) != nullptr;
          }));
}

TEST_CASE("a part comes from the palette by the mouse, is moved, turned and removed", "[window]")
{
    const QTemporaryDir folder;
    Bench bench;
    BoardPage& page = bench.editBoard(folder);
    auto* const palette = bench.window.findChild<QListView*>(QStringLiteral("palette"));
    REQUIRE(until([&] { return palette->model()->rowCount() > 20; }));
    const QModelIndexList found =
        palette->model()->match(palette->model()->index(0, 0), PartKinds::NameRole,
                                QStringLiteral("potentiometer"), 1, Qt::MatchExactly);
    REQUIRE(found.size() == 1);
    const auto row = [&] { return palette->visualRect(found[0]).center(); };
    REQUIRE(until([&] { // until all is laid out
        palette->scrollTo(found[0]);
        return palette->viewport()->rect().contains(row());
    }));
    QWidget& board = *page.view().viewport();
    const QPoint beside = page.view().mapFromScene(QPointF(60, 50));
    REQUIRE(board.rect().contains(beside));
    hand::drag(*palette->viewport(), row(), board, beside);
    const QString name = QStringLiteral("POTENTIOMETER1");
    REQUIRE(until([&] { return bench.item(name) != nullptr; }));
    const auto placed = [&] { return page.draft().board().findPart(name)->placement; };
    CHECK(std::abs(placed().at.x() - 60) < 1);
    CHECK(std::abs(placed().at.y() - 35) < 1); // from below

    const double high = placed().at.y();
    const QPoint grip = bench.placeOf(name);
    hand::drag(board, grip, board, grip + QPoint(0, -40));
    REQUIRE(until([&] { return placed().at.y() > high + 5; }));
    page.view().setFocus();
    page.scene().choose(name);
    QTest::keyClick(&page.view(), Qt::Key_R);
    REQUIRE(until([&] { return placed().rotation == 90; }));
    QTest::keyClick(&page.view(), Qt::Key_Delete);
    REQUIRE(until([&] { return bench.item(name) == nullptr; }));
    CHECK(page.draft().undoStack().count() == 4);
    QTest::keyClick(&page.view(), Qt::Key_Z, Qt::ControlModifier);
    REQUIRE(until([&] { return bench.item(name) != nullptr; }));
}

TEST_CASE("a wire is drawn by the mouse, and one that cannot be is refused where it ends",
          "[window]")
{
    const QTemporaryDir folder;
    Bench bench;
    BoardPage& page = bench.editBoard(folder);
    BoardDraft& draft = page.draft();
    draft.addPart(QStringLiteral("button"), QPointF(60, 35));
    REQUIRE(until([&] { return bench.item(QStringLiteral("BUTTON1")) != nullptr; }));
    QWidget& board = *page.view().viewport();
    page.view().showAll();
    const auto drag = [&](const char* from, const char* to) {
        const auto at = [&](const char* end) {
            return page.view().mapFromScene(*page.scene().placeOf(QLatin1StringView(end)));
        };
        hand::drag(board, at(from), board, at(to));
    };
    drag("BUTTON1.1", "H1-4");
    REQUIRE(until([&] { return draft.wires().size() == 1; }));
    CHECK(draft.wires()[0].from == QStringLiteral("BUTTON1.1"));
    CHECK(draft.wires()[0].to == QStringLiteral("H1-4"));

    drag("H3-1", "H1-4");
    REQUIRE(until([] { return QToolTip::text().contains(QStringLiteral("5V has 5 V")); }));
    CHECK(bench.window.findChild<QLabel*>(QStringLiteral("boardMessage"))->text() ==
          QToolTip::text());
    CHECK(draft.wires().size() == 1);
    drag("H3-3", "H1-2"); // 3V3 and ground
    REQUIRE(until([] { return QToolTip::text().contains(QStringLiteral("3V3")); }));
    CHECK(draft.wires().size() == 1);

    // Chosen where it hangs, not where it ends, and removed.
    const QPainterPath hanging = wirePath(*page.scene().placeOf(QStringLiteral("BUTTON1.1")),
                                          *page.scene().placeOf(QStringLiteral("H1-4")));
    hand::click(board, page.view().mapFromScene(hanging.pointAtPercent(0.5)));
    auto* const list = bench.window.findChild<QTableView*>(QStringLiteral("wires"));
    REQUIRE(until([&] { return list->currentIndex().row() == 0; }));
    hand::type("Delete");
    REQUIRE(until([&] { return draft.wires().empty(); }));
    hand::type("ctrl+z");
    REQUIRE(until([&] { return draft.wires().size() == 1; }));

    hand::type("ctrl+z");
    REQUIRE(until([&] { return draft.wires().empty(); }));
    hand::type("ctrl+shift+z");
    REQUIRE(until([&] { return draft.wires().size() == 1; }));
    CHECK_FALSE(draft.undoStack().isClean());
    hand::type("ctrl+s");
    REQUIRE(until([&] { return draft.undoStack().isClean(); }));
    QFile saved(folder.filePath(QStringLiteral("board.json")));
    REQUIRE(saved.open(QIODevice::ReadOnly));
    CHECK(saved.readAll().contains("[\"BUTTON1.1\", \"H1-4\"]"));
}

} // namespace perisphere::studio_test
