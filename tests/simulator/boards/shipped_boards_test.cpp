// The shipped boards against the tables of their schematics.

#include "board_bench.hpp"

#include <filesystem>

namespace perisphere::shipped_boards_test
{

using namespace perisphere::boards;
using namespace perisphere::engine;

namespace
{

const std::vector<std::string> kBoards = {"avnet_mt3620_sk", "avnet_mt3620_sk_rev2", "mt3620_rdb",
                                          "seeed_mt3620_mdb"};

/// A pin of a connector and the chip's GPIOs on it.
struct PinRow {
    std::string pin;
    std::vector<int> gpios;
};

void checkPins(BoardBench& bench, const std::vector<PinRow>& rows)
{
    for (const PinRow& row : rows)
        for (const auto& [name, chipPin] : bench.chipPins) {
            INFO(row.pin << " and " << name);
            bool expected = false;
            for (const int number : row.gpios)
                expected = expected || name == "MT3620.GPIO" + std::to_string(number);
            CHECK(bench.joins(bench.pin(row.pin), *chipPin) == expected);
        }
}

struct LightRow {
    std::string part;
    std::string property;
    int gpio;
};

/// Each light is on while its GPIO is low.
void checkLights(BoardBench& bench, const std::vector<LightRow>& rows)
{
    for (const LightRow& row : rows) {
        INFO(row.part << "." << row.property);
        Pin& gpio = bench.gpio(row.gpio);
        gpio.setDrive(digitalDrive(OutputMode::PushPull, true));
        CHECK_FALSE(bench.get<bool>(row.part, row.property));
        gpio.setDrive(digitalDrive(OutputMode::PushPull, false));
        CHECK(bench.get<bool>(row.part, row.property));
        gpio.setDrive(Drive::none());
    }
}

void checkButton(BoardBench& bench, const std::string& name, int gpio)
{
    INFO(name);
    CHECK(bench.gpio(gpio).level() == Level::High);
    REQUIRE(bench.part(name).properties().set("pressed", true).has_value());
    CHECK(bench.gpio(gpio).level() == Level::Low);
    REQUIRE(bench.part(name).properties().set("pressed", false).has_value());
    CHECK(bench.gpio(gpio).level() == Level::High);
}

} // namespace

TEST_CASE("every shipped board loads without findings, names a shipped definition and is built")
{
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(PERISPHERE_BOARDS))
        files += entry.path().extension() == ".json" ? 1U : 0U;
    CHECK(files == kBoards.size());
    for (const std::string& name : kBoards) {
        INFO(name);
        const Board board = loadShipped(name);
        CHECK(board.id == name);
        CHECK(board.chip == "MT3620");
        hardware::DiskFileSource source;
        CHECK(hardware::Definition::load(board.hardwareDefinition, {PERISPHERE_DEFINITIONS}, source)
                  .ok());
        const BoardBench bench(board);
        CHECK(bench.assembly->parts().size() == board.parts.size());
    }
}

TEST_CASE("everything on a shipped board is within its outline")
{
    for (const std::string& name : kBoards) {
        const Board board = loadShipped(name);
        const auto isInside = [&board](const Placement& at) {
            return at.x > 0 && at.x < board.width && at.y > 0 && at.y < board.height;
        };
        CHECK(isInside(board.chipAt));
        for (const BoardPart& part : board.parts) {
            INFO(name << ": " << part.name);
            CHECK(isInside(part.at) == (part.type->drawing.shape != parts::Shape::Surroundings));
            CHECK_FALSE(part.label.empty());
        }
        for (const Connector& connector : board.connectors) {
            INFO(name << ": " << connector.name);
            CHECK(isInside(connector.at));
        }
    }
}

TEST_CASE("the RDB's headers have the pins of its schematic")
{
    BoardBench bench(loadShipped("mt3620_rdb"));
    const std::vector<std::vector<int>> headers = {
        // by pin, from 1; -1: no GPIO
        {-1, -1, 59, 0, 56, 1, 58, 2, 57, 3, 60, 4},
        {28, -1, 26, 5, 29, 6, 27, 7, 30, -1, 41, 43, 42, 44},
        {-1, -1, -1, -1, 66, -1, 67, -1, 68, -1, 69, 70},
        {-1, -1, -1, -1, 33, 38, 31, 36, 34, 39, 32, 37, 35, 40},
    };
    std::vector<PinRow> rows;
    for (std::size_t header = 0; header < headers.size(); ++header) {
        const std::string name = "H" + std::to_string(header + 1);
        CHECK(bench.board.connectors.at(header).name == name);
        CHECK(bench.board.connectors.at(header).pins.size() == headers[header].size());
        for (std::size_t pin = 0; pin < headers[header].size(); ++pin) {
            PinRow row{name + "-" + std::to_string(pin + 1), {}};
            if (headers[header][pin] >= 0)
                row.gpios.push_back(headers[header][pin]);
            rows.push_back(row);
        }
    }
    checkPins(bench, rows);
    for (const auto& [pin, supply] : std::map<std::string, std::string>{{"H1-2", "GND"},
                                                                        {"H3-1", "5V"},
                                                                        {"H3-3", "3V3"},
                                                                        {"H2-10", "ADC_VREF"},
                                                                        {"H1-1", "SYSRST_N"},
                                                                        {"H3-4", "WAKEUP"},
                                                                        {"H3-6", "IO0_TXD"},
                                                                        {"H4-1", "SWDIO"}}) {
        INFO(pin);
        CHECK(bench.joins(bench.pin(pin), bench.pin(supply)));
    }
}

TEST_CASE("the RDB's lights and buttons are where its schematic has them")
{
    BoardBench bench(loadShipped("mt3620_rdb"));
    const std::map<std::string, std::vector<int>> lights = {
        {"D1", {8, 9, 10}},   {"D2", {15, 16, 17}}, {"D3", {18, 19, 20}},
        {"D4", {21, 22, 23}}, {"D5", {45, 46, 47}}, {"D6", {48, 14, 11}}};
    std::vector<LightRow> rows;
    for (const auto& [name, gpios] : lights) {
        rows.push_back({name, "redLit", gpios[0]});
        rows.push_back({name, "greenLit", gpios[1]});
        rows.push_back({name, "blueLit", gpios[2]});
    }
    checkLights(bench, rows);
    checkButton(bench, "SW2", 12);
    checkButton(bench, "SW3", 13);
    CHECK(bench.get<bool>("D7", "lit"));
    CHECK(bench.get<bool>("D10", "lit"));
    CHECK_FALSE(bench.get<bool>("D8", "lit"));
    CHECK(bench.joins(bench.pin("SYSRST_N"), bench.sysRst));
    CHECK(bench.pin("SYSRST_N").isHigh());
    REQUIRE(bench.part("SW1").properties().set("pressed", true).has_value());
    CHECK_FALSE(bench.pin("SYSRST_N").isHigh());
}

TEST_CASE("the RDB's parts are placed as on the board")
{
    const Board board = loadShipped("mt3620_rdb");
    const std::map<std::string, std::pair<double, double>> places = {
        {"D1", {9.1, 3.5}},   {"D2", {11.7, 3.5}},   {"D3", {14.3, 3.5}},   {"D4", {16.9, 3.5}},
        {"D5", {41.0, 3.5}},  {"D6", {38.4, 3.5}},   {"D7", {35.8, 3.5}},   {"D8", {31.0, 3.5}},
        {"D10", {33.4, 3.5}}, {"SW1", {25.0, 18.5}}, {"SW2", {14.2, 18.5}}, {"SW3", {35.8, 18.5}},
        {"AP1", {62, 77}},    {"Internet", {62, 61}}};
    CHECK(board.width == 50);
    CHECK(board.height == 85);
    CHECK(board.parts.size() == places.size());
    for (const BoardPart& part : board.parts) {
        INFO(part.name);
        REQUIRE(places.count(part.name) == 1);
        CHECK(part.at.x == places.at(part.name).first);
        CHECK(part.at.y == places.at(part.name).second);
    }
}

TEST_CASE("the Avnet kits' lights, buttons and sensors are on their pins")
{
    const bool isRevision2 = GENERATE(false, true);
    BoardBench bench(loadShipped(isRevision2 ? "avnet_mt3620_sk_rev2" : "avnet_mt3620_sk"));
    checkLights(bench, {{"APP_LED", "lit", 4},
                        {"WLAN_LED", "lit", isRevision2 ? 0 : 5},
                        {"USER_LED", "redLit", 8},
                        {"USER_LED", "greenLit", 9},
                        {"USER_LED", "blueLit", 10}});
    checkButton(bench, "BUTTON_A", 12);
    checkButton(bench, "BUTTON_B", 13);
    CHECK(bench.gpio(37).isHigh()); // pulled up for I2C
    CHECK(bench.gpio(38).isHigh());
    const auto targets = bench.buses.i2cTargets(bench.gpio(37), bench.gpio(38));
    REQUIRE(targets.size() == 1); // the pressure sensor is behind the motion sensor
    CHECK(targets[0]->start(0x6A, bus::I2cAccess::Read));
    CHECK(bench.buses.i2cTargets(bench.pin("LSM6DSO.SCx"), bench.pin("LSM6DSO.SDx")).size() == 1);
    REQUIRE(bench.part("LIGHT").properties().set("illuminance", 1000.0).has_value());
    CHECK(bench.gpio(41).voltage() == Voltage::microvolts(521'220));
}

TEST_CASE("the Avnet kits' connectors have the pins of their tables")
{
    SECTION("revision 1")
    {
        BoardBench bench(loadShipped("avnet_mt3620_sk"));
        for (const std::string socket : {"SOCKET1", "SOCKET2"}) {
            const bool first = socket == "SOCKET1";
            checkPins(bench, {{socket + "-AN", {first ? 42 : 43}},
                              {socket + "-RST", {first ? 16 : 17}},
                              {socket + "-CS", {first ? 34 : 35}},
                              {socket + "-SCK", {31}},
                              {socket + "-MISO", {33}},
                              {socket + "-MOSI", {32}},
                              {socket + "-PWM", {first ? 0 : 1}},
                              {socket + "-INT", {2}},
                              {socket + "-RX", {28}},
                              {socket + "-TX", {26}},
                              {socket + "-SCL", {37}},
                              {socket + "-SDA", {38}}});
        }
        checkPins(bench, {{"UART_BLE-1", {29}},
                          {"UART_BLE-2", {28}},
                          {"UART_BLE-3", {26}},
                          {"UART_BLE-4", {27}},
                          {"UART_BLE-7", {2}},
                          {"UART_BLE-8", {17}},
                          {"UART_BLE-9", {1}}});
    }
    SECTION("revision 2")
    {
        BoardBench bench(loadShipped("avnet_mt3620_sk_rev2"));
        checkPins(bench, {{"CLICK1-AN", {42}},   {"CLICK1-RST", {2}},   {"CLICK1-CS", {29}},
                          {"CLICK1-SCK", {26}},  {"CLICK1-TX", {26}},   {"CLICK1-MISO", {28}},
                          {"CLICK1-RX", {28}},   {"CLICK1-MOSI", {27}}, {"CLICK1-PWM", {0}},
                          {"CLICK1-INT", {5}},   {"CLICK2-AN", {43}},   {"CLICK2-RST", {35}},
                          {"CLICK2-INT", {34}},  {"CLICK2-SCK", {31}},  {"CLICK2-TX", {31}},
                          {"CLICK2-MISO", {33}}, {"CLICK2-RX", {33}},   {"CLICK2-MOSI", {32}},
                          {"CLICK2-PWM", {1}},   {"CLICK2-CS", {}},     {"PMOD-1", {34}},
                          {"PMOD-2", {31}},      {"PMOD-3", {33}},      {"PMOD-4", {32}},
                          {"PMOD-7", {39}},      {"PMOD-8", {35}},      {"PMOD-9", {1}},
                          {"GROVE-1", {37}},     {"GROVE-2", {38}},     {"OLED-3", {37}},
                          {"OLED-4", {38}}});
    }
}

TEST_CASE("the Seeed Mini's pads bond two GPIOs each")
{
    BoardBench bench(loadShipped("seeed_mt3620_mdb"));
    checkPins(bench, {{"J1-1", {4, 41}},
                      {"J1-2", {5, 42}},
                      {"J1-3", {6, 43}},
                      {"J1-5", {8, 26}},
                      {"J1-6", {9, 27}},
                      {"J1-7", {10, 28}},
                      {"J1-8", {11, 29}},
                      {"J1-9", {30}},
                      {"J1-10", {32}},
                      {"J1-11", {34}},
                      {"J2-13", {31}},
                      {"J2-14", {33}},
                      {"J2-15", {35}}});
    checkLights(bench, {{"LED", "lit", 7}, {"LED", "lit", 44}});
    CHECK(bench.joins(bench.gpio(7), bench.gpio(44)));
}

} // namespace perisphere::shipped_boards_test
