#include "perisphere/engine/property.hpp"

#include <catch2/catch.hpp>

#include <limits>
#include <string>

namespace perisphere::property_test
{

using namespace perisphere::engine;
using namespace std::chrono_literals;

namespace
{

/// One property of each kind, declared as a part does it.
class Part final : public PropertyOwner
{
public:
    explicit Part(const Scheduler& scheduler)
        : table(scheduler, "probe1")
    {
    }
    [[nodiscard]] PropertyTable& properties() override { return table; }

    PropertyTable table;
    BoolProperty pressed{table, Access::Settable, "pressed", "whether a finger is on it"};
    IntegerProperty count{table, Access::Settable, "count", "of what came by", 3, "", {0, 10, 1}};
    NumberProperty temperature{
        table, Access::Settable, "temperature", "of the air around the sensor", 21.5,
        "°C",  {-40, 125, 0.01}};
    NumberProperty current{table, Access::Settable, "current", "through the part", 0,
                           "A",   {0, {}, {}}};
    TextProperty label{table, Access::Settable, "label", "printed on it", "", 8};
    ChoiceProperty mode{
        table, Access::Settable, "mode", "of operation", {"idle", "single", "burst"}};
    ColourProperty colour{table, Access::Settable, "colour", "of its light"};
    BytesProperty memory{table, Access::Settable, "memory", "what it remembers", 4};
    ImageProperty screen{table, "screen", "what it shows", {128, 64, PixelFormat::Mono1}};
    BoolProperty lit{table, Access::Observable, "lit", "whether it gives light"};
};

struct Bench {
    Scheduler scheduler;
    Part part{scheduler};
    Result<void> set(std::string_view name, const PropertyValue& value)
    {
        return part.properties().set(name, value);
    }
    std::string refusal(std::string_view name, const PropertyValue& value)
    {
        const auto done = set(name, value);
        return done ? "accepted" : done.error().toString();
    }
};

} // namespace

TEST_CASE("properties are listed in the order of their declaration, with what is said of them")
{
    Bench bench;
    std::string names;
    for (const Property* property : bench.part.table.properties())
        names += property->name() + ' ' + std::string(name(property->description().type)) + "; ";
    CHECK(names == "pressed bool; count integer; temperature number; current number; label text; "
                   "mode choice; colour colour; memory bytes; screen image; lit bool; ");
    const auto& temperature = bench.part.temperature.description();
    CHECK(temperature.unit == "°C");
    CHECK(temperature.range.minimum == -40.0);
    CHECK(temperature.range.step == 0.01);
    CHECK(temperature.access == Access::Settable);
    CHECK(bench.part.mode.description().choices.size() == 3);
}

TEST_CASE("a client sets what it may, and the part reads it typed")
{
    Bench bench;
    CHECK(bench.set("pressed", true));
    CHECK(bench.set("count", std::int64_t{7}));
    CHECK(bench.set("temperature", 99.5));
    CHECK(bench.set("label", std::string("12345678")));
    CHECK(bench.set("mode", std::string("burst")));
    CHECK(bench.set("colour", Colour{1, 2, 3}));
    CHECK(bench.set("memory", ByteArray(4, std::byte{9})));
    CHECK(bench.part.pressed.value());
    CHECK(bench.part.count.value() == 7);
    CHECK(bench.part.temperature.value() == 99.5);
    CHECK(bench.part.label.value() == "12345678");
    CHECK(bench.part.mode.index() == 2);
    CHECK(bench.part.colour.value() == Colour{1, 2, 3});
    CHECK(bench.part.memory.value().size() == 4);
    CHECK(bench.part.table.get("count") == PropertyValue(std::int64_t{7}));
}

TEST_CASE("whole numbers and integers stand for each other, others do not")
{
    Bench bench;
    CHECK(bench.set("temperature", std::int64_t{25}));
    CHECK(bench.part.temperature.value() == 25.0);
    CHECK(bench.set("count", 4.0));
    CHECK(bench.part.count.value() == 4);
    CHECK(bench.refusal("count", 4.5) ==
          "\"count\" of \"probe1\" cannot be set to this kind of value; expected a value of type "
          "integer");
    CHECK(bench.refusal("pressed", std::int64_t{1}) != "accepted");
    CHECK(bench.refusal("temperature", std::numeric_limits<double>::quiet_NaN()) != "accepted");
    CHECK(bench.refusal("temperature", true) != "accepted");
}

TEST_CASE("a value out of range is refused with the range and the unit, and nothing changes")
{
    Bench bench;
    CHECK(bench.refusal("temperature", 200.0) ==
          "\"temperature\" of \"probe1\" cannot be 200 °C; expected -40 °C to 125 °C");
    CHECK(bench.part.temperature.value() == 21.5);
    CHECK(bench.refusal("current", -1.0) ==
          "\"current\" of \"probe1\" cannot be -1 A; expected 0 A or more");
    CHECK(bench.refusal("count", std::int64_t{11}) ==
          "\"count\" of \"probe1\" cannot be 11; expected 0 to 10");
    CHECK(bench.refusal("label", std::string("123456789")) ==
          "\"label\" of \"probe1\" cannot be 9 bytes long; expected at most 8 bytes");
    CHECK(bench.refusal("memory", ByteArray(5)) != "accepted");
}

TEST_CASE("a wrong choice is refused with the choices and the nearest")
{
    Bench bench;
    CHECK(
        bench.refusal("mode", std::string("brust")) ==
        "\"mode\" of \"probe1\" cannot be \"brust\"; expected \"idle\", \"single\", \"burst\"; did "
        "you mean \"burst\"?");
}

TEST_CASE("an unknown property is refused with the nearest, an observable one with the reason")
{
    Bench bench;
    CHECK_THAT(bench.refusal("temperatr", 20.0),
               Catch::Contains("\"probe1\" has no property \"temperatr\"") &&
                   Catch::Contains("did you mean \"temperature\"?"));
    const auto lit = bench.set("lit", true);
    REQUIRE_FALSE(lit);
    CHECK(lit.error().code == ErrorCode::PermissionDenied);
    CHECK_FALSE(bench.set("screen", Image{}));
}

TEST_CASE(
    "watchers are told of changes with the virtual time, and not of settings that change nothing")
{
    Bench bench;
    std::string told;
    const auto own = bench.part.lit.onChange([&](const PropertyChange& change) {
        told += change.property.name() + '@' + std::to_string(toNanoseconds(change.time)) + ' ';
    });
    const auto all = bench.part.table.onChange([&](const PropertyChange& change) {
        told += change.table.owner() + '.' + change.property.name() + ' ';
    });
    bench.scheduler.after(5ns, "test", [&] { bench.part.lit.set(true); });
    bench.scheduler.after(6ns, "test", [&] { bench.part.lit.set(true); });
    REQUIRE(bench.scheduler.runUntil(atNanoseconds(10)));
    CHECK(told == "lit@5 probe1.lit ");
    told.clear();
    bench.part.screen.bump();
    CHECK(told == "probe1.screen ");
    CHECK(bench.part.screen.value().revision == 1);
}

TEST_CASE("a part reacts to what a client sets")
{
    Bench bench;
    const auto reaction = bench.part.pressed.onChange(
        [&](const PropertyChange&) { bench.part.lit.set(bench.part.pressed.value()); });
    CHECK(bench.set("pressed", true));
    CHECK(bench.part.lit.value());
}

TEST_CASE("a property that goes leaves its table")
{
    const Scheduler scheduler;
    PropertyTable table(scheduler, "owner");
    {
        const BoolProperty property(table, Access::Settable, "here", "for now");
        CHECK(table.find("here"));
    }
    CHECK_FALSE(table.find("here"));
}

} // namespace perisphere::property_test
