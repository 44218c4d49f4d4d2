// Bytes, sixteen a row: number of the first, hexadecimal, as text. The newest are kept.
#pragma once

#include <QAbstractTableModel>
#include <QByteArray>

namespace perisphere::studio
{

class HexTable final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Number, Hexadecimal, Text, ColumnCount };

    static constexpr int kRowBytes = 16;
    static constexpr int kMaxRows = 16'384; ///< 256 KiB

    using QAbstractTableModel::QAbstractTableModel;

    void add(const QByteArray& bytes);
    void clear();

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

private:
    QByteArray m_bytes;
    qint64 m_first = 0; ///< number of the first of them
};

} // namespace perisphere::studio
