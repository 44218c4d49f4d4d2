// The board on the screen: zoom with the wheel or + and -, pan with the middle button or by
// dragging the ground, 0 shows all of it.
#pragma once

#include <QGraphicsView>

namespace perisphere::studio
{

class BoardView final : public QGraphicsView
{
    Q_OBJECT

public:
    explicit BoardView(QGraphicsScene* scene, QWidget* parent = nullptr);

    void showAll();
    void zoom(double factor);

protected:
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    /// Tab stays among the parts until there is no other.
    bool focusNextPrevChild(bool isNext) override;

private:
    bool focusNextPart(bool isNext);

    bool m_showsAll = true; ///< until somebody zooms
};

} // namespace perisphere::studio
