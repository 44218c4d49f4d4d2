#include "pages/access_point_dialog.hpp"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QRegularExpressionValidator>
#include <QSpinBox>

namespace perisphere::studio
{
namespace
{

constexpr int kMostSsidBytes = 32;
constexpr int kShortestPassphrase = 8;
constexpr int kLongestPassphrase = 64;
constexpr int kDialogWidth = 420; ///< pixels, at the least
const QString kPsk = QStringLiteral("wpa2-psk");

QSpinBox* makeNumber(int from, int to, int value, const QString& suffix, QWidget* parent)
{
    auto* const box = new QSpinBox(parent);
    box->setRange(from, to);
    box->setSuffix(suffix);
    box->setValue(value);
    return box;
}

} // namespace

AccessPointDialog::AccessPointDialog(const QString& name, QWidget* parent)
    : QDialog(parent)
    , m_name(new QLineEdit(name, this))
    , m_ssid(new QLineEdit(QStringLiteral("Network"), this))
    , m_security(new QComboBox(this))
    , m_passphrase(new QLineEdit(this))
    , m_rssi(makeNumber(-100, 0, -50, tr(" dBm"), this))
    , m_frequency(makeNumber(2400, 6000, 2412, tr(" MHz"), this))
    , m_hidden(new QCheckBox(tr("&Hidden: answers only who asks for it by name"), this))
    , m_hint(new QLabel(this))
    , m_buttons(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this))
{
    setObjectName(QStringLiteral("accessPointDialog"));
    setWindowTitle(tr("Add an access point"));
    setMinimumWidth(kDialogWidth);
    m_name->setObjectName(QStringLiteral("accessPointName"));
    m_name->setValidator(new QRegularExpressionValidator(
        QRegularExpression(QStringLiteral("[A-Za-z0-9][A-Za-z0-9_]{0,31}")), m_name));
    m_name->setToolTip(tr("How scenarios and scripts call it"));
    m_ssid->setObjectName(QStringLiteral("accessPointSsid"));
    m_security->setObjectName(QStringLiteral("accessPointSecurity"));
    m_security->addItem(tr("Open"), QStringLiteral("open"));
    m_security->addItem(tr("WPA2 with a passphrase"), kPsk);
    m_security->addItem(tr("WPA2 with certificates (EAP-TLS)"), QStringLiteral("wpa2-eap-tls"));
    m_security->addItem(tr("Other, which the device cannot speak"), QStringLiteral("other"));
    m_passphrase->setObjectName(QStringLiteral("accessPointPassphrase"));
    m_passphrase->setPlaceholderText(tr("8 to 63 characters"));
    m_hint->setWordWrap(true);
    m_buttons->button(QDialogButtonBox::Ok)->setText(tr("&Add"));

    auto* const form = new QFormLayout(this);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    const auto add = [&](const QString& title, QWidget* field) {
        form->addRow(title, field);
        field->setAccessibleName(QString(title).remove('&'));
    };
    add(tr("&Part"), m_name);
    add(tr("&Network (SSID)"), m_ssid);
    add(tr("&Security"), m_security);
    add(tr("P&assphrase"), m_passphrase);
    add(tr("S&ignal strength"), m_rssi);
    add(tr("&Frequency"), m_frequency);
    form->addRow(QString(), m_hidden);
    m_hidden->setAccessibleName(tr("Hidden"));
    form->addRow(m_hint);
    form->addRow(m_buttons);

    connect(m_buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    for (const QLineEdit* const edit : {m_name, m_ssid, m_passphrase})
        connect(edit, &QLineEdit::textChanged, this, &AccessPointDialog::check);
    connect(m_security, &QComboBox::currentIndexChanged, this, &AccessPointDialog::check);
    m_ssid->selectAll();
    m_ssid->setFocus();
    check();
}

QString AccessPointDialog::name() const
{
    return m_name->text();
}

json::Value AccessPointDialog::settings() const
{
    json::Value settings{{"ssid", m_ssid->text().toStdString()},
                         {"security", m_security->currentData().toString().toStdString()},
                         {"rssi", m_rssi->value()},
                         {"frequencyMHz", m_frequency->value()},
                         {"hidden", m_hidden->isChecked()}};
    if (m_passphrase->isEnabled())
        settings["passphrase"] = m_passphrase->text().toStdString();
    return settings;
}

QString AccessPointDialog::whyNot() const
{
    if (!m_name->hasAcceptableInput())
        return tr("A part's name has letters, digits and underscores.");
    if (const qsizetype bytes = m_ssid->text().toUtf8().size();
        bytes == 0 || bytes > kMostSsidBytes)
        return tr("A network's name has 1 to %1 bytes.").arg(kMostSsidBytes);
    const qsizetype length = m_passphrase->text().size();
    if (m_passphrase->isEnabled() && (length < kShortestPassphrase || length > kLongestPassphrase))
        return tr("A passphrase has 8 to 63 characters, or 64 hexadecimal digits.");
    return {};
}

void AccessPointDialog::check()
{
    m_passphrase->setEnabled(m_security->currentData().toString() == kPsk);
    const QString why = whyNot();
    m_hint->setText(why.isEmpty() ? tr("The device sees it when it scans next. All that can be set "
                                       "of it is beside the list then.")
                                  : why);
    m_buttons->button(QDialogButtonBox::Ok)->setEnabled(why.isEmpty());
}

} // namespace perisphere::studio
