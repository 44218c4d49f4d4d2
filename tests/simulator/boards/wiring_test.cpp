#include "perisphere/boards/wiring.hpp"

#include "board_bench.hpp"

namespace perisphere::wiring_test
{

using namespace perisphere::boards;

namespace
{

/// Two LEDs, a GPS, a terminal and two memories, with these wires.
std::vector<std::string> findingsOf(const std::string& wires)
{
    TextSource source;
    source.files["/test.json"] = R"({"name": "Test", "chip": "MT3620",
        "hardwareDefinition": "mt3620_rdb.json", "outline": {"width": 10, "height": 10},
        "supplies": {"GND": 0, "3V3": 3.3, "5V": 5},
        "connectors": [{"name": "H1", "pins": [
            {"pin": "1", "label": "GPIO0", "to": ["MT3620.GPIO0"]},
            {"pin": "2", "label": "5V", "to": ["5V"]}]}],
        "parts": [{"name": "D1", "type": "led"}, {"name": "D2", "type": "led"},
                  {"name": "GPS", "type": "gps"}, {"name": "T", "type": "uart-terminal"},
                  {"name": "M1", "type": "24lc256"}, {"name": "M2", "type": "24lc256"}],
        "wires": [)" + wires + "]}";
    const auto board = loadBoard("/test.json", {}, source);
    REQUIRE(board.ok());
    std::vector<std::string> texts;
    for (const Diagnostic& finding : checkWiring(*board.value))
        texts.push_back(finding.rule + ": " + finding.message);
    return texts;
}

using Texts = std::vector<std::string>;

} // namespace

TEST_CASE("wires that make sense have no findings")
{
    CHECK(findingsOf("").empty());
    CHECK(findingsOf(R"(["D1.anode", "3V3"], ["D1.cathode", "H1-1"], ["GPS.TX", "T.RX"])").empty());
    // A bus is there to be shared, and a resistance to join voltages.
    CHECK(findingsOf(R"(["M1.SDA", "H1-1"], ["M2.SDA", "H1-1"], ["M1.SDA", "3V3", 4700])").empty());
    CHECK(findingsOf(R"(["GND", "3V3", 1000])").empty());
}

TEST_CASE("what would be shorted is found, however long the way")
{
    CHECK(findingsOf(R"(["GND", "D1.anode"], ["D1.anode", "D2.anode"], ["D2.anode", "3V3"])") ==
          Texts{"supplies-joined: GND (0 V) and 3V3 (3.3 V) are shorted"});
    CHECK(findingsOf(R"(["GPS.TX", "H1-1"], ["H1-1", "T.TX"])").front() ==
          "two-outputs: GPS.TX and T.TX are outputs on one net: each would drive against the "
          "others");
    CHECK(findingsOf(R"(["GPS.TX", "GND"])") ==
          Texts{"two-outputs: GPS.TX is an output and would drive against GND"});
    CHECK(findingsOf(R"(["MT3620.GPIO5", "GND"])") ==
          Texts{"pin-on-supply: MT3620.GPIO5 is tied to GND: as an output it would be shorted"});
}

TEST_CASE("the chip is kept from what it does not bear")
{
    CHECK(findingsOf(R"(["H1-1", "H1-2"])") ==
          Texts{"over-voltage: MT3620.GPIO0 takes 3.3 V, 5V has 5 V"});
    CHECK(findingsOf(R"(["H1-1", "H1-2", 10000])").empty());
}

TEST_CASE("two parts that claim one pin of the chip are told")
{
    CHECK(findingsOf(R"(["D1.anode", "H1-1"], ["D2.anode", "MT3620.GPIO0"])") ==
          Texts{"pin-taken: MT3620.GPIO0 is shared by D1 and D2"});
}

TEST_CASE("shipped boards are wired without errors")
{
    for (const char* const name :
         {"mt3620_rdb", "avnet_mt3620_sk", "avnet_mt3620_sk_rev2", "seeed_mt3620_mdb"}) {
        CAPTURE(name);
        for (const Diagnostic& finding : checkWiring(loadShipped(name))) {
            CAPTURE(finding.toString());
            CHECK(finding.severity != Severity::Error);
        }
    }
}

} // namespace perisphere::wiring_test
