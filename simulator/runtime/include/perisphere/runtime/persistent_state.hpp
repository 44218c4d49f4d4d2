// What a device still knows after a loss of power.
#pragma once

#include "perisphere/json/document.hpp"

#include <functional>
#include <map>
#include <string>

namespace perisphere::runtime
{

/// By kind ("apps", "network settings" ...), as the device's models have it in memory. Equal states
/// have equal values.
using PersistentState = std::map<std::string, json::Value, std::less<>>;

} // namespace perisphere::runtime
