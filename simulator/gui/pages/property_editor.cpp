#include "pages/property_editor.hpp"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QSlider>

#include <algorithm>
#include <cmath>
#include <limits>

namespace perisphere::studio
{
namespace
{

QHBoxLayout* rowOf(QWidget* widget)
{
    auto* const row = new QHBoxLayout(widget);
    row->setContentsMargins(0, 0, 0, 0);
    return row;
}

class ReadOnlyEditor final : public PropertyEditor
{
public:
    ReadOnlyEditor(const PartProperty& property, QWidget* parent)
        : PropertyEditor(parent)
        , m_property(property)
        , m_label(new QLabel(this))
    {
        m_label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        m_label->setWordWrap(true);
        rowOf(this)->addWidget(m_label);
        setFocusProxy(m_label);
    }
    void show(const QVariant& value) override { m_label->setText(textOf(m_property, value)); }

private:
    PartProperty m_property;
    QLabel* m_label;
};

class BoolEditor final : public PropertyEditor
{
public:
    explicit BoolEditor(QWidget* parent)
        : PropertyEditor(parent)
        , m_box(new QCheckBox(this))
    {
        rowOf(this)->addWidget(m_box);
        setFocusProxy(m_box);
        connect(m_box, &QCheckBox::clicked, this, [this](bool isOn) { Q_EMIT edited(isOn); });
    }
    void show(const QVariant& value) override
    {
        const QSignalBlocker blocker(m_box);
        m_box->setChecked(value.toBool());
    }

private:
    QCheckBox* m_box;
};

/// A number and, where the range is known, a slider.
class NumberEditor final : public PropertyEditor
{
public:
    NumberEditor(const PartProperty& property, QWidget* parent, bool canHaveSlider)
        : PropertyEditor(parent)
        , m_property(property)
        , m_box(new QDoubleSpinBox(this))
    {
        const bool isInteger = property.type == PropertyType::Integer;
        m_box->setDecimals(isInteger ? 0 : kDecimals);
        m_box->setRange(property.hasRange() ? property.minimum : -kWide,
                        property.hasRange() ? property.maximum : kWide);
        m_box->setSingleStep(property.step > 0 ? property.step : 1);
        m_box->setKeyboardTracking(false);
        if (!property.unit.isEmpty())
            m_box->setSuffix(' ' + property.unit);
        QHBoxLayout* const row = rowOf(this);
        if (property.hasRange() && canHaveSlider) {
            m_slider = new QSlider(Qt::Horizontal, this);
            m_slider->setRange(0, kTicks);
            row->addWidget(m_slider, 1);
            connect(m_slider, &QSlider::valueChanged, this, [this](int tick) {
                const double share = static_cast<double>(tick) / kTicks;
                set(m_property.minimum + share * (m_property.maximum - m_property.minimum));
            });
        }
        row->addWidget(m_box, m_slider == nullptr ? 1 : 0);
        setFocusProxy(m_box);
        connect(m_box, &QDoubleSpinBox::valueChanged, this, [this](double value) { set(value); });
    }
    void show(const QVariant& value) override
    {
        const QSignalBlocker blocker(m_box);
        m_box->setValue(value.toDouble());
        if (m_slider == nullptr || m_slider->isSliderDown())
            return;
        const QSignalBlocker sliderBlocker(m_slider);
        const double share =
            (value.toDouble() - m_property.minimum) / (m_property.maximum - m_property.minimum);
        m_slider->setValue(static_cast<int>(std::lround(share * kTicks)));
    }

private:
    static constexpr int kTicks = 1000;
    static constexpr int kDecimals = 3;
    static constexpr double kWide = 1e9;

    void set(double value)
    {
        if (m_property.type == PropertyType::Integer)
            Q_EMIT edited(QVariant::fromValue(static_cast<qlonglong>(std::llround(value))));
        else
            Q_EMIT edited(value);
    }

    PartProperty m_property;
    QDoubleSpinBox* m_box;
    QSlider* m_slider = nullptr;
};

class ChoiceEditor final : public PropertyEditor
{
public:
    ChoiceEditor(const PartProperty& property, QWidget* parent)
        : PropertyEditor(parent)
        , m_box(new QComboBox(this))
    {
        m_box->addItems(property.choices);
        m_box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        m_box->setMinimumContentsLength(kLeastCharacters);
        rowOf(this)->addWidget(m_box);
        setFocusProxy(m_box);
        connect(m_box, &QComboBox::textActivated, this,
                [this](const QString& choice) { Q_EMIT edited(choice); });
    }
    void show(const QVariant& value) override
    {
        const QSignalBlocker blocker(m_box);
        m_box->setCurrentText(value.toString());
    }

private:
    static constexpr int kLeastCharacters = 8; ///< shown where the panel is narrow

    QComboBox* m_box;
};

class TextEditor final : public PropertyEditor
{
public:
    explicit TextEditor(QWidget* parent)
        : PropertyEditor(parent)
        , m_line(new QLineEdit(this))
    {
        rowOf(this)->addWidget(m_line);
        setFocusProxy(m_line);
        connect(m_line, &QLineEdit::editingFinished, this, [this] {
            if (m_line->isModified())
                Q_EMIT edited(m_line->text());
            m_line->setModified(false);
        });
    }
    void show(const QVariant& value) override
    {
        if (m_line->hasFocus() && m_line->isModified())
            return; // somebody is typing
        m_line->setText(value.toString());
    }

private:
    QLineEdit* m_line;
};

} // namespace

void PropertyEditor::setTitle(const QString& title, const QString& description)
{
    QList<QWidget*> widgets = findChildren<QWidget*>();
    widgets.append(this);
    for (QWidget* const one : widgets)
        if (qobject_cast<QLabel*>(one) == nullptr) { // a label says its text
            one->setAccessibleName(title);
            one->setAccessibleDescription(description);
        }
}

PropertyEditor* makePropertyEditor(const PartProperty& property, QWidget* parent,
                                   bool canHaveSlider)
{
    if (!property.isSettable)
        return new ReadOnlyEditor(property, parent);
    switch (property.type) {
    case PropertyType::Bool:
        return new BoolEditor(parent);
    case PropertyType::Integer:
    case PropertyType::Number:
        return new NumberEditor(property, parent, canHaveSlider);
    case PropertyType::Choice:
        return new ChoiceEditor(property, parent);
    case PropertyType::Text:
    case PropertyType::Bytes:
    case PropertyType::Colour:
        return new TextEditor(parent);
    case PropertyType::Image:
        break;
    }
    return new ReadOnlyEditor(property, parent);
}

} // namespace perisphere::studio
