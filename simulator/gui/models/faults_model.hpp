// What can go wrong on purpose, and what does at the moment.
#pragma once

#include "models/parts_model.hpp"
#include "models/text_table.hpp"
#include "perisphere/json/value.hpp"

#include <QHash>
#include <QObject>
#include <QString>
#include <QVariant>

#include <vector>

namespace perisphere::studio
{

class DeviceConnection;

struct FaultParameter {
    PartProperty property; ///< settable: so it has an editor
    QVariant initial;      ///< invalid: it has to be given
};

struct FaultType {
    QString name;
    QString description;
    bool lasts = true; ///< until it is cleared
    std::vector<FaultParameter> parameters;
};

class FaultsModel final : public QObject
{
    Q_OBJECT

public:
    explicit FaultsModel(DeviceConnection& connection, QObject* parent = nullptr);

    [[nodiscard]] const std::vector<FaultType>& types() const { return m_types; }
    /// Those that last; a row's key is the fault's number.
    [[nodiscard]] TextTable& active() { return m_active; }

    void refresh();
    void inject(const QString& type, const QHash<QString, QVariant>& parameters);
    void clear(qint64 fault);
    void clearAll();

Q_SIGNALS:
    void typesChanged();
    void failed(const QString& what, const QString& why);

private:
    void take(const json::Value& answer);
    void takeTypes(const json::Value& types);
    void command(const char* method, json::Value params, const QString& what);

    DeviceConnection& m_connection;
    std::vector<FaultType> m_types;
    TextTable m_active;
};

} // namespace perisphere::studio
