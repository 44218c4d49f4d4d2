// What is around the board without wires, and how far the device has got with it.
#pragma once

#include "models/parts_model.hpp"
#include "models/world_model.hpp"

#include <QWidget>

class QListWidget;

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
    void fillList();

    PartsModel& m_parts;
    QListWidget* m_list;
    PartPanel* m_panel;
};

} // namespace perisphere::studio
