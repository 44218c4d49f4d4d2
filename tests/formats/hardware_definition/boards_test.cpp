// The shipped definitions say what the boards' documentation says.

#include "perisphere/base/file.hpp"
#include "perisphere/hardware/definition.hpp"

#include <catch2/catch.hpp>

namespace perisphere::boards_test
{

using hardware::Definition;
using hardware::ManifestValue;

namespace
{

Definition load(const std::string& name)
{
    hardware::DiskFileSource source;
    auto loaded = Definition::load(name, {PERISPHERE_DEFINITIONS}, source);
    for (const Diagnostic& one : loaded.diagnostics)
        if (one.severity == Severity::Error)
            FAIL(one.toString());
    REQUIRE(loaded.value);
    return *loaded.value;
}

struct Expected {
    std::string file;
    std::string name;
    std::string chipName;
    ManifestValue value;
};

ManifestValue gpio(std::int64_t number)
{
    return number;
}

ManifestValue text(const char* value)
{
    return std::string(value);
}

} // namespace

TEST_CASE("every shipped definition loads without an error and has its documented number of names")
{
    const std::vector<std::pair<std::string, std::size_t>> counts = {
        {"mt3620.json", 101},
        {"mt3620_rdb.json", 73},
        {"ailink_wfm620rsc1.json", 31},
        {"seeed_mt3620_mdb.json", 30},
        {"avnet_aesms_mt3620.json", 38},
        {"avnet_aesms_mt3620_rev2.json", 40},
        {"avnet_mt3620_sk.json", 36},
        {"avnet_mt3620_sk_rev2.json", 37},
        {"usi_mt3620_bt_combo.json", 67},
        {"usi_mt3620_bt_evb.json", 64},
    };
    for (const auto& [file, count] : counts) {
        INFO(file);
        CHECK(load(file).target().peripherals.size() == count);
    }
}

TEST_CASE(
    "every name of every shipped definition leads to the chip, GPIO names to their own number")
{
    for (const std::string file :
         {"mt3620_rdb.json", "seeed_mt3620_mdb.json", "avnet_mt3620_sk.json",
          "avnet_mt3620_sk_rev2.json", "usi_mt3620_bt_evb.json"}) {
        const Definition definition = load(file);
        for (const auto& one : definition.target().peripherals) {
            const auto resolved = definition.resolve(one.name);
            INFO(one.name);
            REQUIRE(resolved);
            CHECK(resolved->type == one.type);
            CHECK(resolved->chipName.starts_with("MT3620_"));
            const std::size_t at = one.name.rfind("GPIO");
            if (at != std::string::npos && at + 4 < one.name.size())
                CHECK(resolved->chipName == "MT3620_" + one.name.substr(at));
        }
    }
}

TEST_CASE("documented names have their documented values")
{
    const std::vector<Expected> rows = {
        {"mt3620_rdb.json", "MT3620_RDB_LED1_RED", "MT3620_GPIO8", gpio(8)},
        {"mt3620_rdb.json", "MT3620_RDB_LED1_GREEN", "MT3620_GPIO9", gpio(9)},
        {"mt3620_rdb.json", "MT3620_RDB_LED1_BLUE", "MT3620_GPIO10", gpio(10)},
        {"mt3620_rdb.json", "MT3620_RDB_LED2_RED", "MT3620_GPIO15", gpio(15)},
        {"mt3620_rdb.json", "MT3620_RDB_LED3_GREEN", "MT3620_GPIO19", gpio(19)},
        {"mt3620_rdb.json", "MT3620_RDB_STATUS_LED_BLUE", "MT3620_GPIO47", gpio(47)},
        {"mt3620_rdb.json", "MT3620_RDB_NETWORKING_LED_RED", "MT3620_GPIO48", gpio(48)},
        {"mt3620_rdb.json", "MT3620_RDB_NETWORKING_LED_BLUE", "MT3620_GPIO11", gpio(11)},
        {"mt3620_rdb.json", "MT3620_RDB_BUTTON_A", "MT3620_GPIO12", gpio(12)},
        {"mt3620_rdb.json", "MT3620_RDB_HEADER1_PIN3_GPIO", "MT3620_GPIO59", gpio(59)},
        {"mt3620_rdb.json", "MT3620_RDB_HEADER2_PIN4_GPIO", "MT3620_GPIO5", gpio(5)},
        {"mt3620_rdb.json", "MT3620_RDB_HEADER2_PIN12_GPIO", "MT3620_GPIO43", gpio(43)},
        {"mt3620_rdb.json", "MT3620_RDB_HEADER3_PIN12_GPIO", "MT3620_GPIO70", gpio(70)},
        {"mt3620_rdb.json", "MT3620_RDB_HEADER4_PIN6_GPIO", "MT3620_GPIO38", gpio(38)},
        {"mt3620_rdb.json", "MT3620_RDB_LED_PWM_CONTROLLER2", "MT3620_PWM_CONTROLLER2",
         text("PWM-CONTROLLER-2")},
        {"mt3620_rdb.json", "MT3620_RDB_ADC_CONTROLLER0", "MT3620_ADC_CONTROLLER0",
         text("ADC-CONTROLLER-0")},
        {"mt3620_rdb.json", "MT3620_RDB_HEADER2_ISU0_UART", "MT3620_ISU0_UART", text("ISU0")},
        {"mt3620_rdb.json", "MT3620_RDB_HEADER4_ISU2_I2C", "MT3620_ISU2_I2C", text("ISU2")},
        {"mt3620_rdb.json", "MT3620_RDB_HEADER3_ISU3_SPI", "MT3620_ISU3_SPI", text("ISU3")},
        {"avnet_mt3620_sk.json", "AVNET_MT3620_SK_APP_STATUS_LED_YELLOW", "MT3620_GPIO4", gpio(4)},
        {"avnet_mt3620_sk.json", "AVNET_MT3620_SK_WLAN_STATUS_LED_YELLOW", "MT3620_GPIO5", gpio(5)},
        {"avnet_mt3620_sk.json", "AVNET_MT3620_SK_USER_BUTTON_B", "MT3620_GPIO13", gpio(13)},
        {"avnet_mt3620_sk.json", "AVNET_MT3620_SK_GPIO17", "MT3620_GPIO17", gpio(17)},
        {"avnet_mt3620_sk.json", "AVNET_MT3620_SK_ISU2_I2C", "MT3620_ISU2_I2C", text("ISU2")},
        {"avnet_mt3620_sk.json", "AVNET_MT3620_SK_PWM_CONTROLLER2", "MT3620_PWM_CONTROLLER2",
         text("PWM-CONTROLLER-2")},
        {"avnet_aesms_mt3620.json", "AVNET_AESMS_PIN16_GPIO16", "MT3620_GPIO16", gpio(16)},
        {"avnet_aesms_mt3620_rev2.json", "AVNET_AESMS_PIN16_GPIO39", "MT3620_GPIO39", gpio(39)},
        {"avnet_mt3620_sk_rev2.json", "AVNET_MT3620_SK_WLAN_STATUS_LED_YELLOW", "MT3620_GPIO0",
         gpio(0)},
        {"avnet_mt3620_sk_rev2.json", "AVNET_MT3620_SK_GPIO5", "MT3620_GPIO5", gpio(5)},
        {"avnet_mt3620_sk_rev2.json", "AVNET_MT3620_SK_ISU1_SPI_CONFIGURABLE_PMOD",
         "MT3620_ISU1_SPI", text("ISU1")},
        {"avnet_mt3620_sk_rev2.json", "AVNET_MT3620_SK_ISU2_UART_CONFIGURABLE_GROVE",
         "MT3620_ISU2_UART", text("ISU2")},
        {"seeed_mt3620_mdb.json", "SEEED_MT3620_MDB_USER_LED", "MT3620_GPIO7", gpio(7)},
        {"seeed_mt3620_mdb.json", "SEEED_MT3620_MDB_J1_PIN1_GPIO41", "MT3620_GPIO41", gpio(41)},
        {"seeed_mt3620_mdb.json", "SEEED_MT3620_MDB_J2_PIN15_GPIO35", "MT3620_GPIO35", gpio(35)},
        {"seeed_mt3620_mdb.json", "SEEED_MT3620_MDB_J1J2_ISU1_I2C", "MT3620_ISU1_I2C",
         text("ISU1")},
        {"usi_mt3620_bt_combo.json", "USI_MT3620_BT_COMBO_NRF52_RESET", "MT3620_GPIO22", gpio(22)},
        {"usi_mt3620_bt_combo.json", "USI_MT3620_BT_COMBO_NRF52_UART", "MT3620_ISU4_UART",
         text("ISU4")},
        {"usi_mt3620_bt_evb.json", "USI_MT3620_BT_EVB_J32_PIN17_GPIO16", "MT3620_GPIO16", gpio(16)},
        {"usi_mt3620_bt_evb.json", "USI_MT3620_BT_EVB_J34_PIN20_GPIO45", "MT3620_GPIO45", gpio(45)},
        {"usi_mt3620_bt_evb.json", "USI_MT3620_BT_EVB_J35_PIN16_GPIO60", "MT3620_GPIO60", gpio(60)},
    };
    for (const Expected& row : rows) {
        INFO(row.name);
        const auto resolved = load(row.file).resolve(row.name);
        REQUIRE(resolved);
        CHECK(resolved->chipName == row.chipName);
        CHECK(resolved->value == row.value);
    }
}

TEST_CASE("the shipped files are as the writer writes them")
{
    for (const std::string name : {"mt3620.json", "mt3620_rdb.json", "avnet_mt3620_sk.json"}) {
        const auto text = readTextFile(PERISPHERE_DEFINITIONS "/" + name, 1U << 20U);
        REQUIRE(text);
        const auto parsed = hardware::parseDefinitionFile(*text, name);
        REQUIRE(parsed.ok());
        CHECK(hardware::writeDefinitionFile(*parsed.value) == *text);
    }
}

} // namespace perisphere::boards_test
