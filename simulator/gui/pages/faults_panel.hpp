// Makes things go wrong, and shows what does.
#pragma once

#include "models/faults_model.hpp"

#include <QHash>
#include <QWidget>

class QComboBox;
class QFormLayout;
class QLabel;
class QPushButton;
class QScrollArea;
class QTableView;

namespace perisphere::studio
{

class FaultsPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit FaultsPanel(FaultsModel& faults, QWidget* parent = nullptr);

private:
    void fillTypes();
    void showType();
    void inject();
    void clearChosen();
    void update();
    using QWidget::update;
    [[nodiscard]] const FaultType* chosen() const;

    FaultsModel& m_faults;
    QComboBox* m_types;
    QLabel* m_description;
    QScrollArea* m_form;
    QTableView* m_active;
    QPushButton* m_inject;
    QPushButton* m_clear;
    QPushButton* m_clearAll;
    QHash<QString, QVariant> m_values; ///< that were set; the device has defaults for the others
};

} // namespace perisphere::studio
