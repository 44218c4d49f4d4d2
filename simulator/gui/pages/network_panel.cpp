#include "pages/network_panel.hpp"

#include "pages/part_panel.hpp"
#include "pages/text_table_view.hpp"

#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QSplitter>
#include <QVBoxLayout>

namespace perisphere::studio
{
namespace
{

/// The kinds of parts without pins that a device's network stack meets (docs/simulator/network.md).
bool isAround(const Part& part)
{
    return part.kind == QStringLiteral("access-point") ||
           part.kind == QStringLiteral("ethernet-link") || part.kind == QStringLiteral("internet");
}

} // namespace

NetworkPanel::NetworkPanel(PartsModel& parts, WorldModel& world, QWidget* parent)
    : QWidget(parent)
    , m_parts(parts)
    , m_list(new QListWidget(this))
    , m_panel(new PartPanel(parts, this))
{
    auto* const splitter = new QSplitter(Qt::Horizontal, this);
    splitter->setChildrenCollapsible(false);
    auto* const state = new QSplitter(Qt::Vertical, splitter);
    state->setChildrenCollapsible(false);
    state->addWidget(makeTextTableView(world.network(), tr("State of the network"), state));
    state->addWidget(makeTextTableView(world.clocks(), tr("Clocks"), state));
    state->addWidget(makeTextTableView(world.names(), tr("Names that lead elsewhere"), state));
    m_list->setAccessibleName(tr("What is around the board"));
    splitter->addWidget(state);
    splitter->addWidget(m_list);
    splitter->addWidget(m_panel);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 1);
    splitter->setStretchFactor(2, 2);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter);
    connect(&parts, &PartsModel::partsChanged, this, &NetworkPanel::fillList);
    connect(m_list, &QListWidget::currentItemChanged, this, [this](QListWidgetItem* item) {
        if (item != nullptr)
            m_panel->show(item->data(Qt::UserRole).toString());
    });
    fillList();
}

void NetworkPanel::fillList()
{
    const QString chosen = m_list->currentItem() == nullptr
                               ? QString()
                               : m_list->currentItem()->data(Qt::UserRole).toString();
    m_list->clear();
    for (const Part& part : m_parts.parts()) {
        if (!isAround(part))
            continue;
        auto* const item = new QListWidgetItem(part.name, m_list);
        item->setData(Qt::UserRole, part.name);
        item->setToolTip(part.description);
        if (part.name == chosen)
            m_list->setCurrentItem(item);
    }
    if (m_list->currentItem() == nullptr)
        m_list->setCurrentRow(0);
}

} // namespace perisphere::studio
