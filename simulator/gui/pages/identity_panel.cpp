#include "pages/identity_panel.hpp"

#include "pages/text_table_view.hpp"
#include "pages/turning_splitter.hpp"

#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace perisphere::studio
{

IdentityPanel::IdentityPanel(WorldModel& world, QWidget* parent)
    : QWidget(parent)
    , m_world(world)
{
    auto* const splitter = new TurningSplitter(this);
    splitter->addWidget(makeUpdates());
    splitter->addWidget(makeCertificates());
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter);
    connect(&world, &WorldModel::changed, this, [this] { update(); });
    update();
}

QWidget* IdentityPanel::makeUpdates()
{
    auto* const box = new QWidget(this);
    m_offerApp = new QPushButton(tr("Offer an &app's update…"), box);
    m_offerApp->setToolTip(tr("An image package of an app that is installed"));
    m_version = new QLineEdit(box);
    m_version->setPlaceholderText(tr("next version"));
    m_version->setMaxLength(15);
    m_version->setAccessibleName(tr("Version of the system's update"));
    m_offerSystem = new QPushButton(tr("Offer the &system's update"), box);
    m_offerSystem->setObjectName(QStringLiteral("offerSystem"));
    auto* const row = new QHBoxLayout;
    row->addWidget(m_version, 1);
    row->addWidget(m_offerSystem);
    auto* const layout = new QVBoxLayout(box);
    layout->setContentsMargins(4, 4, 4, 0);
    layout->addWidget(m_offerApp);
    layout->addLayout(row);
    layout->addWidget(makeTextTableView(m_world.update(), tr("Updates"), box), 1);
    connect(m_offerApp, &QPushButton::clicked, this, [this] {
        const QString path = QFileDialog::getOpenFileName(
            this, tr("Offer an update"), {}, tr("Image packages (*.imagepackage);;All files (*)"));
        if (!path.isEmpty())
            m_world.offerApp(path);
    });
    connect(m_offerSystem, &QPushButton::clicked, this,
            [this] { m_world.offerSystem(m_version->text()); });
    return box;
}

QWidget* IdentityPanel::makeCertificates()
{
    auto* const box = new QWidget(this);
    m_deviceId = new QLineEdit(box);
    m_deviceId->setReadOnly(true);
    m_deviceId->setAccessibleName(tr("Device id"));
    auto* const copy = new QPushButton(tr("&Copy"), box);
    connect(copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_deviceId->text()); });
    auto* const idRow = new QHBoxLayout;
    idRow->addWidget(new QLabel(tr("Device id"), box));
    idRow->addWidget(m_deviceId, 1);
    idRow->addWidget(copy);
    auto* const actions = new QHBoxLayout;
    struct Action {
        const char* name;
        QString text;
        QString hint;
    };
    for (const Action& action :
         {Action{"expire", tr("&Expire"), tr("The certificates end now, until they are renewed")},
          Action{"renew", tr("&Renew"), tr("The device gets certificates again")},
          Action{"bar", tr("&Bar"), tr("The authority revokes them and gives no more")},
          Action{"admit", tr("A&dmit"), tr("The authority gives certificates again")}}) {
        auto* const button = new QPushButton(action.text, box);
        button->setObjectName(QLatin1StringView(action.name));
        button->setToolTip(action.hint);
        connect(button, &QPushButton::clicked, this,
                [this, name = action.name] { m_world.changeIdentity(name); });
        actions->addWidget(button);
    }
    actions->addStretch(1);
    auto* const layout = new QVBoxLayout(box);
    layout->setContentsMargins(4, 4, 4, 0);
    layout->addLayout(idRow);
    layout->addLayout(actions);
    layout->addWidget(makeTextTableView(m_world.certificates(), tr("Certificates"), box), 1);
    return box;
}

void IdentityPanel::update()
{
    if (m_deviceId->text() != m_world.deviceId()) {
        m_deviceId->setText(m_world.deviceId());
        m_deviceId->setCursorPosition(0);
    }
    m_offerApp->setEnabled(m_world.isUpdateIdle());
    m_offerSystem->setEnabled(m_world.isUpdateIdle());
}

} // namespace perisphere::studio
