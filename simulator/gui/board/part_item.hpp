// A part on the drawn board. It takes the focus, so that all can be done without a mouse. While the
// board is edited it shows its pins, and can be moved if it is in the file that is edited.
#pragma once

#include "board/part_look.hpp"
#include "models/board_description.hpp"
#include "models/part_kinds.hpp"

#include <QGraphicsObject>

#include <memory>

namespace perisphere::studio
{

class NetsModel;

class PartItem final : public QGraphicsObject
{
    Q_OBJECT

public:
    /// Where it is, and what may be done with it.
    struct Setting {
        bool isEdited = false;
        bool isOwn = false;    ///< can be moved and removed
        bool isBeside = false; ///< not on the board: it has a plate of its own
    };
    /// `kind` may be nullptr: then its pins are not known.
    PartItem(PartsModel& parts, NetsModel& nets, BoardPartPlace place, const PartKind* kind,
             Setting setting, QGraphicsItem* parent = nullptr);

    [[nodiscard]] const QString& name() const { return m_place.name; }
    /// What it takes of the board, with its name; the light around it is more.
    [[nodiscard]] QRectF area() const;
    [[nodiscard]] QRectF boundingRect() const override;
    [[nodiscard]] QPainterPath shape() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

    [[nodiscard]] const std::vector<PartPin>& pins() const { return m_pins; }
    /// Parts on the board are soldered, unless they are in the file that is edited.
    [[nodiscard]] bool showsPins() const
    {
        return (m_setting.isBeside || (m_setting.isEdited && m_setting.isOwn)) && !m_pins.empty();
    }
    /// Around the part's middle, before it is turned: below it, side by side.
    [[nodiscard]] QPointF placeOf(std::size_t pin) const;

Q_SIGNALS:
    void chosen(const QString& name);
    /// By the user, while the board is edited; the item is there already.
    void moved(const QString& name);
    void removeWanted(const QString& name);
    void turnWanted(const QString& name);

protected:
    void mousePressEvent(QGraphicsSceneMouseEvent* event) override;
    void mouseMoveEvent(QGraphicsSceneMouseEvent* event) override;
    void mouseReleaseEvent(QGraphicsSceneMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    QVariant itemChange(GraphicsItemChange change, const QVariant& value) override;
    void hoverMoveEvent(QGraphicsSceneHoverEvent* event) override;

private:
    [[nodiscard]] PartSight sight() const { return {m_parts, m_place.name, m_place.label}; }
    [[nodiscard]] QRectF pinArea() const;
    [[nodiscard]] QRectF named() const;
    [[nodiscard]] QRectF plate() const;
    void press();
    void release();
    bool adjust(int key);
    bool edit(int key);
    void describe();
    void paintPins(QPainter& painter) const;

    PartsModel& m_parts;
    NetsModel& m_nets;
    BoardPartPlace m_place;
    std::vector<PartPin> m_pins;
    double m_pinText = 0; ///< mm, of the longest name
    std::unique_ptr<PartLook> m_look;
    Setting m_setting;
    QPointF m_from; ///< where it was when the mouse went down
    bool m_isHeld = false;
    bool m_isGripped = false;
};

} // namespace perisphere::studio
