// What real apps say on buses, decoded while they say it.
#include "pages/decoder_dialog.hpp"
#include "pages/signals_page.hpp"
#include "pages/terminals_page.hpp"
#include "signals/decoders/decoders.hpp"
#include "terminal/terminal_pane.hpp"
#include "window_bench.hpp"

#include <QAction>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTimer>
#include <QToolButton>

#include <algorithm>

namespace perisphere::studio_test
{

namespace
{

void recordSignals(Bench& bench, const QString& patterns)
{
    bench.raise(QStringLiteral("signalsDock"));
    SignalsPage& page = bench.window.signalsPage();
    auto* const line = page.findChild<QLineEdit*>(QStringLiteral("patterns"));
    line->setText(patterns);
    QTest::keyClick(line, Qt::Key_Return);
    const auto wanted = patterns.count(' ') + 1;
    REQUIRE(until(
        [&] { return static_cast<qsizetype>(page.recorder().store().tracks().size()) == wanted; }));
}

/// Through the menu and its dialog. @return what the dialog proposed for each line
QStringList addDecoder(Bench& bench, const QString& name)
{
    auto* const button =
        bench.window.signalsPage().findChild<QToolButton*>(QStringLiteral("decode"));
    REQUIRE(button != nullptr);
    QStringList proposed;
    QTimer::singleShot(0, &bench.window, [&] { // while the dialog has the thread
        auto* const dialog = bench.window.findChild<QDialog*>(QStringLiteral("decoderDialog"));
        if (dialog == nullptr)
            return;
        for (const QComboBox* const box : dialog->findChildren<QComboBox*>())
            proposed.append(box->currentText());
        QTest::keyClick(dialog, Qt::Key_Return);
    });
    for (QAction* const action : button->menu()->actions())
        if (action->text() == '&' + name + QStringLiteral("…"))
            action->trigger();
    return proposed;
}

bool isSaid(Bench& bench, const QString& text)
{
    const DecodedRow* const row = bench.window.signalsPage().view().chosenDecoder();
    return row != nullptr && std::ranges::any_of(row->said, [&](const Annotation& one) {
               return !one.isError && one.text.contains(text);
           });
}

} // namespace

TEST_CASE("what an app says to its sensor is decoded while it says it", "[window][pictures]")
{
    Bench bench;
    bench.window.resize(1180, 740); // as the other pictures
    bench.window.startDevice(QStringLiteral(STUDIO_SAMPLES "/weather/board.json"),
                             QStringLiteral(STUDIO_SAMPLES "/weather"));
    REQUIRE(until([&] { return bench.hasLogged(QStringLiteral("measuring")); }, kLong));
    recordSignals(bench, QStringLiteral("LPS22HH.SDA LPS22HH.SCL"));
    const QStringList proposed = addDecoder(bench, QStringLiteral("I2C"));
    CHECK(proposed == QStringList{QStringLiteral("LPS22HH.SCL"), QStringLiteral("LPS22HH.SDA")});
    REQUIRE(until([&] { return isSaid(bench, QStringLiteral("5C R A")); })); // the sensor
    CHECK(isSaid(bench, QStringLiteral("Sr")));
    // The first of it, from near.
    SignalView& view = bench.window.signalsPage().view();
    const Annotations said = view.chosenDecoder()->said;
    view.setFollowing(false);
    view.goTo(said.front().begin, said[9].end);
    while (view.nanosecondsPerPixel() * 400 > static_cast<double>(said[9].end - said[0].begin))
        QTest::keyClick(&view, Qt::Key_Plus);
    bench.screenshot(QStringLiteral("pages/decoded"));
}

TEST_CASE("characters on a serial line are decoded in both directions", "[window]")
{
    Bench bench;
    bench.window.startDevice(QStringLiteral(STUDIO_SAMPLES "/uart_echo/board.json"),
                             QStringLiteral(STUDIO_SAMPLES "/uart_echo"));
    REQUIRE(until([&] { return bench.hasLogged(QStringLiteral("echoing")); }, kLong));
    recordSignals(bench, QStringLiteral("TERM1.TX TERM1.RX"));
    // The terminal's input: what the app sends back.
    CHECK(addDecoder(bench, QStringLiteral("UART")).value(0) == QStringLiteral("TERM1.RX"));
    REQUIRE(until(
        [&] { return bench.window.terminalsPage().terminal(QStringLiteral("TERM1")) != nullptr; }));
    TerminalPane& pane = *bench.window.terminalsPage().terminal(QStringLiteral("TERM1"));
    QTest::keyClicks(&pane.view(), QStringLiteral("Hi"));
    REQUIRE(until([&] { return isSaid(bench, QStringLiteral("'i'")); }));
    CHECK(isSaid(bench, QStringLiteral("48 'H'")));
    // What it was sent: on the other line, before that.
    const Track& typed = bench.window.signalsPage().recorder().store().tracks()[1];
    CHECK(typed.name == QStringLiteral("TERM1.TX"));
    const Annotations said = decodeUart(typed, {});
    REQUIRE(said.size() == 2);
    CHECK(said.front().text == QStringLiteral("48 'H'"));
    CHECK(said.front().begin <
          bench.window.signalsPage().view().chosenDecoder()->said.front().begin);
}

} // namespace perisphere::studio_test
