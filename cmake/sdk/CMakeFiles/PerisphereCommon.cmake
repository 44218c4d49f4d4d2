# Small things that the other files share.

# Runs once in a configuration, however often the toolchain file is read: sets <out> to TRUE the first time.
function(_perisphere_first_time key out)
  get_property(was_here GLOBAL PROPERTY "_PERISPHERE_ONCE_${key}")
  set_property(GLOBAL PROPERTY "_PERISPHERE_ONCE_${key}" TRUE)
  if(was_here)
    set(${out} FALSE PARENT_SCOPE)
  else()
    set(${out} TRUE PARENT_SCOPE)
  endif()
endfunction()

function(_perisphere_no_more_arguments function rest)
  if(NOT "${rest}" STREQUAL "")
    list(JOIN rest "\", \"" words)
    message(FATAL_ERROR "${function}: unexpected argument \"${words}\".")
  endif()
endfunction()

# The tool that checks and packs has to be there.
function(_perisphere_check_sdk)
  foreach(tool Links/perisphere Tools_v2/azsphere)
    if(NOT EXISTS "${AZURE_SPHERE_SDK_PATH}/${tool}")
      message(FATAL_ERROR "The SDK \"${AZURE_SPHERE_SDK_PATH}\" is not complete: \"${tool}\" is missing. "
        "Build Perisphere's target perisphere_sdk, or install it.")
    endif()
  endforeach()
endfunction()

function(_perisphere_prepend_path folder)
  if(NOT ":$ENV{PATH}:" MATCHES ":${folder}:")
    set(ENV{PATH} "${folder}:$ENV{PATH}")
  endif()
endfunction()

# Chooses the compilers and tools <prefix>gcc, <prefix>g++, ...
macro(_perisphere_use_compilers prefix)
  set(CMAKE_C_COMPILER "${prefix}gcc" CACHE INTERNAL "C compiler")
  set(CMAKE_CXX_COMPILER "${prefix}g++" CACHE INTERNAL "C++ compiler")
  set(CMAKE_ASM_COMPILER "${prefix}gcc" CACHE INTERNAL "Assembler")
  # The archiver that knows link-time optimised objects, whether they are used or not.
  set(CMAKE_AR "${prefix}gcc-ar" CACHE INTERNAL "Archiver")
  set(CMAKE_RANLIB "${prefix}gcc-ranlib" CACHE INTERNAL "Archive indexer")
  set(CMAKE_STRIP "${prefix}strip" CACHE INTERNAL "Symbol stripper")
  get_filename_component(_perisphere_folder "${prefix}" DIRECTORY)
  _perisphere_prepend_path("${_perisphere_folder}")
endmacro()

# The compiler of high-level apps is this machine's own; sets _PERISPHERE_DEVICE_COMPILERS, its folder.
macro(_perisphere_check_device_compiler)
  find_program(_PERISPHERE_DEVICE_GCC arm-linux-gnueabihf-gcc NO_CMAKE_FIND_ROOT_PATH)
  mark_as_advanced(_PERISPHERE_DEVICE_GCC)
  if(NOT _PERISPHERE_DEVICE_GCC)
    message(FATAL_ERROR "There is no arm-linux-gnueabihf-gcc in the PATH, which compiles for the device. Install "
      "g++-arm-linux-gnueabihf, or build for this machine: perisphere build --core host.")
  endif()
  get_filename_component(_PERISPHERE_DEVICE_COMPILERS "${_PERISPHERE_DEVICE_GCC}" DIRECTORY)
endmacro()

# Where the GNU toolchain of the real-time cores is: ARM_GNU_PATH, else the variables of the editors, else the PATH.
macro(_perisphere_find_arm_gnu_path)
  foreach(_perisphere_candidate "$ENV{ArmGnuPath}" "$ENV{DefaultArmToolsetPath}")
    if(NOT ARM_GNU_PATH)
      set(ARM_GNU_PATH "${_perisphere_candidate}")
    endif()
  endforeach()
  if(NOT ARM_GNU_PATH)
    find_program(_PERISPHERE_ARM_NONE_EABI_GCC arm-none-eabi-gcc NO_CMAKE_FIND_ROOT_PATH)
    mark_as_advanced(_PERISPHERE_ARM_NONE_EABI_GCC)
    if(NOT _PERISPHERE_ARM_NONE_EABI_GCC)
      message(FATAL_ERROR "There is no arm-none-eabi-gcc in the PATH, and ARM_GNU_PATH is not set. "
        "Install gcc-arm-none-eabi and libnewlib-arm-none-eabi, or set ARM_GNU_PATH.")
    endif()
    get_filename_component(ARM_GNU_PATH "${_PERISPHERE_ARM_NONE_EABI_GCC}" DIRECTORY)
  endif()
endmacro()
