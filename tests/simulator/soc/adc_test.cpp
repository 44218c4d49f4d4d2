#include "perisphere/soc/adc.hpp"

#include "chip.hpp"

namespace perisphere::adc_test
{

using namespace perisphere::engine;
using namespace std::chrono_literals;

TEST_CASE("a voltage gives its code, saturated at both ends")
{
    test::Chip test;
    Pin source(test.netlist, "source");
    Wire wire(test.netlist, source, test.chip.pads[41]);
    const auto codeAt = [&](std::int64_t millivolts) {
        source.setDrive(Drive::strong(Voltage::millivolts(millivolts)));
        return test.chip.adc.sample(0);
    };
    CHECK(codeAt(0) == 0);
    CHECK(codeAt(1250) == 2048);
    CHECK(codeAt(2500) == 4095);
    CHECK(codeAt(3300) == 4095);
    CHECK(codeAt(-100) == 0);
}

TEST_CASE("the reference is one of two, for all channels")
{
    soc::Adc& adc = *[] {
        static test::Chip test;
        return &test.chip.adc;
    }();
    CHECK(adc.reference() == Voltage::millivolts(2500));
    CHECK(adc.setReference(Voltage::millivolts(2149)));
    CHECK(adc.reference() == Voltage::millivolts(1800));
    CHECK(adc.setReference(Voltage::millivolts(2150)));
    CHECK(adc.reference() == Voltage::millivolts(2500));
    CHECK_FALSE(adc.setReference(Voltage::millivolts(1799)));
    CHECK_FALSE(adc.setReference(Voltage::millivolts(2501)));
    CHECK(adc.reference() == Voltage::millivolts(2500));
}

TEST_CASE("a conversion takes its time and samples at its end")
{
    test::Chip test;
    Pin source(test.netlist, "source");
    Wire wire(test.netlist, source, test.chip.pads[48]);
    std::optional<std::uint32_t> result;
    test.chip.adc.convert(7, [&](std::uint32_t code) { result = code; });
    test.advance(soc::Adc::kConversionTime - 1ns);
    CHECK_FALSE(result);
    source.setDrive(Drive::strong(Voltage::millivolts(2500)));
    test.advance(1ns);
    CHECK(result == 4095);
}

} // namespace perisphere::adc_test
