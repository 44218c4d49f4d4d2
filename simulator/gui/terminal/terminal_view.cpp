#include "terminal/terminal_view.hpp"

#include "terminal/terminal_colours.hpp"

#include <QClipboard>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHash>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

namespace perisphere::studio
{
namespace
{

constexpr int kMargin = 4;

/// What a VT100 sends for a key without a character.
QByteArray sequenceOf(int key)
{
    static const QHash<int, QByteArray> kSequences{
        {Qt::Key_Up, "\x1B[A"},        {Qt::Key_Down, "\x1B[B"},    {Qt::Key_Right, "\x1B[C"},
        {Qt::Key_Left, "\x1B[D"},      {Qt::Key_Home, "\x1B[H"},    {Qt::Key_End, "\x1B[F"},
        {Qt::Key_Insert, "\x1B[2~"},   {Qt::Key_Delete, "\x1B[3~"}, {Qt::Key_PageUp, "\x1B[5~"},
        {Qt::Key_PageDown, "\x1B[6~"}, {Qt::Key_Backspace, "\x7F"}, {Qt::Key_Escape, "\x1B"},
        {Qt::Key_Tab, "\t"},           {Qt::Key_Backtab, "\x1B[Z"}};
    return kSequences.value(key);
}

} // namespace

TerminalView::TerminalView(QWidget* parent)
    : QAbstractScrollArea(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn); // the width stays what it is
    setAttribute(Qt::WA_InputMethodEnabled, false);
    viewport()->setCursor(Qt::IBeamCursor);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, viewport(),
            static_cast<void (QWidget::*)()>(&QWidget::update));
    fit();
}

void TerminalView::fit()
{
    const QFontMetrics metrics(font());
    m_cellWidth = std::max(1, metrics.horizontalAdvance('M'));
    m_cellHeight = std::max(1, metrics.height());
    m_screen.setSize((viewport()->width() - 2 * kMargin) / m_cellWidth,
                     (viewport()->height() - 2 * kMargin) / m_cellHeight);
    QScrollBar* const bar = verticalScrollBar();
    const bool isAtEnd = bar->value() == bar->maximum();
    const int lines = std::max(static_cast<int>(m_screen.lines().size()), m_screen.rows());
    bar->setPageStep(m_screen.rows());
    bar->setRange(0, lines - m_screen.rows());
    if (isAtEnd)
        bar->setValue(bar->maximum());
    viewport()->update();
}

void TerminalView::feed(const QByteArray& bytes)
{
    m_screen.feed({bytes.constData(), static_cast<std::size_t>(bytes.size())});
    fit();
}

void TerminalView::clear()
{
    m_screen.clear();
    m_anchor = m_end = {};
    fit();
}

void TerminalView::resizeEvent(QResizeEvent* event)
{
    QAbstractScrollArea::resizeEvent(event);
    fit();
}

void TerminalView::changeEvent(QEvent* event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fit();
}

void TerminalView::focusInEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void TerminalView::focusOutEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

void TerminalView::paintEvent(QPaintEvent*)
{
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), palette().color(QPalette::Base));
    painter.setFont(font());
    const int first = verticalScrollBar()->value();
    const int last = std::min(first + m_screen.rows(), static_cast<int>(m_screen.lines().size()));
    for (int line = first; line < last; ++line)
        drawLine(painter, line, kMargin + (line - first) * m_cellHeight);
    const int cursor = m_screen.cursorLine() - first;
    if (!m_screen.isCursorVisible() || cursor < 0 || cursor >= m_screen.rows())
        return;
    const QRect cell(kMargin +
                         std::min(m_screen.cursorColumn(), m_screen.columns() - 1) * m_cellWidth,
                     kMargin + cursor * m_cellHeight, m_cellWidth, m_cellHeight);
    QColor colour = palette().color(hasFocus() ? QPalette::Highlight : QPalette::PlaceholderText);
    if (hasFocus()) {
        constexpr int kTranslucent = 150;
        colour.setAlpha(kTranslucent);
        painter.fillRect(cell, colour);
    } else {
        painter.setPen(colour);
        painter.drawRect(cell.adjusted(0, 0, -1, -1));
    }
}

/// Characters of the same look at once.
void TerminalView::drawLine(QPainter& painter, int line, int y) const
{
    const TerminalLine& cells = m_screen.lines()[static_cast<std::size_t>(line)];
    const int size = std::min(static_cast<int>(cells.size()), m_screen.columns());
    const auto selectedAt = [&](int column) {
        return isSelected({line + m_screen.dropped(), column});
    };
    for (int begin = 0; begin < size;) {
        const TerminalStyle& style = cells[static_cast<std::size_t>(begin)].style;
        const bool isMarked = selectedAt(begin);
        QString text;
        int end = begin;
        for (; end < size; ++end) {
            const TerminalCell& cell = cells[static_cast<std::size_t>(end)];
            if (cell.style != style || selectedAt(end) != isMarked)
                break;
            text += QString::fromUcs4(&cell.character, 1);
        }
        TerminalColours colours = coloursOf(style, palette());
        if (isMarked)
            colours = {palette().color(QPalette::HighlightedText),
                       palette().color(QPalette::Highlight)};
        const QRect box(kMargin + begin * m_cellWidth, y, (end - begin) * m_cellWidth,
                        m_cellHeight);
        if (colours.background.isValid())
            painter.fillRect(box, colours.background);
        QFont face = font();
        face.setBold(style.isBold);
        face.setUnderline(style.isUnderlined);
        painter.setFont(face);
        painter.setPen(colours.foreground);
        painter.drawText(box, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip, text);
        begin = end;
    }
}

// Selecting.

TerminalView::Place TerminalView::placeAt(const QPoint& pixel) const
{
    const int line = verticalScrollBar()->value() +
                     std::clamp((pixel.y() - kMargin) / m_cellHeight, 0, m_screen.rows() - 1);
    const int column =
        std::clamp((pixel.x() - kMargin + m_cellWidth / 2) / m_cellWidth, 0, m_screen.columns());
    return {line + m_screen.dropped(), column};
}

bool TerminalView::isSelected(Place place) const
{
    const auto [first, last] = std::minmax(m_anchor, m_end);
    return first <= place && place < last;
}

QString TerminalView::selectedText() const
{
    const auto [first, last] = std::minmax(m_anchor, m_end);
    QStringList lines;
    for (qint64 line = std::max<qint64>(first.line, m_screen.dropped()); line <= last.line;
         ++line) {
        QString text = m_screen.text(static_cast<int>(line - m_screen.dropped()));
        if (line == last.line)
            text.truncate(last.column);
        if (line == first.line)
            text.remove(0, first.column);
        lines.append(text);
    }
    return lines.join('\n');
}

void TerminalView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_anchor = m_end = placeAt(event->pos());
    viewport()->update();
}

void TerminalView::mouseMoveEvent(QMouseEvent* event)
{
    if (!event->buttons().testFlag(Qt::LeftButton))
        return;
    m_end = placeAt(event->pos());
    viewport()->update();
}

void TerminalView::copy() const
{
    if (m_anchor != m_end)
        QGuiApplication::clipboard()->setText(selectedText());
}

void TerminalView::paste()
{
    QString text = QGuiApplication::clipboard()->text();
    text.replace(QStringLiteral("\r\n"), QStringLiteral("\n"));
    text.replace('\n', QString::fromLatin1(m_lineEnd));
    if (!text.isEmpty())
        Q_EMIT typed(text.toUtf8());
}

// Typing.

/// Tab is the device's, as at any terminal; Ctrl+Tab and Ctrl+Shift+Tab leave.
bool TerminalView::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* const key = static_cast<QKeyEvent*>(event);
        const bool isControl = key->modifiers() == Qt::ControlModifier && key->key() >= Qt::Key_A &&
                               key->key() <= Qt::Key_Z;
        if (isControl || !bytesOf(*key).isEmpty()) {
            event->accept();
            return true;
        }
    }
    if (event->type() == QEvent::KeyPress) {
        auto* const key = static_cast<QKeyEvent*>(event);
        const bool isTab = key->key() == Qt::Key_Tab || key->key() == Qt::Key_Backtab;
        if (isTab && key->modifiers().testFlag(Qt::ControlModifier))
            return focusNextPrevChild(key->key() == Qt::Key_Tab);
        if (isTab) {
            keyPressEvent(key);
            return true;
        }
    }
    return QAbstractScrollArea::event(event);
}

QByteArray TerminalView::bytesOf(const QKeyEvent& key) const
{
    constexpr Qt::KeyboardModifiers kOthers = Qt::AltModifier | Qt::MetaModifier;
    if (key.modifiers() & kOthers)
        return {};
    if (key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter)
        return m_lineEnd;
    if (const QByteArray sequence = sequenceOf(key.key()); !sequence.isEmpty())
        return key.modifiers() & Qt::ControlModifier ? QByteArray() : sequence;
    if (key.modifiers() & Qt::ControlModifier) {
        const bool isLetter = key.key() >= Qt::Key_A && key.key() <= Qt::Key_Z;
        return isLetter && !(key.modifiers() & Qt::ShiftModifier)
                   ? QByteArray(1, static_cast<char>(key.key() - Qt::Key_A + 1))
                   : QByteArray();
    }
    return key.text().toUtf8();
}

void TerminalView::keyPressEvent(QKeyEvent* event)
{
    const bool isWithBoth =
        event->modifiers() == (Qt::ControlModifier | Qt::ShiftModifier); // as other terminals
    QScrollBar* const bar = verticalScrollBar();
    if (isWithBoth && event->key() == Qt::Key_C)
        return copy();
    if (isWithBoth && event->key() == Qt::Key_V)
        return paste();
    if (event->modifiers() == Qt::ShiftModifier && event->key() == Qt::Key_PageUp)
        return bar->triggerAction(QScrollBar::SliderPageStepSub);
    if (event->modifiers() == Qt::ShiftModifier && event->key() == Qt::Key_PageDown)
        return bar->triggerAction(QScrollBar::SliderPageStepAdd);
    const QByteArray bytes = bytesOf(*event);
    if (bytes.isEmpty()) {
        event->ignore();
        return;
    }
    bar->setValue(bar->maximum());
    Q_EMIT typed(bytes);
}

} // namespace perisphere::studio
