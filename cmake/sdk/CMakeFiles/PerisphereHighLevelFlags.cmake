# What a high-level app is compiled with, on the device and on this machine alike.
string(JOIN " " _perisphere_common -ffunction-sections -fdata-sections -fno-strict-aliasing -fno-omit-frame-pointer
  -fno-exceptions -fstack-protector-strong -Wall -Wswitch -Wempty-body -Wconversion -Wreturn-type -Wparentheses
  -Wno-format -Wuninitialized -Wunreachable-code -Wunused-function -Wunused-value -Wunused-variable)
set(PERISPHERE_C_FLAGS
  "${_perisphere_common} -Wstrict-prototypes -Wno-pointer-sign -Werror=implicit-function-declaration")
set(PERISPHERE_CXX_FLAGS "${_perisphere_common} -fno-rtti")

# Set whole, not by the _INIT variables: CMake appends its own -O3 to those.
foreach(language C CXX)
  set(CMAKE_${language}_FLAGS_DEBUG "-ggdb -O0" CACHE STRING "Flags of Debug builds")
  foreach(configuration RELEASE MINSIZEREL)
    set(CMAKE_${language}_FLAGS_${configuration} "-g1 -Os -DNDEBUG" CACHE STRING "Flags of ${configuration} builds")
  endforeach()
endforeach()
