#include "models/text_table.hpp"

#include <QFont>

#include <utility>

namespace perisphere::studio
{

TextTable::TextTable(QStringList titles, QObject* parent)
    : QAbstractTableModel(parent)
    , m_titles(std::move(titles))
{
}

void TextTable::setRows(std::vector<TextRow> rows)
{
    QHash<QString, QStringList> before;
    for (const TextRow& row : m_rows)
        before.insert(row.key, row.cells);
    m_changed.clear();
    for (const TextRow& row : rows)
        if (const auto found = before.constFind(row.key);
            m_marksChanges && found != before.constEnd() && *found != row.cells)
            m_changed.insert(row.key, *found);
    const bool isSameShape = rows.size() == m_rows.size();
    if (!isSameShape)
        beginResetModel();
    m_rows = std::move(rows);
    if (!isSameShape)
        endResetModel();
    else if (!m_rows.empty()) // the selection and the place stay
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

void TextTable::forget()
{
    beginResetModel();
    m_rows.clear();
    m_changed.clear();
    endResetModel();
}

void TextTable::setTitles(const QStringList& titles)
{
    beginResetModel();
    m_titles = titles;
    m_rows.clear();
    m_changed.clear();
    endResetModel();
}

bool TextTable::hasChanged(const TextRow& row, int column) const
{
    const auto before = m_changed.constFind(row.key);
    return before != m_changed.constEnd() &&
           (!m_marksCells || before->value(column) != row.cells.value(column));
}

int TextTable::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int TextTable::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_titles.size());
}

QVariant TextTable::data(const QModelIndex& index, int role) const
{
    if (index.row() < 0 || index.row() >= rowCount())
        return {};
    const TextRow& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return row.cells.value(index.column());
    case Qt::ToolTipRole: // where it does not fit
        return row.cells.value(index.column());
    case ChangedRole:
        return hasChanged(row, index.column());
    case MarkedRole:
        return row.isMarked;
    case Qt::ForegroundRole:
        return hasChanged(row, index.column()) ? QVariant(QColor(0xD0, 0x50, 0x20)) : QVariant();
    case Qt::FontRole: {
        QFont font;
        if (!m_isProportional) {
            font.setFamily(QStringLiteral("monospace"));
            font.setStyleHint(QFont::Monospace);
        }
        font.setBold(row.isMarked || hasChanged(row, index.column()));
        return font;
    }
    default:
        return {};
    }
}

QVariant TextTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    return orientation == Qt::Horizontal && role == Qt::DisplayRole
               ? QVariant(m_titles.value(section))
               : QVariant();
}

} // namespace perisphere::studio
