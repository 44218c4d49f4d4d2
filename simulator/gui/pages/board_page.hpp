// The board, to see and to touch.
#pragma once

#include "board/board_scene.hpp"
#include "board/board_view.hpp"

#include <QWidget>

namespace perisphere::studio
{

class DeviceConnection;

class BoardPage final : public QWidget
{
    Q_OBJECT

public:
    BoardPage(DeviceConnection& connection, PartsModel& parts, NetsModel& nets,
              QWidget* parent = nullptr);

    [[nodiscard]] BoardView& view() { return *m_view; }
    [[nodiscard]] BoardScene& scene() { return *m_scene; }

Q_SIGNALS:
    void partChosen(const QString& name);
    void boardShown(const QString& name);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void fetch();

    DeviceConnection& m_connection;
    NetsModel& m_nets;
    BoardScene* m_scene;
    BoardView* m_view;
};

} // namespace perisphere::studio
