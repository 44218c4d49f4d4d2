// The options of commands that say what the emulated application core writes about an app.
#pragma once

#include "command/command.hpp"
#include "perisphere/device/app_records.hpp"
#include "perisphere/json/document.hpp"

namespace perisphere::tools
{

void declareAppRecords(Command& command, device::AppRecords& records);
/// With absolute paths, as the device may be in another folder.
[[nodiscard]] device::AppRecords absoluteRecords(const device::AppRecords& records);
/// As "records" of the control API's app.start; an empty object where there are none.
[[nodiscard]] json::Value toJson(const device::AppRecords& records);

} // namespace perisphere::tools
