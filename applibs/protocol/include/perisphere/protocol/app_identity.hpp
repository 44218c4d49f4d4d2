// What an emulated app is to itself, where the device and the app's processor both have to know.
#pragma once

namespace perisphere::protocol
{

/// Of each app: no app sees another.
inline constexpr int kAppProcessId = 100;

} // namespace perisphere::protocol
