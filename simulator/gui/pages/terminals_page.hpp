// The device's serial ports, a terminal each.
#pragma once

#include "perisphere/json/value.hpp"

#include <QWidget>

class QLabel;
class QStackedWidget;
class QTabWidget;

namespace perisphere::studio
{

class DeviceConnection;
class TerminalPane;

class TerminalsPage final : public QWidget
{
    Q_OBJECT

public:
    explicit TerminalsPage(DeviceConnection& connection, QWidget* parent = nullptr);

    /// nullptr when the device has no such port.
    [[nodiscard]] TerminalPane* terminal(const QString& port) const;
    void show(const QString& port);
    using QWidget::show;

Q_SIGNALS:
    void failed(const QString& what, const QString& why);

private:
    void fetch();
    void clear();
    void take(const json::Value& answer);

    DeviceConnection& m_connection;
    QTabWidget* m_tabs;
};

} // namespace perisphere::studio
