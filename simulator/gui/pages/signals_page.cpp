#include "pages/signals_page.hpp"

#include "models/log_model.hpp"
#include "pages/decoder_dialog.hpp"
#include "pages/signal_search_bar.hpp"
#include "signals/decoders/decoders.hpp"
#include "signals/vcd_file.hpp"

#include <QCheckBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QShortcut>
#include <QToolButton>
#include <QVBoxLayout>

#include <cmath>

namespace perisphere::studio
{

SignalsPage::SignalsPage(DeviceConnection& connection, QWidget* parent)
    : QWidget(parent)
    , m_recorder(connection)
    , m_view(new SignalView(m_recorder.store(), this))
    , m_patterns(new QLineEdit(QStringLiteral("MT3620.GPIO*"), this))
    , m_follow(new QCheckBox(tr("F&ollow"), this))
    , m_search(new SignalSearchBar(*m_view, this))
    , m_measure(new QLabel(this))
{
    m_patterns->setToolTip(tr("Names of pins and properties, with * and ?, separated by spaces"));
    m_patterns->setObjectName(QStringLiteral("patterns"));
    m_patterns->setAccessibleName(tr("Signals to record"));
    m_follow->setChecked(true);
    m_follow->setToolTip(tr("Keep the newest in sight (End)"));
    auto* const record = new QPushButton(tr("&Record"), this);
    record->setObjectName(QStringLiteral("record"));
    auto* const decode = new QToolButton(this);
    decode->setText(tr("Deco&de"));
    decode->setObjectName(QStringLiteral("decode"));
    decode->setPopupMode(QToolButton::InstantPopup);
    auto* const decoders = new QMenu(decode);
    for (const Decoder& decoder : allDecoders())
        decoders->addAction(tr("&%1…").arg(decoder.name), this, [this, &decoder] {
            DecoderDialog dialog(decoder, m_recorder.store(), this);
            if (dialog.exec() == QDialog::Accepted)
                m_view->addDecoder(dialog.row());
        });
    decoders->addSeparator();
    decoders->addAction(tr("&None"), m_view, &SignalView::clearDecoders);
    decode->setMenu(decoders);
    auto* const open = new QPushButton(tr("&Open…"), this);
    open->setToolTip(tr("Show a recording from a file (VCD)"));
    connect(open, &QPushButton::clicked, this, &SignalsPage::chooseVcdToOpen);
    auto* const save = new QToolButton(this);
    save->setText(tr("E&xport"));
    save->setPopupMode(QToolButton::InstantPopup);
    auto* const exports = new QMenu(save);
    exports->addAction(tr("&VCD…"), this, &SignalsPage::chooseVcd);
    exports->addAction(tr("&Picture…"), this, &SignalsPage::exportPicture);
    save->setMenu(exports);
    auto* const row = new QHBoxLayout;
    row->setContentsMargins(4, 4, 4, 0);
    row->addWidget(m_patterns, 1);
    for (QWidget* const widget :
         {static_cast<QWidget*>(record), static_cast<QWidget*>(m_follow),
          static_cast<QWidget*>(decode), static_cast<QWidget*>(open), static_cast<QWidget*>(save)})
        row->addWidget(widget);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(row);
    layout->addWidget(m_search);
    layout->addWidget(m_view, 1);
    layout->addWidget(m_measure);
    setFocusProxy(m_view);
    const auto addKey = [this](const QKeySequence& key, auto run) {
        auto* const shortcut = new QShortcut(key, this, run);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
    };
    addKey(QKeySequence::Find, [this] { m_search->begin(); });
    addKey(Qt::Key_F3, [this] { m_search->find(SearchDirection::Next); });
    addKey(Qt::SHIFT | Qt::Key_F3, [this] { m_search->find(SearchDirection::Previous); });
    connect(record, &QPushButton::clicked, this, &SignalsPage::record);
    connect(m_patterns, &QLineEdit::returnPressed, this, &SignalsPage::record);
    connect(m_search, &SignalSearchBar::told, m_measure, &QLabel::setText);
    m_measure->setObjectName(QStringLiteral("measure"));
    m_measure->setContentsMargins(6, 0, 6, 2);
    connect(m_follow, &QCheckBox::clicked, m_view, &SignalView::setFollowing);
    connect(m_view, &SignalView::followingChanged, m_follow, &QCheckBox::setChecked);
    connect(m_view, &SignalView::cursorsChanged, this, &SignalsPage::updateMeasure);
    connect(&m_recorder, &SignalRecorder::begun, m_view, &SignalView::reset);
    connect(&m_recorder, &SignalRecorder::changed, m_view, &SignalView::refresh);
    connect(&m_recorder, &SignalRecorder::failed, this, &SignalsPage::failed);
    updateMeasure();
}

void SignalsPage::record()
{
    const QStringList patterns = m_patterns->text().split(' ', Qt::SkipEmptyParts);
    if (!patterns.isEmpty())
        m_recorder.record(patterns);
}

void SignalsPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_recorder.setWatched(true);
}

void SignalsPage::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    m_recorder.setWatched(false);
}

void SignalsPage::updateMeasure()
{
    constexpr double kPerSecond = 1e9;
    const auto a = m_view->cursor(0);
    const auto b = m_view->cursor(1);
    if (!a) {
        m_measure->setText(tr("Click sets cursor A, Shift and click cursor B."));
        return;
    }
    QString text = tr("A %1 s").arg(timeText(*a));
    if (b) {
        const auto span = static_cast<double>(*b - *a);
        text += tr("   B %1 s   B − A %2").arg(timeText(*b), durationText(span));
        if (span != 0)
            text += tr("   %1 Hz").arg(kPerSecond / std::abs(span), 0, 'g', 6);
    }
    const auto row = static_cast<std::size_t>(m_view->row());
    if (row < m_recorder.store().tracks().size())
        if (const auto pwm = measurePwm(m_recorder.store().tracks()[row], *a))
            text += tr("   here %1 Hz, high %2 %")
                        .arg(pwm->hertz, 0, 'g', 6)
                        .arg(pwm->duty * 100, 0, 'f', 1);
    m_measure->setText(text);
}

std::optional<QString> SignalsPage::exportVcd(const QString& path) const
{
    return saveVcd(m_recorder.store(), path);
}

std::optional<QString> SignalsPage::openVcd(const QString& path)
{
    SignalStore store;
    if (const auto trouble = loadVcd(store, path))
        return trouble;
    m_recorder.show(std::move(store));
    m_view->showAll();
    return std::nullopt;
}

void SignalsPage::chooseVcdToOpen()
{
    const QString path = QFileDialog::getOpenFileName(
        this, tr("Open signals"), {}, tr("Value change dumps (*.vcd);;All files (*)"));
    if (path.isEmpty())
        return;
    if (const auto trouble = openVcd(path))
        Q_EMIT failed(tr("Open signals"), *trouble);
}

void SignalsPage::chooseVcd()
{
    const QString path = QFileDialog::getSaveFileName(this, tr("Export signals"), {},
                                                      tr("Value change dumps (*.vcd)"));
    if (path.isEmpty())
        return;
    if (const auto trouble = exportVcd(path))
        Q_EMIT failed(tr("Export signals"), *trouble);
}

void SignalsPage::exportPicture()
{
    const QString path =
        QFileDialog::getSaveFileName(this, tr("Export a picture"), {}, tr("PNG pictures (*.png)"));
    if (!path.isEmpty() && !m_view->grab().save(path, "PNG"))
        Q_EMIT failed(tr("Export a picture"), tr("%1 cannot be written").arg(path));
}

} // namespace perisphere::studio
