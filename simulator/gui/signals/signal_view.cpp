#include "signals/signal_view.hpp"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace perisphere::studio
{
namespace
{

constexpr int kNames = 170; ///< pixels, of the names' column
constexpr int kAxis = 26;
constexpr int kRow = 30;
constexpr int kPad = 6;
constexpr double kStep = 1.4;
constexpr double kNotch = 120;
constexpr double kFinest = 0.5;    ///< nanoseconds a pixel
constexpr double kCoarsest = 1e12; ///< weeks in sight
constexpr int kLeastTick = 90;     ///< pixels between marks of the axis

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

SignalView::SignalView(const SignalStore& store, QWidget* parent)
    : QAbstractScrollArea(parent)
    , m_store(store)
{
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Signals"));
    setAccessibleDescription(tr("Signals over time. Plus and minus zoom, arrows move and choose a "
                                "row, N and P go to changes, A and B set cursors, F shows all."));
    connect(verticalScrollBar(), &QScrollBar::valueChanged, viewport(),
            qOverload<>(&QWidget::update));
}

int SignalView::rows() const
{
    return static_cast<int>(m_store.tracks().size() + m_decoders.size());
}

int SignalView::plotWidth() const
{
    return std::max(1, viewport()->width() - kNames);
}

int SignalView::yOf(int row) const
{
    return kAxis + row * kRow - verticalScrollBar()->value();
}

double SignalView::xOf(std::int64_t time) const
{
    return kNames + static_cast<double>(time - m_begin) / m_scale;
}

std::int64_t SignalView::timeAt(double x) const
{
    return m_begin + static_cast<std::int64_t>(std::llround((x - kNames) * m_scale));
}

void SignalView::reset()
{
    m_row = 0;
    m_cursors = {};
    m_begin = m_store.begin();
    m_decoders.clear();
    m_isFollowing = true;
    updateScrollBar();
    viewport()->update();
    Q_EMIT cursorsChanged();
}

void SignalView::refresh()
{
    if (m_isFollowing)
        m_begin = m_store.end() - static_cast<std::int64_t>(plotWidth() * m_scale);
    decode();
    viewport()->update();
}

void SignalView::setFollowing(bool isFollowing)
{
    if (std::exchange(m_isFollowing, isFollowing) == isFollowing)
        return;
    Q_EMIT followingChanged(isFollowing);
    refresh();
}

void SignalView::addDecoder(DecodedRow row)
{
    m_decoders.push_back(std::move(row));
    updateScrollBar();
    refresh();
}

void SignalView::clearDecoders()
{
    m_decoders.clear();
    updateScrollBar();
    refresh();
}

void SignalView::decode()
{
    for (DecodedRow& row : m_decoders)
        if (row.decodedRecords != m_store.records()) {
            row.said = row.decode(m_store);
            row.decodedRecords = m_store.records();
        }
}

void SignalView::showAll()
{
    setFollowing(false);
    const double length = std::max<double>(1, static_cast<double>(m_store.end() - m_store.begin()));
    m_scale = std::clamp(length / plotWidth(), kFinest, kCoarsest);
    m_begin = m_store.begin();
    viewport()->update();
}

void SignalView::zoom(double factor, std::int64_t at)
{
    const double scale = std::clamp(m_scale * factor, kFinest, kCoarsest);
    const double x = static_cast<double>(at - m_begin) / m_scale;
    m_scale = scale;
    m_begin = at - static_cast<std::int64_t>(std::llround(x * scale));
    refresh();
}

void SignalView::move(double nanoseconds)
{
    setFollowing(false);
    m_begin += static_cast<std::int64_t>(std::llround(nanoseconds));
    viewport()->update();
}

void SignalView::goTo(std::int64_t time)
{
    setFollowing(false);
    m_begin = time - static_cast<std::int64_t>(plotWidth() * m_scale / 2);
    setCursor(0, time);
}

void SignalView::goTo(std::int64_t begin, std::int64_t end)
{
    if (end > begin)
        setCursor(1, end);
    goTo(begin);
}

std::int64_t SignalView::cursorOrMiddle() const
{
    return m_cursors[0].value_or(timeAt(kNames + plotWidth() / 2.0));
}

const Track* SignalView::chosenTrack() const
{
    const auto row = static_cast<std::size_t>(m_row);
    return row < m_store.tracks().size() ? &m_store.tracks()[row] : nullptr;
}

const DecodedRow* SignalView::chosenDecoder() const
{
    const auto tracks = static_cast<int>(m_store.tracks().size());
    const auto row = static_cast<std::size_t>(std::max(0, m_row - tracks));
    return row < m_decoders.size() ? &m_decoders[row] : nullptr;
}

void SignalView::goToChange(bool isNext)
{
    const Track* const track = chosenTrack();
    if (track == nullptr)
        return;
    const std::int64_t from = cursorOrMiddle();
    if (const auto found = isNext ? nextChange(*track, from) : previousChange(*track, from))
        goTo(*found);
}

/// The chosen one, where it is out of sight.
void SignalView::showRow()
{
    QScrollBar& bar = *verticalScrollBar();
    const int top = m_row * kRow;
    const int room = std::max(kRow, viewport()->height() - kAxis);
    bar.setValue(std::clamp(bar.value(), top + kRow - room, top));
}

void SignalView::setCursor(std::size_t which, std::int64_t time)
{
    m_cursors.at(which) = time;
    viewport()->update();
    Q_EMIT cursorsChanged();
}

void SignalView::updateScrollBar()
{
    const int room = std::max(0, viewport()->height() - kAxis);
    verticalScrollBar()->setRange(0, std::max(0, rows() * kRow - room));
    verticalScrollBar()->setPageStep(room);
    verticalScrollBar()->setSingleStep(kRow);
}

void SignalView::resizeEvent(QResizeEvent*)
{
    updateScrollBar();
    refresh();
}

void SignalView::wheelEvent(QWheelEvent* event)
{
    const double notches = event->angleDelta().y() / kNotch;
    if (event->modifiers().testFlag(Qt::ShiftModifier))
        move(-notches * plotWidth() / 8 * m_scale);
    else if (event->position().x() < kNames)
        verticalScrollBar()->setValue(verticalScrollBar()->value() -
                                      static_cast<int>(notches * kRow));
    else
        zoom(std::pow(kStep, -notches),
             m_isFollowing ? m_store.end() : timeAt(event->position().x()));
    event->accept();
}

void SignalView::mousePressEvent(QMouseEvent* event)
{
    const int row = (static_cast<int>(event->position().y()) - yOf(0)) / kRow;
    if (event->position().y() >= kAxis && row >= 0 && row < rows())
        m_row = row;
    m_draggedFrom = event->position().toPoint();
    m_beginOfDrag = m_begin;
    m_hasDragged = false;
    viewport()->update();
}

void SignalView::mouseMoveEvent(QMouseEvent* event)
{
    constexpr int kSlop = 4;
    if (!m_draggedFrom)
        return;
    const int dx = event->position().toPoint().x() - m_draggedFrom->x();
    if (!m_hasDragged && std::abs(dx) < kSlop)
        return;
    m_hasDragged = true;
    setFollowing(false);
    m_begin = m_beginOfDrag - static_cast<std::int64_t>(std::llround(dx * m_scale));
    viewport()->update();
}

void SignalView::mouseReleaseEvent(QMouseEvent* event)
{
    if (m_draggedFrom && !m_hasDragged && event->position().x() >= kNames)
        setCursor(event->modifiers().testFlag(Qt::ShiftModifier) ? 1 : 0,
                  timeAt(event->position().x()));
    m_draggedFrom.reset();
}

void SignalView::keyPressEvent(QKeyEvent* event)
{
    const std::int64_t middle = timeAt(kNames + plotWidth() / 2.0);
    const double eighth = plotWidth() * m_scale / 8;
    switch (event->key()) {
    case Qt::Key_Plus:
        return zoom(1 / kStep, m_isFollowing ? m_store.end() : middle);
    case Qt::Key_Minus:
        return zoom(kStep, m_isFollowing ? m_store.end() : middle);
    case Qt::Key_Left:
        return move(-eighth);
    case Qt::Key_Right:
        return move(eighth);
    case Qt::Key_Home:
        return goTo(m_store.begin());
    case Qt::Key_End:
        return setFollowing(true);
    case Qt::Key_F:
        return showAll();
    case Qt::Key_N:
        return goToChange(true);
    case Qt::Key_P:
        return goToChange(false);
    case Qt::Key_A:
        return setCursor(0, middle);
    case Qt::Key_B:
        return setCursor(1, middle);
    case Qt::Key_Up:
    case Qt::Key_Down:
        m_row =
            std::clamp(m_row + (event->key() == Qt::Key_Up ? -1 : 1), 0, std::max(0, rows() - 1));
        showRow();
        viewport()->update();
        return;
    default:
        QAbstractScrollArea::keyPressEvent(event);
    }
}

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
