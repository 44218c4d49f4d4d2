// Terminals and the world in a real window, with real devices and apps.
#include "pages/terminals_page.hpp"
#include "pages/world_page.hpp"
#include "terminal/terminal_pane.hpp"
#include "window_bench.hpp"

#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QDialogButtonBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
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

TEST_CASE("an access point is added and removed, and the device joins and leaves it", "[window]")
{
    Bench bench;
    bench.window.startDevice(QStringLiteral("mt3620_rdb"));
    bench.raise(QStringLiteral("worldDock"));
    WorldPage& page = bench.window.worldPage();
    const auto wifi = [&] { return cellOf(page.world().network(), QStringLiteral("Wi-Fi")); };
    REQUIRE(until([&] { return wifi().startsWith(QStringLiteral("Perisphere")); }, kLong));
    auto* const list = page.findChild<QListWidget*>(QStringLiteral("aroundTheBoard"));
    auto* const remove = page.findChild<QPushButton*>(QStringLiteral("removeAccessPoint"));
    REQUIRE(until([&] { return list->count() == 2; })); // AP1, Internet
    CHECK_FALSE(remove->isEnabled());                   // of the board

    // By the keyboard alone.
    auto* const add = page.findChild<QPushButton*>(QStringLiteral("addAccessPoint"));
    add->setFocus();
    QTest::keyClick(add, Qt::Key_Space);
    auto* const dialog = page.findChild<QDialog*>(QStringLiteral("accessPointDialog"));
    REQUIRE(dialog != nullptr);
    REQUIRE(QTest::qWaitForWindowActive(dialog));
    auto* const name = dialog->findChild<QLineEdit*>(QStringLiteral("accessPointName"));
    auto* const ssid = dialog->findChild<QLineEdit*>(QStringLiteral("accessPointSsid"));
    auto* const passphrase = dialog->findChild<QLineEdit*>(QStringLiteral("accessPointPassphrase"));
    auto* const ok = dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok);
    CHECK(name->text() == QStringLiteral("AP2")); // AP1 is the board's
    CHECK(dialog->focusWidget() == ssid);
    QTest::keyClicks(ssid, QStringLiteral("Perisphere"));
    CHECK(ok->isEnabled());
    QTest::keyClick(ssid, Qt::Key_Tab);
    auto* const security = dialog->findChild<QComboBox*>(QStringLiteral("accessPointSecurity"));
    CHECK(dialog->focusWidget() == security);
    QTest::keyClick(security, Qt::Key_Down);
    CHECK(passphrase->isEnabled());
    CHECK_FALSE(ok->isEnabled()); // it has none yet
    QDir().mkpath(QStringLiteral(STUDIO_SCREENSHOTS));
    for (const Theme theme : {Theme::Dark, Theme::Light}) {
        apply(theme, *qApp);
        QTest::qWait(0); // a turn, in which it is drawn
        REQUIRE(
            dialog->grab().save(QStringLiteral("%1/access-point-dialog-%2.png")
                                    .arg(QStringLiteral(STUDIO_SCREENSHOTS), studio::name(theme))));
    }
    QTest::keyClick(security, Qt::Key_Up);
    CHECK_FALSE(passphrase->isEnabled());
    QTest::keyClick(ssid, Qt::Key_Return);
    const QString added = QStringLiteral("AP2");
    REQUIRE(until([&] {
        return list->currentItem() != nullptr &&
               list->currentItem()->data(Qt::UserRole).toString() == added;
    }));
    CHECK(remove->isEnabled());
    auto* const rssi = page.findChild<QWidget*>(QStringLiteral("AP2.rssi"));
    REQUIRE(rssi != nullptr);
    CHECK(rssi->isVisible());

    // The device goes over to it when that of the board is gone.
    bench.window.parts().set(QStringLiteral("AP1"), QStringLiteral("inRange"), false);
    REQUIRE(until([&] { return bench.window.parts().isOn(added, QStringLiteral("associated")); },
                  kLong));
    REQUIRE(until([&] { return wifi().startsWith(QStringLiteral("Perisphere")); }, kLong));
    bench.screenshot(QStringLiteral("world-access-point"));
    QTest::mouseClick(remove, Qt::LeftButton);
    REQUIRE(until([&] { return list->count() == 2; }));
    REQUIRE(until([&] { return wifi() == QStringLiteral("not connected"); }));
    CHECK(list->currentItem() != nullptr);
    CHECK_FALSE(remove->isEnabled());
}

TEST_CASE("the time zone of the clocks is chosen, and is the same in the next window", "[window]")
{
    const QString berlin = QStringLiteral("Europe/Berlin");
    {
        Bench bench;
        bench.window.startDevice(QStringLiteral("mt3620_rdb"));
        bench.raise(QStringLiteral("worldDock"));
        WorldPage& page = bench.window.worldPage();
        page.findChild<QTabWidget*>(QStringLiteral("networkTabs"))->setCurrentIndex(1);
        REQUIRE(until(
            [&] {
                return cellOf(page.world().clocks(), QStringLiteral("System"))
                    .startsWith(QStringLiteral("2025-01-01 00:"));
            },
            kLong));
        auto* const zones = page.findChild<QComboBox*>(QStringLiteral("timeZone"));
        zones->setFocus();
        QTest::keyClicks(zones, berlin);
        REQUIRE(until([&] {
            return cellOf(page.world().clocks(), QStringLiteral("System") + berlin)
                .startsWith(QStringLiteral("2025-01-01 01:"));
        }));
        bench.screenshot(QStringLiteral("world-clocks"));
    }
    Bench bench;
    auto* const zones = bench.window.worldPage().findChild<QComboBox*>(QStringLiteral("timeZone"));
    CHECK(zones->currentText() == berlin);
    CHECK(bench.window.worldPage().world().timeZone().id() == berlin.toLatin1());
    zones->setCurrentText(QStringLiteral("UTC")); // as the other tests find it
}

} // namespace perisphere::studio_test
