// Updates that are offered to the device, and who it is.
#pragma once

#include "models/world_model.hpp"

#include <QWidget>

class QLineEdit;
class QPushButton;

namespace perisphere::studio
{

class IdentityPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit IdentityPanel(WorldModel& world, QWidget* parent = nullptr);

private:
    QWidget* makeUpdates();
    QWidget* makeCertificates();
    void update();
    using QWidget::update;

    WorldModel& m_world;
    QLineEdit* m_version = nullptr;
    QLineEdit* m_deviceId = nullptr;
    QPushButton* m_offerApp = nullptr;
    QPushButton* m_offerSystem = nullptr;
};

} // namespace perisphere::studio
