# What the functions of AzureSphere.cmake are made of, one file an idea. Nothing in here is for projects to call.
cmake_policy(VERSION 3.20)
include("${CMAKE_CURRENT_LIST_DIR}/PerisphereCommon.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/PerisphereApiSet.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/PerisphereComponentId.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/PerisphereHardwareDefinition.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/PerisphereResources.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/PerisphereImagePackage.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/PerisphereLibraries.cmake")
