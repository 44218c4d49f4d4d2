// What the files that scenarios leave behind are called.
#pragma once

#include "perisphere/scenario/run.hpp"

#include <set>
#include <string>

namespace perisphere::tools
{

class RecordingNames
{
public:
    /// Letters, digits and '-', without an extension: "scenario-the-led-follows-the-button". Each
    /// is given once.
    [[nodiscard]] std::string nameFor(const scenario::ScenarioResult& result);

private:
    std::set<std::string> m_given;
};

} // namespace perisphere::tools
