// The world around the device: networks, clocks, updates, identity, faults.
#pragma once

#include "models/faults_model.hpp"
#include "models/world_model.hpp"

#include <QTimer>
#include <QWidget>

class QTabWidget;

namespace perisphere::studio
{

class WorldPage final : public QWidget
{
    Q_OBJECT

public:
    WorldPage(DeviceConnection& connection, PartsModel& parts, QWidget* parent = nullptr);

    [[nodiscard]] WorldModel& world() { return m_world; }
    [[nodiscard]] FaultsModel& faults() { return m_faults; }
    [[nodiscard]] QTabWidget& tabs() { return *m_tabs; }

Q_SIGNALS:
    void failed(const QString& what, const QString& why);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void refresh();

    WorldModel m_world;
    FaultsModel m_faults;
    QTabWidget* m_tabs;
    QTimer m_refresh;
};

} // namespace perisphere::studio
