// A terminal's screen, drawn; what is typed at it are bytes.
#pragma once

#include "terminal/terminal_screen.hpp"

#include <QAbstractScrollArea>
#include <QByteArray>
#include <QPoint>

namespace perisphere::studio
{

class TerminalView final : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit TerminalView(QWidget* parent = nullptr);

    [[nodiscard]] const TerminalScreen& screen() const { return m_screen; }
    void feed(const QByteArray& bytes);
    void clear();
    void setNewLineMode(bool isOn) { m_screen.setNewLineMode(isOn); }
    /// What the key Enter sends.
    void setLineEnd(const QByteArray& bytes) { m_lineEnd = bytes; }

    [[nodiscard]] QString selectedText() const;
    void copy() const;
    void paste();

Q_SIGNALS:
    void typed(const QByteArray& bytes);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool event(QEvent* event) override;

private:
    /// In the text, with the lines that have left counted: so it stays where it is.
    struct Place {
        qint64 line = 0;
        int column = 0;
        auto operator<=>(const Place&) const = default;
    };
    void fit();
    [[nodiscard]] Place placeAt(const QPoint& pixel) const;
    [[nodiscard]] bool isSelected(Place place) const;
    void drawLine(QPainter& painter, int line, int y) const;
    [[nodiscard]] QByteArray bytesOf(const QKeyEvent& key) const;

    TerminalScreen m_screen;
    QByteArray m_lineEnd{"\r"};
    int m_cellWidth = 8;
    int m_cellHeight = 16;
    Place m_anchor;
    Place m_end; ///< behind the last one selected
};

} // namespace perisphere::studio
