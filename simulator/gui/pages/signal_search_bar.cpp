#include "pages/signal_search_bar.hpp"

#include "signals/signal_view.hpp"

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>

namespace perisphere::studio
{
namespace
{

constexpr int kValueWidth = 70; ///< pixels, at the least

/// What can be looked for; the order is the box's.
enum class What : std::uint8_t { Edge, Rising, Falling, Shorter, Longer, Said };

} // namespace

SignalSearchBar::SignalSearchBar(SignalView& view, QWidget* parent)
    : QWidget(parent)
    , m_view(view)
    , m_what(new QComboBox(this))
    , m_value(new QLineEdit(this))
{
    m_what->addItems({tr("an edge"), tr("a rising edge"), tr("a falling edge"),
                      tr("a pulse shorter than"), tr("a pulse longer than"),
                      tr("what is decoded")});
    m_what->setObjectName(QStringLiteral("searchWhat"));
    m_what->setAccessibleName(tr("What to look for"));
    m_value->setObjectName(QStringLiteral("searchValue"));
    m_value->setMinimumWidth(kValueWidth);
    const auto addButton = [&](const QString& text, const QString& hint, Qt::ArrowType arrow,
                               SearchDirection direction) {
        auto* const button = new QToolButton(this);
        button->setArrowType(arrow);
        button->setAccessibleName(text);
        button->setToolTip(hint);
        connect(button, &QToolButton::clicked, this, [this, direction] { find(direction); });
        return button;
    };
    auto* const previous =
        addButton(tr("Previous"), tr("The one before cursor A (Shift+Enter, Shift+F3)"),
                  Qt::LeftArrow, SearchDirection::Previous);
    auto* const next = addButton(tr("Next"), tr("The one after cursor A (Enter, F3)"),
                                 Qt::RightArrow, SearchDirection::Next);
    auto* const row = new QHBoxLayout(this);
    row->setContentsMargins(4, 2, 4, 2);
    auto* const label = new QLabel(tr("&Find"), this);
    label->setBuddy(m_what);
    row->addWidget(label);
    row->addWidget(m_what);
    row->addWidget(m_value, 1);
    row->addWidget(previous);
    row->addWidget(next);
    connect(m_what, &QComboBox::currentIndexChanged, this, [this] { update(); });
    update();
}

void SignalSearchBar::begin()
{
    QWidget* const first = m_value->isEnabled() ? static_cast<QWidget*>(m_value) : m_what;
    first->setFocus(Qt::ShortcutFocusReason);
    m_value->selectAll();
}

void SignalSearchBar::update()
{
    const auto what = static_cast<What>(m_what->currentIndex());
    const bool isSaid = what == What::Said;
    m_value->setEnabled(what >= What::Shorter);
    m_value->setPlaceholderText(isSaid                 ? tr("4F 12, text, \"text\", 3C W")
                                : m_value->isEnabled() ? tr("10 µs")
                                                       : QString());
    m_value->setAccessibleName(isSaid ? tr("Bytes or text") : tr("Length of the pulse"));
    m_value->setToolTip(
        isSaid ? tr("Bytes in hexadecimal digits, or a text: of the bytes or as it is shown; in "
                    "quotes, of the bytes only. In the chosen row if it is a decoded one, else in "
                    "the first one.")
               : QString());
}

SignalSearchBar::Hit SignalSearchBar::hitInSignal(const Track& track, std::int64_t from,
                                                  SearchDirection direction)
{
    switch (static_cast<What>(m_what->currentIndex())) {
    case What::Edge:
        return findEdge(track, SearchedEdge::Any, from, direction);
    case What::Rising:
        return findEdge(track, SearchedEdge::Rising, from, direction);
    case What::Falling:
        return findEdge(track, SearchedEdge::Falling, from, direction);
    case What::Shorter:
    case What::Longer: {
        const auto length = nanosecondsOf(m_value->text());
        if (!length) {
            m_answer = tr("Say how long, such as 10 µs or 1.5 ms.");
            return std::nullopt;
        }
        const bool isShorter = static_cast<What>(m_what->currentIndex()) == What::Shorter;
        return findPulse(track, isShorter ? SearchedPulse::Shorter : SearchedPulse::Longer, *length,
                         from, direction);
    }
    case What::Said:
        break;
    }
    return std::nullopt;
}

SignalSearchBar::Hit SignalSearchBar::hitInSaid(const std::vector<Annotation>& said,
                                                std::int64_t from, SearchDirection direction)
{
    const SaidPattern pattern(m_value->text());
    if (pattern.isEmpty()) {
        m_answer = tr("Say which bytes or text.");
        return std::nullopt;
    }
    return pattern.find(said, from, direction);
}

void SignalSearchBar::find(SearchDirection direction)
{
    const bool isSaid = static_cast<What>(m_what->currentIndex()) == What::Said;
    const std::int64_t from = m_view.cursorOrMiddle();
    const Track* const track = m_view.chosenTrack();
    const DecodedRow* const decoded = m_view.chosenDecoder();
    m_answer.clear();
    Hit hit;
    if (isSaid && decoded == nullptr)
        m_answer = tr("Nothing is decoded: choose a decoder first (Decode).");
    else if (!isSaid && (track == nullptr || track->kind != TrackKind::Level))
        m_answer = tr("Choose the row of a pin first (arrow keys, or a click).");
    else
        hit = isSaid ? hitInSaid(decoded->said, from, direction)
                     : hitInSignal(*track, from, direction);
    if (hit) {
        m_view.goTo(hit->begin, hit->end);
        return;
    }
    if (m_answer.isEmpty())
        m_answer = direction == SearchDirection::Next ? tr("None after cursor A.")
                                                      : tr("None before cursor A.");
    Q_EMIT told(m_answer);
}

void SignalSearchBar::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return find(event->modifiers().testFlag(Qt::ShiftModifier) ? SearchDirection::Previous
                                                                   : SearchDirection::Next);
    case Qt::Key_Escape:
        return m_view.setFocus();
    default:
        QWidget::keyPressEvent(event);
    }
}

} // namespace perisphere::studio
