#include "perisphere/device/package_check.hpp"

#include "packages.hpp"

#include <catch2/catch.hpp>

namespace perisphere::package_check_test
{

using namespace perisphere::device;
using test::PackageSpec;

namespace
{

DeviceResult<CheckedPackage> check(const test::Bytes& package)
{
    return checkPackage(package, "tester.imagepackage", {});
}

/// The number by which a package is refused; 0 when it is not.
std::uint32_t numberOf(const test::Bytes& package)
{
    const auto checked = check(package);
    return checked ? 0 : checked.error().number;
}

std::uint32_t numberOfManifest(const std::string& manifest)
{
    return numberOf(test::packTree(test::treeOf({}, manifest)));
}

std::uint32_t numberOfCapabilities(const std::string& capabilities)
{
    return numberOf(test::pack({.capabilities = capabilities}));
}

constexpr std::uint32_t manifestError(std::uint32_t id)
{
    return deviceError(ErrorCategory::AppManifest, id);
}

} // namespace

TEST_CASE("the numbers are category and id as the reference writes them")
{
    CHECK(kServerPortClaimed == 0x00300014);
    CHECK(deviceError(ErrorCategory::AppManager, 15) == 0x0010000F);
}

TEST_CASE("a checked package says who the app is and what its files are")
{
    const PackageSpec spec{.capabilities = R"("Gpio":[8])"};
    const auto checked = check(test::pack(spec));
    REQUIRE(checked);
    CHECK(checked->app.componentId == test::kFirst);
    CHECK(checked->app.name == "Tester");
    CHECK(checked->app.imageId.size() == 36);
    CHECK(checked->app.manifest.has(manifest::Capability::Gpio));
    CHECK(checked->tree == test::treeOf(spec));
}

TEST_CASE("only what a trusted key has signed is accepted, where that is asked for")
{
    const auto package = test::pack({});
    const image::TrustStore trust = test::trustIn(test::signingKey());
    CHECK(checkPackage(package, "p", {.trust = &trust}));

    const image::SigningKey stranger = image::SigningKey::generate("stranger").value();
    const auto foreign = checkPackage(test::pack({}, stranger), "p", {.trust = &trust});
    REQUIRE_FALSE(foreign);
    CHECK(foreign.error().number == kVerificationFailed);
    CHECK(foreign.error().error.code == ErrorCode::Untrusted);
    CHECK(check(test::pack({}, stranger)));

    auto changed = package;
    changed[100] ^= std::byte{1};
    CHECK(checkPackage(changed, "p", {.trust = &trust}).error().number == kVerificationFailed);
    CHECK(numberOf(changed) == kStagingFailed); // its checksum is wrong, too
}

TEST_CASE("what is no package, or is cut short, is refused")
{
    auto package = test::pack({});
    CHECK(numberOf({}) == kStagingFailed);
    package.pop_back();
    CHECK(numberOf(package) == kStagingFailed);
}

TEST_CASE("first-party things are refused")
{
    CHECK(numberOf(test::pack({.extra = R"("Policy":{},)"})) == manifestError(21));
    const auto systemImage = check(test::pack({.imageType = image::ImageType{13}}));
    REQUIRE_FALSE(systemImage);
    CHECK(systemImage.error().error.code == ErrorCode::Unsupported);
}

TEST_CASE("an image has to hold the program that its manifest names")
{
    DirectoryTree tree = test::treeOf({});
    tree.pop_back();
    CHECK(numberOf(test::packTree(tree)) == kEntryPointAbsent);
    tree.push_back({.path = "bin/app", .kind = TreeEntry::Kind::Directory, .mode = 0755});
    CHECK(numberOf(test::packTree(tree)) == kEntryPointNotAFile);
    tree.erase(tree.begin());
    CHECK(numberOf(test::packTree(tree)) == kNoManifest);
}

TEST_CASE("manifest and metadata have to be about the same app")
{
    const auto checked = check(test::pack({.packageComponentId = test::kSecond}));
    REQUIRE_FALSE(checked);
    CHECK(checked.error().number == kInvalidComponentId);
    CHECK(checked.error().error.where.pointer == "/ComponentId");
}

TEST_CASE("what is wrong with a manifest has the device's number")
{
    CHECK(numberOfManifest("no JSON") == manifestError(1));
    const std::string id = test::kFirst;
    const std::string identity = R"("Name":"n","ComponentId":")" + id + R"(",)";
    CHECK(numberOfManifest("{" + identity + R"("SchemaVersion":1,"Capabilities":{}})") ==
          manifestError(3));
    CHECK(numberOfManifest("{" + identity + R"("EntryPoint":"/bin/app","Capabilities":{}})") ==
          manifestError(4));
    CHECK(numberOfManifest("{" + identity + R"("SchemaVersion":1,"EntryPoint":"/bin/app"})") ==
          manifestError(6));
    CHECK(numberOfManifest("{" + identity +
                           R"("SchemaVersion":2,"EntryPoint":"/bin/app","Capabilities":{}})") ==
          manifestError(17));
    CHECK(numberOfManifest("{" + identity +
                           R"("SchemaVersion":1,"EntryPoint":"/../app","Capabilities":{}})") ==
          manifestError(16));
    CHECK(numberOf(test::pack({.arguments = "1"})) == manifestError(5));
    CHECK(numberOf(test::pack({.extra = R"("ApplicationType":"Other",)"})) == manifestError(26));
    CHECK(numberOf(test::pack({.extra = R"("ApplicationType":3,)"})) == manifestError(27));
}

TEST_CASE("what is wrong with a capability has the device's number")
{
    CHECK(numberOfCapabilities(R"("Gpio":8)") == manifestError(10));
    CHECK(numberOfCapabilities(R"("Gpio":["$NAME"])") == manifestError(10));
    CHECK(numberOfCapabilities(R"("Gpio":[24])") == deviceError(ErrorCategory::Peripheral, 3));
    CHECK(numberOfCapabilities(R"("Uart":["ISU9"])") == deviceError(ErrorCategory::Peripheral, 7));
    CHECK(numberOfCapabilities(R"("Uart":["ISU0"],"SpiMaster":["ISU0"])") == manifestError(35));
    CHECK(numberOfCapabilities(R"("Uart":["ISU0"],"Gpio":[26])") == kGpioBlockConflict);
    CHECK(numberOfCapabilities(R"("Pwm":["PWM-CONTROLLER-0"],"Gpio":[2])") == kPwmConflict);
    CHECK(numberOfCapabilities(R"("AllowedTcpServerPorts":7)") == manifestError(36));
    CHECK(numberOfCapabilities(R"("AllowedTcpServerPorts":[0])") == manifestError(38));
    CHECK(numberOfCapabilities(R"("AllowedUdpServerPorts":[70000])") == manifestError(39));
    CHECK(numberOfCapabilities(R"("MutableStorage":8)") == manifestError(31));
    CHECK(numberOfCapabilities(R"("MutableStorage":{})") == manifestError(32));
    CHECK(numberOfCapabilities(R"("MutableStorage":{"SizeKB":"8"})") == manifestError(33));
    CHECK(numberOfCapabilities(R"("MutableStorage":{"SizeKB":65})") == manifestError(34));
    CHECK(numberOfCapabilities(R"("PowerControls":true)") == manifestError(48));
    CHECK(numberOfCapabilities(R"("PowerControls":["ForceReboot","ForceReboot"])") ==
          manifestError(48));
    CHECK(numberOfCapabilities(R"("PowerControls":[])") == manifestError(49));
    CHECK(numberOfCapabilities(R"("PowerControls":["Fly"])") == manifestError(50));
    CHECK(numberOfCapabilities(R"("DeviceAuthentication":")" + std::string(64, 'x') + '"') ==
          manifestError(29));
    CHECK(numberOfCapabilities(R"("WifiConfig":1)") == manifestError(15));
}

} // namespace perisphere::package_check_test
