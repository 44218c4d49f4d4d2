#include "pages/core_memory_panel.hpp"

#include "pages/text_table_view.hpp"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QTableView>
#include <QVBoxLayout>

#include <utility>

namespace perisphere::studio
{

CoreMemoryPanel::CoreMemoryPanel(DeviceConnection& connection, CoreModel& core, QWidget* parent)
    : QWidget(parent)
    , m_memory(connection, core)
    , m_place(new QComboBox(this))
    , m_trouble(new QLabel(this))
{
    m_place->setObjectName(QStringLiteral("memoryPlace"));
    m_place->setAccessibleName(tr("Address or register"));
    m_place->setToolTip(tr("An address (hexadecimal) or a register, and what is added to it: "
                           "22000000, sp + 40"));
    m_place->setEditable(true);
    m_place->setInsertPolicy(QComboBox::NoInsert);
    m_place->addItems({QStringLiteral("sp"), QStringLiteral("pc"),
                       QStringLiteral("00100000  ") + tr("tightly coupled memory"),
                       QStringLiteral("22000000  ") + tr("system memory"),
                       QStringLiteral("10000000  ") + tr("flash window")});
    auto* const unit = new QComboBox(this);
    unit->setAccessibleName(tr("Shown as"));
    for (const auto& [name, bytes] :
         {std::pair(tr("bytes"), 1), std::pair(tr("half-words"), 2), std::pair(tr("words"), 4)})
        unit->addItem(name, bytes);
    m_trouble->setObjectName(QStringLiteral("memoryTrouble"));
    auto* const row = new QHBoxLayout;
    row->setContentsMargins(4, 4, 4, 0);
    row->addWidget(m_place, 1);
    row->addWidget(unit);
    row->addWidget(m_trouble, 2);
    auto* const table = makeTextTableView(m_memory.table(), tr("Memory"), this);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(row);
    layout->addWidget(table, 1);
    const auto go = [this] { m_memory.setPlace(m_place->currentText()); };
    connect(m_place, &QComboBox::textActivated, this, go);
    connect(m_place->lineEdit(), &QLineEdit::returnPressed, this, go);
    connect(unit, &QComboBox::currentIndexChanged, this,
            [this, unit] { m_memory.setUnit(unit->currentData().toUInt()); });
    connect(&m_memory, &CoreMemoryModel::changed, this,
            [this] { m_trouble->setText(m_memory.trouble()); });
    m_memory.setPlace(m_place->currentText());
}

void CoreMemoryPanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_memory.setWatched(true);
}

void CoreMemoryPanel::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    m_memory.setWatched(false);
}

} // namespace perisphere::studio
