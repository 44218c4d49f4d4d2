#include "bench.hpp"

#include <cmath>

namespace perisphere::thermistor_test
{

using namespace perisphere::parts;
using namespace perisphere::engine;

TEST_CASE("a thermistor makes a divider from which its temperature can be computed")
{
    const double celsius = GENERATE(-40.0, 0.0, 25.0, 60.0, 125.0);
    Bench bench;
    const auto part = bench.make("thermistor", "RT1");
    Pin& adc = bench.chipPin("GPIO41");
    Pin& ground = bench.supply("GND", kGround);
    bench.wire(adc, pinOf(*part, "1"));
    bench.wire(ground, pinOf(*part, "2"));
    bench.wire(bench.supply("3V3", kSupply3V3), adc, 10'000);
    set(*part, "temperature", celsius);
    const double volts = static_cast<double>(adc.voltage().microvolts()) / 1e6;
    const double ohms = 10'000 * volts / (3.3 - volts);
    const double kelvins = 1 / (1 / 298.15 + std::log(ohms / 10'000) / 3950);
    // Within what the supplies' fifty ohms make.
    CHECK(kelvins - 273.15 == Approx(celsius).margin(celsius < 100 ? 0.3 : 3.5));
    CHECK(get<double>(*part, "resistance") ==
          Approx(10'000 * std::exp(3950 * (1 / (celsius + 273.15) - 1 / 298.15))).margin(0.5));
}

TEST_CASE("a thermistor has its configured resistance and beta")
{
    Bench bench;
    const auto part = bench.make("thermistor", "RT1", R"({"ohms": 100000, "beta": 4267})");
    CHECK(get<double>(*part, "resistance") == 100'000);
    set(*part, "temperature", 100.0);
    CHECK(get<double>(*part, "resistance") ==
          Approx(100'000 * std::exp(4267 * (1 / 373.15 - 1 / 298.15))).margin(0.5));
}

} // namespace perisphere::thermistor_test
