// The apps: what they do, and what can be done with them.
#pragma once

#include "models/apps_model.hpp"

#include <QTableView>
#include <QTimer>
#include <QWidget>

class QAction;
class QLabel;
class QLineEdit;
class QToolBar;

namespace perisphere::studio
{

class AppDetails;
class CommandRunner;
class TimeModel;

class AppsPage final : public QWidget
{
    Q_OBJECT

public:
    AppsPage(DeviceConnection& connection, CommandRunner& runner, AppsModel& apps, TimeModel& time,
             QWidget* parent = nullptr);

    /// An image package, or a folder with a project, which is built first.
    void install(const QString& path);
    [[nodiscard]] AppDetails& details() { return *m_details; }

Q_SIGNALS:
    void failed(const QString& what, const QString& why);
    void told(const QString& text);

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void choosePackage();
    void chooseProject();
    void update();
    using QWidget::update;
    [[nodiscard]] const App* chosen() const;
    QAction* addAction(QToolBar& bar, const QString& text, const QString& hint,
                       void (AppsPage::*run)());
    void start();
    void stop();
    void restart();
    void debug();
    void remove();
    void call(const char* method, bool isDebug = false);

    DeviceConnection& m_connection;
    CommandRunner& m_runner;
    AppsModel& m_apps;
    QTableView* m_table;
    AppDetails* m_details;
    QLineEdit* m_debugLine;
    QWidget* m_debugRow;
    QTimer m_memory;
    QAction* m_start = nullptr;
    QAction* m_stop = nullptr;
    QAction* m_restart = nullptr;
    QAction* m_debug = nullptr;
    QAction* m_remove = nullptr;
};

} // namespace perisphere::studio
