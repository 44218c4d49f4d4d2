#pragma once

#include "perisphere/control/board_target.hpp"

#include <utility>

namespace perisphere::test
{

namespace c = control;

class FakeBoard final : public control::BoardTarget
{
public:
    json::Value description() override
    {
        return {{"id", "bench"},
                {"name", "Bench"},
                {"description", "Something to talk to"},
                {"files", {"bench.json"}},
                {"chip", "MT3620"},
                {"chipAt", {{"x", 30}, {"y", 20}, {"rotation", 0}}},
                {"width", 60},
                {"height", 40},
                {"supplies", {{{"name", "GND"}, {"volts", 0}}}},
                {"nets", {"BUS"}},
                {"connectors", json::Value::array()},
                {"parts", json::Value::array()},
                {"wires", json::Value::array()}};
    }
    json::Value partTypes() override { return {{"types", json::Value::array()}}; }
    Result<json::Value> check(const std::string& path, const std::string& text) override
    {
        m_checked = {path, text};
        return json::Value{{"findings", json::Value::array()}, {"board", description()}};
    }

    [[nodiscard]] const std::pair<std::string, std::string>& checked() const { return m_checked; }

private:
    std::pair<std::string, std::string> m_checked; ///< path and text
};

} // namespace perisphere::test
