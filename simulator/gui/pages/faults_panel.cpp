#include "pages/faults_panel.hpp"

#include "pages/property_editor.hpp"
#include "pages/tab_order.hpp"
#include "pages/text_table_view.hpp"
#include "pages/turning_splitter.hpp"

#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

namespace perisphere::studio
{

FaultsPanel::FaultsPanel(FaultsModel& faults, QWidget* parent)
    : QWidget(parent)
    , m_faults(faults)
    , m_types(new QComboBox(this))
    , m_description(new QLabel(this))
    , m_form(new QScrollArea(this))
    , m_active(makeTextTableView(faults.active(), tr("Faults that last"), this))
    , m_inject(new QPushButton(tr("&Inject"), this))
    , m_clear(new QPushButton(tr("&Clear"), this))
    , m_clearAll(new QPushButton(tr("Clear a&ll"), this))
{
    m_types->setAccessibleName(tr("Kind of fault"));
    m_types->setObjectName(QStringLiteral("faultTypes"));
    m_inject->setObjectName(QStringLiteral("inject"));
    m_clearAll->setObjectName(QStringLiteral("clearAll"));
    m_description->setWordWrap(true);
    m_form->setAccessibleName(tr("What the fault is given"));
    m_form->setWidgetResizable(true);
    m_form->setFrameShape(QFrame::NoFrame);
    auto* const splitter = new TurningSplitter(this);
    auto* const make = new QWidget(splitter);
    auto* const makeRow = new QHBoxLayout;
    makeRow->addWidget(m_types, 1);
    makeRow->addWidget(m_inject);
    auto* const makeLayout = new QVBoxLayout(make);
    makeLayout->setContentsMargins(4, 4, 4, 0);
    makeLayout->addLayout(makeRow);
    makeLayout->addWidget(m_description);
    makeLayout->addWidget(m_form, 1);
    auto* const now = new QWidget(splitter);
    auto* const nowRow = new QHBoxLayout;
    nowRow->addWidget(new QLabel(tr("What goes wrong at the moment"), now), 1);
    nowRow->addWidget(m_clear);
    nowRow->addWidget(m_clearAll);
    auto* const nowLayout = new QVBoxLayout(now);
    nowLayout->setContentsMargins(4, 4, 4, 0);
    nowLayout->addLayout(nowRow);
    nowLayout->addWidget(m_active, 1);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter);
    connect(&faults, &FaultsModel::typesChanged, this, &FaultsPanel::fillTypes);
    connect(m_types, &QComboBox::currentIndexChanged, this, &FaultsPanel::showType);
    connect(m_inject, &QPushButton::clicked, this, &FaultsPanel::inject);
    connect(m_clear, &QPushButton::clicked, this, &FaultsPanel::clearChosen);
    connect(m_clearAll, &QPushButton::clicked, &faults, &FaultsModel::clearAll);
    connect(&faults.active(), &QAbstractItemModel::modelReset, this, [this] { update(); });
    connect(m_active->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            [this] { update(); });
    fillTypes();
    update();
}

void FaultsPanel::fillTypes()
{
    const QString before = m_types->currentText();
    {
        const QSignalBlocker blocker(m_types);
        m_types->clear();
        for (const FaultType& type : m_faults.types())
            m_types->addItem(type.name);
        m_types->setCurrentIndex(std::max(0, m_types->findText(before)));
    }
    showType();
}

const FaultType* FaultsPanel::chosen() const
{
    const auto found =
        std::ranges::find(m_faults.types(), m_types->currentText(), &FaultType::name);
    return found == m_faults.types().end() ? nullptr : &*found;
}

void FaultsPanel::showType()
{
    m_values.clear();
    auto* const content = new QWidget;
    auto* const form = new QFormLayout(content);
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    const FaultType* const type = chosen();
    m_inject->setEnabled(type != nullptr);
    if (type != nullptr) {
        m_description->setText(type->lasts ? tr("%1. Until it is cleared.").arg(type->description)
                                           : tr("%1. Once.").arg(type->description));
        for (const FaultParameter& parameter : type->parameters) {
            const QString name = parameter.property.name;
            PropertyEditor* const editor = makePropertyEditor(parameter.property, content);
            editor->setObjectName(name);
            editor->setToolTip(parameter.property.description);
            editor->setTitle(name, parameter.property.description);
            if (parameter.initial.isValid())
                editor->show(parameter.initial);
            else if (parameter.property.type == PropertyType::Choice)
                m_values.insert(name, parameter.property.choices.value(0)); // what it shows
            else if (parameter.property.type == PropertyType::Integer ||
                     parameter.property.type == PropertyType::Number)
                m_values.insert(name,
                                parameter.property.type == PropertyType::Integer
                                    ? QVariant(static_cast<qlonglong>(parameter.property.minimum))
                                    : QVariant(parameter.property.minimum));
            if (m_values.contains(name))
                editor->show(m_values.value(name));
            connect(editor, &PropertyEditor::edited, this,
                    [this, name](const QVariant& value) { m_values.insert(name, value); });
            auto* const label = new QLabel(name);
            label->setToolTip(parameter.property.description);
            label->setBuddy(editor);
            form->addRow(label, editor);
        }
    } else {
        m_description->clear();
    }
    m_form->setWidget(content);
    continueTabOrder(*m_form, *content);
}

void FaultsPanel::inject()
{
    // What is being typed counts.
    m_inject->setFocus();
    m_faults.inject(m_types->currentText(), m_values);
}

void FaultsPanel::clearChosen()
{
    const auto rows = m_active->selectionModel()->selectedRows();
    const auto& active = m_faults.active().rows();
    if (rows.isEmpty() || static_cast<std::size_t>(rows.front().row()) >= active.size())
        return;
    m_faults.clear(active[static_cast<std::size_t>(rows.front().row())].key.toLongLong());
}

void FaultsPanel::update()
{
    m_clear->setEnabled(m_active->selectionModel()->hasSelection());
    m_clearAll->setEnabled(m_faults.active().rowCount() > 0);
}

} // namespace perisphere::studio
