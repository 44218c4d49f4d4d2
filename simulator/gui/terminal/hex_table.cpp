#include "terminal/hex_table.hpp"

#include <QFontDatabase>

#include <algorithm>

namespace perisphere::studio
{

int HexTable::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>((m_bytes.size() + kRowBytes - 1) / kRowBytes);
}

int HexTable::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

void HexTable::clear()
{
    beginResetModel();
    m_bytes.clear();
    m_first = 0;
    endResetModel();
}

void HexTable::add(const QByteArray& bytes)
{
    if (bytes.isEmpty())
        return;
    const int before = rowCount();
    const auto after =
        static_cast<int>((m_bytes.size() + bytes.size() + kRowBytes - 1) / kRowBytes);
    const bool isFilled = m_bytes.size() % kRowBytes != 0; // the last row gets more
    if (after > before)
        beginInsertRows({}, before, after - 1);
    m_bytes += bytes;
    if (after > before)
        endInsertRows();
    if (isFilled)
        Q_EMIT dataChanged(index(before - 1, 0), index(before - 1, ColumnCount - 1));
    if (const int surplus = rowCount() - kMaxRows; surplus > 0) {
        beginRemoveRows({}, 0, surplus - 1);
        m_bytes.remove(0, qsizetype{surplus} * kRowBytes);
        m_first += qint64{surplus} * kRowBytes;
        endRemoveRows();
    }
}

QVariant HexTable::data(const QModelIndex& index, int role) const
{
    if (index.row() < 0 || index.row() >= rowCount())
        return {};
    if (role == Qt::FontRole)
        return QFontDatabase::systemFont(QFontDatabase::FixedFont);
    if (role != Qt::DisplayRole)
        return {};
    const qsizetype at = qsizetype{index.row()} * kRowBytes;
    const QByteArray row = m_bytes.mid(at, kRowBytes);
    switch (index.column()) {
    case Number:
        return QStringLiteral("%1").arg(m_first + at, 8, 16, QLatin1Char('0'));
    case Hexadecimal: {
        QByteArray text = row.left(kRowBytes / 2).toHex(' ');
        if (row.size() > kRowBytes / 2)
            text += "  " + row.mid(kRowBytes / 2).toHex(' ');
        return QString::fromLatin1(text);
    }
    default: {
        QString text;
        for (const char byte : row)
            text += byte >= 0x20 && byte < 0x7F ? QChar::fromLatin1(byte) : QChar(0x00B7);
        return text;
    }
    }
}

QVariant HexTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == Number ? tr("Byte") : section == Hexadecimal ? tr("Hexadecimal") : tr("Text");
}

} // namespace perisphere::studio
