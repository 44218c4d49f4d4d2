#include "models/part_kinds.hpp"

#include "connection/device_connection.hpp"
#include "connection/text_of.hpp"

#include <QMimeData>

#include <algorithm>
#include <utility>

namespace perisphere::studio
{
namespace
{

PropertyType settingType(const json::Value& schema)
{
    const QString type = textOf(schema, "type");
    if (type == QStringLiteral("boolean"))
        return PropertyType::Bool;
    if (type == QStringLiteral("integer"))
        return PropertyType::Integer;
    if (type == QStringLiteral("number"))
        return PropertyType::Number;
    return schema.contains("enum") ? PropertyType::Choice : PropertyType::Text;
}

/// Of a JSON Schema as parts have it: flat, each value with its type and default.
std::vector<PartSetting> settingsOf(const json::Value& schema)
{
    std::vector<PartSetting> settings;
    const json::Value properties = schema.value("properties", json::Value::object());
    for (const auto& [name, one] : properties.items()) {
        PartProperty property{.name = QString::fromStdString(name),
                              .description = textOf(one, "description"),
                              .type = settingType(one),
                              .isSettable = true,
                              .minimum = one.value("minimum", 0.0),
                              .maximum = one.value("maximum", 0.0)};
        if (property.type == PropertyType::Choice)
            for (const json::Value& choice : one.at("enum"))
                property.choices.append(textOf(choice));
        const QVariant standard = propertyValueFrom(one.at("default"), property.type);
        settings.push_back({std::move(property), standard});
    }
    return settings;
}

} // namespace

PartKinds::PartKinds(DeviceConnection& connection, QObject* parent)
    : QAbstractListModel(parent)
    , m_connection(connection)
{
    connect(&connection, &DeviceConnection::attached, this, &PartKinds::fetch);
    if (connection.isAttached())
        fetch();
}

void PartKinds::fetch()
{
    m_connection.call("board.partTypes", json::Value::object(), this,
                      [this](const Result<json::Value>& answer) {
                          if (answer)
                              take(*answer);
                      });
}

void PartKinds::take(const json::Value& answer)
{
    std::vector<PartKind> kinds;
    for (const json::Value& one : answer.at("types")) {
        PartKind kind{.name = textOf(one, "name"),
                      .title = textOf(one, "title"),
                      .description = textOf(one, "description"),
                      .pins = {},
                      .settings = settingsOf(one.value("configuration", json::Value::object()))};
        for (const json::Value& pin : one.at("pins"))
            kind.pins.push_back({textOf(pin, "name"), textOf(pin, "description")});
        kinds.push_back(std::move(kind));
    }
    beginResetModel();
    m_kinds = std::move(kinds);
    endResetModel();
}

const PartKind* PartKinds::find(const QString& name) const
{
    const auto found = std::ranges::find(m_kinds, name, &PartKind::name);
    return found == m_kinds.end() ? nullptr : &*found;
}

int PartKinds::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_kinds.size());
}

QVariant PartKinds::data(const QModelIndex& index, int role) const
{
    const auto row = static_cast<std::size_t>(index.row());
    if (!index.isValid() || row >= m_kinds.size())
        return {};
    const PartKind& kind = m_kinds[row];
    switch (role) {
    case Qt::DisplayRole:
        return kind.title;
    case Qt::ToolTipRole:
    case Qt::AccessibleDescriptionRole:
        return kind.description;
    case NameRole:
        return kind.name;
    default:
        return {};
    }
}

Qt::ItemFlags PartKinds::flags(const QModelIndex& index) const
{
    return QAbstractListModel::flags(index) | Qt::ItemIsDragEnabled;
}

QMimeData* PartKinds::mimeData(const QModelIndexList& indexes) const
{
    auto* const data = new QMimeData;
    if (!indexes.isEmpty())
        data->setData(mimeType(), indexes.front().data(NameRole).toString().toUtf8());
    return data;
}

} // namespace perisphere::studio
