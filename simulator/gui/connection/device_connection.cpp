#include "connection/device_connection.hpp"

#include "perisphere/json/document.hpp"

#include <QElapsedTimer>

#include <utility>

namespace perisphere::studio
{
namespace
{

constexpr int kRetryMilliseconds = 300;
/// What the window's thread gives to messages in one turn; then it draws and takes input.
constexpr int kTurnMilliseconds = 8;
/// Of one message. A page of records is a string of about a megabyte.
constexpr json::ParseLimits kMessageLimits{.bytes = LineSplitter::kMaxLineBytes,
                                           .depth = 32,
                                           .values = 500'000,
                                           .stringBytes = LineSplitter::kMaxLineBytes};

Error errorOf(const json::Value& error, const std::string& method)
{
    Error result{.code = ErrorCode::InvalidArgument,
                 .message = method + ": the device's error has no message",
                 .where = {},
                 .expected = {},
                 .advice = {}};
    const auto text = [](const json::Value& object, const char* key) {
        const auto found = object.find(key);
        return found != object.end() && found->is_string() ? found->get<std::string>()
                                                           : std::string();
    };
    if (!error.is_object())
        return result;
    if (std::string message = text(error, "message"); !message.empty())
        result.message = std::move(message);
    if (const auto data = error.find("data"); data != error.end() && data->is_object()) {
        result.expected = text(*data, "expected");
        result.advice = text(*data, "advice");
    }
    return result;
}

Error gone(const std::string& method)
{
    return {.code = ErrorCode::Io,
            .message = method + ": there is no device",
            .where = {},
            .expected = {},
            .advice = "start one, or attach to one that runs"};
}

/// To somebody who reads what a device has said. One that says other things than the API has is not
/// one of ours, and must not end the window.
template <class Reader>
void handOver(const Reader& reader)
{
    try {
        reader();
    } catch (const json::Value::exception&) {
        return; // as if it had said nothing
    }
}

} // namespace

DeviceConnection::DeviceConnection(QObject* parent)
    : QObject(parent)
{
    m_retry.setSingleShot(true);
    m_retry.setInterval(kRetryMilliseconds);
    connect(&m_retry, &QTimer::timeout, this, &DeviceConnection::connectNow);
    connect(&m_socket, &QLocalSocket::connected, this, &DeviceConnection::connected);
    connect(&m_socket, &QLocalSocket::disconnected, this, &DeviceConnection::disconnected);
    connect(&m_socket, &QLocalSocket::errorOccurred, this, [this] {
        if (m_state == State::Attaching || m_state == State::Lost)
            m_retry.start();
    });
    connect(&m_socket, &QLocalSocket::readyRead, this, &DeviceConnection::readSome);
}

DeviceConnection::~DeviceConnection()
{
    m_socket.disconnect(this);
}

void DeviceConnection::attach(const QString& socket, const QString& deviceName)
{
    detach();
    m_path = socket;
    m_deviceName = deviceName;
    setState(State::Attaching);
    connectNow();
}

void DeviceConnection::detach()
{
    m_retry.stop();
    setState(State::Detached);
    end(tr("detached"));
}

void DeviceConnection::connectNow()
{
    m_socket.abort();
    m_lines.clear();
    m_socket.connectToServer(m_path);
}

void DeviceConnection::connected()
{
    setState(State::Attached);
    Q_EMIT attached();
    std::erase_if(m_watches, [](const auto& watch) { return watch->context.isNull(); });
    for (const auto& watch : m_watches)
        begin(watch);
}

void DeviceConnection::disconnected()
{
    if (m_state != State::Attached)
        return;
    readSome(); // what it has said last
    setState(State::Lost);
    end(tr("the device has ended"));
    Q_EMIT lost(tr("The device \"%1\" has ended.").arg(m_deviceName));
    m_retry.start();
}

/// Whoever waits for an answer learns that none will come.
void DeviceConnection::end(const QString&)
{
    m_socket.abort();
    m_lines.clear();
    for (const auto& watch : m_watches)
        watch->subscription = -1;
    for (auto& [id, pending] : std::exchange(m_pending, {}))
        if (pending.answered && !pending.context.isNull())
            pending.answered(fail(gone(pending.method)));
}

void DeviceConnection::setState(State state)
{
    if (std::exchange(m_state, state) != state)
        Q_EMIT stateChanged(state);
}

void DeviceConnection::call(const std::string& method, json::Value params, QObject* context,
                            Answered answered)
{
    send(method, std::move(params), {method, context, std::move(answered), {}});
}

void DeviceConnection::call(const std::string& method, json::Value params)
{
    call(method, std::move(params), this, [this, method](const Result<json::Value>& answer) {
        if (!answer)
            Q_EMIT failed(QString::fromStdString(method),
                          QString::fromStdString(answer.error().toString()));
    });
}

void DeviceConnection::send(const std::string& method, json::Value params, Pending pending)
{
    if (m_state != State::Attached) {
        QTimer::singleShot(0, this, [pending = std::move(pending)] {
            if (!pending.context.isNull())
                pending.answered(fail(gone(pending.method)));
        });
        return;
    }
    const std::int64_t id = ++m_lastId;
    const json::Value request{
        {"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", params}};
    pending.params = std::move(params);
    m_pending.emplace(id, std::move(pending));
    m_socket.write(QByteArray::fromStdString(request.dump()) + '\n');
}

void DeviceConnection::watch(const std::string& method, json::Value params, QObject* context,
                             Notified notified)
{
    auto watch =
        std::make_shared<Watch>(Watch{method, std::move(params), context, std::move(notified)});
    m_watches.push_back(watch);
    if (m_state == State::Attached)
        begin(watch);
}

void DeviceConnection::begin(const std::shared_ptr<Watch>& watch)
{
    call(watch->method, watch->params, this, [this, watch](const Result<json::Value>& answer) {
        if (!answer) {
            if (answer.error().code != ErrorCode::Io)
                Q_EMIT failed(QString::fromStdString(watch->method),
                              QString::fromStdString(answer.error().toString()));
            return;
        }
        const auto id = answer->find("subscription");
        if (id != answer->end() && id->is_number_integer())
            watch->subscription = id->get<std::int64_t>();
    });
}

/// A device that says more than can be taken in does not keep the window from drawing.
void DeviceConnection::readSome()
{
    if (std::exchange(m_isReading, true))
        return;
    QElapsedTimer clock;
    clock.start();
    if (m_socket.bytesAvailable() > 0)
        m_lines.add(m_socket.readAll());
    bool isAllTaken = false;
    while (!isAllTaken && clock.elapsed() < kTurnMilliseconds) {
        const auto line = m_lines.take();
        isAllTaken = !line;
        if (line)
            take(*line);
    }
    m_isReading = false;
    if (m_lines.isTooLong()) {
        m_socket.abort();
        return;
    }
    if (!isAllTaken)
        QTimer::singleShot(0, this, &DeviceConnection::readSome);
}

void DeviceConnection::take(const QByteArray& line)
{
    const auto document = json::Document::parse(
        std::string_view(line.constData(), static_cast<std::size_t>(line.size())),
        "the device's message", kMessageLimits);
    if (!document || !document->root().is_object())
        return; // what a device does not say; the next line may be better
    const json::Value& message = document->root();
    if (message.contains("id"))
        answer(message);
    else
        notify(message);
}

void DeviceConnection::answer(const json::Value& message)
{
    if (!message["id"].is_number_integer())
        return;
    const auto found = m_pending.find(message["id"].get<std::int64_t>());
    if (found == m_pending.end())
        return;
    const Pending pending = std::move(found->second);
    m_pending.erase(found);
    const auto result = message.find("result");
    if (result != message.end())
        Q_EMIT called(pending.method, pending.params, *result);
    if (pending.context.isNull())
        return;
    handOver([&] {
        if (result != message.end())
            pending.answered(*result);
        else
            pending.answered(fail(errorOf(message.value("error", json::Value()), pending.method)));
    });
}

void DeviceConnection::notify(const json::Value& message)
{
    const auto params = message.find("params");
    if (params == message.end() || !params->is_object())
        return;
    const auto id = params->find("subscription");
    if (id == params->end() || !id->is_number_integer())
        return;
    for (std::size_t i = 0; i < m_watches.size(); ++i) { // a listener may add one
        const auto watch = m_watches[i];
        if (watch->subscription == id->get<std::int64_t>() && !watch->context.isNull())
            handOver([&] { watch->notified(*params); });
    }
}

} // namespace perisphere::studio
