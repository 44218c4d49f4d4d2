// The kinds of parts: dragged to the board, or added by Enter or a double click.
#pragma once

#include <QWidget>

class QLineEdit;
class QListView;
class QSortFilterProxyModel;

namespace perisphere::studio
{

class PartKinds;

class PalettePanel final : public QWidget
{
    Q_OBJECT

public:
    explicit PalettePanel(PartKinds& kinds, QWidget* parent = nullptr);

Q_SIGNALS:
    void addWanted(const QString& kind);

private:
    QLineEdit* m_filter;
    QListView* m_list;
    QSortFilterProxyModel* m_shown;
};

} // namespace perisphere::studio
