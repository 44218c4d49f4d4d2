#include "models/faults_model.hpp"

#include "connection/device_connection.hpp"
#include "connection/text_of.hpp"
#include "models/log_model.hpp"

#include <utility>

namespace perisphere::studio
{

FaultsModel::FaultsModel(DeviceConnection& connection, QObject* parent)
    : QObject(parent)
    , m_connection(connection)
    , m_active({tr("Fault"), tr("Parameters"), tr("Since (s)")})
{
    m_active.useProportionalFont();
    connect(&connection, &DeviceConnection::attached, this, [this] {
        m_types.clear();
        m_active.forget();
        refresh();
    });
    if (connection.isAttached())
        refresh();
}

void FaultsModel::refresh()
{
    if (!m_connection.isAttached())
        return;
    m_connection.call("fault.list", json::Value::object(), this,
                      [this](const Result<json::Value>& answer) {
                          if (!answer)
                              return;
                          take(*answer);
                      });
}

void FaultsModel::take(const json::Value& answer)
{
    std::vector<TextRow> rows;
    for (const json::Value& one : answer.at("active")) {
        QStringList parameters;
        for (const auto& [name, value] : one.at("parameters").items())
            parameters.append(QStringLiteral("%1 = %2").arg(
                QString::fromStdString(name),
                QString::fromStdString(value.is_string() ? value.get<std::string>()
                                                         : value.dump())));
        rows.push_back({QString::number(one.at("fault").get<std::int64_t>()),
                        {textOf(one, "type"), parameters.join(QStringLiteral(", ")),
                         timeText(one.at("since").get<std::int64_t>())},
                        false});
    }
    m_active.setRows(std::move(rows));
    if (m_types.empty()) // they stay what they are
        takeTypes(answer.at("types"));
}

void FaultsModel::takeTypes(const json::Value& types)
{
    std::vector<FaultType> all;
    for (const json::Value& one : types) {
        FaultType type{.name = textOf(one, "name"),
                       .description = textOf(one, "description"),
                       .lasts = one.at("lasts").get<bool>(),
                       .parameters = {}};
        for (const json::Value& given : one.at("parameters")) {
            FaultParameter parameter{.property = partPropertyFrom(given), .initial = {}};
            parameter.property.isSettable = true;
            if (const auto initial = given.find("default"); initial != given.end())
                parameter.initial = propertyValueFrom(*initial, parameter.property.type);
            type.parameters.push_back(std::move(parameter));
        }
        all.push_back(std::move(type));
    }
    m_types = std::move(all);
    Q_EMIT typesChanged();
}

void FaultsModel::command(const char* method, json::Value params, const QString& what)
{
    m_connection.call(
        method, std::move(params), this, [this, what](const Result<json::Value>& answer) {
            if (!answer)
                Q_EMIT failed(what, QString::fromStdString(answer.error().toString()));
            refresh();
        });
}

void FaultsModel::inject(const QString& type, const QHash<QString, QVariant>& parameters)
{
    json::Value values = json::Value::object();
    for (auto one = parameters.begin(); one != parameters.end(); ++one)
        values[one.key().toStdString()] = propertyValueToJson(one.value());
    command("fault.inject", {{"type", type.toStdString()}, {"parameters", std::move(values)}},
            tr("Inject %1").arg(type));
}

void FaultsModel::clear(qint64 fault)
{
    command("fault.clear", {{"fault", fault}}, tr("Clear the fault"));
}

void FaultsModel::clearAll()
{
    const std::vector<TextRow> rows = m_active.rows();
    for (const TextRow& row : rows)
        clear(row.key.toLongLong());
}

} // namespace perisphere::studio
