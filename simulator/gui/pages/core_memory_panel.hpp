// What a real-time core has in memory: where, and in what units.
#pragma once

#include "models/core_memory_model.hpp"

#include <QWidget>

class QComboBox;
class QLabel;

namespace perisphere::studio
{

class CoreMemoryPanel final : public QWidget
{
    Q_OBJECT

public:
    CoreMemoryPanel(DeviceConnection& connection, CoreModel& core, QWidget* parent = nullptr);

    [[nodiscard]] CoreMemoryModel& memory() { return m_memory; }

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    CoreMemoryModel m_memory;
    QComboBox* m_place;
    QLabel* m_trouble;
};

} // namespace perisphere::studio
