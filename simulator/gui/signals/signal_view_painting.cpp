// How the signal view draws.
#include "signals/signal_view.hpp"

#include <QPainter>
#include <QScrollBar>

#include <algorithm>
#include <cmath>

namespace perisphere::studio
{
namespace
{

constexpr int kPad = 6;
constexpr int kLeastTick = 90; ///< pixels between marks of the axis

const QColor kLevelColour(0x3A, 0xA8, 0x5C);
const QColor kBusyColour(0x2B, 0x7C, 0x45);
const QColor kFloatColour(0xC0, 0xA0, 0x40);
const QColor kValueColour(0x3B, 0x8E, 0xD0);
const QColor kSaidColour(0x6A, 0x4F, 0xB0);
const QColor kErrorColour(0xC8, 0x3A, 0x3A);
const std::array<QColor, 2> kCursorColours{QColor(0xE0, 0x80, 0x20), QColor(0xC0, 0x40, 0xC0)};

/// 1, 2 or 5 times a power of ten, not below.
double roundUp(double value)
{
    const double power = std::pow(10.0, std::floor(std::log10(value)));
    for (const double factor : {1.0, 2.0, 5.0})
        if (factor * power >= value)
            return factor * power;
    return 10 * power;
}

} // namespace

void SignalView::paintEvent(QPaintEvent*)
{
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), palette().color(QPalette::Base));
    const int width = viewport()->width();
    for (int row = 0; row < rows(); ++row) {
        const int top = yOf(row);
        if (top + kRow < kAxis || top > viewport()->height())
            continue;
        if (row == m_row)
            painter.fillRect(0, top, width, kRow, palette().color(QPalette::AlternateBase));
        const auto tracks = m_store.tracks().size();
        const auto index = static_cast<std::size_t>(row);
        const QString name =
            index < tracks ? m_store.tracks()[index].name : m_decoders[index - tracks].name;
        painter.setPen(palette().color(row == m_row ? QPalette::Link : QPalette::Text));
        painter.drawText(
            QRect(kPad, top, kNames - 2 * kPad, kRow), Qt::AlignVCenter | Qt::AlignLeft,
            painter.fontMetrics().elidedText(name, Qt::ElideMiddle, kNames - 2 * kPad));
        painter.save();
        painter.setClipRect(kNames, std::max(top, kAxis), width - kNames, kRow);
        if (index >= tracks)
            paintSaid(painter, m_decoders[index - tracks], top);
        else if (m_store.tracks()[index].kind == TrackKind::Level)
            paintLevels(painter, m_store.tracks()[index], top);
        else
            paintValues(painter, m_store.tracks()[index], top);
        painter.restore();
    }
    paintAxis(painter);
    paintCursors(painter);
    if (rows() == 0) {
        painter.setPen(palette().color(QPalette::PlaceholderText));
        painter.drawText(viewport()->rect(), Qt::AlignCenter,
                         tr("Nothing is recorded. Say above which signals, and press Record."));
    }
}

void SignalView::paintAxis(QPainter& painter) const
{
    painter.fillRect(0, 0, viewport()->width(), kAxis, palette().color(QPalette::Window));
    painter.setPen(palette().color(QPalette::PlaceholderText));
    const double tick = roundUp(kLeastTick * m_scale);
    const auto first = static_cast<std::int64_t>(std::floor(static_cast<double>(m_begin) / tick));
    for (std::int64_t i = first; i <= first + plotWidth() / kLeastTick + 2; ++i) {
        const double time = static_cast<double>(i) * tick;
        const double x = kNames + (time - static_cast<double>(m_begin)) / m_scale;
        if (x < kNames)
            continue;
        painter.drawLine(QPointF(x, kAxis - 5), QPointF(x, kAxis));
        painter.drawText(QPointF(x + 3, kAxis - 8), durationText(time));
    }
}

void SignalView::paintLevels(QPainter& painter, const Track& track, int top) const
{
    const auto columns = levelColumns(track, m_begin, m_scale, plotWidth());
    const int high = top + kPad;
    const int low = top + kRow - kPad;
    const auto y = [&](TrackLevel level) {
        return level == TrackLevel::High ? high : level == TrackLevel::Low ? low : (high + low) / 2;
    };
    const int begin = std::max(0, static_cast<int>(std::ceil(xOf(m_store.begin()) - kNames)));
    const int end =
        std::min(plotWidth(), static_cast<int>(std::floor(xOf(m_store.end()) - kNames)) + 1);
    // Runs of columns without a change are one line, of columns with many one box.
    for (int i = begin; i < end;) {
        const LevelColumn& column = columns[static_cast<std::size_t>(i)];
        int last = i;
        if (column.changes > 1) {
            while (last + 1 < end && columns[static_cast<std::size_t>(last) + 1].changes > 1)
                ++last;
            painter.fillRect(kNames + i, high, last - i + 1, low - high + 1, kBusyColour);
            i = last + 1;
            continue;
        }
        while (last + 1 < end && columns[static_cast<std::size_t>(last) + 1].changes == 0)
            ++last;
        painter.setPen(column.end == TrackLevel::Floating ? QPen(kFloatColour, 1, Qt::DashLine)
                                                          : QPen(kLevelColour));
        if (column.changes == 1 && y(column.begin) != y(column.end))
            painter.drawLine(kNames + i, y(column.begin), kNames + i, y(column.end));
        painter.drawLine(kNames + i, y(column.end), kNames + last, y(column.end));
        i = last + 1;
    }
}

void SignalView::paintValues(QPainter& painter, const Track& track, int top) const
{
    const auto columns = valueColumns(track, m_begin, m_scale, plotWidth());
    double least = columns.front().least;
    double most = columns.front().most;
    for (const ValueColumn& column : columns) {
        least = std::min(least, column.least);
        most = std::max(most, column.most);
    }
    const double span = most > least ? most - least : 1;
    const auto y = [&](double value) {
        return top + kRow - kPad - static_cast<int>((value - least) / span * (kRow - 2 * kPad));
    };
    painter.setPen(kValueColour);
    const int end =
        std::min(plotWidth(), static_cast<int>(std::floor(xOf(m_store.end()) - kNames)) + 1);
    for (int i = std::max(0, static_cast<int>(std::ceil(xOf(m_store.begin()) - kNames))); i < end;
         ++i) {
        const ValueColumn& column = columns[static_cast<std::size_t>(i)];
        painter.drawLine(kNames + i, y(column.least), kNames + i, y(column.most));
    }
    const QString range = QStringLiteral("%1 … %2 %3").arg(least).arg(most).arg(track.unit);
    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.drawText(QRect(kNames + kPad, top, plotWidth() - 2 * kPad, kRow),
                     Qt::AlignRight | Qt::AlignTop, range);
}

void SignalView::paintSaid(QPainter& painter, const DecodedRow& row, int top) const
{
    constexpr int kLeastText = 14;
    auto first = std::ranges::lower_bound(row.said, m_begin, {}, &Annotation::end);
    double right = -1;
    for (; first != row.said.end() && first->begin <= timeAt(viewport()->width()); ++first) {
        const double x = xOf(first->begin);
        const double end = std::max(x + 1, xOf(first->end));
        if (end <= right)
            continue; // what is no pixel away is not drawn again
        right = end;
        const QRectF box(x, top + kPad, end - x, kRow - 2 * kPad);
        painter.fillRect(box, first->isError ? kErrorColour : kSaidColour);
        if (box.width() < kLeastText)
            continue;
        painter.setPen(Qt::white);
        painter.drawText(box, Qt::AlignCenter,
                         painter.fontMetrics().elidedText(first->text, Qt::ElideRight,
                                                          static_cast<int>(box.width())));
    }
}

void SignalView::paintCursors(QPainter& painter) const
{
    for (std::size_t i = 0; i < m_cursors.size(); ++i) {
        if (!m_cursors[i])
            continue;
        const double x = xOf(*m_cursors[i]);
        if (x < kNames || x > viewport()->width())
            continue;
        painter.setPen(kCursorColours[i]);
        painter.drawLine(QPointF(x, 0), QPointF(x, viewport()->height()));
        painter.drawText(QPointF(x + 3, kAxis + 12),
                         i == 0 ? QStringLiteral("A") : QStringLiteral("B"));
    }
}

} // namespace perisphere::studio
