# Toolchain file of real-time capable apps that use the floating point unit (FPv4-SP, hard-float calls).
set(PERISPHERE_RT_HARD_FLOAT ON CACHE INTERNAL "Real-time app with floating point in hardware")
include("${CMAKE_CURRENT_LIST_DIR}/AzureSphereRTCoreToolchain.cmake")
