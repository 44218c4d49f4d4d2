#include "models/parts_model.hpp"

#include "connection/device_connection.hpp"
#include "connection/text_of.hpp"

#include <QColor>
#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <array>
#include <utility>

namespace perisphere::studio
{
namespace
{

PropertyType typeOf(const std::string& name)
{
    static constexpr std::array<std::pair<std::string_view, PropertyType>, 8> kTypes{
        {{"bool", PropertyType::Bool},
         {"integer", PropertyType::Integer},
         {"number", PropertyType::Number},
         {"text", PropertyType::Text},
         {"choice", PropertyType::Choice},
         {"colour", PropertyType::Colour},
         {"bytes", PropertyType::Bytes},
         {"image", PropertyType::Image}}};
    const auto* const found =
        std::ranges::find(kTypes, name, &std::pair<std::string_view, PropertyType>::first);
    return found == kTypes.end() ? PropertyType::Text : found->second;
}

double number(const json::Value& object, const char* key)
{
    const auto found = object.find(key);
    return found != object.end() && found->is_number() ? found->get<double>() : 0;
}

} // namespace

PartProperty partPropertyFrom(const json::Value& value)
{
    PartProperty property{.name = optionalTextOf(value, "name"),
                          .description = optionalTextOf(value, "description"),
                          .type = typeOf(optionalTextOf(value, "type").toStdString()),
                          .isSettable = value.value("settable", false),
                          .unit = optionalTextOf(value, "unit"),
                          .minimum = number(value, "minimum"),
                          .maximum = number(value, "maximum"),
                          .step = number(value, "step"),
                          .choices = {}};
    if (const auto choices = value.find("choices"); choices != value.end())
        for (const json::Value& choice : *choices)
            property.choices.append(textOf(choice));
    return property;
}

QVariant propertyValueFrom(const json::Value& value, PropertyType type)
{
    if (value.is_boolean())
        return value.get<bool>();
    if (value.is_number_integer() && type == PropertyType::Integer)
        return QVariant::fromValue(static_cast<qlonglong>(value.get<std::int64_t>()));
    if (value.is_number())
        return value.get<double>();
    if (value.is_string()) {
        const QString string = textOf(value);
        return type == PropertyType::Colour ? QVariant(QColor(string)) : QVariant(string);
    }
    if (value.is_object())
        return QVariant::fromValue(
            ImageSize{.width = std::clamp(value.value("width", 0), 0, 4096),
                      .height = std::clamp(value.value("height", 0), 0, 4096),
                      .revision = value.value("revision", std::int64_t{0})});
    return {};
}

json::Value propertyValueToJson(const QVariant& value)
{
    switch (value.typeId()) {
    case QMetaType::Bool:
        return value.toBool();
    case QMetaType::Int:
    case QMetaType::LongLong:
        return value.toLongLong();
    case QMetaType::Double:
        return value.toDouble();
    case QMetaType::QColor:
        return value.value<QColor>().name().toStdString();
    default:
        return value.toString().toStdString();
    }
}

const PartProperty* Part::find(const QString& property) const
{
    const auto found = std::ranges::find(properties, property, &PartProperty::name);
    return found == properties.end() ? nullptr : &*found;
}

PartsModel::PartsModel(DeviceConnection& connection, QObject* parent)
    : QObject(parent)
    , m_connection(connection)
    , m_images(connection)
{
    connect(&m_images, &DisplayImages::changed, this, &PartsModel::imageChanged);
    // In this order, with each attachment: values of parts that are not known are nobody's.
    connect(&connection, &DeviceConnection::attached, this, [this] {
        m_told.clear();
        fetch();
    });
    if (connection.isAttached())
        fetch();
    connection.watch("part.watch", {{"properties", {"*"}}}, this,
                     [this](const json::Value& params) { takeValues(params); });
}

void PartsModel::fetch()
{
    m_connection.call("part.list", json::Value::object(), this,
                      [this](const Result<json::Value>& answer) {
                          if (answer)
                              take(*answer);
                      });
}

void PartsModel::take(const json::Value& answer)
{
    std::vector<Part> parts;
    for (const json::Value& one : answer.at("parts")) {
        Part part{.name = optionalTextOf(one, "name"),
                  .kind = optionalTextOf(one, "kind"),
                  .description = optionalTextOf(one, "description"),
                  .properties = {},
                  .isAdded = one.value("added", false)};
        for (const json::Value& property : one.at("properties"))
            part.properties.push_back(partPropertyFrom(property));
        parts.push_back(std::move(part));
    }
    m_parts = std::move(parts);
    m_values.clear();
    m_images.clear();
    Q_EMIT partsChanged();
    m_told.removeIf([this](const auto& one) {
        return find(one.key().left(one.key().lastIndexOf('.'))) == nullptr; // it is gone
    });
    const QHash<QString, json::Value> told = m_told;
    for (auto one = told.cbegin(); one != told.cend(); ++one)
        takeValue(one.key(), one.value());
}

void PartsModel::takeValues(const json::Value& params)
{
    const auto values = params.find("values");
    if (values == params.end() || !values->is_array())
        return;
    for (const json::Value& sample : *values)
        if (const auto value = sample.find("value"); value != sample.end()) {
            const QString path = optionalTextOf(sample, "property");
            m_told.insert(path, *value); // also of a part that is not known yet
            takeValue(path, *value);
        }
    if (params.value("otherParts", false))
        fetch();
}

void PartsModel::takeValue(const QString& path, const json::Value& value)
{
    const qsizetype dot = path.lastIndexOf('.');
    if (dot < 0)
        return;
    const QString partName = path.left(dot);
    const QString name = path.mid(dot + 1);
    const Part* const part = find(partName);
    const PartProperty* const property = part == nullptr ? nullptr : part->find(name);
    if (property == nullptr)
        return;
    const QVariant now = propertyValueFrom(value, property->type);
    QVariant& known = m_values[path];
    if (known == now && known.isValid())
        return;
    known = now;
    if (property->type == PropertyType::Image)
        m_images.fetch(partName, name);
    Q_EMIT valueChanged(partName, name, now);
}

const Part* PartsModel::find(const QString& part) const
{
    const auto found = std::ranges::find(m_parts, part, &Part::name);
    return found == m_parts.end() ? nullptr : &*found;
}

QVariant PartsModel::value(const QString& part, const QString& property) const
{
    return m_values.value(part + '.' + property);
}

void PartsModel::set(const QString& part, const QString& property, const QVariant& value)
{
    m_connection.call("part.set", {{"property", (part + '.' + property).toStdString()},
                                   {"value", propertyValueToJson(value)}});
    Q_EMIT wasSet(part, property, value);
}

QString textOf(const PartProperty& property, const QVariant& value)
{
    const auto translated = [](const char* text) {
        return QCoreApplication::translate("PartProperty", text);
    };
    if (!value.isValid())
        return QStringLiteral("–");
    switch (property.type) {
    case PropertyType::Bool:
        return value.toBool() ? translated("on") : translated("off");
    case PropertyType::Number: {
        constexpr int kDigits = 6;
        const QString number = QLocale::c().toString(value.toDouble(), 'g', kDigits);
        return property.unit.isEmpty() ? number : number + ' ' + property.unit;
    }
    case PropertyType::Integer:
        return property.unit.isEmpty() ? value.toString() : value.toString() + ' ' + property.unit;
    case PropertyType::Colour:
        return value.value<QColor>().name();
    case PropertyType::Image: {
        const auto image = value.value<ImageSize>();
        return QStringLiteral("%1 × %2").arg(image.width).arg(image.height);
    }
    case PropertyType::Text:
    case PropertyType::Choice:
    case PropertyType::Bytes:
        break;
    }
    return value.toString();
}

} // namespace perisphere::studio
