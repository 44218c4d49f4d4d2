// What is where in the SDK's folder, for those that look there themselves.

#include "app_project.hpp"

#include <catch2/catch.hpp>

namespace perisphere::sdk_folder_test
{

TEST_CASE("the SDK's folder has the original's places")
{
    const std::string place = GENERATE(
        "VERSION", "CMakeFiles/AzureSphereToolchain.cmake",
        "CMakeFiles/AzureSphereRTCoreToolchain.cmake",
        "CMakeFiles/AzureSphereRTCoreToolchainVFP.cmake", "RealTime/linker/mt3620_tcm.ld",
        "RealTime/include/perisphere/mt3620/core.h", "CMakeFiles/AzureSphereNativeToolchain.cmake",
        "CMakeFiles/AzureSphereToolchainBase.cmake", "CMakeFiles/AzureSphereInternal.cmake",
        "CMakeFiles/AzureSphere.cmake", "CMakeFiles/AzureSphereMakeImage.cmake",
        "HardwareDefinitions/mt3620_rdb.json", "HardwareDefinitions/inc/hw/mt3620_rdb.h",
        "Tools/azsphere", "Tools_v2/azsphere", "Links/azsphere", "Links/azsphere_v1",
        "Links/azsphere_v2", "NativeLibs/usr/lib", "Sysroots/5/usr/include/applibs/log.h",
        "Sysroots/7/usr/lib/libc.so", "Sysroots/16/lib/ld-musl-armhf.so.1",
        "Sysroots/12/tools/sysroots/x86_64-pokysdk-linux/usr/bin/arm-poky-linux-musleabi/"
        "arm-poky-linux-musleabi-strip");
    CHECK(std::filesystem::exists(test::sdkFolder() + place));
}

TEST_CASE("every API set from 1 to 18 has a system root, and so have the beta sets")
{
    for (int set = 1; set <= 18; ++set)
        CHECK(std::filesystem::exists(test::sdkFolder() + "Sysroots/" + std::to_string(set) +
                                      "/usr/lib/libapplibs.so"));
    for (const char* set : {"2+Beta1905", "3+Beta1909", "4+Beta2001", "5+Beta2004", "7+Beta2010"})
        CHECK(std::filesystem::exists(test::sdkFolder() + "Sysroots/" + set + "/usr/include"));
}

} // namespace perisphere::sdk_folder_test
