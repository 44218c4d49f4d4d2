// The window on a real X server, with devices that end with the test.
#pragma once

#include "board/part_item.hpp"
#include "fake_device.hpp"
#include "pages/board_page.hpp"
#include "window/main_window.hpp"

#include <QApplication>
#include <QCoreApplication>
#include <QDir>
#include <QDockWidget>
#include <QPixmap>
#include <QProcess>
#include <QTemporaryDir>

#include <catch2/catch.hpp>

namespace perisphere::studio_test
{

using namespace studio;

/// Building an app takes a while on a machine with other work.
inline constexpr int kLong = 240'000;

/// Devices that a test has started end with it, and are forgotten.
struct Bench {
    MainWindow window;

    Bench()
    {
        window.show();
        window.activateWindow(); // without it, keys of menus and the focus in the board do nothing
        REQUIRE(QTest::qWaitForWindowActive(&window));
    }
    Bench(const Bench&) = delete;
    Bench& operator=(const Bench&) = delete;
    ~Bench()
    {
        window.connection().detach();
        for (const FoundDevice& device : runningDevices())
            command({"sim", "stop", "--device", device.name});
        QDir(qEnvironmentVariable("XDG_STATE_HOME") + QStringLiteral("/perisphere/devices"))
            .removeRecursively();
    }

    static int command(const QStringList& arguments)
    {
        return QProcess::execute(
            QDir(QCoreApplication::applicationDirPath()).filePath(QStringLiteral("perisphere")),
            arguments);
    }

    /// The sample `button` as a project of the user's own, in `folder`. It runs then. @return the
    /// project
    QString startButton(const QTemporaryDir& folder)
    {
        const QString project = folder.filePath(QStringLiteral("button"));
        REQUIRE(QProcess::execute(QStringLiteral("cp"),
                                  {QStringLiteral("-R"), QStringLiteral(STUDIO_SAMPLES "/button"),
                                   project}) == 0);
        window.startDevice(QStringLiteral("mt3620_rdb"), project);
        REQUIRE(until([&] { return hasLogged(QStringLiteral("ready")); }, kLong));
        return project;
    }

    /// The board of a device that runs, in the editor; it is saved in `folder`.
    BoardPage& editBoard(const QTemporaryDir& folder)
    {
        BoardPage& page = window.boardPage();
        page.setProject(folder.path());
        window.startDevice(QStringLiteral("mt3620_rdb"));
        REQUIRE(until([&] { return item(QStringLiteral("SW2")) != nullptr; }, kLong));
        page.editAction().trigger();
        return page;
    }

    PartItem* item(const QString& name)
    {
        for (QGraphicsItem* const item : window.boardPage().scene().items())
            if (auto* const part = dynamic_cast<PartItem*>(item);
                part != nullptr && part->name() == name)
                return part;
        return nullptr;
    }
    /// In the view's pixels.
    QPoint placeOf(const QString& name)
    {
        return window.boardPage().view().mapFromScene(item(name)->pos());
    }
    QColor pixelAt(const QString& name)
    {
        return window.boardPage().view().viewport()->grab().toImage().pixelColor(placeOf(name));
    }
    bool hasLogged(const QString& text)
    {
        for (int row = 0; row < window.log().rowCount(); ++row)
            if (window.log().index(row, LogModel::Text).data().toString().contains(text))
                return true;
        return false;
    }
    /// Its tab is chosen, as somebody who wants to see it does.
    void raise(const QString& dockName)
    {
        auto* const dock = window.findChild<QDockWidget*>(dockName);
        REQUIRE(dock != nullptr);
        dock->raise();
    }
    static constexpr int kSmallest = 0; ///< of PNG: not of lower quality, but packed harder
    void screenshot(const QString& name)
    {
        QDir().mkpath(QStringLiteral(STUDIO_SCREENSHOTS "/pages"));
        for (const Theme theme : {Theme::Dark, Theme::Light}) {
            apply(theme, *qApp);
            QTest::qWait(0); // a turn, in which it is drawn
            REQUIRE(window.grab().save(
                QStringLiteral("%1/%2-%3.png")
                    .arg(QStringLiteral(STUDIO_SCREENSHOTS), name, studio::name(theme)),
                nullptr, kSmallest));
        }
    }
};

} // namespace perisphere::studio_test
