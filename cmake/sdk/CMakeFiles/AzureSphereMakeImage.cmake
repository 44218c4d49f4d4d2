# Included by old projects, as "${AZURE_SPHERE_MAKE_IMAGE_FILE}": the package of the target that is named after the
# project. ADDITIONAL_APPROOT_INCLUDES lists what goes into it besides.
if(NOT AS_INT_SELECTED_TOOLS)
  message(DEPRECATION "Including AZURE_SPHERE_MAKE_IMAGE_FILE is the way of SDKs before 20.04. "
    "Call azsphere_target_add_image_package(${PROJECT_NAME}) instead.")
endif()
azsphere_target_add_image_package("${PROJECT_NAME}" RESOURCE_FILES ${ADDITIONAL_APPROOT_INCLUDES})
