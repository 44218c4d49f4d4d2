#include "pages/network_panel.hpp"

#include "pages/part_panel.hpp"
#include "pages/text_table_view.hpp"
#include "pages/turning_splitter.hpp"

#include <QDateTimeEdit>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QTabWidget>
#include <QTimeZone>
#include <QVBoxLayout>

namespace perisphere::studio
{
namespace
{

constexpr int kPanelWidth = 200; ///< pixels, at the least

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
    auto* const splitter = new TurningSplitter(this);
    auto* const state = new QTabWidget(splitter);
    state->setObjectName(QStringLiteral("networkTabs"));
    state->setDocumentMode(true);
    state->addTab(makeTextTableView(world.network(), tr("State of the network"), state),
                  tr("State"));
    state->addTab(makeClocks(world), tr("Clocks"));
    state->addTab(makeTextTableView(world.names(), tr("Names that lead elsewhere"), state),
                  tr("Names"));
    m_panel->setMinimumWidth(kPanelWidth);
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

QWidget* NetworkPanel::makeClocks(WorldModel& world)
{
    auto* const box = new QWidget(this);
    auto* const time =
        new QDateTimeEdit(QDateTime(QDate(2026, 1, 1), QTime(), QTimeZone::utc()), box);
    time->setTimeSpec(Qt::UTC);
    time->setDisplayFormat(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
    time->setAccessibleName(tr("Time to set the clocks to, in UTC"));
    auto* const set = new QPushButton(tr("&Set clocks"), box);
    set->setObjectName(QStringLiteral("setClocks"));
    set->setToolTip(tr("Set the real-time clock and the system's to the time beside, in UTC"));
    connect(set, &QPushButton::clicked, &world,
            [&world, time] { world.setClock(time->dateTime().toSecsSinceEpoch()); });
    auto* const row = new QHBoxLayout;
    row->addWidget(time, 1);
    row->addWidget(set);
    auto* const layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 2);
    layout->addWidget(makeTextTableView(world.clocks(), tr("Clocks"), box), 1);
    layout->addLayout(row);
    return box;
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
