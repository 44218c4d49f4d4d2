// Asks for an access point that is to be put around the board.
#pragma once

#include "perisphere/json/value.hpp"

#include <QDialog>
#include <QString>

class QCheckBox;
class QComboBox;
class QDialogButtonBox;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace perisphere::studio
{

class AccessPointDialog final : public QDialog
{
    Q_OBJECT

public:
    /// `name` is one that no part has yet.
    explicit AccessPointDialog(const QString& name, QWidget* parent = nullptr);

    [[nodiscard]] QString name() const;
    /// As wifi.addAccessPoint takes them.
    [[nodiscard]] json::Value settings() const;

private:
    void check();
    /// Empty when it can be added.
    [[nodiscard]] QString whyNot() const;

    QLineEdit* m_name;
    QLineEdit* m_ssid;
    QComboBox* m_security;
    QLineEdit* m_passphrase;
    QSpinBox* m_rssi;
    QSpinBox* m_frequency;
    QCheckBox* m_hidden;
    QLabel* m_hint;
    QDialogButtonBox* m_buttons;
};

} // namespace perisphere::studio
