// The parts of a device as the control API sees them, on a machine that runs.
#include "device_bench.hpp"

using namespace perisphere;
using test::kLit;
using test::kPressed;

TEST_CASE("the device describes its parts and their properties")
{
    test::DeviceBench bench;
    const auto parts = bench.parts().parts();
    REQUIRE(parts.size() == 2);
    CHECK(parts[0].name == "SW1");
    CHECK(parts[0].kind == "button");
    CHECK(bench.parts().describe(kPressed).value().access == engine::Access::Settable);
    CHECK(bench.parts().describe(kLit).value().access == engine::Access::Observable);
}

TEST_CASE("what is set acts on the board at once")
{
    test::DeviceBench bench;
    REQUIRE(bench.parts().set(kPressed, true));
    CHECK(bench.parts().get(kPressed).value().value == engine::PropertyValue(true));
    CHECK(bench.parts().get(kLit).value().value == engine::PropertyValue(true));
}

TEST_CASE("a name that the board does not have is told with the nearest one")
{
    test::DeviceBench bench;
    CHECK(bench.parts().get({"SW2", "pressed"}).error().advice == "did you mean \"SW1\"?");
    CHECK(bench.parts().get({"SW1", "xpressed"}).error().advice == "did you mean \"pressed\"?");
    CHECK(bench.parts().set({"SW2", "pressed"}, true).error().code == ErrorCode::NotFound);
}

TEST_CASE("what set() refuses, check() and setAt() refuse")
{
    test::DeviceBench bench;
    control::PartsTarget& parts = bench.parts();
    const auto later = engine::atNanoseconds(1'000'000);
    CHECK(parts.set(kLit, true).error().code == ErrorCode::PermissionDenied);
    CHECK(parts.check(kLit, true).error() == parts.set(kLit, true).error());
    CHECK(parts.setAt(kLit, true, later).error() == parts.set(kLit, true).error());
    const engine::PropertyValue text = std::string("yes");
    CHECK_FALSE(parts.set(kPressed, text));
    CHECK(parts.check(kPressed, text).error() == parts.set(kPressed, text).error());
    CHECK(parts.setAt(kPressed, text, later).error() == parts.set(kPressed, text).error());
    CHECK(parts.get(kPressed).value().value == engine::PropertyValue(false));
}

TEST_CASE("a watch gives all values first, then the latest of each that has changed")
{
    test::DeviceBench bench;
    const auto watch = bench.parts().watch({"SW1.pressed", "D1.lit"}).value();
    CHECK(watch->takeChanges().size() == 2);
    CHECK(watch->takeChanges().empty());
    for (const bool isPressed : {true, false, true})
        REQUIRE(bench.parts().set(kPressed, isPressed));
    const auto changes = watch->takeChanges();
    REQUIRE(changes.size() == 2);
    CHECK(changes[0].path == kPressed); // in the order of the board
    CHECK(changes[0].value == engine::PropertyValue(true));
    CHECK(changes[1].path == kLit);
    CHECK(changes[1].value == engine::PropertyValue(true));
}

TEST_CASE("a part that no program plays cannot be reserved for one")
{
    test::DeviceBench bench;
    CHECK(bench.parts().reserve("D1").error().code == ErrorCode::InvalidArgument);
    CHECK(bench.parts().reserve("D2").error().advice == "did you mean \"D1\"?");
    CHECK(bench.parts().pixels(kLit).error().code == ErrorCode::InvalidArgument);
}
