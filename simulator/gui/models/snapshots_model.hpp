// The device as it was: what there is to go back to.
#pragma once

#include "perisphere/json/value.hpp"

#include <QObject>
#include <QString>
#include <QStringList>

#include <vector>

namespace perisphere::studio
{

class DeviceConnection;

struct SnapshotEntry {
    QString name;
    qint64 time = 0; ///< of the device, when it was taken
    QStringList apps;
};

class SnapshotsModel final : public QObject
{
    Q_OBJECT

public:
    explicit SnapshotsModel(DeviceConnection& connection, QObject* parent = nullptr);

    /// Oldest first.
    [[nodiscard]] const std::vector<SnapshotEntry>& snapshots() const { return m_snapshots; }

    void refresh();
    void take();
    /// The device ends for it, and is back at once.
    void restore(const QString& name);
    void remove(const QString& name);

Q_SIGNALS:
    void changed();
    void told(const QString& text);
    void failed(const QString& what, const QString& why);

private:
    void change(const char* method, json::Value params, const QString& what, const QString& done);

    DeviceConnection& m_connection;
    std::vector<SnapshotEntry> m_snapshots;
};

} // namespace perisphere::studio
