// What one does to a device, as a scenario that does it again: see docs/simulator/scenarios.md.
#pragma once

#include "perisphere/json/value.hpp"

#include <QObject>
#include <QString>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace perisphere::studio
{

class DeviceConnection;

/// A line of a scenario's `steps`, and when it was done.
struct RecordedStep {
    std::string text;           ///< "set: {SW2.pressed: true}"
    std::optional<qint64> time; ///< of the device, in nanoseconds; none until it is known
};

class ScenarioRecorder final : public QObject
{
    Q_OBJECT

public:
    explicit ScenarioRecorder(DeviceConnection& connection, QObject* parent = nullptr);

    /// Forgets what was recorded before. The device begins anew, as it does for a scenario.
    void begin();
    void end();
    [[nodiscard]] bool isOn() const { return m_isOn; }
    [[nodiscard]] std::size_t steps() const { return m_steps.size(); }

    /// @param app as the file is to say it, such as "."; empty: none
    [[nodiscard]] QString text(const QString& name, const QString& app) const;

Q_SIGNALS:
    void begun();
    void ended();
    void changed();
    void failed(const QString& what, const QString& why);

private:
    void take(const std::string& method, const json::Value& params, const json::Value& result);
    void askTime(std::size_t step);

    DeviceConnection& m_connection;
    bool m_isOn = false;
    std::uint64_t m_generation = 0; ///< answers about a recording before are nobody's
    std::string m_board;
    qint64 m_begin = 0;
    qint64 m_end = 0;
    std::vector<RecordedStep> m_steps;
    std::map<std::int64_t, std::string> m_faults; ///< types, by their numbers
};

} // namespace perisphere::studio
