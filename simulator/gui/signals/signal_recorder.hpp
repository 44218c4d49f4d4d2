// Has the device record signals, and fetches what they do, a chunk at a time.
#pragma once

#include "perisphere/json/value.hpp"
#include "signals/signal_store.hpp"

#include <QObject>
#include <QStringList>
#include <QTimer>

namespace perisphere::studio
{

class DeviceConnection;

class SignalRecorder final : public QObject
{
    Q_OBJECT

public:
    explicit SignalRecorder(DeviceConnection& connection, QObject* parent = nullptr);

    /// Patterns of names of pins and properties. What was recorded before is forgotten.
    void record(const QStringList& patterns);
    void stop();
    /// Something else in the place of a recording, which stops.
    void show(SignalStore store);
    [[nodiscard]] bool isOn() const { return m_isOn; }
    [[nodiscard]] const SignalStore& store() const { return m_store; }
    /// Nobody looks: nothing is fetched, the device records on.
    void setWatched(bool isWatched);

Q_SIGNALS:
    void begun();   ///< other tracks than before
    void changed(); ///< more of them
    void failed(const QString& what, const QString& why);

private:
    void begin(const json::Value& recording);
    void fetch();
    void take(const json::Value& page);

    DeviceConnection& m_connection;
    QTimer m_timer;
    SignalStore m_store;
    QStringList m_patterns;
    std::uint64_t m_next = 0;
    bool m_isOn = false;
    bool m_isAsking = false;
    bool m_isDue = false;           ///< meanwhile it was time to ask
    std::uint64_t m_generation = 0; ///< answers to a recording before are nobody's
};

} // namespace perisphere::studio
