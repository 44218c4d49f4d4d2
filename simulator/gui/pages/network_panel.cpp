#include "pages/network_panel.hpp"

#include "pages/access_point_dialog.hpp"
#include "pages/part_panel.hpp"
#include "pages/text_table_view.hpp"
#include "pages/turning_splitter.hpp"

#include <QComboBox>
#include <QDateTimeEdit>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSettings>
#include <QTabBar>
#include <QTabWidget>
#include <QTimeZone>
#include <QVBoxLayout>

namespace perisphere::studio
{
namespace
{

constexpr int kPanelWidth = 200;             ///< pixels, at the least
constexpr int kLabelIndent = 4;              ///< pixels
constexpr auto kTimeZone = "world/timeZone"; ///< in the preferences

/// The kinds of parts without pins that a device's network stack meets (docs/simulator/network.md).
bool isAround(const Part& part)
{
    return part.kind == QStringLiteral("access-point") ||
           part.kind == QStringLiteral("ethernet-link") || part.kind == QStringLiteral("internet");
}

constexpr auto kUtc = "UTC";

QTimeZone zoneOf(const QByteArray& id)
{
    return id == kUtc ? QTimeZone::utc() : QTimeZone(id);
}

} // namespace

NetworkPanel::NetworkPanel(PartsModel& parts, WorldModel& world, QWidget* parent)
    : QWidget(parent)
    , m_parts(parts)
    , m_world(world)
    , m_list(new QListWidget(this))
    , m_remove(new QPushButton(tr("&Remove"), this))
    , m_panel(new PartPanel(parts, this))
{
    auto* const splitter = new TurningSplitter(this);
    auto* const state = new QTabWidget(splitter);
    state->setObjectName(QStringLiteral("networkTabs"));
    state->setDocumentMode(true);
    state->tabBar()->setAccessibleName(tr("Of the networks"));
    state->addTab(makeTextTableView(world.network(), tr("State of the network"), state),
                  tr("State"));
    state->addTab(makeClocks(world), tr("Clocks"));
    state->addTab(makeTextTableView(world.names(), tr("Names that lead elsewhere"), state),
                  tr("Names"));
    m_panel->setMinimumWidth(kPanelWidth);
    splitter->addWidget(state);
    splitter->addWidget(makeAround());
    splitter->addWidget(m_panel);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 1);
    splitter->setStretchFactor(2, 2);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter);
    connect(&parts, &PartsModel::partsChanged, this, &NetworkPanel::fillList);
    connect(m_list, &QListWidget::currentItemChanged, this, &NetworkPanel::showChosen);
    fillList();
}

QWidget* NetworkPanel::makeAround()
{
    auto* const box = new QWidget(this);
    m_list->setParent(box);
    m_list->setObjectName(QStringLiteral("aroundTheBoard"));
    m_list->setAccessibleName(tr("What is around the board"));
    auto* const add = new QPushButton(tr("&Add…"), box);
    add->setObjectName(QStringLiteral("addAccessPoint"));
    add->setAccessibleName(tr("Add an access point"));
    add->setToolTip(tr("Put a Wi-Fi access point around the board, until the device ends"));
    m_remove->setParent(box);
    m_remove->setObjectName(QStringLiteral("removeAccessPoint"));
    m_remove->setAccessibleName(tr("Remove the access point"));
    connect(add, &QPushButton::clicked, this, &NetworkPanel::askForAccessPoint);
    connect(m_remove, &QPushButton::clicked, this, &NetworkPanel::removeChosen);
    auto* const row = new QHBoxLayout;
    row->addWidget(add);
    row->addWidget(m_remove);
    auto* const layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 2);
    layout->addWidget(m_list, 1);
    layout->addLayout(row);
    setTabOrder(m_list, add);
    setTabOrder(add, m_remove);
    return box;
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
    QComboBox* const zones = makeTimeZones(world, box);
    auto* const zoneLabel = new QLabel(tr("Time &zone"), box);
    zoneLabel->setBuddy(zones);
    auto* const zoneRow = new QHBoxLayout;
    zoneRow->setContentsMargins(kLabelIndent, 0, 0, 0);
    zoneRow->addWidget(zoneLabel);
    zoneRow->addWidget(zones, 1);
    auto* const row = new QHBoxLayout;
    row->addWidget(time, 1);
    row->addWidget(set);
    auto* const layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 2);
    auto* const clocks = makeTextTableView(world.clocks(), tr("Clocks"), box);
    setTabOrder(clocks, zones);
    setTabOrder(zones, time);
    setTabOrder(time, set);
    layout->addWidget(clocks, 1);
    layout->addLayout(zoneRow);
    layout->addLayout(row);
    return box;
}

QComboBox* NetworkPanel::makeTimeZones(WorldModel& world, QWidget* parent)
{
    auto* const zones = new QComboBox(parent);
    zones->setObjectName(QStringLiteral("timeZone"));
    zones->setAccessibleName(tr("Time zone in which the clocks are shown, too"));
    zones->setToolTip(tr("Shows the clocks in this time zone, too. The device keeps UTC."));
    zones->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    zones->setMinimumContentsLength(12);
    for (const QByteArray& id : QTimeZone::availableTimeZoneIds())
        zones->addItem(QString::fromLatin1(id), id);
    const QByteArray utc(kUtc);
    QByteArray wanted = QSettings().value(QLatin1StringView(kTimeZone), utc).toByteArray();
    if (zones->findData(wanted) < 0)
        wanted = utc;
    zones->setCurrentIndex(zones->findData(wanted));
    world.setTimeZone(zoneOf(wanted));
    connect(zones, &QComboBox::currentIndexChanged, &world, [&world, zones] {
        const QByteArray id = zones->currentData().toByteArray();
        QSettings().setValue(QLatin1StringView(kTimeZone), id);
        world.setTimeZone(zoneOf(id));
    });
    return zones;
}

QString NetworkPanel::chosen() const
{
    const QListWidgetItem* const item = m_list->currentItem();
    return item == nullptr ? QString() : item->data(Qt::UserRole).toString();
}

void NetworkPanel::showChosen()
{
    const QString name = chosen();
    const Part* const part = m_parts.find(name);
    const bool canGo = part != nullptr && part->isAdded;
    m_remove->setEnabled(canGo);
    m_remove->setToolTip(canGo ? tr("Take it away")
                               : tr("Only what was added can be removed; switch off \"inRange\" of "
                                    "an access point of the board"));
    if (!name.isEmpty())
        m_panel->show(name);
}

void NetworkPanel::askForAccessPoint()
{
    int number = 1;
    QString name;
    do
        name = QStringLiteral("AP%1").arg(number++);
    while (m_parts.find(name) != nullptr);
    auto* const dialog = new AccessPointDialog(name, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        m_wanted = dialog->name();
        m_world.addAccessPoint(dialog->name(), dialog->settings());
    });
    dialog->open();
}

void NetworkPanel::removeChosen()
{
    m_world.removeAccessPoint(chosen());
}

void NetworkPanel::fillList()
{
    const QString before = m_parts.find(m_wanted) == nullptr ? chosen() : m_wanted;
    if (before == m_wanted)
        m_wanted.clear();
    m_list->clear();
    for (const Part& part : m_parts.parts()) {
        if (!isAround(part))
            continue;
        auto* const item = new QListWidgetItem(part.name, m_list);
        item->setData(Qt::UserRole, part.name);
        item->setToolTip(part.isAdded ? tr("%1; added").arg(part.description) : part.description);
        if (part.name == before)
            m_list->setCurrentItem(item);
    }
    if (m_list->currentItem() == nullptr)
        m_list->setCurrentRow(0);
    showChosen();
}

} // namespace perisphere::studio
