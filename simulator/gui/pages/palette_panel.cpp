#include "pages/palette_panel.hpp"

#include "models/part_kinds.hpp"

#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QVBoxLayout>

namespace perisphere::studio
{

PalettePanel::PalettePanel(PartKinds& kinds, QWidget* parent)
    : QWidget(parent)
    , m_filter(new QLineEdit(this))
    , m_list(new QListView(this))
    , m_shown(new QSortFilterProxyModel(this))
{
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    auto* const title = new QLabel(tr("<b>&Parts</b>"), this);
    title->setBuddy(m_list);
    m_filter->setPlaceholderText(tr("Search parts"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setAccessibleName(tr("Search parts"));
    m_shown->setSourceModel(&kinds);
    m_shown->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_list->setObjectName(QStringLiteral("palette"));
    m_list->setAccessibleName(tr("Parts to add"));
    m_list->setModel(m_shown);
    m_list->setDragEnabled(true);
    m_list->setUniformItemSizes(true);
    auto* const add = new QPushButton(tr("&Add to the board"), this);
    add->setObjectName(QStringLiteral("addPart"));
    add->setToolTip(tr("Or drag it to the board."));
    layout->addWidget(title);
    layout->addWidget(m_filter);
    layout->addWidget(m_list, 1);
    layout->addWidget(add);
    connect(m_filter, &QLineEdit::textChanged, m_shown,
            &QSortFilterProxyModel::setFilterFixedString);
    const auto addIndex = [this](const QModelIndex& index) {
        if (index.isValid())
            Q_EMIT addWanted(index.data(PartKinds::NameRole).toString());
    };
    connect(m_list, &QListView::activated, this, addIndex);
    connect(add, &QPushButton::clicked, this,
            [this, addIndex] { addIndex(m_list->currentIndex()); });
}

} // namespace perisphere::studio
