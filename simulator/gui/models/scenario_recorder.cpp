#include "models/scenario_recorder.hpp"

#include "connection/device_connection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>
#include <utility>

namespace perisphere::studio
{
namespace
{

/// A YAML scalar; JSON's texts are YAML's.
std::string scalar(const json::Value& value)
{
    return value.dump(-1, ' ', false, json::Value::error_handler_t::replace);
}

std::string scalar(const json::Value& object, const char* key)
{
    const auto found = object.find(key);
    return found == object.end() ? std::string("\"\"") : scalar(*found);
}

using Faults = std::map<std::int64_t, std::string>;
using Writer = std::string (*)(const json::Value& params, const json::Value& result,
                               Faults& faults);

std::string setStep(const json::Value& params, const json::Value& /*result*/, Faults& /*faults*/)
{
    return fmt::format("set: {{{}: {}}}", scalar(params, "property"), scalar(params, "value"));
}

std::string stopStep(const json::Value& params, const json::Value& /*result*/, Faults& /*faults*/)
{
    return "stop: " + scalar(params, "app");
}

std::string startStep(const json::Value& params, const json::Value& /*result*/, Faults& /*faults*/)
{
    return "start: " + scalar(params, "app");
}

std::string rebootStep(const json::Value& /*params*/, const json::Value& /*result*/,
                       Faults& /*faults*/)
{
    return "reboot: true";
}

std::string faultStep(const json::Value& params, const json::Value& result, Faults& faults)
{
    std::string text = "fault: {type: " + scalar(params, "type");
    if (const auto given = params.find("parameters"); given != params.end())
        for (const auto& [name, value] : given->items())
            text += fmt::format(", {}: {}", name, scalar(value));
    if (const auto id = result.find("fault"); id != result.end() && id->is_number_integer())
        faults[id->get<std::int64_t>()] = scalar(params, "type");
    return text + '}';
}

/// Scenarios end all faults of a type.
std::string clearStep(const json::Value& params, const json::Value& /*result*/, Faults& faults)
{
    const auto id = params.find("fault");
    if (id == params.end() || !id->is_number_integer())
        return {};
    const auto found = faults.find(id->get<std::int64_t>());
    return found == faults.end() ? std::string() : "clear: " + found->second;
}

std::string updateStep(const json::Value& params, const json::Value& /*result*/, Faults& /*faults*/)
{
    if (const auto package = params.find("package"); package != params.end())
        return fmt::format("update: {{app: {}}}", scalar(*package));
    if (const auto version = params.find("version"); version != params.end())
        return fmt::format("update: {{system: {}}}", scalar(*version));
    return {};
}

struct Recorded {
    std::string_view method;
    Writer write; ///< an empty text: nothing that a scenario can say
};

/// What a client can do that scenarios have a step for.
constexpr std::array<Recorded, 7> kRecorded{{
    {"part.set", setStep},
    {"app.stop", stopStep},
    {"app.start", startStep},
    {"device.reset", rebootStep},
    {"fault.inject", faultStep},
    {"fault.clear", clearStep},
    {"update.offer", updateStep},
}};

/// In the largest unit that tells it exactly.
std::string duration(qint64 nanoseconds)
{
    static constexpr std::array<std::pair<qint64, const char*>, 3> kUnits{
        {{1'000'000'000, "s"}, {1'000'000, "ms"}, {1'000, "us"}}};
    for (const auto& [size, unit] : kUnits)
        if (nanoseconds % size == 0)
            return fmt::format("{}{}", nanoseconds / size, unit);
    return fmt::format("{}ns", nanoseconds);
}

std::optional<qint64> integer(const json::Value& object, const char* key)
{
    const auto found = object.find(key);
    return found != object.end() && found->is_number_integer()
               ? std::optional<qint64>(found->get<std::int64_t>())
               : std::nullopt;
}

} // namespace

ScenarioRecorder::ScenarioRecorder(DeviceConnection& connection, QObject* parent)
    : QObject(parent)
    , m_connection(connection)
{
    connect(&connection, &DeviceConnection::called, this, &ScenarioRecorder::take);
    connect(&connection, &DeviceConnection::stateChanged, this, [this] {
        if (m_isOn && !m_connection.isAttached()) {
            m_isOn = false; // what comes after that is of another run
            Q_EMIT ended();
        }
    });
}

void ScenarioRecorder::begin()
{
    const std::uint64_t generation = ++m_generation;
    m_steps.clear();
    m_faults.clear();
    m_begin = 0;
    m_end = 0;
    const auto check = [this, generation](const Result<json::Value>& answer) {
        if (generation != m_generation)
            return false;
        if (!answer)
            Q_EMIT failed(tr("Record what I do"),
                          QString::fromStdString(answer.error().toString()));
        return answer.has_value();
    };
    m_connection.call("device.info", json::Value::object(), this,
                      [this, check](const Result<json::Value>& answer) {
                          if (check(answer))
                              m_board = answer->value("board", std::string());
                      });
    // What comes after its answer is of the run that has begun anew.
    const auto began = [this, check](const Result<json::Value>& answer) {
        if (!check(answer))
            return;
        m_begin = integer(*answer, "now").value_or(0);
        m_end = m_begin;
        m_isOn = true;
        Q_EMIT begun();
    };
    m_connection.call("device.reset", json::Value::object(), this,
                      [this, check, began](const Result<json::Value>& answer) {
                          if (check(answer))
                              m_connection.call("time.get", json::Value::object(), this, began);
                      });
}

void ScenarioRecorder::end()
{
    if (!std::exchange(m_isOn, false))
        return;
    m_connection.call("time.get", json::Value::object(), this,
                      [this, generation = m_generation](const Result<json::Value>& answer) {
                          if (generation != m_generation)
                              return;
                          if (answer)
                              m_end = std::max(m_end, integer(*answer, "now").value_or(m_end));
                          Q_EMIT ended();
                      });
}

void ScenarioRecorder::take(const std::string& method, const json::Value& params,
                            const json::Value& result)
{
    const auto* const found = std::ranges::find(kRecorded, method, &Recorded::method);
    if (!m_isOn || found == kRecorded.end())
        return;
    std::string text = found->write(params, result, m_faults);
    if (text.empty())
        return;
    m_steps.push_back({.text = std::move(text), .time = integer(result, "time")});
    if (m_steps.back().time)
        m_end = std::max(m_end, *m_steps.back().time);
    else
        askTime(m_steps.size() - 1);
    Q_EMIT changed();
}

void ScenarioRecorder::askTime(std::size_t step)
{
    m_connection.call("time.get", json::Value::object(), this,
                      [this, step, generation = m_generation](const Result<json::Value>& answer) {
                          if (generation != m_generation || !answer)
                              return;
                          m_steps[step].time = integer(*answer, "now");
                          m_end = std::max(m_end, m_steps[step].time.value_or(m_end));
                      });
}

QString ScenarioRecorder::text(const QString& name, const QString& app) const
{
    std::string text = fmt::format("name: {}\n", scalar(json::Value(name.toStdString())));
    if (!app.isEmpty())
        text += fmt::format("app: {}\n", scalar(json::Value(app.toStdString())));
    if (!m_board.empty())
        text += fmt::format("board: {}\n", scalar(json::Value(m_board)));
    constexpr qint64 kReserve = 60'000'000'000;
    text += fmt::format("timeout: {}s\n", (m_end - m_begin + kReserve) / 1'000'000'000 + 1);
    text += "steps:\n";
    qint64 last = m_begin;
    for (const RecordedStep& step : m_steps) {
        last = std::max(last, step.time.value_or(last)); // answers come in order, times may not
        text += fmt::format("  - {}\n    at: {}\n", step.text, duration(last - m_begin));
    }
    text += fmt::format("  - wait: {}\n", duration(std::max<qint64>(m_end - last, 0)));
    return QString::fromStdString(text);
}

} // namespace perisphere::studio
