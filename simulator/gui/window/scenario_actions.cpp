#include "window/scenario_actions.hpp"

#include "connection/device_connection.hpp"
#include "connection/device_starter.hpp"

#include <QAction>
#include <QDialog>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFontDatabase>
#include <QMenu>
#include <QPlainTextEdit>
#include <QSaveFile>
#include <QVBoxLayout>

namespace perisphere::studio
{

ScenarioActions::ScenarioActions(DeviceConnection& connection, CommandRunner& runner,
                                 QWidget& window)
    : QObject(&window)
    , m_runner(runner)
    , m_window(window)
    , m_recorder(connection, this)
    , m_record(new QAction(tr("Record &what I do"), this))
    , m_run(new QAction(tr("Run a &scenario…"), this))
{
    m_record->setObjectName(QStringLiteral("recordScenario"));
    m_record->setCheckable(true);
    m_record->setShortcut(Qt::CTRL | Qt::Key_R);
    m_record->setEnabled(connection.isAttached());
    m_record->setToolTip(tr("Restarts the device's apps, and writes what is pressed and changed "
                            "from then on into a scenario for \"perisphere test\""));
    connect(&connection, &DeviceConnection::stateChanged, this,
            [this, &connection] { m_record->setEnabled(connection.isAttached()); });
    connect(m_record, &QAction::triggered, this, &ScenarioActions::recordOrSave);
    connect(m_run, &QAction::triggered, this, &ScenarioActions::chooseRun);
    connect(&m_recorder, &ScenarioRecorder::failed, this, &ScenarioActions::failed);
    connect(&m_recorder, &ScenarioRecorder::failed, this, [this] { m_record->setChecked(false); });
    connect(&m_recorder, &ScenarioRecorder::begun, this,
            [this] { Q_EMIT told(tr("Recording what you do. The same again ends it.")); });
    connect(&m_recorder, &ScenarioRecorder::ended, this, [this] { m_record->setChecked(false); });
}

void ScenarioActions::addTo(QMenu& menu)
{
    menu.addAction(m_record);
    menu.addAction(m_run);
}

void ScenarioActions::recordOrSave()
{
    if (m_record->isChecked()) {
        m_recorder.begin();
        return;
    }
    connect(&m_recorder, &ScenarioRecorder::ended, this, &ScenarioActions::chooseFile,
            Qt::SingleShotConnection);
    m_recorder.end();
}

void ScenarioActions::chooseFile()
{
    const QString path =
        QFileDialog::getSaveFileName(&m_window,
                                     tr("Save the scenario, best beside the app's "
                                        "CMakeLists.txt"),
                                     QStringLiteral("scenario.yaml"), tr("Scenarios (*.yaml)"));
    if (path.isEmpty())
        return;
    if (const auto trouble = save(path))
        Q_EMIT failed(tr("Save the scenario"), *trouble);
    else
        Q_EMIT told(tr("Saved. \"perisphere test %1\" does it again.").arg(path));
}

std::optional<QString> ScenarioActions::save(const QString& path) const
{
    const QFileInfo info(path);
    const QDir folder = info.dir();
    const bool isProject = folder.exists(QStringLiteral("CMakeLists.txt")) ||
                           folder.exists(QStringLiteral("app_manifest.json"));
    const QByteArray text =
        m_recorder.text(info.completeBaseName(), isProject ? QStringLiteral(".") : QString())
            .toUtf8();
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit())
        return tr("%1: %2").arg(path, file.errorString());
    return std::nullopt;
}

void ScenarioActions::chooseRun()
{
    const QString path = QFileDialog::getOpenFileName(&m_window, tr("Run a scenario"), {},
                                                      tr("Scenarios (*.yaml *.yml)"));
    if (!path.isEmpty())
        run(path);
}

void ScenarioActions::run(const QString& path)
{
    Q_EMIT told(tr("Running %1 on a device of its own…").arg(path));
    // Where the signals of the run are recorded: the report names the file.
    const QString recordings = QDir::temp().filePath(QStringLiteral("perisphere-studio"));
    m_runner.run({QStringLiteral("test"), path, QStringLiteral("--vcd"), recordings},
                 [this, path](const CommandRunner::Outcome& outcome) {
                     const QString report = outcome.output + outcome.errors;
                     Q_EMIT told(outcome.isGood ? tr("%1 has passed.").arg(path)
                                                : tr("%1 has failed.").arg(path));
                     showReport(path, outcome.isGood, report);
                     Q_EMIT hasRun(outcome.isGood, report);
                 });
}

void ScenarioActions::showReport(const QString& path, bool isGood, const QString& report)
{
    auto* const dialog = new QDialog(&m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(isGood ? tr("Passed: %1").arg(path) : tr("Failed: %1").arg(path));
    auto* const text = new QPlainTextEdit(report, dialog);
    text->setReadOnly(true);
    text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    text->setAccessibleName(tr("Report of the scenario"));
    auto* const buttons = new QDialogButtonBox(QDialogButtonBox::Close, dialog);
    connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::close);
    auto* const layout = new QVBoxLayout(dialog);
    layout->addWidget(text);
    layout->addWidget(buttons);
    constexpr QSize kSize(640, 360);
    dialog->resize(kSize);
    dialog->show();
}

} // namespace perisphere::studio
