#include "gpio_banks.hpp"

namespace perisphere::soc
{
namespace
{

using Function = GpioRegisters::Function;
using Access = GpioRegisters::Access;

struct GpioRow {
    std::uint32_t offset;
    std::string_view name;
    Function function;
    Access access = Access::Value;
    bool isModelled = true;
};

constexpr std::array<RegisterField, 4> kGroupControlFields{
    {{"CNT_MODE_EN", 0}, {"CNT_RST", 1}, {"PWM_RST", 2}, {"CNT_CLK_EN", 3}}};

/// All layouts but the application core's agree from here on. What common drivers write as a
/// matter of routine (PADDRV, EA, IES) is no access to something left out.
constexpr std::array kCommonGpioRows{
    GpioRow{0x10, "DOUT", Function::Output},
    GpioRow{0x14, "DOUT_SET", Function::Output, Access::Set},
    GpioRow{0x18, "DOUT_RESET", Function::Output, Access::Reset},
    GpioRow{0x20, "OE", Function::Oe},
    GpioRow{0x24, "OE_SET", Function::Oe, Access::Set},
    GpioRow{0x28, "OE_RESET", Function::Oe, Access::Reset},
    GpioRow{0x30, "PU", Function::Pu},
    GpioRow{0x34, "PU_SET", Function::Pu, Access::Set},
    GpioRow{0x38, "PU_RESET", Function::Pu, Access::Reset},
    GpioRow{0x40, "PD", Function::Pd},
    GpioRow{0x44, "PD_SET", Function::Pd, Access::Set},
    GpioRow{0x48, "PD_RESET", Function::Pd, Access::Reset},
    GpioRow{0x50, "SR", Function::Sr, Access::Value, false},
    GpioRow{0x54, "SR_SET", Function::Sr, Access::Set, false},
    GpioRow{0x58, "SR_RESET", Function::Sr, Access::Reset, false},
    GpioRow{0x60, "IES", Function::Ies},
    GpioRow{0x64, "IES_SET", Function::Ies, Access::Set},
    GpioRow{0x68, "IES_RESET", Function::Ies, Access::Reset},
    GpioRow{0x70, "PADDRV", Function::Paddrv},
    GpioRow{0x80, "RDSEL", Function::Rdsel, Access::Value, false},
    GpioRow{0x90, "TDSEL", Function::Tdsel, Access::Value, false},
    GpioRow{0xA0, "EA", Function::Ea},
    GpioRow{0xA4, "EA_SET", Function::Ea, Access::Set},
    GpioRow{0xA8, "EA_RESET", Function::Ea, Access::Reset},
    GpioRow{0xB0, "RSEL", Function::Rsel, Access::Value, false},
    GpioRow{0xB4, "RSEL_SET", Function::Rsel, Access::Set, false},
    GpioRow{0xB8, "RSEL_RESET", Function::Rsel, Access::Reset, false},
};
constexpr std::array kGroupGpioRows{GpioRow{0x00, "GLOBAL_CTRL", Function::Control},
                                    GpioRow{0x04, "DIN", Function::Input}};
constexpr std::array kIsuGpioRows{GpioRow{0x00, "ISU_GLOBAL_CTRL", Function::Control},
                                  GpioRow{0x0C, "DIN", Function::Input}};
constexpr std::array kI2sGpioRows{GpioRow{0x00, "DIN", Function::Input}};
constexpr std::array kA7GpioRows{
    GpioRow{0x00, "DIN", Function::Input},
    GpioRow{0x10, "DOUT", Function::Output},
    GpioRow{0x14, "DOUT_SET", Function::Output, Access::Set},
    GpioRow{0x18, "DOUT_RESET", Function::Output, Access::Reset},
    GpioRow{0x30, "OE", Function::Oe},
    GpioRow{0x34, "OE_SET", Function::Oe, Access::Set},
    GpioRow{0x38, "OE_RESET", Function::Oe, Access::Reset},
    GpioRow{0x50, "PU", Function::Pu},
    GpioRow{0x54, "PU_SET", Function::Pu, Access::Set},
    GpioRow{0x58, "PU_RESET", Function::Pu, Access::Reset},
    GpioRow{0x70, "PD", Function::Pd},
    GpioRow{0x74, "PD_SET", Function::Pd, Access::Set},
    GpioRow{0x78, "PD_RESET", Function::Pd, Access::Reset},
    GpioRow{0x90, "SR", Function::Sr, Access::Value, false},
    GpioRow{0xB0, "IES", Function::Ies},
    GpioRow{0xB4, "IES_SET", Function::Ies, Access::Set},
    GpioRow{0xB8, "IES_RESET", Function::Ies, Access::Reset},
    GpioRow{0xD0, "PADDRV", Function::Paddrv},
};

template <std::size_t N, std::size_t M>
constexpr std::array<GpioRow, N + M> joined(const std::array<GpioRow, N>& first,
                                            const std::array<GpioRow, M>& second)
{
    std::array<GpioRow, N + M> all{};
    for (std::size_t i = 0; i < N; ++i)
        all[i] = first[i];
    for (std::size_t i = 0; i < M; ++i)
        all[N + i] = second[i];
    return all;
}

/// Rows as what GpioLayoutTable has.
template <std::size_t N>
struct GpioTableOf {
    constexpr explicit GpioTableOf(const std::array<GpioRow, N>& rows,
                                   std::span<const RegisterField> controlFields = {})
    {
        for (std::size_t i = 0; i < N; ++i) {
            const GpioRow& row = rows[i];
            registers[i] = {.offset = row.offset, .name = row.name, .isModelled = row.isModelled};
            if (row.function == Function::Control)
                registers[i].fields = controlFields;
            cells[row.offset / 4] = {row.function, row.access};
        }
    }
    std::array<RegisterInfo, N> registers{};
    std::array<GpioRegisters::Cell, GpioLayoutTable::kWords> cells{};
};

constexpr GpioTableOf kGroupGpioTable(joined(kGroupGpioRows, kCommonGpioRows), kGroupControlFields);
constexpr GpioTableOf kIsuGpioTable(joined(kIsuGpioRows, kCommonGpioRows));
constexpr GpioTableOf kI2sGpioTable(joined(kI2sGpioRows, kCommonGpioRows));
constexpr GpioTableOf kA7GpioTable(kA7GpioRows);

constexpr std::array kGpioBanks{
    GpioBank{"A7.GPIO", 0x30020000, GpioLayout::A7, 22, {24, 25, 49, 50, 51, 52, 53, 54,
                                                         55, 81, 82, 83, 84, 85, 86, 87,
                                                         88, 89, 90, 91, 92, 93}},
    GpioBank{"ADC.GPIO", 0x38000000, GpioLayout::Adc, 8, {41, 42, 43, 44, 45, 46, 47, 48}},
    GpioBank{"GPIO.G0", 0x38010000, GpioLayout::Group, 4, {0, 1, 2, 3}},
    GpioBank{"GPIO.G1", 0x38020000, GpioLayout::Group, 4, {4, 5, 6, 7}},
    GpioBank{"GPIO.G2", 0x38030000, GpioLayout::Group, 4, {8, 9, 10, 11}},
    GpioBank{"GPIO.G3", 0x38040000, GpioLayout::Group, 4, {12, 13, 14, 15}},
    GpioBank{"GPIO.G4", 0x38050000, GpioLayout::Group, 4, {16, 17, 18, 19}},
    GpioBank{"GPIO.G5", 0x38060000, GpioLayout::Group, 4, {20, 21, 22, 23}},
    GpioBank{"ISU0.GPIO", 0x38070000, GpioLayout::Isu, 5, {26, 27, 28, 29, 30}},
    GpioBank{"ISU1.GPIO", 0x38080000, GpioLayout::Isu, 5, {31, 32, 33, 34, 35}},
    GpioBank{"ISU2.GPIO", 0x38090000, GpioLayout::Isu, 5, {36, 37, 38, 39, 40}},
    GpioBank{"ISU3.GPIO", 0x380A0000, GpioLayout::Isu, 5, {66, 67, 68, 69, 70}},
    GpioBank{"ISU4.GPIO", 0x380B0000, GpioLayout::Isu, 5, {71, 72, 73, 74, 75}},
    GpioBank{"ISU5.GPIO", 0x380C0000, GpioLayout::Isu, 5, {76, 77, 78, 79, 80}},
    GpioBank{"I2S0.GPIO", 0x380D0100, GpioLayout::I2s, 5, {56, 57, 58, 59, 60}},
    GpioBank{"I2S1.GPIO", 0x380E0100, GpioLayout::I2s, 5, {61, 62, 63, 64, 65}},
};

template <std::size_t N>
constexpr GpioLayoutTable viewOf(const GpioTableOf<N>& table)
{
    return {table.registers, table.cells};
}

} // namespace

std::span<const GpioBank> gpioBanks()
{
    return kGpioBanks;
}

const GpioLayoutTable& gpioLayoutTable(GpioLayout layout)
{
    static constexpr std::array<GpioLayoutTable, 5> kTables{
        {viewOf(kGroupGpioTable), viewOf(kIsuGpioTable), viewOf(kGroupGpioTable),
         viewOf(kI2sGpioTable), viewOf(kA7GpioTable)}};
    return kTables[static_cast<std::size_t>(layout)];
}

} // namespace perisphere::soc
