#include "models/snapshots_model.hpp"

#include "connection/device_connection.hpp"
#include "connection/text_of.hpp"

#include <utility>

namespace perisphere::studio
{

SnapshotsModel::SnapshotsModel(DeviceConnection& connection, QObject* parent)
    : QObject(parent)
    , m_connection(connection)
{
    connect(&connection, &DeviceConnection::attached, this, &SnapshotsModel::refresh);
}

void SnapshotsModel::refresh()
{
    m_connection.call("snapshot.list", json::Value::object(), this,
                      [this](const Result<json::Value>& answer) {
                          if (!answer)
                              return;
                          std::vector<SnapshotEntry> snapshots;
                          for (const json::Value& one : answer->at("snapshots")) {
                              SnapshotEntry entry{.name = textOf(one, "name"),
                                                  .time = one.at("time").get<std::int64_t>(),
                                                  .apps = {}};
                              for (const json::Value& app : one.at("apps"))
                                  entry.apps.append(textOf(app));
                              snapshots.push_back(std::move(entry));
                          }
                          m_snapshots = std::move(snapshots);
                          Q_EMIT changed();
                      });
}

void SnapshotsModel::change(const char* method, json::Value params, const QString& what,
                            const QString& done)
{
    m_connection.call(
        method, std::move(params), this, [this, what, done](const Result<json::Value>& answer) {
            if (!answer) {
                Q_EMIT failed(what, QString::fromStdString(answer.error().toString()));
                return;
            }
            Q_EMIT told(done.arg(optionalTextOf(*answer, "name")));
            refresh();
        });
}

void SnapshotsModel::take()
{
    change("snapshot.take", json::Value::object(), tr("Take a snapshot"), tr("%1 is taken"));
}

void SnapshotsModel::restore(const QString& name)
{
    change("snapshot.restore", {{"name", name.toStdString()}}, tr("Go back to a snapshot"),
           tr("The device starts as in the snapshot%1"));
}

void SnapshotsModel::remove(const QString& name)
{
    change("snapshot.remove", {{"name", name.toStdString()}}, tr("Remove a snapshot"),
           tr("The snapshot is removed%1"));
}

} // namespace perisphere::studio
