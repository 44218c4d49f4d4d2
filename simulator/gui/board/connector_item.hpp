// A header or socket of the drawn board, with the levels at its pins.
#pragma once

#include "models/board_description.hpp"
#include "models/nets_model.hpp"

#include <QGraphicsObject>

namespace perisphere::studio
{

class ConnectorItem final : public QGraphicsObject
{
    Q_OBJECT

public:
    ConnectorItem(NetsModel& nets, BoardConnector connector, QGraphicsItem* parent = nullptr);

    /// On which side of the pins their names are: after the last row or before the first;
    /// `isOnBoard` decides their colour.
    void placeNames(bool isAfterLastRow, bool isOnBoard);
    /// Where the names would be on that side, around the connector's middle.
    [[nodiscard]] QRectF namesArea(bool isAfterLastRow) const;
    /// At which end its own name is: before the first pin or after the last one.
    void placeTitle(bool isAtEnd);
    [[nodiscard]] QRectF titleArea(bool isAtEnd) const;
    /// Without any names.
    [[nodiscard]] QRectF housing() const;

    [[nodiscard]] QRectF boundingRect() const override;
    [[nodiscard]] QPainterPath shape() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

    /// Where a pin is, around the connector's middle.
    [[nodiscard]] QPointF placeOf(std::size_t pin) const;
    [[nodiscard]] const BoardConnector& connector() const { return m_connector; }
    /// What one wants to know of a pin: its function, net and voltage.
    [[nodiscard]] QString textOf(std::size_t pin) const;

Q_SIGNALS:
    /// The pin under the pointer, or the one that the arrow keys have come to; empty: none.
    void pinShown(const QString& text);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void hoverLeaveEvent(QGraphicsSceneHoverEvent* event) override;
    void hoverMoveEvent(QGraphicsSceneHoverEvent* event) override;

private:
    [[nodiscard]] std::size_t columns() const;
    [[nodiscard]] std::size_t rows() const { return static_cast<std::size_t>(m_connector.rows); }
    [[nodiscard]] QString shortName(std::size_t pin) const;
    [[nodiscard]] double nameAngle() const;
    void paintNames(QPainter& painter) const;
    void show(std::size_t pin);

    NetsModel& m_nets;
    BoardConnector m_connector;
    std::vector<double> m_nameWidths; ///< mm, of each row
    bool m_isAfterLastRow = true;
    bool m_isTitleAtEnd = false;
    bool m_isOnBoard = true;
    std::size_t m_current = 0; ///< the pin that the keys are at
};

} // namespace perisphere::studio
