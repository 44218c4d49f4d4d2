#include "models/apps_model.hpp"

#include "connection/device_connection.hpp"
#include "connection/text_of.hpp"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstring>

namespace perisphere::studio
{
namespace
{

QString translated(const char* text)
{
    return QCoreApplication::translate("AppsModel", text);
}

std::optional<int> optionalNumber(const json::Value& object, const char* key)
{
    const auto found = object.find(key);
    if (found == object.end() || !found->is_number_integer())
        return std::nullopt;
    return found->get<int>();
}

QString coreText(const QString& core)
{
    if (core == QStringLiteral("realTime0"))
        return translated("real-time 0");
    if (core == QStringLiteral("realTime1"))
        return translated("real-time 1");
    return translated("application");
}

QString exitText(const App& app)
{
    if (app.exitSignal)
        return translated("signal %1 (%2)")
            .arg(*app.exitSignal)
            .arg(QString::fromLocal8Bit(::strsignal(*app.exitSignal)));
    if (app.exitCode)
        return translated("exit code %1").arg(*app.exitCode);
    return {};
}

QString memoryText(const App& app)
{
    if (!app.memory)
        return {};
    if (!app.memoryLimit || !app.memoryPeak)
        return translated("%1 KiB").arg(*app.memory);
    return translated("%1 of %2 KiB; its own were %3 at most")
        .arg(*app.memory)
        .arg(*app.memoryLimit)
        .arg(*app.memoryPeak);
}

} // namespace

QString stateText(const App& app)
{
    if (app.state == QStringLiteral("running"))
        return app.restarts == 0
                   ? translated("running")
                   : translated("running, restarted %n time(s)")
                         .replace(QStringLiteral("%n"), QString::number(app.restarts));
    if (app.state == QStringLiteral("debugging"))
        return app.isWaitingForDebugger()
                   ? translated("waiting for the debugger on port %1").arg(*app.debugPort)
                   : translated("being debugged");
    if (app.state == QStringLiteral("backingOff"))
        return translated("ended, will be restarted");
    return translated("stopped");
}

AppsModel::AppsModel(DeviceConnection& connection, QObject* parent)
    : QAbstractTableModel(parent)
    , m_connection(connection)
{
    connection.watch("app.watch", json::Value::object(), this,
                     [this](const json::Value& params) { take(params); });
}

int AppsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_apps.size());
}

int AppsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

const App* AppsModel::at(int row) const
{
    return row >= 0 && row < rowCount() ? &m_apps[static_cast<std::size_t>(row)] : nullptr;
}

const App* AppsModel::find(const QString& componentId) const
{
    const auto found = std::ranges::find(m_apps, componentId, &App::componentId);
    return found == m_apps.end() ? nullptr : &*found;
}

QString AppsModel::cell(const App& app, int column)
{
    switch (column) {
    case Name:
        return app.name;
    case Core:
        return coreText(app.core);
    case State:
        return stateText(app);
    case Memory:
        return memoryText(app);
    case LastExit:
        return exitText(app);
    default:
        return {};
    }
}

QVariant AppsModel::data(const QModelIndex& index, int role) const
{
    const App* const app = at(index.row());
    if (app == nullptr)
        return {};
    if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole)
        return cell(*app, index.column());
    if (role == Qt::ToolTipRole)
        return app->componentId;
    return {};
}

QVariant AppsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    static constexpr std::array<const char*, ColumnCount> kTitles{
        QT_TRANSLATE_NOOP("AppsModel", "App"), QT_TRANSLATE_NOOP("AppsModel", "Core"),
        QT_TRANSLATE_NOOP("AppsModel", "State"), QT_TRANSLATE_NOOP("AppsModel", "Memory"),
        QT_TRANSLATE_NOOP("AppsModel", "Ended last by")};
    return section >= 0 && section < ColumnCount
               ? translated(kTitles[static_cast<std::size_t>(section)])
               : QVariant();
}

void AppsModel::take(const json::Value& params)
{
    std::vector<App> apps;
    for (const json::Value& one : params.at("apps")) {
        const auto text = [&](const char* key) { return textOf(one, key); };
        App app{.componentId = text("componentId"),
                .name = text("name"),
                .core = text("core"),
                .state = text("state"),
                .restarts = one.value("restarts", 0),
                .refusals = one.value("refusals", std::int64_t{0}),
                .debugPort = optionalNumber(one, "debugPort"),
                .hasDebugger = one.value("hasDebugger", false),
                .exitCode = optionalNumber(one, "exitCode"),
                .exitSignal = optionalNumber(one, "exitSignal"),
                .memory = {},
                .memoryPeak = {},
                .memoryLimit = {}};
        if (const App* const before = find(app.componentId); before != nullptr && app.isActive()) {
            app.memory = before->memory;
            app.memoryPeak = before->memoryPeak;
            app.memoryLimit = before->memoryLimit;
        }
        apps.push_back(std::move(app));
    }
    // Rows that stay keep their place, and with it the selection.
    const auto sameApp = [](const App& a, const App& b) { return a.componentId == b.componentId; };
    if (std::ranges::equal(apps, m_apps, sameApp)) {
        m_apps = std::move(apps);
        if (!m_apps.empty())
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    } else {
        beginResetModel();
        m_apps = std::move(apps);
        endResetModel();
    }
    Q_EMIT appsChanged();
}

void AppsModel::refreshMemory()
{
    for (const App& app : m_apps)
        if (app.state == QStringLiteral("running") && app.core == QStringLiteral("app"))
            m_connection.call("app.memory", {{"app", app.componentId.toStdString()}}, this,
                              [this, id = app.componentId](const Result<json::Value>& answer) {
                                  if (answer)
                                      takeMemory(id, *answer);
                              });
}

void AppsModel::takeMemory(const QString& componentId, const json::Value& answer)
{
    const auto found = std::ranges::find(m_apps, componentId, &App::componentId);
    if (found == m_apps.end())
        return;
    const auto kibibytes = [&](const char* key) -> std::optional<qint64> {
        const auto value = answer.find(key);
        return value != answer.end() && value->is_number_integer()
                   ? std::optional<qint64>(value->get<std::int64_t>())
                   : std::nullopt;
    };
    found->memory = kibibytes("totalKiB");
    found->memoryPeak = kibibytes("peakUserModeKiB");
    found->memoryLimit = kibibytes("limitKiB");
    const int row = static_cast<int>(found - m_apps.begin());
    Q_EMIT dataChanged(index(row, Memory), index(row, Memory));
    Q_EMIT memoryMeasured(componentId);
}

} // namespace perisphere::studio
