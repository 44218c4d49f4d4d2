#include "support/property_names.hpp"

#include <catch2/catch.hpp>

using namespace perisphere;
using tools::NamedProperty;
using tools::unknownProperty;

namespace
{

std::vector<NamedProperty> board()
{
    return {{"D1", {{"name", "redLit"}}},
            {"D1", {{"name", "greenLit"}}},
            {"SW2", {{"name", "pressed"}}}};
}

} // namespace

TEST_CASE("a property and a pattern that matches one are known")
{
    for (const char* word : {"D1.redLit", "D1.*", "*", "SW?.pressed"})
        CHECK_FALSE(unknownProperty(board(), word));
}

TEST_CASE("a word that names no property is told what to type instead")
{
    struct Row {
        const char* word;
        const char* said;
    };
    const Row row = GENERATE(
        Row{"D1.redlit", "\"D1\" has no property \"redlit\"; expected one of D1.redLit, "
                         "D1.greenLit; did you mean \"D1.redLit\"?"},
        Row{"D1.on", "\"D1\" has no property \"on\"; expected one of D1.redLit, D1.greenLit; "
                     "\"perisphere sim get\" lists all"},
        Row{"D1", "\"D1\" is a part, not a property; expected one of D1.redLit, D1.greenLit; "
                  "\"perisphere sim get\" lists all"},
        Row{"SW3.pressed", "the board has no part \"SW3\"; did you mean \"SW2.pressed\"?"},
        Row{"LCD.text", "the board has no part \"LCD\"; \"perisphere sim get\" lists all"},
        Row{"pressed", "\"pressed\" does not name a property; expected PART.PROPERTY, such as "
                       "SW2.pressed; \"perisphere sim get\" lists all"},
        Row{"", "\"\" does not name a property; expected PART.PROPERTY, such as SW2.pressed; "
                "\"perisphere sim get\" lists all"},
        Row{"D2.*", "no property of the board matches \"D2.*\"; expected PART.PROPERTY, with * for "
                    "any characters and ? for one; \"perisphere sim get\" lists all"});
    const auto error = unknownProperty(board(), row.word);
    REQUIRE(error);
    CHECK(error->toString() == row.said);
}
