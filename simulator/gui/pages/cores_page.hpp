// A real-time core: registers, code, memory, stack, interrupts, peripherals; hold, step, go on.
#pragma once

#include "models/core_model.hpp"

#include <QTimer>
#include <QWidget>

class QAction;
class QComboBox;
class QLabel;
class QTabWidget;
class QTableView;

namespace perisphere::studio
{

class CoreMemoryPanel;

class CoresPage final : public QWidget
{
    Q_OBJECT

public:
    explicit CoresPage(DeviceConnection& connection, QWidget* parent = nullptr);

    [[nodiscard]] CoreModel& core() { return m_core; }
    [[nodiscard]] CoreMemoryPanel& memory() { return *m_memory; }

Q_SIGNALS:
    void failed(const QString& what, const QString& why);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QTableView* addTable(QTabWidget& tabs, TextTable& table, const QString& title);
    void update();
    using QWidget::update;

    CoreModel m_core;
    QTimer m_refresh;
    CoreMemoryPanel* m_memory = nullptr;
    QComboBox* m_which;
    QComboBox* m_peripheral;
    QLabel* m_summary;
    QAction* m_hold = nullptr;
    QAction* m_release = nullptr;
    QAction* m_step = nullptr;
    QAction* m_stepBack = nullptr;
    QAction* m_history = nullptr;
};

} // namespace perisphere::studio
