#include "pages/part_setup_panel.hpp"

#include "models/board_draft.hpp"
#include "models/part_kinds.hpp"
#include "pages/property_editor.hpp"
#include "pages/tab_order.hpp"

#include <QFormLayout>
#include <QLabel>

namespace perisphere::studio
{

PartSetupPanel::PartSetupPanel(BoardDraft& draft, PartKinds& kinds, QWidget* parent)
    : QScrollArea(parent)
    , m_draft(draft)
    , m_kinds(kinds)
{
    setObjectName(QStringLiteral("partSetup"));
    setAccessibleName(tr("What the board file says of the part"));
    setWidgetResizable(true);
    setFrameShape(NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(&draft, &BoardDraft::changed, this, &PartSetupPanel::refresh);
    connect(&draft, &BoardDraft::refused, this, &PartSetupPanel::refresh); // it is as it was
    hide();
}

void PartSetupPanel::show(const QString& part)
{
    if (part == m_part && m_name != nullptr) {
        refresh(); // who types in it stays there
        return;
    }
    m_part = part;
    rebuild();
}

void PartSetupPanel::rebuild()
{
    m_editors.clear();
    m_name = nullptr;
    const BoardPartPlace* const part = m_draft.board().findPart(m_part);
    const bool isOwn = part != nullptr && m_draft.isOwnPart(m_part);
    setVisible(isOwn);
    if (!isOwn)
        return;
    auto* const content = new QWidget;
    auto* const form = new QFormLayout(content);
    form->setContentsMargins(0, 0, 0, 0);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    const auto add = [&](const PartProperty& property, const QString& title) {
        PropertyEditor* const editor = makePropertyEditor(property, content, false);
        editor->setObjectName(QStringLiteral("setup.") + property.name);
        editor->setToolTip(property.description);
        editor->setTitle(m_part + ' ' + title, property.description);
        auto* const label = new QLabel(title, content);
        label->setToolTip(property.description);
        label->setBuddy(editor);
        form->addRow(label, editor);
        return editor;
    };
    const PartKind* const kind = m_kinds.find(part->kind);
    auto* const title = new QLabel(
        tr("<b>%1</b>").arg((kind == nullptr ? part->kind : kind->title).toHtmlEscaped()), content);
    form->addRow(title);
    m_name = add({.name = QStringLiteral("name"),
                  .description = tr("How scenarios, scripts and wires call it"),
                  .type = PropertyType::Text,
                  .isSettable = true},
                 tr("Name"));
    connect(m_name, &PropertyEditor::edited, this, [this](const QVariant& name) {
        m_newName = name.toString();
        if (m_newName != m_part)
            m_draft.renamePart(m_part, m_newName);
    });
    PropertyEditor* const label = add({.name = QStringLiteral("label"),
                                       .description = tr("What it is for, in words"),
                                       .type = PropertyType::Text,
                                       .isSettable = true},
                                      tr("Label"));
    connect(label, &PropertyEditor::edited, this,
            [this](const QVariant& text) { m_draft.labelPart(m_part, text.toString()); });
    m_editors.insert(QString(), label);
    if (kind != nullptr)
        for (const PartSetting& setting : kind->settings) {
            PropertyEditor* const editor = add(setting.property, setting.property.name);
            connect(editor, &PropertyEditor::edited, this,
                    [this, key = setting.property.name](const QVariant& value) {
                        m_draft.configurePart(m_part, key, propertyValueToJson(value));
                    });
            m_editors.insert(setting.property.name, editor);
        }
    setWidget(content);
    continueTabOrder(*this, *content);
    refresh();
}

void PartSetupPanel::refresh()
{
    if (!m_draft.isOwnPart(m_part) && m_draft.isOwnPart(m_newName))
        m_part = m_newName;
    const BoardPartPlace* const part = m_draft.board().findPart(m_part);
    const bool isOwn = part != nullptr && m_draft.isOwnPart(m_part);
    setVisible(isOwn && m_name != nullptr);
    if (!isOwn || m_name == nullptr)
        return;
    m_name->show(m_part);
    m_editors.value(QString())->show(part->label);
    const PartKind* const kind = m_kinds.find(part->kind);
    if (kind == nullptr)
        return;
    const json::Value now = m_draft.configurationOf(m_part);
    for (const PartSetting& setting : kind->settings) {
        const auto said = now.find(setting.property.name.toStdString());
        if (PropertyEditor* const editor = m_editors.value(setting.property.name))
            editor->show(said == now.end() ? setting.standard
                                           : propertyValueFrom(*said, setting.property.type));
    }
}

} // namespace perisphere::studio
