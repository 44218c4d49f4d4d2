#include "signals/signal_view.hpp"

#include <QElapsedTimer>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace perisphere::studio
{
namespace
{

constexpr double kStep = 1.4;
constexpr double kNotch = 120;
constexpr double kFinest = 0.5;    ///< nanoseconds a pixel
constexpr double kCoarsest = 1e12; ///< weeks in sight

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
    m_decodeLater.setSingleShot(true);
    connect(&m_decodeLater, &QTimer::timeout, this, &SignalView::refresh);
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

/// Everything is read anew each time, which of a long recording takes longer than between two
/// pictures: then it is done so seldom that the window stays quick. A new row is read at once.
void SignalView::decode()
{
    constexpr qint64 kShare = 10; ///< of the time, at most one part in so many
    constexpr qint64 kUnnoticed = 1;
    QElapsedTimer cost;
    cost.start();
    for (DecodedRow& row : m_decoders)
        if (row.decodedRecords != m_store.records() &&
            (!m_decodeLater.isActive() || !row.decodedRecords)) {
            row.said = row.decode(m_store);
            row.decodedRecords = m_store.records();
        }
    if (const qint64 milliseconds = cost.elapsed(); milliseconds > kUnnoticed)
        m_decodeLater.start(static_cast<int>(milliseconds * kShare));
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

} // namespace perisphere::studio
