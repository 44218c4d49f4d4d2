#include "pages/board_page.hpp"

#include "connection/device_connection.hpp"
#include "models/nets_model.hpp"
#include "models/parts_model.hpp"

#include <QVBoxLayout>

namespace perisphere::studio
{

BoardPage::BoardPage(DeviceConnection& connection, PartsModel& parts, NetsModel& nets,
                     QWidget* parent)
    : QWidget(parent)
    , m_connection(connection)
    , m_nets(nets)
    , m_scene(new BoardScene(parts, nets, this))
    , m_view(new BoardView(m_scene, this))
{
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_view);
    setFocusProxy(m_view);
    connect(m_scene, &BoardScene::partChosen, this, &BoardPage::partChosen);
    connect(&connection, &DeviceConnection::attached, this, &BoardPage::fetch);
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
                          m_scene->show(*board);
                          m_view->showAll();
                          Q_EMIT boardShown(board->name);
                      });
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
