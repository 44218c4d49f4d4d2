// A view of a TextTable that reads like a list of facts.
#pragma once

#include <QTableView>

namespace perisphere::studio
{

class TextTable;

[[nodiscard]] QTableView* makeTextTableView(TextTable& table, const QString& accessibleName,
                                            QWidget* parent);

} // namespace perisphere::studio
