// One property of a part: shown, and set where it can be.
#pragma once

#include "models/parts_model.hpp"

#include <QWidget>

namespace perisphere::studio
{

class PropertyEditor : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;
    /// Without edited().
    virtual void show(const QVariant& value) = 0;
    /// What is said of it, and of each box and slider that it is made of, where nothing is seen.
    void setTitle(const QString& title, const QString& description = {});

Q_SIGNALS:
    void edited(const QVariant& value);
};

/// What suits its type, unit and range; a label for what cannot be set. A slider sets one value
/// after the other while it is dragged.
[[nodiscard]] PropertyEditor* makePropertyEditor(const PartProperty& property, QWidget* parent,
                                                 bool canHaveSlider = true);

} // namespace perisphere::studio
