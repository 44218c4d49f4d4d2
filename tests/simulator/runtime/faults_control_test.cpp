#include "device_bench.hpp"

using namespace perisphere;
using Catch::Matchers::Contains;
using test::kLit;
using test::kPressed;

TEST_CASE("a fault that lasts acts until it is cleared")
{
    test::DeviceBench bench;
    control::FaultsTarget& faults = bench.device().control().faults();
    REQUIRE(bench.parts().set(kPressed, true));
    const auto fault = faults.inject(
        "pin-stuck", {{"pin", std::string("D1.cathode")}, {"level", std::string("high")}});
    REQUIRE(fault);
    CHECK(bench.parts().get(kLit).value().value == engine::PropertyValue(false));
    REQUIRE(faults.active().size() == 1);
    CHECK(faults.active().front().type == "pin-stuck");
    REQUIRE(faults.clear(*fault));
    CHECK(bench.parts().get(kLit).value().value == engine::PropertyValue(true));
    CHECK(faults.active().empty());
    CHECK(faults.clear(*fault).error().code == ErrorCode::NotFound);
}

TEST_CASE("a fault that cannot be is refused with what can")
{
    test::DeviceBench bench;
    control::FaultsTarget& faults = bench.device().control().faults();
    const Error unknown = faults.inject("pin-stick", {}).error();
    CHECK(unknown.code == ErrorCode::NotFound);
    CHECK(unknown.advice == "did you mean \"pin-stuck\"?");
    CHECK(faults.inject("pin-stuck", {}).error().code == ErrorCode::InvalidArgument);
    const Error noPin =
        faults
            .inject("pin-stuck", {{"pin", std::string("D1.cathod")}, {"level", std::string("low")}})
            .error();
    CHECK(noPin.code == ErrorCode::NotFound);
    CHECK_THAT(noPin.toString(), Contains("D1.cathode"));
    CHECK(faults.active().empty());
}

TEST_CASE("every kind of fault has a name, a description and parameters with one")
{
    test::DeviceBench bench;
    const auto types = bench.device().control().faults().types();
    CHECK_FALSE(types.empty());
    for (const control::FaultType& type : types) {
        CHECK(bench.device().control().faults().type(type.name).value().name == type.name);
        CHECK_FALSE(type.description.empty());
        for (const control::FaultParameter& parameter : type.parameters)
            CHECK_FALSE(parameter.description.description.empty());
    }
}
