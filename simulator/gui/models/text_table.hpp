// A table of texts that is replaced as a whole. What differs from the time before is marked.
#pragma once

#include <QAbstractTableModel>
#include <QColor>
#include <QHash>
#include <QStringList>

#include <vector>

namespace perisphere::studio
{

struct TextRow {
    QString key; ///< rows with the same key are compared
    QStringList cells;
    bool isMarked = false; ///< by who makes it: the instruction that is next
};

class TextTable final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Role { ChangedRole = Qt::UserRole, MarkedRole };

    explicit TextTable(QStringList titles, QObject* parent = nullptr);

    /// For texts rather than numbers; it is fixed otherwise.
    void useProportionalFont() { m_isProportional = true; }
    /// For what changes all the time.
    void ignoreChanges() { m_marksChanges = false; }
    /// What differs in a row is marked, not the row.
    void markCells() { m_marksCells = true; }
    /// Other columns; nothing is in them.
    void setTitles(const QStringList& titles);
    void setRows(std::vector<TextRow> rows);
    [[nodiscard]] const std::vector<TextRow>& rows() const { return m_rows; }
    /// Nothing is compared with what was there before.
    void forget();

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

private:
    [[nodiscard]] bool hasChanged(const TextRow& row, int column) const;

    QStringList m_titles;
    std::vector<TextRow> m_rows;
    QHash<QString, QStringList> m_changed; ///< by key: what the cells were before
    bool m_isProportional = false;
    bool m_marksChanges = true;
    bool m_marksCells = false;
};

} // namespace perisphere::studio
