#include "signals/signal_recorder.hpp"

#include "connection/device_connection.hpp"
#include "connection/text_of.hpp"

#include <utility>

namespace perisphere::studio
{
namespace
{

constexpr int kFetchMilliseconds = 16; ///< as often as screens show something new
constexpr int kPageRecords = 50'000;

TrackLevel levelOf(const json::Value& value)
{
    if (!value.is_string())
        return TrackLevel::Floating;
    const auto& name = value.get_ref<const std::string&>();
    if (name == "high")
        return TrackLevel::High;
    return name == "low" ? TrackLevel::Low : TrackLevel::Floating;
}

Track trackOf(const json::Value& signal)
{
    const std::string type = signal.at("type").get<std::string>();
    const json::Value& first = signal.at("first");
    Track track{.name = textOf(signal, "name"),
                .unit = textOf(signal, "unit"),
                .kind = type == "level" ? TrackKind::Level : TrackKind::Value,
                .isInteger = type == "integer",
                .firstLevel = levelOf(first),
                .firstValue = first.is_number() ? first.get<double>() : 0,
                .times = {},
                .levels = {},
                .values = {}};
    return track;
}

} // namespace

SignalRecorder::SignalRecorder(DeviceConnection& connection, QObject* parent)
    : QObject(parent)
    , m_connection(connection)
{
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(kFetchMilliseconds);
    connect(&m_timer, &QTimer::timeout, this, &SignalRecorder::fetch);
    connect(&connection, &DeviceConnection::attached, this, [this] {
        m_isAsking = false;
        if (m_isOn)
            record(m_patterns); // a device that was gone records nothing
    });
}

void SignalRecorder::record(const QStringList& patterns)
{
    json::Value list = json::Value::array();
    for (const QString& pattern : patterns)
        list.push_back(pattern.toStdString());
    const std::uint64_t generation = ++m_generation;
    m_connection.call("signal.record", {{"signals", std::move(list)}}, this,
                      [this, patterns, generation](const Result<json::Value>& answer) {
                          if (generation != m_generation)
                              return;
                          if (!answer) {
                              Q_EMIT failed(tr("Record signals"),
                                            QString::fromStdString(answer.error().toString()));
                              return;
                          }
                          m_patterns = patterns;
                          begin(*answer);
                      });
}

void SignalRecorder::begin(const json::Value& recording)
{
    try {
        std::vector<Track> tracks;
        for (const json::Value& signal : recording.at("signals"))
            tracks.push_back(trackOf(signal));
        m_store.reset(std::move(tracks), recording.at("begin").get<std::int64_t>());
        m_next = recording.at("first").get<std::uint64_t>();
    } catch (const json::Value::exception& problem) {
        Q_EMIT failed(tr("Record signals"), QString::fromUtf8(problem.what()));
        return;
    }
    m_isOn = true;
    m_isAsking = false;
    Q_EMIT begun();
    fetch();
}

void SignalRecorder::stop()
{
    ++m_generation;
    m_isOn = false;
    m_connection.call("signal.stop");
}

void SignalRecorder::show(SignalStore store)
{
    if (m_isOn)
        stop();
    ++m_generation; // nor does one begin that was asked for
    m_store = std::move(store);
    Q_EMIT begun();
    Q_EMIT changed();
}

void SignalRecorder::setWatched(bool isWatched)
{
    if (isWatched)
        m_timer.start();
    else
        m_timer.stop();
}

void SignalRecorder::fetch()
{
    if (!m_isOn || !m_connection.isAttached())
        return;
    if (std::exchange(m_isAsking, true)) {
        m_isDue = true;
        return;
    }
    m_isDue = false;
    m_connection.call("signal.read", {{"from", m_next}, {"limit", kPageRecords}}, this,
                      [this, generation = m_generation](const Result<json::Value>& answer) {
                          if (generation != m_generation)
                              return;
                          m_isAsking = false;
                          if (answer)
                              take(*answer);
                      });
}

void SignalRecorder::take(const json::Value& page)
{
    std::int64_t count = 0;
    try {
        const auto& records = page.at("records").get_ref<const std::string&>();
        const auto packed = QByteArray::fromBase64(
            QByteArray::fromRawData(records.data(), static_cast<qsizetype>(records.size())));
        m_next = page.at("next").get<std::uint64_t>();
        m_store.noteMissed(page.at("missed").get<std::uint64_t>());
        if (const auto trouble = m_store.append(packed))
            Q_EMIT failed(tr("Read signals"), *trouble);
        m_store.setEnd(page.at("end").get<std::int64_t>());
        count = page.at("count").get<std::int64_t>();
    } catch (const json::Value::exception& problem) {
        Q_EMIT failed(tr("Read signals"), QString::fromUtf8(problem.what()));
        return;
    }
    Q_EMIT changed();
    if (count == kPageRecords || m_isDue)
        fetch(); // there is more, or it was time to ask meanwhile
}

} // namespace perisphere::studio
