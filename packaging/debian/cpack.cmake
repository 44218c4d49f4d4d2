# Read by CPack before it packs.
set(SHLIBDEPS_EXECUTABLE "${CPACK_PERISPHERE_DEBIAN}/shlibdeps")
set(ENV{PERISPHERE_SHLIBS} "${CPACK_PERISPHERE_SHLIBS}")
# The one of the whole would be the first line of each package's description.
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "")
