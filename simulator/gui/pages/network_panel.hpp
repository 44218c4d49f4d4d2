// What is around the board without wires, and how far the device has got with it.
#pragma once

#include "models/parts_model.hpp"
#include "models/world_model.hpp"

#include <QString>
#include <QWidget>

class QComboBox;
class QListWidget;
class QPushButton;

namespace perisphere::studio
{

class PartPanel;

class NetworkPanel final : public QWidget
{
    Q_OBJECT

public:
    NetworkPanel(PartsModel& parts, WorldModel& world, QWidget* parent = nullptr);

private:
    QWidget* makeClocks(WorldModel& world);
    QComboBox* makeTimeZones(WorldModel& world, QWidget* parent);
    QWidget* makeAround();
    void fillList();
    void showChosen();
    void askForAccessPoint();
    void removeChosen();
    [[nodiscard]] QString chosen() const;

    PartsModel& m_parts;
    WorldModel& m_world;
    QListWidget* m_list;
    QPushButton* m_remove;
    PartPanel* m_panel;
    QString m_wanted; ///< to be chosen once it is there
};

} // namespace perisphere::studio
