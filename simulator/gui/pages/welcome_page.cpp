#include "pages/welcome_page.hpp"

#include "connection/device_starter.hpp"

#include <QComboBox>
#include <QCoreApplication>
#include <QDir>
#include <QFrame>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

namespace perisphere::studio
{
namespace
{

/// In the build tree, or where the project is installed.
QStringList shippedBoards()
{
    const QDir bin(QCoreApplication::applicationDirPath());
    for (const QString& folder :
         {QStringLiteral("../boards"), QStringLiteral("../share/perisphere/boards")}) {
        const QStringList files =
            QDir(bin.filePath(folder)).entryList({QStringLiteral("*.json")}, QDir::Files);
        if (files.isEmpty())
            continue;
        QStringList names;
        for (const QString& file : files)
            names.append(file.chopped(QStringLiteral(".json").size()));
        return names;
    }
    return {QStringLiteral("mt3620_rdb")};
}

} // namespace

WelcomePage::WelcomePage(QWidget* parent)
    : QWidget(parent)
    , m_boards(new QComboBox(this))
    , m_sample(new QPushButton(tr("Start the &blinking sample"), this))
    , m_empty(new QPushButton(tr("Start a board &without an app"), this))
    , m_devices(new QListWidget(this))
    , m_busy(new QLabel(this))
{
    auto* const title = new QLabel(tr("<h2>No board on the desk?</h2>"), this);
    auto* const hint = new QLabel(
        tr("A simulated board runs the apps that you build for the real one, unchanged."), this);
    hint->setWordWrap(true);
    m_boards->addItems(shippedBoards());
    m_boards->setCurrentText(QStringLiteral("mt3620_rdb"));
    m_boards->setAccessibleName(tr("Board to simulate"));
    m_sample->setDefault(true);
    m_sample->setObjectName(QStringLiteral("startSample"));
    m_empty->setObjectName(QStringLiteral("startEmpty"));
    m_devices->setAccessibleName(tr("Devices that run"));
    constexpr int kWidth = 460;
    auto* const column = new QWidget(this);
    column->setMaximumWidth(kWidth);
    auto* const layout = new QVBoxLayout(column);
    layout->addWidget(title);
    layout->addWidget(hint);
    layout->addWidget(m_boards);
    layout->addWidget(m_sample);
    layout->addWidget(m_empty);
    layout->addWidget(new QLabel(tr("Devices that run already:"), column));
    layout->addWidget(m_devices, 1);
    layout->addWidget(m_busy);
    auto* const outer = new QHBoxLayout(this);
    outer->addStretch();
    outer->addWidget(column, 1);
    outer->addStretch();
    connect(m_sample, &QPushButton::clicked, this,
            [this] { Q_EMIT sampleWanted(m_boards->currentText()); });
    connect(m_empty, &QPushButton::clicked, this,
            [this] { Q_EMIT deviceWanted(m_boards->currentText()); });
    connect(m_devices, &QListWidget::itemActivated, this,
            [this](const QListWidgetItem* item) { Q_EMIT attachWanted(item->text()); });
}

void WelcomePage::refresh()
{
    m_devices->clear();
    for (const FoundDevice& device : runningDevices())
        m_devices->addItem(device.name);
}

void WelcomePage::setBusy(const QString& what)
{
    m_busy->setText(what);
    for (QWidget* widget : {static_cast<QWidget*>(m_sample), static_cast<QWidget*>(m_empty)})
        widget->setEnabled(what.isEmpty());
}

void WelcomePage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    refresh();
}

} // namespace perisphere::studio
