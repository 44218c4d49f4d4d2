// What the menu offers about scenarios: to record what one does, and to run a file.
#pragma once

#include "models/scenario_recorder.hpp"

#include <QObject>

class QAction;
class QMenu;
class QWidget;

namespace perisphere::studio
{

class CommandRunner;

class ScenarioActions final : public QObject
{
    Q_OBJECT

public:
    ScenarioActions(DeviceConnection& connection, CommandRunner& runner, QWidget& window);

    void addTo(QMenu& menu);
    [[nodiscard]] ScenarioRecorder& recorder() { return m_recorder; }
    /// Of what was recorded. The file's folder is the app's where it has a project or a manifest.
    /// @return what went wrong
    [[nodiscard]] std::optional<QString> save(const QString& path) const;
    /// Says how it has ended in a dialog of its own, which is not waited for.
    void run(const QString& path);

Q_SIGNALS:
    void failed(const QString& what, const QString& why);
    void told(const QString& text);
    void hasRun(bool isGood, const QString& report);

private:
    void recordOrSave();
    void chooseFile();
    void chooseRun();
    void showReport(const QString& path, bool isGood, const QString& report);

    CommandRunner& m_runner;
    QWidget& m_window;
    ScenarioRecorder m_recorder;
    QAction* m_record;
    QAction* m_run;
};

} // namespace perisphere::studio
