#include "models/permissions_model.hpp"

#include "connection/device_connection.hpp"
#include "connection/text_of.hpp"

#include <QStringList>

#include <utility>

namespace perisphere::studio
{
PermissionsModel::PermissionsModel(DeviceConnection& connection, QObject* parent)
    : QObject(parent)
    , m_connection(connection)
    , m_table({tr("State"), tr("Capability"), tr("Value"), tr("Line for the manifest")})
{
    m_table.useProportionalFont();
    connect(&connection, &DeviceConnection::attached, this, &PermissionsModel::fetch);
}

void PermissionsModel::show(const QString& componentId, qint64 refusals)
{
    if (componentId == m_app && refusals == m_refusals)
        return;
    if (componentId != m_app)
        m_table.forget();
    m_app = componentId;
    m_refusals = refusals;
    fetch();
    Q_EMIT changed();
}

void PermissionsModel::fetch()
{
    if (m_app.isEmpty() || !m_connection.isAttached())
        return;
    m_connection.call("app.permissions", {{"app", m_app.toStdString()}}, this,
                      [this, app = m_app](const Result<json::Value>& answer) {
                          if (!answer || app != m_app)
                              return;
                          take(*answer);
                      });
}

void PermissionsModel::take(const json::Value& answer)
{
    std::vector<TextRow> rows;
    for (const json::Value& one : answer.at("refused")) {
        const QString capability = textOf(one, "capability");
        const QString value = textOf(one, "value");
        const auto count = one.at("count").get<std::int64_t>();
        rows.push_back({QStringLiteral("refused ") + capability + ' ' + value,
                        {count == 1 ? tr("refused once") : tr("refused %1 times").arg(count),
                         capability, value, textOf(one, "line")},
                        true});
    }
    for (const json::Value& one : answer.at("granted")) {
        const QString capability = textOf(one, "capability");
        rows.push_back({QStringLiteral("granted ") + capability,
                        {tr("granted"), capability, textOf(one, "value"),
                         QStringLiteral("\"%1\": %2").arg(capability, textOf(one, "value"))},
                        false});
    }
    m_table.setRows(std::move(rows));
    Q_EMIT changed();
}

QString PermissionsModel::lineOf(int row) const
{
    if (row < 0 || row >= m_table.rowCount())
        return {};
    const TextRow& shown = m_table.rows()[static_cast<std::size_t>(row)];
    return shown.isMarked ? shown.cells.value(Line) : QString(); // what is granted is there already
}

QString PermissionsModel::allLines() const
{
    QStringList lines;
    for (int row = 0; row < m_table.rowCount(); ++row)
        if (const QString line = lineOf(row); !line.isEmpty())
            lines.append(line);
    return lines.join(QStringLiteral(",\n"));
}

} // namespace perisphere::studio
