// The one connection of a window to a device's control API. Nothing waits for an answer: each comes
// to the function that was given with the call, on the window's thread.
//
// When the device ends without being asked to, the connection looks for it at the same place until
// it is back, and asks for everything anew that was watched.
#pragma once

#include "connection/line_splitter.hpp"
#include "perisphere/base/result.hpp"
#include "perisphere/json/value.hpp"

#include <QLocalSocket>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace perisphere::studio
{

class DeviceConnection final : public QObject
{
    Q_OBJECT

public:
    enum class State : std::uint8_t {
        Detached,  ///< and nothing is tried
        Attaching, ///< for the first time
        Attached,
        Lost, ///< the device is gone; looking for it
    };
    Q_ENUM(State)

    /// Both may leave by json::Value::exception where what the device says is not what the API has:
    /// before they have taken anything of it, so that it is as if it had said nothing.
    using Answered = std::function<void(const Result<json::Value>& answer)>;
    using Notified = std::function<void(const json::Value& params)>;

    explicit DeviceConnection(QObject* parent = nullptr);
    ~DeviceConnection() override;

    void attach(const QString& socket, const QString& deviceName);
    void detach();
    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] bool isAttached() const { return m_state == State::Attached; }
    [[nodiscard]] QString deviceName() const { return m_deviceName; }

    /// `answered` is called once, unless `context` is gone by then. Without a device it is called
    /// with an Io error, later.
    void call(const std::string& method, json::Value params, QObject* context, Answered answered);
    /// For what needs no answer but should not fail unseen: failed() tells.
    void call(const std::string& method, json::Value params = json::Value::object());
    /// With each attachment anew, for as long as `context` lives.
    void watch(const std::string& method, json::Value params, QObject* context, Notified notified);

Q_SIGNALS:
    void stateChanged(perisphere::studio::DeviceConnection::State state);
    /// Before the first notification of anything watched.
    void attached();
    void lost(const QString& why);
    /// The device has done what a call asked for: before its listener is told.
    void called(const std::string& method, const perisphere::json::Value& params,
                const perisphere::json::Value& result);
    /// A call without a listener of its own was refused.
    void failed(const QString& method, const QString& why);

private:
    struct Pending {
        std::string method;
        QPointer<QObject> context;
        Answered answered;
        json::Value params;
    };
    struct Watch {
        std::string method;
        json::Value params;
        QPointer<QObject> context;
        Notified notified;
        std::int64_t subscription = -1; ///< none at the moment
    };

    void connectNow();
    void connected();
    void disconnected();
    void readSome();
    void take(const QByteArray& line);
    void answer(const json::Value& message);
    void notify(const json::Value& message);
    void begin(const std::shared_ptr<Watch>& watch);
    void send(const std::string& method, json::Value params, Pending pending);
    void end(const QString& why);
    void setState(State state);

    QLocalSocket m_socket;
    QTimer m_retry;
    LineSplitter m_lines;
    QString m_path;
    QString m_deviceName;
    State m_state = State::Detached;
    bool m_isReading = false;
    std::int64_t m_lastId = 0;
    std::map<std::int64_t, Pending> m_pending;
    std::vector<std::shared_ptr<Watch>> m_watches;
};

} // namespace perisphere::studio
