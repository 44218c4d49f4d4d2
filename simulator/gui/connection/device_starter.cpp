#include "connection/device_starter.hpp"

#include "perisphere/control/registry.hpp"

#include <QCoreApplication>
#include <QDir>

#include <optional>
#include <string>

namespace perisphere::studio
{

std::vector<FoundDevice> runningDevices()
{
    std::optional<std::string> runtime;
    if (qEnvironmentVariableIsSet("XDG_RUNTIME_DIR"))
        runtime = qEnvironmentVariable("XDG_RUNTIME_DIR").toStdString();
    std::vector<FoundDevice> found;
    const auto registry =
        control::DeviceRegistry::open(control::DeviceRegistry::defaultRoot(runtime));
    if (!registry)
        return found;
    const auto devices = registry->list();
    if (!devices)
        return found;
    for (const control::RunningDevice& device : *devices)
        found.push_back(
            {QString::fromStdString(device.name), QString::fromStdString(device.socket.string())});
    return found;
}

CommandRunner::CommandRunner(QObject* parent)
    : QObject(parent)
    , m_program(QDir(QCoreApplication::applicationDirPath()).filePath("perisphere"))
{
}

void CommandRunner::run(const QStringList& arguments, Done done)
{
    auto* const process = new QProcess(this);
    if (++m_running == 1)
        Q_EMIT busyChanged(true);
    connect(process, &QProcess::errorOccurred, this,
            [this, process, done](QProcess::ProcessError error) {
                if (error == QProcess::FailedToStart)
                    finish(
                        process, done,
                        tr("%1 cannot be started; it belongs beside this program").arg(m_program));
            });
    connect(process, &QProcess::finished, this,
            [this, process, done](int, QProcess::ExitStatus) { finish(process, done, {}); });
    process->start(m_program, arguments);
}

void CommandRunner::finish(QProcess* process, const Done& done, const QString& trouble)
{
    Outcome outcome{.isGood = trouble.isEmpty() && process->exitStatus() == QProcess::NormalExit &&
                              process->exitCode() == 0,
                    .output = QString::fromUtf8(process->readAllStandardOutput()),
                    .errors = trouble.isEmpty()
                                  ? QString::fromUtf8(process->readAllStandardError()).trimmed()
                                  : trouble};
    process->deleteLater();
    if (--m_running == 0)
        Q_EMIT busyChanged(false);
    if (done)
        done(outcome);
}

} // namespace perisphere::studio
