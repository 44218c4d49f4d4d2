// The log, with a filter; it follows the newest line unless somebody looks back.
#pragma once

#include "models/log_model.hpp"

#include <QSortFilterProxyModel>
#include <QTableView>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QLineEdit;

namespace perisphere::studio
{

class AppsModel;

class LogFilter final : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    using QSortFilterProxyModel::QSortFilterProxyModel;
    void setText(const QString& text);
    void setComponent(const QString& componentId); ///< empty: all

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    QString m_text;
    QString m_component;
};

class LogPage final : public QWidget
{
    Q_OBJECT

public:
    LogPage(LogModel& log, AppsModel& apps, QWidget* parent = nullptr);

Q_SIGNALS:
    /// A line's time was asked for.
    void timeChosen(qint64 nanoseconds);

private:
    void updateApps();

    AppsModel& m_apps;
    LogFilter* m_filter;
    QTableView* m_table;
    QComboBox* m_app;
    QCheckBox* m_follow;
};

} // namespace perisphere::studio
