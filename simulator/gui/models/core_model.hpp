// A real-time core, as it was when it was looked at last.
#pragma once

#include "models/text_table.hpp"
#include "perisphere/json/value.hpp"

#include <QObject>
#include <QString>
#include <QStringList>

namespace perisphere::studio
{

class DeviceConnection;

class CoreModel final : public QObject
{
    Q_OBJECT

public:
    explicit CoreModel(DeviceConnection& connection, QObject* parent = nullptr);

    void setCore(unsigned core);
    [[nodiscard]] unsigned core() const { return m_core; }
    /// Whose registers are shown; empty: none.
    void setPeripheral(const QString& name);
    /// "off", "running", "sleeping", "held", "lockedUp"; empty before it is known.
    [[nodiscard]] QString state() const { return m_state; }
    [[nodiscard]] bool isHeld() const { return m_state == QStringLiteral("held"); }
    /// Whether it is where it was, by stepBack(), and not where it is.
    [[nodiscard]] bool isInPast() const { return m_isInPast; }
    /// Of what it does: to step back to.
    [[nodiscard]] bool hasHistory() const { return m_hasHistory; }
    [[nodiscard]] QString summary() const { return m_summary; }
    [[nodiscard]] const QStringList& peripherals() const { return m_peripherals; }

    [[nodiscard]] TextTable& registers() { return m_registers; }
    [[nodiscard]] TextTable& instructions() { return m_instructions; }
    [[nodiscard]] TextTable& frames() { return m_frames; }
    [[nodiscard]] TextTable& exceptions() { return m_exceptions; }
    [[nodiscard]] TextTable& peripheral() { return m_peripheral; }

    /// Asks for everything anew.
    void refresh();
    void hold();
    void release();
    void step(unsigned instructions);
    void stepBack();
    /// Of whatever runs on the core, from when it is looked at next.
    void setHistoryKept(bool isKept);

Q_SIGNALS:
    void changed();
    /// Its registers are of now: the rest of what it has is to be asked for.
    void looked();
    void failed(const QString& what, const QString& why);

private:
    using Take = void (CoreModel::*)(const json::Value& answer);
    void ask(const char* method, Take take, json::Value more = json::Value::object());
    void keepHistory(bool isKept);
    void command(const char* method, json::Value more = json::Value::object());
    void takeList(const json::Value& answer);
    void takeRegisters(const json::Value& answer);
    void takeInstructions(const json::Value& answer);
    void takeFrames(const json::Value& answer);
    void takeExceptions(const json::Value& answer);
    void takePeripherals(const json::Value& answer);
    void takePeripheral(const json::Value& answer);

    DeviceConnection& m_connection;
    unsigned m_core = 0;
    bool m_isHistoryKept = false; ///< is wanted
    bool m_hasHistory = false;
    bool m_isInPast = false;
    QString m_shown;
    QString m_state;
    QString m_summary;
    QStringList m_peripherals;
    TextTable m_registers;
    TextTable m_instructions;
    TextTable m_frames;
    TextTable m_exceptions;
    TextTable m_peripheral;
};

} // namespace perisphere::studio
