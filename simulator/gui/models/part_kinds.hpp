// The kinds of parts that a board can have: a palette, and what the pins of a part are called.
#pragma once

#include "models/parts_model.hpp"
#include "perisphere/json/value.hpp"

#include <QAbstractListModel>
#include <QString>
#include <QStringList>

#include <vector>

namespace perisphere::studio
{

class DeviceConnection;

struct PartPin {
    QString name;
    QString description;
};

/// A value of the board file's "configuration".
struct PartSetting {
    PartProperty property;
    QVariant standard; ///< where the file does not say
};

struct PartKind {
    QString name; ///< "rgb-led"
    QString title;
    QString description;
    std::vector<PartPin> pins;
    std::vector<PartSetting> settings;
};

class PartKinds final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { NameRole = Qt::UserRole };
    /// What is dragged to the board: the kind's name.
    static QString mimeType() { return QStringLiteral("application/x-perisphere-part-kind"); }

    explicit PartKinds(DeviceConnection& connection, QObject* parent = nullptr);

    [[nodiscard]] const PartKind* find(const QString& name) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    [[nodiscard]] QStringList mimeTypes() const override { return {mimeType()}; }
    [[nodiscard]] QMimeData* mimeData(const QModelIndexList& indexes) const override;

private:
    void fetch();
    void take(const json::Value& answer);

    DeviceConnection& m_connection;
    std::vector<PartKind> m_kinds;
};

} // namespace perisphere::studio
