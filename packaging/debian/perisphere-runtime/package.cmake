perisphere_package(runtime NAME perisphere-runtime SECTION libs
  SUMMARY "libraries that apps of a Perisphere device load"
  DESCRIPTION "What apps for devices of the MT3620 kind reach their device by: libapplibs,
libtlsutils and libperisphere-host. For armhf it has the device's system root
as well, with the C libraries that the SDK builds apps for.")
