#include "pages/board_page.hpp"

#include "connection/device_connection.hpp"
#include "connection/text_of.hpp"
#include "models/nets_model.hpp"
#include "models/parts_model.hpp"
#include "pages/board_edit_panel.hpp"
#include "pages/wiring_panel.hpp"

#include <QAction>
#include <QCursor>
#include <QDir>
#include <QLabel>
#include <QToolTip>
#include <QVBoxLayout>

#include <algorithm>

namespace perisphere::studio
{
namespace
{

constexpr double kBeside = 14;    ///< mm, from the board's edge to what is added
constexpr double kRowHeight = 18; ///< mm
constexpr double kRowWidth = 30;  ///< mm
constexpr int kPinMargin = 4;     ///< pixels

} // namespace

BoardPage::BoardPage(DeviceConnection& connection, PartsModel& parts, NetsModel& nets,
                     QWidget* parent)
    : QWidget(parent)
    , m_connection(connection)
    , m_nets(nets)
    , m_kinds(connection)
    , m_draft(connection)
    , m_project(QDir::homePath())
    , m_scene(new BoardScene(parts, nets, m_kinds, this))
    , m_view(new BoardView(m_scene, this))
    , m_pinLine(new QLabel(this))
    , m_panel(new BoardEditPanel(m_draft, m_kinds, this))
    , m_edit(new QAction(tr("&Edit board"), this))
{
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_view, 1);
    column->addWidget(m_pinLine);
    m_pinLine->setObjectName(QStringLiteral("pinLine"));
    m_pinLine->setAccessibleName(tr("Pin"));
    m_pinLine->setMargin(kPinMargin);
    m_pinLine->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed); // its place is kept
    m_edit->setCheckable(true);
    m_edit->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_E));
    addAction(m_edit);
    setFocusProxy(m_view);
    connectScene();
    connect(m_edit, &QAction::toggled, this, &BoardPage::setEditing);
    connect(m_panel, &BoardEditPanel::addWanted, this, &BoardPage::addPart);
    connect(m_panel, &BoardEditPanel::restartWanted, this, &BoardPage::restartWanted);
    connect(&m_draft, &BoardDraft::changed, this, [this] {
        if (m_edit->isChecked())
            showBoard();
    });
    connect(&m_draft, &BoardDraft::refused, this, [this](const QString& what, const QString& why) {
        if (m_view->underMouse()) // where one looks
            QToolTip::showText(QCursor::pos(), tr("%1: %2").arg(what, why), m_view);
    });
    connect(&m_kinds, &PartKinds::modelReset, this, &BoardPage::showBoard);
    connect(&connection, &DeviceConnection::attached, this, &BoardPage::fetch);
}

void BoardPage::connectScene()
{
    connect(m_scene, &BoardScene::partChosen, this, &BoardPage::partChosen);
    connect(m_scene, &BoardScene::partChosen, m_panel, &BoardEditPanel::showPart);
    connect(m_scene, &BoardScene::pinShown, m_pinLine, [this](QString text) {
        m_pinLine->setText(text.replace('\n', QStringLiteral("  ·  ")));
    });
    connect(m_scene, &BoardScene::partDropped, &m_draft, &BoardDraft::addPart);
    connect(m_scene, &BoardScene::partMoved, &m_draft, &BoardDraft::movePart);
    connect(m_scene, &BoardScene::partRemoveWanted, &m_draft, &BoardDraft::removePart);
    connect(m_scene, &BoardScene::partTurnWanted, &m_draft,
            [this](const QString& name) { m_draft.rotatePart(name, 90); });
    connect(m_scene, &BoardScene::wireWanted, &m_draft,
            [this](const QString& from, const QString& to) { m_draft.addWire(from, to); });
    connect(m_scene, &BoardScene::wireRemoveWanted, &m_draft, &BoardDraft::removeWire);
    connect(m_scene, &BoardScene::wireChosen, &m_panel->wiring(), &WiringPanel::choose);
    connect(&m_panel->wiring(), &WiringPanel::wireChosen, m_scene, &BoardScene::chooseWire);
}

void BoardPage::fetch()
{
    m_connection.call("board.get", json::Value::object(), this,
                      [this](const Result<json::Value>& answer) {
                          if (!answer)
                              return;
                          const auto board = BoardDescription::parse(*answer);
                          if (!board)
                              return;
                          m_running = *board;
                          showBoard();
                          m_view->showAll();
                          Q_EMIT boardShown(board->name);
                      });
    fetchChipPins();
}

void BoardPage::fetchChipPins()
{
    m_connection.call(
        "pin.list", json::Value::object(), this, [this](const Result<json::Value>& answer) {
            QStringList pins;
            const QString prefix = m_running.chip + '.';
            if (answer && answer->contains("pins"))
                for (const json::Value& pin : (*answer)["pins"])
                    if (pin.is_string())
                        pins.append(textOf(pin));
            pins.removeIf([&](const QString& pin) { return !pin.startsWith(prefix); });
            m_panel->wiring().setChipPins(pins);
        });
}

/// A draft lasts, with its undo, until it is saved or another board is there.
void BoardPage::setEditing(bool isOn)
{
    for (QAction* const action : m_panel->actions()) // their keys, also while it is not seen
        isOn ? addAction(action) : removeAction(action);
    const bool isOther = m_draft.path() != m_running.files.value(0);
    if (isOn && (!m_draft.isBegun() || (m_draft.undoStack().isClean() && isOther)))
        if (const auto trouble = m_draft.begin(m_running, m_project))
            m_panel->tell(*trouble);
    showBoard();
    m_view->showAll();
}

void BoardPage::showBoard()
{
    if (m_running.files.isEmpty())
        return; // not known yet
    if (!m_edit->isChecked()) {
        m_scene->show(m_running);
        return;
    }
    QStringList own;
    for (const BoardPartPlace& part : m_draft.board().parts)
        if (m_draft.isOwnPart(part.name))
            own.append(part.name);
    m_scene->show(m_draft.board(), true, own);
    QStringList fresh = own;
    fresh.removeIf([this](const QString& part) { return m_shownOwn.contains(part); });
    if (fresh.size() == 1)
        m_scene->choose(fresh.front()); // it was just added or named: to be moved and turned
    m_shownOwn = own;
}

/// Beside the board, in rows from the top.
void BoardPage::addPart(const QString& kind)
{
    const BoardDescription& board = m_draft.board();
    const auto isTaken = [&](const QPointF& at) {
        return std::ranges::any_of(board.parts, [&](const BoardPartPlace& part) {
            const QPointF away = part.placement.at - at;
            return std::abs(away.x()) < kRowWidth / 2 && std::abs(away.y()) < kRowHeight / 2;
        });
    };
    QPointF at(board.size.width() + kBeside, board.size.height() - kRowHeight / 2);
    while (isTaken(at)) {
        at.ry() -= kRowHeight;
        if (at.y() < kRowHeight / 2)
            at = {at.x() + kRowWidth, board.size.height() - kRowHeight / 2};
    }
    m_draft.addPart(kind, at);
}

void BoardPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_nets.setWatched(true);
}

void BoardPage::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    m_nets.setWatched(false);
}

} // namespace perisphere::studio
