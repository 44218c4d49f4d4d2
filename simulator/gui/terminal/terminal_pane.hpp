// A terminal for one serial port, with what one sets at it.
#pragma once

#include "terminal/hex_table.hpp"
#include "terminal/serial_line.hpp"
#include "terminal/terminal_view.hpp"

#include <QWidget>

class QAction;
class QComboBox;
class QLabel;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace perisphere::studio
{

class TerminalPane final : public QWidget
{
    Q_OBJECT

public:
    TerminalPane(DeviceConnection& connection, const QString& port, QWidget* parent = nullptr);
    ~TerminalPane() override;

    [[nodiscard]] SerialLine& line() { return m_line; }
    [[nodiscard]] TerminalView& view() { return *m_view; }
    [[nodiscard]] HexTable& bytes() { return m_bytes; }
    /// @return why not
    [[nodiscard]] QString sendFile(const QString& path);

Q_SIGNALS:
    void failed(const QString& what, const QString& why);

private:
    void chooseFile();
    void update();
    using QWidget::update;
    void send(const QByteArray& bytes);
    QTableView* makeHexView();

    SerialLine m_line;
    HexTable m_bytes;
    QStackedWidget* m_views;
    TerminalView* m_view;
    QComboBox* m_baudRate;
    QComboBox* m_lineEnd;
    QAction* m_hex = nullptr;
    QAction* m_echo = nullptr;
    QAction* m_cancel = nullptr;
    QLabel* m_state;
    QWidget* m_mismatch;
    QLabel* m_mismatchText;
    QPushButton* m_adopt;
};

} // namespace perisphere::studio
