# The checks of the sources as tests, so that each can be repeated alone: ctest --preset dev -R 'check: format'
if(NOT CMAKE_CROSSCOMPILING AND NOT PERISPHERE_SANITIZE)
  foreach(check format persistence spelling shell tidiness)
    add_test(NAME "check: ${check}" COMMAND "${PROJECT_SOURCE_DIR}/scripts/checks/${check}")
    set_tests_properties("check: ${check}" PROPERTIES LABELS check TIMEOUT 900)
  endforeach()
endif()
