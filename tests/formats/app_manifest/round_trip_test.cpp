#include "manifest_text.hpp"
#include "random_manifest.hpp"

namespace perisphere::round_trip_test
{

using manifest::Manifest;

namespace
{

bool sameValue(const manifest::CapabilityValue& a, const manifest::CapabilityValue& b)
{
    const bool sameEntries =
        std::equal(a.entries.begin(), a.entries.end(), b.entries.begin(), b.entries.end(),
                   [](const auto& x, const auto& y) { return x.value == y.value; });
    return sameEntries && a.enabled == b.enabled && a.text == b.text && a.sizeKb == b.sizeKb;
}

/// All but the places in the text.
void checkSame(const Manifest& a, const Manifest& b)
{
    CHECK(a.schemaVersion == b.schemaVersion);
    CHECK(a.name == b.name);
    CHECK(a.componentId == b.componentId);
    CHECK(a.entryPoint == b.entryPoint);
    CHECK(a.cmdArgs == b.cmdArgs);
    CHECK(a.hasCmdArgs == b.hasCmdArgs);
    CHECK(a.applicationType == b.applicationType);
    CHECK(a.hasApplicationType == b.hasApplicationType);
    CHECK(a.mallocVersion == b.mallocVersion);
    CHECK(a.targetApplicationRuntimeVersion == b.targetApplicationRuntimeVersion);
    CHECK(a.targetBetaApis == b.targetBetaApis);
    CHECK(std::equal(a.capabilities.begin(), a.capabilities.end(), b.capabilities.begin(),
                     b.capabilities.end(), [](const auto& x, const auto& y) {
                         return x.first == y.first && sameValue(x.second, y.second);
                     }));
}

} // namespace

TEST_CASE("a generated manifest written and parsed again is the same, packed or as a source")
{
    for (std::uint32_t seed = 0; seed < 500; ++seed) {
        CAPTURE(seed);
        const Manifest app = test::ManifestGenerator(seed).make();
        const std::string source = manifest::writeSource(app);
        const std::string packed = manifest::writePacked(app);
        const Manifest fromSource = test::parsed(source);
        checkSame(fromSource, app);
        checkSame(test::parsed(packed), app);
        CHECK(manifest::writeSource(fromSource) == source);
        CHECK(packed.find('\n') == std::string::npos);
    }
}

} // namespace perisphere::round_trip_test
