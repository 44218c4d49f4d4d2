// Property values between the command line and the control API.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/control/client.hpp"

#include <string>
#include <string_view>

namespace perisphere::tools
{

/// What a word of the command line gives as the value of a property of a type ("bool", "text" ...,
/// as the control API has them): a texts' word is a JSON string, or else taken as it is written.
/// InvalidArgument, naming the property.
[[nodiscard]] Result<json::Value> valueOfWord(std::string_view type, const std::string& property,
                                              const std::string& word);

/// The same for a property of a device, by the type that it has there.
[[nodiscard]] Result<json::Value>
propertyValue(control::ControlClient& device, const std::string& property, const std::string& word);

[[nodiscard]] std::string propertyText(const json::Value& value); ///< texts without quotes
[[nodiscard]] std::string sampleText(const json::Value& sample);  ///< "D1.redLit = true"
[[nodiscard]] std::string timedText(const json::Value& sample); ///< "[    0.508538] D1.redLit ..."

} // namespace perisphere::tools
