#include "models/log_model.hpp"

#include "connection/device_connection.hpp"
#include "connection/text_of.hpp"

#include <algorithm>
#include <utility>

namespace perisphere::studio
{

QString timeText(qint64 nanoseconds)
{
    constexpr qint64 kPerSecond = 1'000'000'000;
    constexpr qint64 kPerMicrosecond = 1'000;
    constexpr int kDigits = 6;
    return QStringLiteral("%1.%2")
        .arg(nanoseconds / kPerSecond)
        .arg(nanoseconds % kPerSecond / kPerMicrosecond, kDigits, 10, QLatin1Char('0'));
}

LogModel::LogModel(DeviceConnection& connection, QObject* parent)
    : QAbstractTableModel(parent)
{
    connect(&connection, &DeviceConnection::attached, this, &LogModel::clear);
    connection.watch("app.watchLog", json::Value::object(), this,
                     [this](const json::Value& params) { take(params); });
}

int LogModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
}

int LogModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant LogModel::data(const QModelIndex& index, int role) const
{
    if (index.row() < 0 || index.row() >= rowCount())
        return {};
    const LogLine& line = m_lines[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return index.column() == Time ? timeText(line.time) : line.text;
    case Qt::ToolTipRole:
        return line.componentId.isEmpty() ? tr("the device") : line.componentId;
    case ComponentRole:
        return line.componentId;
    case SourceRole:
        return line.source;
    case NanosecondsRole:
        return line.time;
    default:
        return {};
    }
}

QVariant LogModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == Time ? tr("Time (s)") : tr("Line");
}

void LogModel::clear()
{
    beginResetModel();
    m_lines.clear();
    endResetModel();
}

void LogModel::take(const json::Value& params)
{
    std::deque<LogLine> lines;
    const json::Value& page = params.at("page");
    if (const auto missed = page.value("missed", std::int64_t{0}); missed > 0)
        lines.push_back(
            {.time = 0,
             .componentId = {},
             .source = QStringLiteral("device"),
             .text = tr("%1 lines have left the log before they could be read").arg(missed)});
    for (const json::Value& one : page.at("lines"))
        lines.push_back({.time = one.at("time").get<std::int64_t>(),
                         .componentId = textOf(one, "componentId"),
                         .source = textOf(one, "source"),
                         .text = textOf(one, "text")});
    append(std::move(lines));
}

void LogModel::append(std::deque<LogLine> lines)
{
    while (lines.size() > kMaxLines)
        lines.pop_front();
    if (lines.empty())
        return;
    const int count = static_cast<int>(lines.size());
    if (const int surplus = rowCount() + count - kMaxLines; surplus > 0) {
        beginRemoveRows({}, 0, surplus - 1);
        m_lines.erase(m_lines.begin(), m_lines.begin() + surplus);
        endRemoveRows();
    }
    beginInsertRows({}, rowCount(), rowCount() + count - 1);
    std::ranges::move(lines, std::back_inserter(m_lines));
    endInsertRows();
}

} // namespace perisphere::studio
