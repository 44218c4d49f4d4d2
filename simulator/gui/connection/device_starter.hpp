// Finds devices that run, and starts new ones by the command line: what it can do, the window can.
#pragma once

#include <QObject>
#include <QProcess>
#include <QString>
#include <QStringList>

#include <functional>
#include <vector>

namespace perisphere::studio
{

struct FoundDevice {
    QString name;
    QString socket;
};

/// By name. Devices of other users are not seen.
[[nodiscard]] std::vector<FoundDevice> runningDevices();

/// Runs the `perisphere` command beside this program.
class CommandRunner final : public QObject
{
    Q_OBJECT

public:
    struct Outcome {
        bool isGood = false;
        QString output; ///< what it printed
        QString errors; ///< what went wrong, for people
    };
    using Done = std::function<void(const Outcome& outcome)>;

    explicit CommandRunner(QObject* parent = nullptr);

    /// `done` is called once, unless the runner is gone by then.
    void run(const QStringList& arguments, Done done);
    [[nodiscard]] bool isBusy() const { return m_running > 0; }

Q_SIGNALS:
    void busyChanged(bool isBusy);

private:
    void finish(QProcess* process, const Done& done, const QString& trouble);

    QString m_program;
    int m_running = 0;
};

} // namespace perisphere::studio
