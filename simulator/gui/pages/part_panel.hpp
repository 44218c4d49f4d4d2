// All properties of the part that is chosen on the board.
#pragma once

#include "pages/property_editor.hpp"

#include <QHash>
#include <QScrollArea>

namespace perisphere::studio
{

class PartPanel final : public QScrollArea
{
    Q_OBJECT

public:
    explicit PartPanel(PartsModel& parts, QWidget* parent = nullptr);

    void show(const QString& part);
    using QScrollArea::show;

private:
    void rebuild();

    PartsModel& m_parts;
    QString m_part;
    QHash<QString, PropertyEditor*> m_editors;
};

} // namespace perisphere::studio
