#include "terminal/terminal_pane.hpp"

#include <QAction>
#include <QComboBox>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QIntValidator>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QTableView>
#include <QToolBar>
#include <QVBoxLayout>

namespace perisphere::studio
{

TerminalPane::TerminalPane(DeviceConnection& connection, const QString& port, QWidget* parent)
    : QWidget(parent)
    , m_line(connection, port)
    , m_views(new QStackedWidget(this))
    , m_view(new TerminalView(m_views))
    , m_baudRate(new QComboBox(this))
    , m_lineEnd(new QComboBox(this))
    , m_state(new QLabel(this))
    , m_mismatch(new QWidget(this))
    , m_mismatchText(new QLabel(m_mismatch))
    , m_adopt(new QPushButton(m_mismatch))
{
    m_view->setAccessibleName(tr("Terminal %1").arg(port));
    m_view->setFrameShape(QFrame::NoFrame);
    m_views->addWidget(m_view);
    m_views->addWidget(makeHexView());
    auto* const bar = new QToolBar(this);
    bar->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_baudRate->setEditable(true);
    m_baudRate->setValidator(new QIntValidator(300, 6'000'000, m_baudRate));
    m_baudRate->addItems({QStringLiteral("9600"), QStringLiteral("19200"), QStringLiteral("38400"),
                          QStringLiteral("57600"), QStringLiteral("115200"),
                          QStringLiteral("230400"), QStringLiteral("460800"),
                          QStringLiteral("921600")});
    m_baudRate->setAccessibleName(tr("Baud rate of the terminal"));
    m_baudRate->setToolTip(tr("Baud rate of the terminal, both directions"));
    bar->addWidget(m_baudRate);
    m_lineEnd->addItem(tr("Enter sends CR"), QByteArray("\r"));
    m_lineEnd->addItem(tr("Enter sends LF"), QByteArray("\n"));
    m_lineEnd->addItem(tr("Enter sends CR LF"), QByteArray("\r\n"));
    m_lineEnd->setAccessibleName(tr("What the key Enter sends"));
    bar->addWidget(m_lineEnd);
    m_echo = bar->addAction(tr("&Local echo"));
    m_echo->setCheckable(true);
    m_echo->setToolTip(tr("Show what is typed, for a device that does not send it back"));
    m_hex = bar->addAction(tr("He&x"));
    m_hex->setCheckable(true);
    m_hex->setToolTip(tr("Show the bytes that came"));
    connect(m_hex, &QAction::toggled, m_views, &QStackedWidget::setCurrentIndex);
    bar->addAction(tr("Send &file…"), this, &TerminalPane::chooseFile);
    m_cancel = bar->addAction(tr("&Cancel"), &m_line, &SerialLine::cancel);
    m_cancel->setToolTip(tr("Do not send the rest"));
    bar->addAction(tr("Cl&ear"), this, [this] {
        m_view->clear();
        m_bytes.clear();
    });
    m_state->setContentsMargins(6, 2, 6, 2);
    m_mismatch->setObjectName(QStringLiteral("mismatch"));
    m_mismatch->setAutoFillBackground(true);
    m_mismatchText->setWordWrap(true);
    auto* const row = new QHBoxLayout(m_mismatch);
    row->addWidget(m_mismatchText, 1);
    row->addWidget(m_adopt);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(bar);
    layout->addWidget(m_mismatch);
    layout->addWidget(m_views, 1);
    layout->addWidget(m_state); // not in the bar, which is narrow
    connect(m_baudRate, &QComboBox::textActivated, this,
            [this](const QString& text) { m_line.setBaudRate(text.toInt()); });
    connect(m_lineEnd, &QComboBox::currentIndexChanged, this,
            [this] { m_view->setLineEnd(m_lineEnd->currentData().toByteArray()); });
    connect(m_adopt, &QPushButton::clicked, this, [this] {
        if (m_line.sender())
            m_line.setBaudRate(m_line.sender()->baudRate);
        m_view->setFocus(); // its own button goes
    });
    connect(m_view, &TerminalView::typed, this, &TerminalPane::send);
    connect(&m_line, &SerialLine::came, this, [this](const QByteArray& bytes) {
        m_view->feed(bytes);
        m_bytes.add(bytes);
    });
    connect(&m_line, &SerialLine::missed, this, [this](qint64 bytes) {
        m_view->feed(tr("\r\n\x1B[7m %1 bytes had gone before they could be read \x1B[m\r\n")
                         .arg(bytes)
                         .toUtf8());
    });
    connect(&m_line, &SerialLine::restarted, this, [this] {
        m_view->clear();
        m_bytes.clear();
    });
    connect(&m_line, &SerialLine::changed, this, [this] { update(); });
    connect(&m_line, &SerialLine::failed, this, &TerminalPane::failed);
    setFocusProxy(m_view);
    update();
}

/// The line goes before the widgets, and a box that loses the keyboard still tells its text.
TerminalPane::~TerminalPane()
{
    m_baudRate->disconnect(this);
    m_view->disconnect(this);
}

QTableView* TerminalPane::makeHexView()
{
    auto* const hex = new QTableView(m_views);
    hex->setModel(&m_bytes);
    hex->setAccessibleName(tr("Bytes that came from %1").arg(m_line.port()));
    hex->setFrameShape(QFrame::NoFrame);
    hex->setShowGrid(false);
    hex->setTabKeyNavigation(false);
    hex->verticalHeader()->hide();
    hex->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    hex->verticalHeader()->setDefaultSectionSize(hex->fontMetrics().height() + 4);
    hex->horizontalHeader()->setStretchLastSection(true);
    const QFontMetrics metrics(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    constexpr int kHexadecimalColumns = 3 * HexTable::kRowBytes + 3;
    hex->setColumnWidth(HexTable::Number, metrics.horizontalAdvance('0') * 11);
    hex->setColumnWidth(HexTable::Hexadecimal,
                        metrics.horizontalAdvance('0') * kHexadecimalColumns);
    connect(&m_bytes, &QAbstractItemModel::rowsInserted, hex, [hex] {
        const QScrollBar* const bar = hex->verticalScrollBar();
        if (bar->value() == bar->maximum())
            QMetaObject::invokeMethod(hex, &QTableView::scrollToBottom, Qt::QueuedConnection);
    });
    return hex;
}

void TerminalPane::send(const QByteArray& bytes)
{
    if (!m_line.send(bytes)) {
        Q_EMIT failed(tr("Send to %1").arg(m_line.port()), tr("too much waits to be sent already"));
        return;
    }
    if (m_echo->isChecked()) {
        QByteArray shown = bytes;
        shown.replace("\r\n", "\n");
        shown.replace('\r', "\n"); // the way it looks once it comes back
        m_view->feed(shown);
    }
}

QString TerminalPane::sendFile(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return file.errorString();
    if (file.size() > SerialLine::kMaxOutgoing)
        return tr("it has more than 16 MiB");
    if (!m_line.send(file.readAll()))
        return tr("too much waits to be sent already");
    return {};
}

void TerminalPane::chooseFile()
{
    const QString path = QFileDialog::getOpenFileName(this, tr("Send a file"));
    if (path.isEmpty())
        return;
    if (const QString why = sendFile(path); !why.isEmpty())
        Q_EMIT failed(tr("Send %1").arg(QFileInfo(path).fileName()), why);
}

void TerminalPane::update()
{
    const auto& format = m_line.format();
    const auto& sender = m_line.sender();
    m_baudRate->setVisible(format.has_value());
    if (format && !m_baudRate->hasFocus()) {
        const QSignalBlocker blocker(m_baudRate);
        m_baudRate->setCurrentText(QString::number(format->baudRate));
    }
    m_cancel->setEnabled(m_line.unsent() > 0);
    QStringList state;
    if (format)
        state.append(format->toString());
    state.append(tr("%1 bytes received").arg(QLocale().toString(m_line.received())));
    if (m_line.errors() > 0)
        state.append(tr("%1 unreadable").arg(QLocale().toString(m_line.errors())));
    if (m_line.unsent() > 0)
        state.append(tr("%1 to be sent").arg(QLocale().toString(m_line.unsent())));
    m_state->setText(state.join(QStringLiteral(" · ")));
    const bool isMismatch = format && sender && !m_line.fits();
    m_mismatch->setVisible(isMismatch);
    if (!isMismatch)
        return;
    m_mismatchText->setText(
        tr("The other end sends %1, this terminal reads %2: what comes cannot be read.")
            .arg(sender->toString(), format->toString()));
    m_adopt->setText(tr("&Set the terminal to %1").arg(sender->baudRate));
    m_adopt->setVisible(sender->baudRate != format->baudRate);
}

} // namespace perisphere::studio
