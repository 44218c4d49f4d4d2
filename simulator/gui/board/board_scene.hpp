// The board, drawn from its description: scene units are millimetres, the upper left corner is 0,
// 0. While it is edited, parts of the edited file are moved by dragging them, and wires drawn by
// dragging from pin to pin.
#pragma once

#include "models/board_description.hpp"

#include <QGraphicsScene>
#include <QHash>

class QGraphicsPathItem;

namespace perisphere::studio
{

class NetsModel;
class ChipItem;
class ConnectorItem;
class PartItem;
class PartKinds;
class PartsModel;
class WireItem;

class BoardScene final : public QGraphicsScene
{
    Q_OBJECT

public:
    BoardScene(PartsModel& parts, NetsModel& nets, PartKinds& kinds, QObject* parent = nullptr);

    /// `own` names the parts that can be moved, while it is edited. Who had the focus keeps it.
    void show(const BoardDescription& board, bool isEdited = false, const QStringList& own = {});

    /// Where a pin is drawn, by its full name.
    [[nodiscard]] std::optional<QPointF> placeOf(const QString& end) const;
    /// The pin there; empty: none.
    [[nodiscard]] QString endAt(const QPointF& at) const;
    [[nodiscard]] QPointF chipPlace() const { return place(m_board.chipPlacement); }
    /// From the scene to the board's millimetres.
    [[nodiscard]] QPointF millimetresOf(const QPointF& at) const;
    void choose(const QString& part);
    /// Of the edited file's own; one that is not drawn: none is chosen.
    void chooseWire(const QString& from, const QString& to);

Q_SIGNALS:
    /// What there is to say of the pin that is pointed at; empty: none is.
    void pinShown(const QString& text);
    void partChosen(const QString& name);
    void partDropped(const QString& kind, const QPointF& millimetres);
    void partMoved(const QString& name, const QPointF& millimetres);
    void partRemoveWanted(const QString& name);
    void partTurnWanted(const QString& name);
    void wireWanted(const QString& from, const QString& to);
    void wireChosen(const QString& from, const QString& to);
    void wireRemoveWanted(const QString& from, const QString& to);

protected:
    void mousePressEvent(QGraphicsSceneMouseEvent* event) override;
    void mouseMoveEvent(QGraphicsSceneMouseEvent* event) override;
    void mouseReleaseEvent(QGraphicsSceneMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void dragEnterEvent(QGraphicsSceneDragDropEvent* event) override;
    void dragMoveEvent(QGraphicsSceneDragDropEvent* event) override;
    void dropEvent(QGraphicsSceneDragDropEvent* event) override;

private:
    [[nodiscard]] QPointF place(const Placement& placement) const;
    void addOutline();
    void addChip();
    void addConnector(const BoardConnector& connector);
    void placeNames(ConnectorItem& item) const;
    void addPart(const BoardPartPlace& part, bool isOwn);
    void addWires();
    void addWire(const BoardWireEnds& wire, int number);
    [[nodiscard]] QString focused() const;
    [[nodiscard]] const WireItem* chosenWire() const;

    PartsModel& m_parts;
    NetsModel& m_nets;
    PartKinds& m_kinds;
    BoardDescription m_board;
    QHash<QString, QPointF> m_ends;
    QHash<QString, QLineF> m_edges; ///< of parts' pins: from there to the part's edge
    ChipItem* m_chip = nullptr;
    bool m_isEdited = false;
    QString m_wireFrom;                  ///< while one is dragged
    QGraphicsPathItem* m_wire = nullptr; ///< likewise
};

} // namespace perisphere::studio
