// Terminals and the world in a real window, with real devices and apps.
#include "pages/terminals_page.hpp"
#include "pages/world_page.hpp"
#include "terminal/terminal_pane.hpp"
#include "window_bench.hpp"

#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QTabWidget>

namespace perisphere::studio_test
{

namespace
{

QString screenOf(TerminalPane& pane)
{
    QString text;
    for (int line = 0; line < static_cast<int>(pane.view().screen().lines().size()); ++line)
        text += pane.view().screen().text(line) + '\n';
    return text;
}

QString cellOf(const TextTable& table, const QString& key, int column = 1)
{
    for (const TextRow& row : table.rows())
        if (row.key == key)
            return row.cells.value(column);
    return {};
}

} // namespace

TEST_CASE("what is typed at a terminal comes back from a real app, and is drawn", "[window]")
{
    Bench bench;
    bench.window.startDevice(QStringLiteral(STUDIO_SAMPLES "/uart_echo/board.json"),
                             QStringLiteral(STUDIO_SAMPLES "/uart_echo"));
    bench.raise(QStringLiteral("terminalsDock"));
    TerminalsPage& page = bench.window.terminalsPage();
    REQUIRE(until([&] { return page.terminal(QStringLiteral("TERM1")) != nullptr; }, kLong));
    REQUIRE(until([&] { return bench.window.apps().rowCount() == 1; }, kLong));
    REQUIRE(until([&] { return bench.hasLogged(QStringLiteral("echoing")); }, kLong)); // it listens
    TerminalPane& pane = *page.terminal(QStringLiteral("TERM1"));
    REQUIRE(until([&] { return pane.line().format().has_value(); }));
    QTest::mouseClick(pane.view().viewport(), Qt::LeftButton);
    QTest::keyClicks(&pane.view(), QStringLiteral("hello"));
    REQUIRE(until([&] { return screenOf(pane).contains(QStringLiteral("hello")); }));
    QTest::keyClick(&pane.view(), Qt::Key_Return);
    QTest::keyClick(&pane.view(), Qt::Key_Escape); // and the rest of a sequence, as one types it
    QTest::keyClicks(&pane.view(), QStringLiteral("[1;32mgreen"));
    REQUIRE(until([&] { return screenOf(pane).contains(QStringLiteral("green")); }));
    CHECK_FALSE(screenOf(pane).contains('['));
    const QImage drawn = pane.view().viewport()->grab().toImage();
    int greens = 0;
    for (int y = 0; y < drawn.height(); ++y)
        for (int x = 0; x < drawn.width(); ++x) {
            const QColor pixel = drawn.pixelColor(x, y);
            greens += pixel.green() > pixel.red() + 60 && pixel.green() > pixel.blue() + 40 ? 1 : 0;
        }
    CHECK(greens > 10);

    // A file, while which the terminal is set to another speed than the app has.
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("numbers.txt")));
    REQUIRE(file.open(QIODevice::WriteOnly));
    for (int i = 0; i < 3000; ++i)
        file.write("line " + QByteArray::number(i) + "\r\n");
    file.close();
    REQUIRE(pane.sendFile(file.fileName()).isEmpty());
    REQUIRE(until([&] { return screenOf(pane).contains(QStringLiteral("line 50\n")); }));
    pane.line().setBaudRate(9600);
    auto* const banner = pane.findChild<QWidget*>(QStringLiteral("mismatch"));
    REQUIRE(until([&] { return banner->isVisible(); }));
    CHECK(banner->findChild<QLabel*>()->text().contains(QStringLiteral("115200 8N1")));
    CHECK(pane.line().errors() > 0);
    bench.screenshot(QStringLiteral("terminal-mismatch"));
    pane.line().cancel();
    QTest::mouseClick(banner->findChild<QPushButton*>(), Qt::LeftButton);
    REQUIRE(until([&] { return !banner->isVisible(); }));
    REQUIRE(until([&] { return pane.line().unsent() == 0; }, kLong));
    QTest::keyClicks(&pane.view(), QStringLiteral("\rback again"));
    REQUIRE(until([&] { return screenOf(pane).contains(QStringLiteral("back again")); }));
    bench.screenshot(QStringLiteral("terminal"));
    CHECK(pane.bytes().rowCount() > 0);
}

TEST_CASE("the world around a device is shown and changed", "[window]")
{
    Bench bench;
    bench.window.startDevice(QStringLiteral("mt3620_rdb"));
    bench.raise(QStringLiteral("worldDock"));
    WorldPage& page = bench.window.worldPage();
    REQUIRE(until(
        [&] {
            return cellOf(page.world().network(), QStringLiteral("wlan0"))
                .startsWith(QStringLiteral("connected to the internet"));
        },
        kLong));
    CHECK(cellOf(page.world().network(), QStringLiteral("Wi-Fi"))
              .startsWith(QStringLiteral("Perisphere")));
    REQUIRE(until([&] {
        return cellOf(page.world().clocks(), QStringLiteral("System"))
            .startsWith(QStringLiteral("2025-01-01"));
    }));
    page.findChild<QTabWidget*>(QStringLiteral("networkTabs"))->setCurrentIndex(1);
    QTest::mouseClick(page.findChild<QPushButton*>(QStringLiteral("setClocks")), Qt::LeftButton);
    REQUIRE(until([&] {
        return cellOf(page.world().clocks(), QStringLiteral("Real-time clock"))
                   .startsWith(QStringLiteral("2026-01-01 00:")) &&
               cellOf(page.world().clocks(), QStringLiteral("System"))
                   .startsWith(QStringLiteral("2026-01-01 00:"));
    }));
    bench.screenshot(QStringLiteral("world-networks"));
    auto* const inRange = page.findChild<QWidget*>(QStringLiteral("AP1.inRange"));
    REQUIRE(inRange != nullptr);
    inRange->setFocus();
    QTest::keyClick(inRange->findChild<QCheckBox*>(), Qt::Key_Space);
    REQUIRE(until([&] {
        return cellOf(page.world().network(), QStringLiteral("Wi-Fi")) ==
               QStringLiteral("not connected");
    }));

    page.tabs().setCurrentIndex(2);
    auto* const types = page.findChild<QComboBox*>(QStringLiteral("faultTypes"));
    REQUIRE(until([&] { return types->count() > 10; }));
    types->setCurrentText(QStringLiteral("i2c-nack"));
    QTest::mouseClick(page.findChild<QPushButton*>(QStringLiteral("inject")), Qt::LeftButton);
    REQUIRE(until([&] { return page.faults().active().rowCount() == 1; }));
    CHECK(page.faults().active().rows()[0].cells[0] == "i2c-nack");
    bench.screenshot(QStringLiteral("world-faults"));
    QTest::mouseClick(page.findChild<QPushButton*>(QStringLiteral("clearAll")), Qt::LeftButton);
    REQUIRE(until([&] { return page.faults().active().rowCount() == 0; }));

    page.tabs().setCurrentIndex(1);
    REQUIRE(until([&] { return page.world().deviceId().size() == 128; }));
    bench.screenshot(QStringLiteral("world-identity"));
    auto* const offer = page.findChild<QPushButton*>(QStringLiteral("offerSystem"));
    REQUIRE(until([&] { return offer->isEnabled(); }));
    const QString before = cellOf(page.world().update(), QStringLiteral("System version"));
    QTest::mouseClick(offer, Qt::LeftButton);
    REQUIRE(until([&] { return !page.world().isUpdateIdle(); }));
    CHECK_FALSE(before.isEmpty());
}

} // namespace perisphere::studio_test
