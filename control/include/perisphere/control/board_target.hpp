// What the control API asks of the board. Answers are JSON as control_api.json describes it.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/json/value.hpp"

#include <string>

namespace perisphere::control
{

class BoardTarget
{
public:
    virtual ~BoardTarget() = default;

    [[nodiscard]] virtual json::Value description() = 0;
    [[nodiscard]] virtual json::Value partTypes() = 0;

    /// What there is to say of a board file with that text, which is not saved yet.
    [[nodiscard]] virtual Result<json::Value> check(const std::string& path,
                                                    const std::string& text) = 0;
};

} // namespace perisphere::control
