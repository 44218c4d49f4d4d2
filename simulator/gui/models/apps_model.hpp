// The apps on the device, a row each.
#pragma once

#include "perisphere/json/value.hpp"

#include <QAbstractTableModel>
#include <QString>

#include <optional>
#include <vector>

namespace perisphere::studio
{

class DeviceConnection;

struct App {
    QString componentId;
    QString name;
    QString core;  ///< "app", "realTime0", "realTime1"
    QString state; ///< "stopped", "running", "debugging", "backingOff"
    int restarts = 0;
    qint64 refusals = 0; ///< calls that its manifest did not allow
    std::optional<int> debugPort;
    bool hasDebugger = false; ///< one has connected there
    std::optional<int> exitCode;
    std::optional<int> exitSignal;
    std::optional<qint64> memory; ///< KiB at the moment
    std::optional<qint64> memoryPeak;
    std::optional<qint64> memoryLimit;

    [[nodiscard]] bool isActive() const { return state != QStringLiteral("stopped"); }
    [[nodiscard]] bool isWaitingForDebugger() const
    {
        return debugPort.has_value() && !hasDebugger;
    }
    bool operator==(const App&) const = default;
};

class AppsModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, Core, State, Memory, LastExit, ColumnCount };

    explicit AppsModel(DeviceConnection& connection, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

    [[nodiscard]] const std::vector<App>& apps() const { return m_apps; }
    [[nodiscard]] const App* at(int row) const;
    [[nodiscard]] const App* find(const QString& componentId) const;

    /// Asks for what running apps use at the moment.
    void refreshMemory();

Q_SIGNALS:
    void appsChanged();
    void memoryMeasured(const QString& componentId);

private:
    void take(const json::Value& params);
    void takeMemory(const QString& componentId, const json::Value& answer);
    [[nodiscard]] static QString cell(const App& app, int column);

    DeviceConnection& m_connection;
    std::vector<App> m_apps;
};

/// "running", "stopped: exit code 3" and so on, for people.
[[nodiscard]] QString stateText(const App& app);

} // namespace perisphere::studio
