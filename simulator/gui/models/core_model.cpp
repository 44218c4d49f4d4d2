#include "models/core_model.hpp"

#include "connection/device_connection.hpp"
#include "connection/text_of.hpp"

#include <utility>

namespace perisphere::studio
{
namespace
{

QString hexadecimal(std::uint64_t value, int digits = 8)
{
    return QStringLiteral("%1").arg(value, digits, 16, QLatin1Char('0'));
}

QString hexadecimal(const json::Value& object, const char* key)
{
    const auto found = object.find(key);
    return found != object.end() && found->is_number_integer()
               ? hexadecimal(found->get<std::uint64_t>())
               : QString();
}

QString place(const json::Value& object)
{
    const QString file = optionalTextOf(object, "file");
    return file.isEmpty()
               ? QString()
               : QStringLiteral("%1:%2").arg(file.section('/', -1)).arg(object.value("line", 0));
}

} // namespace

CoreModel::CoreModel(DeviceConnection& connection, QObject* parent)
    : QObject(parent)
    , m_connection(connection)
    , m_registers({tr("Register"), tr("Value"), tr("Decimal")})
    , m_instructions({tr("Address"), tr("Bytes"), tr("Instruction"), tr("Function"), tr("Source")})
    , m_frames({tr("Address"), tr("Function"), tr("Source")})
    , m_exceptions({tr("Number"), tr("Exception"), tr("Priority"), tr("State")})
    , m_peripheral({tr("Register"), tr("Address"), tr("Value"), tr("Fields")})
{
    connect(&connection, &DeviceConnection::attached, this, &CoreModel::refresh);
}

void CoreModel::setCore(unsigned core)
{
    if (std::exchange(m_core, core) == core)
        return;
    for (TextTable* const table :
         {&m_registers, &m_instructions, &m_frames, &m_exceptions, &m_peripheral})
        table->forget();
    refresh();
}

void CoreModel::setPeripheral(const QString& name)
{
    m_shown = name;
    m_peripheral.forget();
    if (!m_shown.isEmpty())
        ask("core.peripherals", &CoreModel::takePeripheral,
            {{"peripheral", m_shown.toStdString()}});
}

void CoreModel::ask(const char* method, Take take, json::Value more)
{
    more["core"] = m_core;
    m_connection.call(method, std::move(more), this,
                      [this, take, core = m_core](const Result<json::Value>& answer) {
                          if (!answer || core != m_core)
                              return;
                          (this->*take)(*answer);
                          Q_EMIT changed();
                      });
}

void CoreModel::refresh()
{
    if (!m_connection.isAttached())
        return;
    m_connection.call("core.list", json::Value::object(), this,
                      [this](const Result<json::Value>& answer) {
                          if (!answer)
                              return;
                          takeList(*answer);
                          Q_EMIT changed();
                      });
}

void CoreModel::takeList(const json::Value& answer)
{
    const QString before = m_state;
    for (const json::Value& one : answer.at("cores"))
        if (one.at("core").get<unsigned>() == m_core) {
            m_state = optionalTextOf(one, "state");
            m_isInPast = one.value("past", false);
            QStringList parts{m_isInPast ? tr("held in the past") : m_state};
            m_hasHistory = one.value("history", false);
            if (m_isHistoryKept && !m_hasHistory && m_state != QStringLiteral("off"))
                keepHistory(true);
            if (one.contains("pc"))
                parts.append(tr("pc %1").arg(hexadecimal(one, "pc")));
            if (one.contains("cycles"))
                parts.append(tr("%1 cycles").arg(one.at("cycles").get<std::uint64_t>()));
            if (const QString fault = optionalTextOf(one, "fault"); !fault.isEmpty())
                parts.append(fault);
            if (one.contains("debugPort"))
                parts.append(tr("gdb-multiarch: target remote localhost:%1")
                                 .arg(one.at("debugPort").get<int>()));
            m_summary = parts.join(QStringLiteral(" · "));
        }
    if (m_state == QStringLiteral("off")) {
        if (before != m_state) {
            for (TextTable* const table :
                 {&m_registers, &m_instructions, &m_frames, &m_exceptions, &m_peripheral})
                table->forget();
            Q_EMIT looked();
        }
        return;
    }
    ask("core.registers", &CoreModel::takeRegisters);
    ask("core.interrupts", &CoreModel::takeExceptions);
    ask("core.disassemble", &CoreModel::takeInstructions);
    ask("core.stack", &CoreModel::takeFrames);
    if (m_peripherals.isEmpty())
        ask("core.peripherals", &CoreModel::takePeripherals);
    if (!m_shown.isEmpty())
        ask("core.peripherals", &CoreModel::takePeripheral,
            {{"peripheral", m_shown.toStdString()}});
}

void CoreModel::takeRegisters(const json::Value& answer)
{
    std::vector<TextRow> rows;
    for (const json::Value& one : answer.at("registers")) {
        const QString name = optionalTextOf(one, "name");
        const auto value = one.at("value").get<std::uint64_t>();
        rows.push_back({name, {name, hexadecimal(value), QString::number(value)}, false});
    }
    m_registers.setRows(std::move(rows));
    Q_EMIT looked();
}

void CoreModel::takeInstructions(const json::Value& answer)
{
    const auto pc = answer.at("pc").get<std::uint64_t>();
    std::vector<TextRow> rows;
    for (const json::Value& one : answer.at("instructions")) {
        const QString address = hexadecimal(one, "address");
        rows.push_back({address,
                        {address, optionalTextOf(one, "bytes"), optionalTextOf(one, "text"),
                         optionalTextOf(one, "function"), place(one)},
                        one.at("address").get<std::uint64_t>() == pc});
    }
    m_instructions.setRows(std::move(rows));
}

void CoreModel::takeFrames(const json::Value& answer)
{
    std::vector<TextRow> rows;
    for (const json::Value& one : answer.at("frames"))
        rows.push_back({QString::number(rows.size()),
                        {hexadecimal(one, "pc"), optionalTextOf(one, "function"), place(one)},
                        rows.empty()});
    m_frames.setRows(std::move(rows));
}

void CoreModel::takeExceptions(const json::Value& answer)
{
    std::vector<TextRow> rows;
    for (const json::Value& one : answer.at("exceptions")) {
        QStringList state;
        for (const auto& [key, name] :
             {std::pair("enabled", tr("enabled")), std::pair("pending", tr("pending")),
              std::pair("active", tr("active")), std::pair("line", tr("line high"))})
            if (one.value(key, false))
                state.append(name);
        const QString number = QString::number(one.at("number").get<int>());
        rows.push_back(
            {number,
             {number, optionalTextOf(one, "name"), QString::number(one.at("priority").get<int>()),
              state.join(QStringLiteral(", "))},
             one.value("active", false)});
    }
    m_exceptions.setRows(std::move(rows));
}

void CoreModel::takePeripherals(const json::Value& answer)
{
    QStringList names;
    for (const json::Value& one : answer.at("peripherals"))
        names.append(optionalTextOf(one, "name"));
    m_peripherals = names;
}

void CoreModel::takePeripheral(const json::Value& answer)
{
    std::vector<TextRow> rows;
    for (const json::Value& one : answer.at("peripherals")) {
        if (optionalTextOf(one, "name") != m_shown || !one.contains("registers"))
            continue;
        for (const json::Value& reg : one.at("registers")) {
            QStringList fields;
            if (const auto list = reg.find("fields"); list != reg.end())
                for (const json::Value& field : *list)
                    fields.append(QStringLiteral("%1=%2")
                                      .arg(optionalTextOf(field, "name"))
                                      .arg(field.at("value").get<std::uint64_t>()));
            const QString name = optionalTextOf(reg, "name");
            rows.push_back({name,
                            {name, hexadecimal(reg, "address"), hexadecimal(reg, "value"),
                             fields.join(QStringLiteral("  "))},
                            false});
        }
    }
    m_peripheral.setRows(std::move(rows));
}

void CoreModel::command(const char* method, json::Value more)
{
    more["core"] = m_core;
    m_connection.call(method, std::move(more), this,
                      [this, method](const Result<json::Value>& answer) {
                          if (!answer)
                              Q_EMIT failed(QString::fromLatin1(method),
                                            QString::fromStdString(answer.error().toString()));
                          refresh();
                      });
}

void CoreModel::hold()
{
    command("core.hold");
}

void CoreModel::release()
{
    command("core.release");
}

void CoreModel::stepBack()
{
    command("core.stepBack");
}

void CoreModel::setHistoryKept(bool isKept)
{
    if (std::exchange(m_isHistoryKept, isKept) == isKept)
        return;
    if (!isKept && m_connection.isAttached() && !m_state.isEmpty() &&
        m_state != QStringLiteral("off"))
        keepHistory(false);
}

/// Its program may have ended meanwhile: then there is none to keep.
void CoreModel::keepHistory(bool isKept)
{
    m_connection.call(isKept ? "core.history.start" : "core.history.stop", {{"core", m_core}}, this,
                      [](const Result<json::Value>&) {});
}

void CoreModel::step(unsigned instructions)
{
    command("core.step", {{"instructions", instructions}});
}

} // namespace perisphere::studio
