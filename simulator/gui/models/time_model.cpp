#include "models/time_model.hpp"

#include "connection/device_connection.hpp"
#include "connection/text_of.hpp"

#include <utility>

namespace perisphere::studio
{

TimeModel::TimeModel(DeviceConnection& connection, QObject* parent)
    : QObject(parent)
    , m_connection(connection)
{
    connection.watch("time.watch", json::Value::object(), this, [this](const json::Value& params) {
        if (const auto status = params.find("status"); status != params.end())
            take(*status);
    });
}

/// One question at a time, however slow the device is.
void TimeModel::refresh()
{
    if (!m_connection.isAttached() || std::exchange(m_isAsking, true))
        return;
    m_connection.call("time.get", json::Value::object(), this,
                      [this](const Result<json::Value>& answer) {
                          m_isAsking = false;
                          if (answer)
                              take(*answer);
                      });
}

void TimeModel::take(const json::Value& status)
{
    const auto mode = status.find("mode");
    const auto now = status.find("now");
    if (mode == status.end() || !mode->is_string() || now == status.end() ||
        !now->is_number_integer())
        return;
    m_mode = textOf(*mode);
    m_now = now->get<std::int64_t>();
    Q_EMIT changed();
}

void TimeModel::setMode(const QString& mode)
{
    m_connection.call("time.setMode", {{"mode", mode.toStdString()}});
}

void TimeModel::pause()
{
    m_connection.call("time.pause");
}

void TimeModel::resume()
{
    m_connection.call("time.resume");
}

void TimeModel::step(qint64 nanoseconds)
{
    m_connection.call("time.step", {{"nanoseconds", nanoseconds}});
}

} // namespace perisphere::studio
