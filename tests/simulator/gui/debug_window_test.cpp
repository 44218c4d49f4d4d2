// An app that waits for the debugger, and one that has it.
#include "pages/apps_page.hpp"
#include "window_bench.hpp"

#include <QAction>
#include <QLineEdit>
#include <QStatusBar>
#include <QTcpSocket>

namespace perisphere::studio_test
{

TEST_CASE("an app waits for the debugger until one connects", "[window]")
{
    Bench bench;
    bench.window.startDevice(QStringLiteral("mt3620_rdb"),
                             QStringLiteral(STUDIO_SAMPLES "/rt_blink"));
    REQUIRE(until([&] { return bench.hasLogged(QStringLiteral("LED on")); }, kLong));
    bench.raise(QStringLiteral("appsDock"));
    auto* const debug = bench.window.findChild<QAction*>(QStringLiteral("debugApp"));
    REQUIRE(debug != nullptr);
    debug->trigger();
    auto* const line = bench.window.findChild<QLineEdit*>(QStringLiteral("debugLine"));
    REQUIRE(line != nullptr);
    const auto isWaiting = [&] {
        const App* const one = bench.window.apps().at(0);
        return one != nullptr && one->isWaitingForDebugger();
    };
    const bool hasWaited = until(isWaiting);
    CAPTURE(bench.window.statusBar()->currentMessage().toStdString(), debug->isEnabled(),
            bench.window.apps().at(0)->state.toStdString());
    REQUIRE(hasWaited);
    const App* app = bench.window.apps().at(0);
    REQUIRE(until([&] { return line->isVisible(); }));
    CHECK(line->text().endsWith(QStringLiteral("localhost:%1'").arg(*app->debugPort)));
    bench.screenshot(QStringLiteral("debug"));
    // A real-time app, whose core this process serves: at once. One on the application core reads
    // what its debugger says when gdb lets it go on.
    REQUIRE(bench.window.apps().at(0)->core == QStringLiteral("realTime0"));
    QTcpSocket gdb;
    gdb.connectToHost(QStringLiteral("127.0.0.1"), static_cast<quint16>(*app->debugPort));
    REQUIRE(until([&] { return gdb.state() == QAbstractSocket::ConnectedState; }));
    REQUIRE(until([&] { return !line->isVisible(); }));
    CHECK(bench.window.apps().index(0, AppsModel::State).data().toString() ==
          QStringLiteral("being debugged"));
}

} // namespace perisphere::studio_test
