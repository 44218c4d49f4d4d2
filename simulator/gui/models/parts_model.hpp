// The parts of the device with the latest values of their properties.
#pragma once

#include "models/display_images.hpp"
#include "perisphere/json/value.hpp"

#include <QHash>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QVariant>

#include <optional>
#include <vector>

namespace perisphere::studio
{

class DeviceConnection;

enum class PropertyType : std::uint8_t {
    Bool,
    Integer,
    Number,
    Text,
    Choice,
    Colour,
    Bytes,
    Image
};

struct PartProperty {
    QString name;
    QString description;
    PropertyType type = PropertyType::Text;
    bool isSettable = false;
    QString unit;
    double minimum = 0;
    double maximum = 0; ///< not above minimum: none are known
    double step = 0;    ///< 0: none is known
    QStringList choices;

    [[nodiscard]] bool hasRange() const { return maximum > minimum; }
};

struct Part {
    QString name;
    QString kind;
    QString description;
    std::vector<PartProperty> properties;
    bool isAdded = false; ///< while the device runs: no part of the board

    [[nodiscard]] const PartProperty* find(const QString& property) const;
};

/// What a display shows; the pixels come apart.
struct ImageSize {
    int width = 0;
    int height = 0;
    qint64 revision = -1;
    bool operator==(const ImageSize&) const = default;
};

class PartsModel final : public QObject
{
    Q_OBJECT

public:
    explicit PartsModel(DeviceConnection& connection, QObject* parent = nullptr);

    [[nodiscard]] const std::vector<Part>& parts() const { return m_parts; }
    [[nodiscard]] const Part* find(const QString& part) const;
    /// Invalid when it is not known. Bool, qlonglong, double, QString, QColor or ImageSize.
    [[nodiscard]] QVariant value(const QString& part, const QString& property) const;
    [[nodiscard]] bool isOn(const QString& part, const QString& property) const
    {
        return value(part, property).toBool();
    }
    /// What a display shows; null before it is known.
    [[nodiscard]] const QImage& image(const QString& part) const { return m_images.imageOf(part); }
    /// The device may refuse; DeviceConnection::failed tells.
    void set(const QString& part, const QString& property, const QVariant& value);

Q_SIGNALS:
    /// Others than before, all without values, which come next.
    void partsChanged();
    void valueChanged(const QString& part, const QString& property, const QVariant& value);
    /// A display's pixels.
    void imageChanged(const QString& part);
    /// By the user, in this window.
    void wasSet(const QString& part, const QString& property, const QVariant& value);

private:
    void fetch();
    void take(const json::Value& answer);
    void takeValues(const json::Value& params);
    void takeValue(const QString& path, const json::Value& value);

    DeviceConnection& m_connection;
    DisplayImages m_images;
    std::vector<Part> m_parts;
    QHash<QString, QVariant> m_values;  ///< by "PART.PROPERTY"
    QHash<QString, json::Value> m_told; ///< as the device told them: also of parts not known yet
};

/// Of the API's types Property and PropertyValue. May throw what json::Value throws.
[[nodiscard]] PartProperty partPropertyFrom(const json::Value& value);
[[nodiscard]] QVariant propertyValueFrom(const json::Value& value, PropertyType type);
[[nodiscard]] json::Value propertyValueToJson(const QVariant& value);

/// As one reads it: "12.5 °C", "on", "#ff0000".
[[nodiscard]] QString textOf(const PartProperty& property, const QVariant& value);

} // namespace perisphere::studio

Q_DECLARE_METATYPE(perisphere::studio::ImageSize)
