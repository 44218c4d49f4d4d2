// Property values between the command line and the control API.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/control/client.hpp"

#include <string>

namespace perisphere::tools
{

/// The JSON value that `word` stands for in a property of a device, by the property's type.
[[nodiscard]] Result<json::Value>
propertyValue(control::ControlClient& device, const std::string& property, const std::string& word);

[[nodiscard]] std::string propertyText(const json::Value& value); ///< texts without quotes
[[nodiscard]] std::string sampleText(const json::Value& sample);  ///< "D1.redLit = true"
[[nodiscard]] std::string timedText(const json::Value& sample); ///< "[    0.508538] D1.redLit ..."

} // namespace perisphere::tools
