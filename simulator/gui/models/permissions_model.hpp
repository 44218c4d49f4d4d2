// What an app's manifest grants, and what the app was refused for lack of a grant.
#pragma once

#include "models/text_table.hpp"
#include "perisphere/json/value.hpp"

#include <QObject>
#include <QString>

namespace perisphere::studio
{

class DeviceConnection;

class PermissionsModel final : public QObject
{
    Q_OBJECT

public:
    enum Column { State, Capability, Value, Line };

    explicit PermissionsModel(DeviceConnection& connection, QObject* parent = nullptr);

    /// Of which app; {} is none. Asks anew when the app's count of refusals is another.
    void show(const QString& componentId, qint64 refusals);

    /// What was refused comes first.
    [[nodiscard]] TextTable& table() { return m_table; }
    /// The manifest's line that would allow what a row was refused for; else {}.
    [[nodiscard]] QString lineOf(int row) const;
    /// All of them, to be pasted into "Capabilities".
    [[nodiscard]] QString allLines() const;

Q_SIGNALS:
    void changed();

private:
    void fetch();
    void take(const json::Value& answer);

    DeviceConnection& m_connection;
    TextTable m_table;
    QString m_app;
    qint64 m_refusals = 0;
};

} // namespace perisphere::studio
