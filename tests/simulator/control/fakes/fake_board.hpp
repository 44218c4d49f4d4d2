#pragma once

#include "perisphere/control/board_target.hpp"

namespace perisphere::test
{

namespace c = control;

class FakeBoard final : public control::BoardTarget
{
public:
    const boards::Board& boardDescription() const override { return m_board; }

private:
    boards::Board m_board{.id = "bench",
                          .name = "Bench",
                          .description = "Something to talk to",
                          .files = {"bench.json"},
                          .chip = "MT3620",
                          .hardwareDefinition = "mt3620.json",
                          .width = 60,
                          .height = 40,
                          .chipAt = {.x = 30, .y = 20},
                          .supplies = {{.name = "GND", .voltage = {}}},
                          .hosts = {},
                          .nets = {"BUS"},
                          .connectors = {{.name = "H1",
                                          .title = "Header 1",
                                          .at = {.x = 5, .y = 20, .rotation = 90},
                                          .rows = 2,
                                          .pitch = 2.54,
                                          .pins = {{.name = "H1-1", .label = "GPIO8"}}}},
                          .parts = {{.name = "led1",
                                     .type = parts::findPartType("led").value(),
                                     .configuration = {},
                                     .label = "LED 1",
                                     .at = {.x = 10, .y = 10},
                                     .where = {}}},
                          .wires = {{.from = "led1.anode", .to = "BUS", .ohms = 330, .where = {}}}};
};

} // namespace perisphere::test
