// The device's log, the newest lines of it.
#pragma once

#include "perisphere/json/value.hpp"

#include <QAbstractTableModel>
#include <QString>

#include <deque>

namespace perisphere::studio
{

class DeviceConnection;

struct LogLine {
    qint64 time = 0; ///< ns
    QString componentId;
    QString source; ///< "app", "stdout", "stderr", "device"
    QString text;
};

class LogModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Time, Text, ColumnCount };
    enum Role { ComponentRole = Qt::UserRole, SourceRole, NanosecondsRole };

    static constexpr int kMaxLines = 50'000;

    explicit LogModel(DeviceConnection& connection, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;
    void clear();

private:
    void take(const json::Value& params);
    void append(std::deque<LogLine> lines);

    std::deque<LogLine> m_lines;
};

/// "12.345678", seconds.
[[nodiscard]] QString timeText(qint64 nanoseconds);

} // namespace perisphere::studio
