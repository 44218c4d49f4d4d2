// The board, drawn from its description: scene units are millimetres, the upper left corner is 0,
// 0.
#pragma once

#include "models/board_description.hpp"

#include <QGraphicsScene>

namespace perisphere::studio
{

class NetsModel;
class PartsModel;

class BoardScene final : public QGraphicsScene
{
    Q_OBJECT

public:
    BoardScene(PartsModel& parts, NetsModel& nets, QObject* parent = nullptr);

    void show(const BoardDescription& board);

Q_SIGNALS:
    void partChosen(const QString& name);

private:
    [[nodiscard]] QPointF place(const Placement& placement) const;
    void addOutline();
    void addChip();

    PartsModel& m_parts;
    NetsModel& m_nets;
    BoardDescription m_board;
};

} // namespace perisphere::studio
