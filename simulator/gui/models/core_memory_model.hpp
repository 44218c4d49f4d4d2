// A stretch of what a real-time core has in memory, as it sees it.
#pragma once

#include "models/text_table.hpp"
#include "perisphere/json/value.hpp"

#include <QObject>
#include <QString>

#include <cstdint>
#include <optional>

namespace perisphere::studio
{

class CoreModel;
class DeviceConnection;

class CoreMemoryModel final : public QObject
{
    Q_OBJECT

public:
    static constexpr unsigned kBytes = 2048; ///< that are shown at once
    static constexpr unsigned kRowBytes = 16;

    /// Looks whenever `core` has; both outlive it.
    CoreMemoryModel(DeviceConnection& connection, CoreModel& core, QObject* parent = nullptr);

    /// Where it begins: an address (hexadecimal, with 0x or without) or a register's name, to which
    /// an offset (hexadecimal as well) may be added or of which it is taken; what follows after two
    /// spaces is ignored. An address that is not one of a row begins its row.
    void setPlace(const QString& place);
    /// 1, 2 or 4: how many bytes are shown as a number, the least significant first in memory.
    void setUnit(unsigned bytes);
    /// Only then it looks.
    void setWatched(bool isWatched);
    void refresh();

    [[nodiscard]] TextTable& table() { return m_table; }
    /// What is wrong with the place; empty: nothing.
    [[nodiscard]] const QString& trouble() const { return m_trouble; }

Q_SIGNALS:
    void changed();

private:
    [[nodiscard]] std::optional<std::uint32_t> address();
    [[nodiscard]] std::optional<std::uint32_t> registerValue(const QString& name) const;
    void show(std::uint32_t address, const QByteArray& bytes);
    void setTrouble(const QString& trouble);

    DeviceConnection& m_connection;
    CoreModel& m_core;
    TextTable m_table;
    QString m_place;
    QString m_trouble;
    std::optional<std::uint32_t> m_shown; ///< where what is shown begins
    unsigned m_shownCore = 0;
    unsigned m_unit = 1;
    bool m_isWatched = false;
};

} // namespace perisphere::studio
