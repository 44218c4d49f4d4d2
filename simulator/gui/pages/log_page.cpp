#include "pages/log_page.hpp"

#include "models/apps_model.hpp"

#include <QCheckBox>
#include <QComboBox>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace perisphere::studio
{

void LogFilter::setText(const QString& text)
{
    m_text = text;
    invalidateFilter();
}

void LogFilter::setComponent(const QString& componentId)
{
    m_component = componentId;
    invalidateFilter();
}

bool LogFilter::filterAcceptsRow(int row, const QModelIndex& parent) const
{
    const QModelIndex line = sourceModel()->index(row, LogModel::Text, parent);
    if (!m_component.isEmpty() && line.data(LogModel::ComponentRole).toString() != m_component)
        return false;
    return m_text.isEmpty() || line.data().toString().contains(m_text, Qt::CaseInsensitive);
}

LogPage::LogPage(LogModel& log, AppsModel& apps, QWidget* parent)
    : QWidget(parent)
    , m_apps(apps)
    , m_filter(new LogFilter(this))
    , m_table(new QTableView(this))
    , m_app(new QComboBox(this))
    , m_follow(new QCheckBox(tr("&Follow"), this))
{
    m_filter->setSourceModel(&log);
    m_table->setModel(m_filter);
    m_table->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(m_table->fontMetrics().height() + 2);
    m_table->horizontalHeader()->setStretchLastSection(true);
    constexpr int kTimeColumns = 16;
    m_table->setColumnWidth(LogModel::Time,
                            m_table->fontMetrics().averageCharWidth() * kTimeColumns);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setAccessibleName(tr("Log of the device"));
    auto* const text = new QLineEdit(this);
    text->setPlaceholderText(tr("Only lines with…"));
    text->setClearButtonEnabled(true);
    text->setAccessibleName(tr("Filter of the log"));
    m_app->setAccessibleName(tr("App whose lines are shown"));
    m_follow->setChecked(true);
    m_follow->setToolTip(tr("Stay at the newest line"));
    auto* const clear = new QPushButton(tr("&Clear"), this);
    auto* const row = new QHBoxLayout;
    row->setContentsMargins(4, 4, 4, 0);
    row->addWidget(text, 1);
    row->addWidget(m_app);
    row->addWidget(m_follow);
    row->addWidget(clear);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(row);
    layout->addWidget(m_table, 1);
    connect(text, &QLineEdit::textChanged, m_filter, &LogFilter::setText);
    connect(clear, &QPushButton::clicked, &log, &LogModel::clear);
    connect(m_app, &QComboBox::currentIndexChanged, this,
            [this] { m_filter->setComponent(m_app->currentData().toString()); });
    connect(&apps, &AppsModel::appsChanged, this, &LogPage::updateApps);
    connect(m_filter, &QAbstractItemModel::rowsInserted, this, [this] {
        if (m_follow->isChecked())
            m_table->scrollToBottom();
    });
    connect(m_table, &QTableView::doubleClicked, this, [this](const QModelIndex& index) {
        Q_EMIT timeChosen(index.data(LogModel::NanosecondsRole).toLongLong());
    });
    updateApps();
}

void LogPage::updateApps()
{
    const QString before = m_app->currentData().toString();
    const QSignalBlocker blocker(m_app);
    m_app->clear();
    m_app->addItem(tr("Everything"), QString());
    for (const App& app : m_apps.apps())
        m_app->addItem(app.name, app.componentId);
    m_app->setCurrentIndex(std::max(0, m_app->findData(before)));
}

} // namespace perisphere::studio
