#include "pages/text_table_view.hpp"

#include "models/text_table.hpp"

#include <QHeaderView>

namespace perisphere::studio
{

QTableView* makeTextTableView(TextTable& table, const QString& accessibleName, QWidget* parent)
{
    auto* const view = new QTableView(parent);
    view->setModel(&table);
    view->setAccessibleName(accessibleName);
    view->verticalHeader()->hide();
    view->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    view->verticalHeader()->setDefaultSectionSize(view->fontMetrics().height() + 6);
    view->horizontalHeader()->setStretchLastSection(true);
    view->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    view->horizontalHeader()->setHighlightSections(false);
    view->setShowGrid(false);
    view->setTabKeyNavigation(false);
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->setSelectionMode(QAbstractItemView::SingleSelection);
    const auto fit = [view] { view->resizeColumnsToContents(); };
    QObject::connect(&table, &QAbstractItemModel::modelReset, view, fit);
    fit();
    return view;
}

} // namespace perisphere::studio
