// Which keys begin which step.
#pragma once

#include "fields.hpp"
#include "perisphere/scenario/step.hpp"

#include <memory>
#include <span>
#include <string_view>

namespace perisphere::scenario
{

struct StepType {
    std::string_view key;
    /// From the value of the key; nullptr after a finding.
    std::unique_ptr<Step> (*read)(const YamlNode& value, Findings& findings);
};

[[nodiscard]] std::span<const StepType> stepTypes();

// src/steps/, a file each.
std::unique_ptr<Step> readSet(const YamlNode& value, Findings& findings);
std::unique_ptr<Step> readWait(const YamlNode& value, Findings& findings);
std::unique_ptr<Step> readExpect(const YamlNode& value, Findings& findings);
std::unique_ptr<Step> readReboot(const YamlNode& value, Findings& findings);
std::unique_ptr<Step> readStart(const YamlNode& value, Findings& findings);
std::unique_ptr<Step> readStop(const YamlNode& value, Findings& findings);
std::unique_ptr<Step> readFault(const YamlNode& value, Findings& findings);
std::unique_ptr<Step> readClear(const YamlNode& value, Findings& findings);
std::unique_ptr<Step> readCapture(const YamlNode& value, Findings& findings);
std::unique_ptr<Step> readUpdate(const YamlNode& value, Findings& findings);

} // namespace perisphere::scenario
