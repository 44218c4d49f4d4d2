#include "pages/part_panel.hpp"

#include "pages/tab_order.hpp"

#include <QFormLayout>
#include <QLabel>

namespace perisphere::studio
{

namespace
{

constexpr int kPartPanelWidth = 270; ///< pixels

} // namespace

PartPanel::PartPanel(PartsModel& parts, QWidget* parent)
    : QScrollArea(parent)
    , m_parts(parts)
{
    setAccessibleName(tr("Part"));
    setWidgetResizable(true);
    setFrameShape(NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff); // long rows wrap
    setMinimumWidth(kPartPanelWidth); // a part with wide editors does not push the board aside
    connect(&parts, &PartsModel::partsChanged, this, &PartPanel::rebuild);
    connect(&parts, &PartsModel::valueChanged, this,
            [this](const QString& part, const QString& property, const QVariant& value) {
                if (part == m_part)
                    if (PropertyEditor* const editor = m_editors.value(property))
                        editor->show(value);
            });
    rebuild();
}

void PartPanel::show(const QString& part)
{
    if (part == m_part)
        return;
    m_part = part;
    rebuild();
}

void PartPanel::rebuild()
{
    m_editors.clear();
    auto* const content = new QWidget;
    auto* const form = new QFormLayout(content);
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    const Part* const part = m_parts.find(m_part);
    if (part == nullptr) {
        auto* const hint = new QLabel(
            m_part.isEmpty() ? tr("Choose a part on the board to see what it does and to change "
                                  "what it senses.")
                             : tr("<b>%1</b> is not on the device yet: save the board and start "
                                  "the device again with it.")
                                   .arg(m_part.toHtmlEscaped()));
        hint->setWordWrap(true);
        form->addRow(hint);
        setWidget(content);
        return;
    }
    auto* const title =
        new QLabel(QStringLiteral("<b>%1</b> · %2")
                       .arg(part->name.toHtmlEscaped(), part->description.toHtmlEscaped()));
    title->setWordWrap(true);
    form->addRow(title);
    for (const PartProperty& property : part->properties) {
        PropertyEditor* const editor = makePropertyEditor(property, content);
        editor->setObjectName(part->name + '.' + property.name);
        editor->setToolTip(property.description);
        editor->setTitle(part->name + ' ' + property.name, property.description);
        editor->show(m_parts.value(part->name, property.name));
        connect(editor, &PropertyEditor::edited, this,
                [this, name = property.name](const QVariant& value) {
                    m_parts.set(m_part, name, value);
                });
        auto* const label = new QLabel(property.name);
        label->setToolTip(property.description);
        label->setBuddy(editor);
        form->addRow(label, editor);
        m_editors.insert(property.name, editor);
    }
    setWidget(content);
    continueTabOrder(*this, *content);
}

} // namespace perisphere::studio
