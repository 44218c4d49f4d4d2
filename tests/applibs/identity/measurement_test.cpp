#include "perisphere/identity/measurement.hpp"

#include "temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <fstream>

namespace perisphere::measurement_test
{

using namespace perisphere::identity;

namespace
{

std::shared_ptr<device::App> appIn(const std::filesystem::path& folder, const char* componentId)
{
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "app") << "program";
    auto app = std::make_shared<device::App>();
    app->componentId = componentId;
    app->imageId = "image";
    app->imageRoot = folder;
    return app;
}

using Apps = std::vector<std::shared_ptr<const device::App>>;

} // namespace

TEST_CASE("a measurement tells each change of the system and of the apps")
{
    const test::TemporaryDirectory folder;
    const auto a = appIn(folder / "a", "a");
    const auto b = appIn(folder / "b", "b");
    const Apps apps{a, b};
    const auto before = measure("25.02", apps).value();
    CHECK(measure("25.02", Apps{b, a}).value() == before);
    CHECK(measure("25.03", apps).value() != before);
    CHECK(measure("25.02", Apps{a}).value() != before);
    std::ofstream(folder / "a/app") << "changed";
    CHECK(measure("25.02", apps).value() != before);
}

TEST_CASE("an image that cannot be read is no measurement")
{
    const test::TemporaryDirectory folder;
    const auto app = appIn(folder / "a", "a");
    std::filesystem::remove_all(folder / "a");
    CHECK_FALSE(measure("25.02", Apps{app}));
}

} // namespace perisphere::measurement_test
