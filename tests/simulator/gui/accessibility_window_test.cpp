// Who has no mouse, or does not see the window, can do what others can; and a window is as it was
// left.
#include "terminal/terminal_view.hpp"
#include "window_bench.hpp"

#include <QAbstractItemView>
#include <QAccessible>
#include <QAction>
#include <QActionGroup>
#include <QDesktopServices>
#include <QFileInfo>
#include <QMenu>
#include <QMenuBar>
#include <QPointer>
#include <QSettings>
#include <QTabBar>
#include <QTabWidget>
#include <QUrl>

namespace perisphere::studio_test
{

/// What opens a link.
class Browser : public QObject
{
    Q_OBJECT

public:
    QUrl opened;

public Q_SLOTS:
    void open(const QUrl& url) { opened = url; }
};

namespace
{

/// Widgets that take part in the order of Tab, of those that are seen.
QList<QWidget*> reachable(const QWidget& parent)
{
    QList<QWidget*> found;
    for (QWidget* const one : parent.findChildren<QWidget*>())
        if (one->isVisibleTo(&parent) && one->isVisible() && one->isEnabled() &&
            (one->focusPolicy() & Qt::TabFocus) != 0 && one->focusProxy() == nullptr &&
            (qobject_cast<QTabBar*>(one) == nullptr || qobject_cast<QTabBar*>(one)->count() > 0))
            found.append(one);
    return found;
}

std::string nameOf(const QWidget* widget)
{
    QStringList path;
    for (; widget != nullptr; widget = widget->parentWidget())
        path.append(QStringLiteral("%1 “%2”").arg(
            QLatin1StringView(widget->metaObject()->className()), widget->objectName()));
    return path.join(QStringLiteral(" in ")).toStdString();
}

/// What a screen reader would say.
void checkNames(const QWidget& parent)
{
    for (QWidget* const one : reachable(parent)) {
        QAccessibleInterface* const accessible = QAccessible::queryAccessibleInterface(one);
        INFO(nameOf(one));
        REQUIRE(accessible != nullptr);
        CHECK_FALSE(accessible->text(QAccessible::Name).isEmpty());
    }
}

/// One step of Tab; terminals take it for their device, unless Control is held. One that stays has
/// several parts, as dates have.
void step(QMainWindow& window, Qt::Key key, Qt::KeyboardModifiers modifiers)
{
    QWidget* const now = window.focusWidget();
    const bool isTerminal = qobject_cast<TerminalView*>(now) != nullptr;
    QTest::keyClick(now, key, isTerminal ? modifiers | Qt::ControlModifier : modifiers);
}

/// What has the focus in turn, from the first in `area` on until it is left.
QList<QPointer<QWidget>> tabbed(QMainWindow& window, const QWidget& area, QWidget* from)
{
    constexpr int kMost = 200;
    const auto isIn = [&] {
        return window.focusWidget() != nullptr && area.isAncestorOf(window.focusWidget());
    };
    from->setFocus(Qt::TabFocusReason);
    for (int i = 0; i < kMost && isIn(); ++i)
        step(window, Qt::Key_Backtab, Qt::ShiftModifier);
    CHECK_FALSE(isIn()); // it is no trap
    QList<QPointer<QWidget>> passed;
    step(window, Qt::Key_Tab, {});
    for (int i = 0; i < kMost && isIn(); ++i) {
        passed.append(window.focusWidget());
        step(window, Qt::Key_Tab, {});
    }
    INFO("it stays in " << nameOf(window.focusWidget()));
    CHECK_FALSE(isIn());
    return passed;
}

} // namespace

TEST_CASE("all that takes keys has a name, and is reached by them", "[window]")
{
    Bench bench;
    checkNames(bench.window); // the welcome page
    bench.window.startDevice(QStringLiteral(STUDIO_SAMPLES "/uart_echo/board.json"),
                             QStringLiteral(STUDIO_SAMPLES "/uart_echo"));
    REQUIRE(until([&] { return bench.hasLogged(QStringLiteral("echoing")); }, kLong));
    bench.window.boardPage().editAction().trigger();
    for (QDockWidget* const dock : bench.window.findChildren<QDockWidget*>()) {
        dock->show();
        dock->raise();
        QTest::qWait(0);
        INFO(dock->objectName().toStdString());
        auto* const tabs = dock->findChild<QTabWidget*>();
        for (int tab = 0; tab < (tabs == nullptr ? 1 : tabs->count()); ++tab) {
            if (tabs != nullptr)
                tabs->setCurrentIndex(tab);
            QTest::qWait(0);
            checkNames(*dock->widget());
            QList<QPointer<QWidget>> wanted;
            for (QWidget* const one : reachable(*dock->widget()))
                wanted.append(one);
            if (wanted.isEmpty())
                continue;
            const auto passed = tabbed(bench.window, *dock->widget(), wanted.front());
            for (const QPointer<QWidget>& one : wanted) {
                if (one == nullptr || !one->isVisible() || !one->isEnabled())
                    continue; // it went when something else was chosen
                INFO(nameOf(one));
                CHECK(passed.contains(one));
            }
        }
    }
}

TEST_CASE("every menu's entries have keys, and help opens the manual", "[window]")
{
    Bench bench;
    for (const QAction* const menu : bench.window.menuBar()->actions()) {
        INFO(menu->text().toStdString());
        CHECK(menu->text().contains('&'));
        for (const QAction* const entry : menu->menu()->actions())
            CHECK((entry->isSeparator() || !entry->text().isEmpty()));
    }
    Browser browser;
    QDesktopServices::setUrlHandler(QStringLiteral("file"), &browser, "open");
    QTest::keyClick(&bench.window, Qt::Key_F1);
    QDesktopServices::unsetUrlHandler(QStringLiteral("file"));
    CHECK(browser.opened.fileName() == QStringLiteral("studio.md"));
    CHECK(QFileInfo::exists(browser.opened.toLocalFile()));
}

TEST_CASE("a window is as it was left", "[window]")
{
    {
        Bench bench;
        auto* const cores = bench.window.findChild<QDockWidget*>(QStringLiteral("coresDock"));
        REQUIRE(cores != nullptr);
        cores->close();
        bench.window.addDockWidget(Qt::LeftDockWidgetArea,
                                   bench.window.findChild<QDockWidget*>(QStringLiteral("logDock")));
        for (QAction* const action : bench.window.findChildren<QAction*>())
            if (action->text() == QStringLiteral("&Dark"))
                action->trigger();
        bench.window.close();
    }
    CHECK(QSettings().value(QStringLiteral("window/theme")) == QStringLiteral("dark"));
    Bench bench;
    CHECK_FALSE(bench.window.findChild<QDockWidget*>(QStringLiteral("coresDock"))->isVisible());
    CHECK(bench.window.dockWidgetArea(bench.window.findChild<QDockWidget*>(
              QStringLiteral("logDock"))) == Qt::LeftDockWidgetArea);
    QSettings().clear(); // other tests begin as a new user does
    apply(Theme::Light, *qApp);
}

} // namespace perisphere::studio_test

#include "accessibility_window_test.moc"
