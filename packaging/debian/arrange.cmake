# What Debian wants of packages, done with what CPack is about to pack: one folder a component below
# CPACK_TEMPORARY_INSTALL_DIRECTORY.
set(packed "${CPACK_TEMPORARY_INSTALL_DIRECTORY}")
file(GLOB components LIST_DIRECTORIES true "${packed}/*")
foreach(component IN LISTS components)
  get_filename_component(name "${component}" NAME)
  string(TOUPPER "${name}" upper)
  set(package "${CPACK_DEBIAN_${upper}_PACKAGE_NAME}")
  execute_process(
    COMMAND "${CMAKE_COMMAND}" -E env "STRIP=${CPACK_PERISPHERE_STRIP}" "MAINTAINER=${CPACK_PACKAGE_CONTACT}"
      "VERSION=${CPACK_PACKAGE_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE}"
      "${CPACK_PERISPHERE_DEBIAN}/arrange" "${package}" "${component}" "${CPACK_PERISPHERE_${upper}_FOLDER}"
    COMMAND_ERROR_IS_FATAL ANY)
endforeach()
