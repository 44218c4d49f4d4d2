#include "window/time_bar.hpp"

#include "models/core_model.hpp"
#include "models/log_model.hpp"
#include "models/time_model.hpp"
#include "window/snapshot_menu.hpp"

#include <QAction>
#include <QComboBox>
#include <QFontDatabase>
#include <QLabel>
#include <QSignalBlocker>
#include <QToolButton>

#include <algorithm>

namespace perisphere::studio
{
namespace
{

constexpr int kRefreshMilliseconds = 100;

} // namespace

TimeBar::TimeBar(TimeModel& time, SnapshotsModel& snapshots, QWidget* parent)
    : QToolBar(tr("Time"), parent)
    , m_time(time)
    , m_pause(addAction(tr("Pause")))
    , m_step(addAction(tr("Step")))
    , m_back(new QAction(tr("Step back"), this))
    , m_span(new QComboBox(this))
    , m_speed(new QComboBox(this))
    , m_now(new QLabel(this))
    , m_snapshots(new SnapshotMenu(snapshots, this))
{
    setObjectName(QStringLiteral("timeBar"));
    m_pause->setShortcut(Qt::Key_F5);
    m_pause->setToolTip(tr("Stop the device's time, or let it go on (F5)"));
    m_step->setShortcut(Qt::Key_F10);
    m_step->setToolTip(tr("Let the time beside pass, and stop (F10)"));
    m_back->setShortcut(Qt::SHIFT | Qt::Key_F10);
    m_back->setObjectName(QStringLiteral("stepBack"));
    m_back->setEnabled(false);
    m_back->setToolTip(
        tr("Time itself does not go back: apps are processes, which do not run backwards. Hold a "
           "real-time core to step that one back, or go back to a snapshot."));
    for (const auto& [text, nanoseconds] :
         {std::pair(tr("1 µs"), qint64{1'000}), std::pair(tr("1 ms"), qint64{1'000'000}),
          std::pair(tr("10 ms"), qint64{10'000'000}), std::pair(tr("100 ms"), qint64{100'000'000}),
          std::pair(tr("1 s"), qint64{1'000'000'000}),
          std::pair(tr("1 min"), qint64{60'000'000'000})})
        m_span->addItem(text, nanoseconds);
    m_span->setCurrentIndex(1);
    m_span->setAccessibleName(tr("Length of a step"));
    for (const auto& [text, mode] : {std::pair(tr("real time"), QStringLiteral("realtime")),
                                     std::pair(tr("a tenth"), QStringLiteral("x0.1")),
                                     std::pair(tr("ten times"), QStringLiteral("x10")),
                                     std::pair(tr("as fast as it goes"), QStringLiteral("fast"))})
        m_speed->addItem(text, mode);
    m_speed->setAccessibleName(tr("Speed of the device's time"));
    m_speed->setToolTip(tr("How fast the device's time passes"));
    m_now->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_now->setAccessibleName(tr("Time on the device"));
    insertWidget(nullptr, m_span);
    addAction(m_back);
    insertWidget(nullptr, m_speed);
    addSeparator();
    auto* const button = new QToolButton(this);
    button->setObjectName(QStringLiteral("snapshots"));
    button->setMenu(m_snapshots);
    button->setText(tr("Snapshots"));
    button->setPopupMode(QToolButton::InstantPopup);
    button->setFocusPolicy(Qt::TabFocus);
    button->setToolTip(tr("The device as it was, to go back to"));
    addWidget(button);
    addSeparator();
    addWidget(m_now);
    connect(m_pause, &QAction::triggered, this, [this] {
        if (m_time.isPaused())
            m_time.resume();
        else
            m_time.pause();
    });
    connect(m_step, &QAction::triggered, this, &TimeBar::step);
    connect(m_speed, &QComboBox::activated, this,
            [this] { m_time.setMode(m_speed->currentData().toString()); });
    connect(&time, &TimeModel::changed, this, [this] { update(); });
    m_refresh.setInterval(kRefreshMilliseconds);
    connect(&m_refresh, &QTimer::timeout, this, [this] {
        if (isVisible() && !m_time.isPaused())
            m_time.refresh();
    });
    m_refresh.start();
    update();
}

void TimeBar::setCore(CoreModel& core)
{
    connect(m_back, &QAction::triggered, &core, &CoreModel::stepBack);
    connect(&core, &CoreModel::changed, this, [this, &core, running = m_back->toolTip()] {
        m_back->setEnabled(core.isHeld());
        m_back->setToolTip(core.isHeld()
                               ? tr("Take real-time core %1, which is held, back by an instruction "
                                    "(Shift+F10)")
                                     .arg(core.core())
                               : running);
    });
}

void TimeBar::step()
{
    m_time.step(m_span->currentData().toLongLong());
}

void TimeBar::update()
{
    m_pause->setText(m_time.isPaused() ? tr("Go on") : tr("Pause"));
    m_now->setText(QStringLiteral(" %1 s ").arg(timeText(m_time.now())));
    if (m_time.isPaused())
        return;
    const QSignalBlocker blocker(m_speed);
    int found = m_speed->findData(m_time.mode());
    if (found < 0) { // set by another client
        m_speed->addItem(m_time.mode(), m_time.mode());
        found = m_speed->count() - 1;
    }
    m_speed->setCurrentIndex(found);
}

} // namespace perisphere::studio
