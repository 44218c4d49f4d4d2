#include "window/snapshot_menu.hpp"

#include "models/log_model.hpp"
#include "models/snapshots_model.hpp"

#include <QAbstractButton>
#include <QMessageBox>

#include <utility>

namespace perisphere::studio
{
namespace
{

QString titleOf(const SnapshotEntry& snapshot)
{
    const QString apps = snapshot.apps.isEmpty() ? SnapshotMenu::tr("no apps")
                                                 : snapshot.apps.join(QStringLiteral(", "));
    return QStringLiteral("%1 · %2 s · %3").arg(snapshot.name, timeText(snapshot.time), apps);
}

} // namespace

SnapshotMenu::SnapshotMenu(SnapshotsModel& snapshots, QWidget* parent)
    : QMenu(tr("S&napshots"), parent)
    , m_snapshots(snapshots)
    , m_take(addAction(tr("&Take a snapshot"), &snapshots, &SnapshotsModel::take))
    , m_goBack(addAction(tr("&Go back")))
    , m_end(addSeparator())
{
    setToolTipsVisible(true);
    m_take->setShortcut(Qt::Key_F6);
    m_take->setToolTip(tr("Keep what the device remembers without power, and all that can be set "
                          "around it (F6)"));
    m_goBack->setShortcut(Qt::SHIFT | Qt::Key_F6);
    connect(m_goBack, &QAction::triggered, this,
            [this] { goBackTo(m_snapshots.snapshots().back().name); });
    connect(&snapshots, &SnapshotsModel::changed, this, &SnapshotMenu::fill);
    fill();
}

void SnapshotMenu::fill()
{
    const QList<QAction*> all = actions();
    for (qsizetype i = all.indexOf(m_end) + 1; i < all.size(); ++i) {
        removeAction(all[i]);
        all[i]->menu()->deleteLater();
    }
    const auto& snapshots = m_snapshots.snapshots();
    m_goBack->setEnabled(!snapshots.empty());
    m_goBack->setText(snapshots.empty() ? tr("&Go back")
                                        : tr("&Go back to %1").arg(snapshots.back().name));
    m_goBack->setToolTip(
        snapshots.empty()
            ? tr("There is no snapshot to go back to: take one first (F6)")
            : tr("Start the device again as it was; apps begin anew, as their memory is not in a "
                 "snapshot (Shift+F6)"));
    for (auto one = snapshots.rbegin(); one != snapshots.rend(); ++one) {
        auto* const menu = new QMenu(titleOf(*one), this);
        menu->addAction(tr("&Go back to it"), this, [this, name = one->name] { goBackTo(name); });
        menu->addAction(tr("&Remove it"), &m_snapshots,
                        [this, name = one->name] { m_snapshots.remove(name); });
        addMenu(menu);
    }
}

void SnapshotMenu::goBackTo(const QString& name)
{
    auto* const question = new QMessageBox(
        QMessageBox::Question, tr("Go back to a snapshot"),
        tr("Start the device again as in \"%1\"? What it has stored since is lost.").arg(name),
        QMessageBox::Yes | QMessageBox::Cancel, parentWidget()->window());
    question->setObjectName(QStringLiteral("goBack"));
    question->setAttribute(Qt::WA_DeleteOnClose);
    connect(question, &QMessageBox::buttonClicked, &m_snapshots,
            [this, name, question](QAbstractButton* button) {
                if (question->standardButton(button) == QMessageBox::Yes)
                    m_snapshots.restore(name);
            });
    question->open();
}

} // namespace perisphere::studio
