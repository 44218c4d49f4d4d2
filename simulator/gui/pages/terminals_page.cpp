#include "pages/terminals_page.hpp"

#include "connection/device_connection.hpp"
#include "connection/text_of.hpp"
#include "pages/tab_order.hpp"
#include "terminal/terminal_pane.hpp"

#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

namespace perisphere::studio
{
namespace
{

/// The tab's text is for people, and a core's name is not.
QString titleOf(const QString& port)
{
    if (port == QStringLiteral("realTime0"))
        return TerminalsPage::tr("Real-time core 0");
    if (port == QStringLiteral("realTime1"))
        return TerminalsPage::tr("Real-time core 1");
    return port;
}

} // namespace

TerminalsPage::TerminalsPage(DeviceConnection& connection, QWidget* parent)
    : QWidget(parent)
    , m_connection(connection)
    , m_tabs(new QTabWidget(this))
{
    m_tabs->setDocumentMode(true);
    m_tabs->tabBar()->setAccessibleName(tr("Terminals"));
    m_tabs->setAccessibleName(tr("Serial ports"));
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_tabs);
    connect(&connection, &DeviceConnection::attached, this, &TerminalsPage::fetch);
    connect(&connection, &DeviceConnection::stateChanged, this, [this] {
        if (m_connection.state() == DeviceConnection::State::Detached)
            clear(); // the next device may have others
    });
    if (connection.isAttached())
        fetch();
}

void TerminalsPage::fetch()
{
    m_connection.call("serial.list", json::Value::object(), this,
                      [this](const Result<json::Value>& answer) {
                          if (answer)
                              take(*answer);
                          else
                              Q_EMIT failed(tr("Ask for the serial ports"),
                                            QString::fromStdString(answer.error().toString()));
                      });
}

/// Terminals on the board come first: cores have one whether they are used or not.
void TerminalsPage::take(const json::Value& answer)
{
    constexpr qsizetype kMaxPorts = 32;
    QStringList terminals;
    QStringList cores;
    for (const json::Value& port : answer.at("ports")) {
        const QString name = textOf(port, "name");
        (port.at("kind").get<std::string>() == "core" ? cores : terminals).append(name);
    }
    const QStringList wanted = (terminals + cores).mid(0, kMaxPorts);
    QStringList present;
    for (int i = 0; i < m_tabs->count(); ++i)
        present.append(m_tabs->widget(i)->objectName());
    if (wanted == present)
        return;
    clear();
    for (const QString& port : wanted) {
        auto* const pane = new TerminalPane(m_connection, port, m_tabs);
        pane->setObjectName(port);
        connect(pane, &TerminalPane::failed, this, &TerminalsPage::failed);
        m_tabs->addTab(pane, titleOf(port));
        continueTabOrder(*m_tabs->tabBar(), *pane);
    }
}

void TerminalsPage::clear()
{
    while (m_tabs->count() > 0)
        delete m_tabs->widget(0);
}

TerminalPane* TerminalsPage::terminal(const QString& port) const
{
    for (int i = 0; i < m_tabs->count(); ++i)
        if (m_tabs->widget(i)->objectName() == port)
            return static_cast<TerminalPane*>(m_tabs->widget(i));
    return nullptr;
}

void TerminalsPage::show(const QString& port)
{
    if (TerminalPane* const pane = terminal(port))
        m_tabs->setCurrentWidget(pane);
}

} // namespace perisphere::studio
