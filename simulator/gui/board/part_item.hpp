// A part on the drawn board. It takes the focus, so that all can be done without a mouse.
#pragma once

#include "board/part_look.hpp"
#include "models/board_description.hpp"

#include <QGraphicsObject>

#include <memory>

namespace perisphere::studio
{

class PartItem final : public QGraphicsObject
{
    Q_OBJECT

public:
    PartItem(PartsModel& parts, BoardPartPlace place, QGraphicsItem* parent = nullptr);

    [[nodiscard]] const QString& name() const { return m_place.name; }
    [[nodiscard]] QRectF boundingRect() const override
    {
        return m_look->bounds().united(m_look->labelArea());
    }
    [[nodiscard]] QPainterPath shape() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

Q_SIGNALS:
    void chosen(const QString& name);

protected:
    void mousePressEvent(QGraphicsSceneMouseEvent* event) override;
    void mouseReleaseEvent(QGraphicsSceneMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void hoverEnterEvent(QGraphicsSceneHoverEvent* event) override;

private:
    [[nodiscard]] PartSight sight() const { return {m_parts, m_place.name, m_place.label}; }
    void press();
    void release();
    void describe();

    PartsModel& m_parts;
    BoardPartPlace m_place;
    std::unique_ptr<PartLook> m_look;
    bool m_isHeld = false;
};

} // namespace perisphere::studio
