#include "models/core_memory_model.hpp"

#include "connection/device_connection.hpp"
#include "connection/text_of.hpp"
#include "models/core_model.hpp"

#include <QRegularExpression>

#include <algorithm>
#include <utility>

namespace perisphere::studio
{
namespace
{

constexpr int kHexadecimal = 16;

QStringList titlesOf(unsigned unit)
{
    QStringList titles{CoreMemoryModel::tr("Address")};
    for (unsigned offset = 0; offset < CoreMemoryModel::kRowBytes; offset += unit)
        titles.append('+' + QString::number(offset, kHexadecimal).toUpper());
    titles.append(CoreMemoryModel::tr("Text"));
    return titles;
}

QString textOfBytes(const QByteArray& bytes)
{
    constexpr char kSpace = 0x20;
    constexpr char kDelete = 0x7F;
    QString text;
    for (const char byte : bytes)
        text.append(byte >= kSpace && byte < kDelete ? QLatin1Char(byte) : QLatin1Char('.'));
    return text;
}

/// The last byte is the most significant one; fewer than a unit is not a number.
QString numberOf(const QByteArray& bytes, unsigned unit)
{
    QString text;
    if (static_cast<unsigned>(bytes.size()) == unit)
        for (const char byte : bytes)
            text.prepend(QStringLiteral("%1").arg(static_cast<std::uint8_t>(byte), 2, kHexadecimal,
                                                  QLatin1Char('0')));
    return text;
}

std::optional<std::uint32_t> number(QString text)
{
    if (text.startsWith(QStringLiteral("0x"), Qt::CaseInsensitive))
        text.remove(0, 2);
    bool isGood = false;
    const std::uint32_t value = text.toUInt(&isGood, kHexadecimal);
    return isGood ? std::optional(value) : std::nullopt;
}

} // namespace

CoreMemoryModel::CoreMemoryModel(DeviceConnection& connection, CoreModel& core, QObject* parent)
    : QObject(parent)
    , m_connection(connection)
    , m_core(core)
    , m_table(titlesOf(1))
{
    m_table.markCells();
    connect(&core, &CoreModel::looked, this, &CoreMemoryModel::refresh);
}

void CoreMemoryModel::setPlace(const QString& place)
{
    m_place = place.section(QStringLiteral("  "), 0, 0).trimmed();
    refresh();
}

void CoreMemoryModel::setUnit(unsigned bytes)
{
    if (std::exchange(m_unit, bytes) == bytes)
        return;
    m_table.setTitles(titlesOf(bytes));
    refresh();
}

void CoreMemoryModel::setWatched(bool isWatched)
{
    m_isWatched = isWatched;
    refresh();
}

std::optional<std::uint32_t> CoreMemoryModel::registerValue(const QString& name) const
{
    for (const TextRow& row : m_core.registers().rows())
        if (row.key.compare(name, Qt::CaseInsensitive) == 0)
            return number(row.cells.value(1));
    return std::nullopt;
}

std::optional<std::uint32_t> CoreMemoryModel::address()
{
    static const QRegularExpression kPlace(
        QStringLiteral("^([0-9a-z_]+)\\s*(?:([+-])\\s*([0-9a-fx]+))?$"),
        QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = kPlace.match(m_place);
    std::optional<std::uint32_t> begin;
    if (match.hasMatch())
        begin = registerValue(match.captured(1));
    if (match.hasMatch() && !begin)
        begin = number(match.captured(1));
    std::optional<std::uint32_t> offset = 0;
    if (begin && !match.captured(3).isEmpty())
        offset = number(match.captured(3));
    if (!begin || !offset) {
        setTrouble(tr("“%1” is neither an address (hexadecimal) nor a register, such as sp + 40")
                       .arg(m_place));
        return std::nullopt;
    }
    const std::uint32_t there =
        match.captured(2) == QStringLiteral("-") ? *begin - *offset : *begin + *offset;
    return there & ~(kRowBytes - 1U);
}

void CoreMemoryModel::refresh()
{
    if (!m_isWatched || m_place.isEmpty() || !m_connection.isAttached())
        return;
    if (m_core.state() == QStringLiteral("off") || m_core.registers().rowCount() == 0) {
        m_table.forget();
        m_shown.reset();
        return;
    }
    const std::optional<std::uint32_t> begin = address();
    if (!begin)
        return;
    m_connection.call("core.memory",
                      {{"core", m_core.core()}, {"address", *begin}, {"bytes", kBytes}}, this,
                      [this, begin = *begin, place = m_place,
                       core = m_core.core()](const Result<json::Value>& answer) {
                          if (place != m_place || core != m_core.core())
                              return; // another one was asked for meanwhile
                          if (!answer) {
                              m_table.forget();
                              setTrouble(QString::fromStdString(answer.error().toString()));
                              return;
                          }
                          setTrouble({});
                          show(begin, QByteArray::fromBase64(textOf(*answer, "data").toLatin1()));
                      });
}

void CoreMemoryModel::show(std::uint32_t address, const QByteArray& bytes)
{
    if (m_shown != address || std::exchange(m_shownCore, m_core.core()) != m_core.core())
        m_table.forget(); // nothing has changed: it is another place
    m_shown = address;
    std::vector<TextRow> rows;
    for (qsizetype at = 0; at < bytes.size(); at += kRowBytes) {
        const QByteArray row = bytes.mid(at, kRowBytes);
        const QString name = QStringLiteral("%1").arg(address + static_cast<std::uint32_t>(at), 8,
                                                      kHexadecimal, QLatin1Char('0'));
        QStringList cells{name};
        for (unsigned offset = 0; offset < kRowBytes; offset += m_unit)
            cells.append(numberOf(row.mid(offset, m_unit), m_unit));
        cells.append(textOfBytes(row));
        rows.push_back({name, cells, false});
    }
    m_table.setRows(std::move(rows));
    Q_EMIT changed();
}

void CoreMemoryModel::setTrouble(const QString& trouble)
{
    m_trouble = trouble;
    Q_EMIT changed();
}

} // namespace perisphere::studio
