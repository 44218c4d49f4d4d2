#include "pages/memory_graph.hpp"

#include "models/log_model.hpp"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace perisphere::studio
{
namespace
{

constexpr int kMargin = 6;
constexpr QColor kLimitColour(0xD0, 0x50, 0x20);

} // namespace

MemoryGraph::MemoryGraph(QWidget* parent)
    : QWidget(parent)
{
    setMinimumHeight(fontMetrics().height() * 6);
    setAccessibleName(tr("Memory over time"));
    show(nullptr);
}

QSize MemoryGraph::sizeHint() const
{
    return {fontMetrics().averageCharWidth() * 60, fontMetrics().height() * 10};
}

void MemoryGraph::show(const MemoryCurve* curve)
{
    m_curve = curve == nullptr ? MemoryCurve() : *curve;
    setAccessibleDescription(m_curve.samples.empty() ? tr("nothing was measured")
                                                     : tr("%1 KiB now, %2 at most, of %3")
                                                           .arg(m_curve.samples.back().kibibytes)
                                                           .arg(m_curve.peak)
                                                           .arg(m_curve.limit));
    setToolTip(accessibleDescription());
    update();
}

int MemoryGraph::yOf(const QRect& plot, qint64 kibibytes) const
{
    const qint64 most = std::max<qint64>({m_curve.limit, m_curve.peak, 1});
    return plot.bottom() - static_cast<int>(kibibytes * plot.height() / most);
}

void MemoryGraph::drawLevel(QPainter& painter, const QRect& plot, qint64 kibibytes,
                            const QString& text, const QPen& pen) const
{
    const int y = yOf(plot, kibibytes);
    painter.setPen(pen);
    painter.drawLine(plot.left(), y, plot.right(), y);
    const int height = fontMetrics().height();
    const int top = y - height < plot.top() ? y + 1 : y - height - 1; // where there is room
    painter.drawText(QRect(plot.left(), top, plot.width() - 2, height),
                     Qt::AlignRight | Qt::AlignVCenter, text);
}

void MemoryGraph::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), palette().color(QPalette::Base));
    if (m_curve.samples.empty()) {
        painter.setPen(palette().color(QPalette::PlaceholderText));
        painter.drawText(rect(), int(Qt::AlignCenter) | int(Qt::TextWordWrap),
                         tr("Memory is measured while an app runs."));
        return;
    }
    const int height = fontMetrics().height();
    const QRect plot = rect().adjusted(kMargin, kMargin, -kMargin, -kMargin - height);
    const qint64 first = m_curve.samples.front().time;
    const qint64 last = m_curve.samples.back().time;
    const auto xOf = [&](qint64 time) {
        const double share =
            last == first ? 1.0
                          : static_cast<double>(time - first) / static_cast<double>(last - first);
        return plot.left() + share * (plot.width() - 1);
    };
    QPainterPath line;
    line.moveTo(xOf(first), yOf(plot, m_curve.samples.front().kibibytes));
    for (const MemorySample& sample : m_curve.samples)
        line.lineTo(xOf(sample.time), yOf(plot, sample.kibibytes));
    if (last == first) // a level, as far as is known
        line.lineTo(plot.left(), yOf(plot, m_curve.samples.front().kibibytes));
    QPainterPath area = line;
    area.lineTo(last == first ? plot.left() : plot.right(), plot.bottom());
    area.lineTo(last == first ? plot.right() : plot.left(), plot.bottom());
    QColor fill = palette().color(QPalette::Highlight);
    constexpr int kTranslucent = 50;
    fill.setAlpha(kTranslucent);
    painter.fillPath(area, fill);
    painter.setPen(QPen(palette().color(QPalette::Highlight), 1.5));
    painter.drawPath(line);

    if (m_curve.limit > 0)
        drawLevel(painter, plot, m_curve.limit, tr("limit %1 KiB").arg(m_curve.limit),
                  QPen(kLimitColour, 1, Qt::DashLine));
    drawLevel(painter, plot, m_curve.peak,
              tr("now %1 KiB, peak %2 KiB").arg(m_curve.samples.back().kibibytes).arg(m_curve.peak),
              QPen(palette().color(QPalette::Text), 1, Qt::DotLine));
    painter.setPen(palette().color(QPalette::Text));
    const QRect axis(plot.left(), plot.bottom() + 2, plot.width(), height);
    painter.drawText(axis, Qt::AlignLeft, tr("%1 s").arg(timeText(first)));
    painter.drawText(axis, Qt::AlignRight, tr("%1 s").arg(timeText(last)));
}

} // namespace perisphere::studio
