#include "gpio_counter_layout.hpp"

#include "perisphere/soc/registers/gpio_counter.hpp"

namespace perisphere::soc
{
namespace
{

constexpr std::array<RegisterField, 3> kFilterFields{
    {{"MIN_PULSE_WID", 0, 14}, {"DGLT_EN", 14}, {"INIT_VAL", 15}}};
constexpr std::array<RegisterField, 12> kCounterFields{{{"GPIO2_RST_LVL", 0},
                                                        {"CAP_GPIO2_RST_EN", 1},
                                                        {"EVENT_GPIO2_RST_EN", 2},
                                                        {"CAP_GPIO0_EDGE", 8, 2},
                                                        {"CAP_GPIO1_EDGE", 10, 2},
                                                        {"EVENT_EDGE", 16, 2},
                                                        {"EVENT_MODE", 18, 2},
                                                        {"DIR_DEF", 20},
                                                        {"UPDOWN_DEF", 21},
                                                        {"QUAD_DEF", 22},
                                                        {"INT_MODE", 24, 2},
                                                        {"SAT_MODE", 28, 3}}};
constexpr std::array<RegisterField, 4> kDynamicFields{
    {{"EVENT_EN", 0}, {"CAP_EN", 1}, {"EVENT_SW_RST", 16}, {"CAP_SW_RST", 17}}};
constexpr std::array kCounterRegisters{
    RegisterInfo{.offset = 0x00, .name = "STATIC_CTRL#", .count = 3, .fields = kFilterFields},
    RegisterInfo{.offset = counter::kStatic3, .name = "STATIC_CTRL3", .fields = kCounterFields},
    RegisterInfo{.offset = counter::kDynamic, .name = "DYNAMIC_CTRL0", .fields = kDynamicFields},
    RegisterInfo{.offset = counter::kResetValue, .name = "RST_VAL"},
    RegisterInfo{.offset = counter::kLowLimit, .name = "LOW_LIMIT"},
    RegisterInfo{.offset = counter::kHighLimit, .name = "HIGH_LIMIT"},
    RegisterInfo{.offset = counter::kEnable, .name = "INT_EN"},
    RegisterInfo{.offset = counter::kClear, .name = "INT_STS_CLR"},
    RegisterInfo{.offset = counter::kStatus, .name = "INT_STS"},
    RegisterInfo{.offset = counter::kFifoStatus, .name = "CAP_FIFO_STS"},
    RegisterInfo{.offset = counter::kCapture0, .name = "CAP_VALUE#", .count = 2},
    RegisterInfo{.offset = counter::kValue, .name = "COUNTER_VALUE"},
    RegisterInfo{.offset = 0x50, .name = "DBG_CTRL", .isModelled = false},
    RegisterInfo{.offset = 0x54, .name = "DBG_OUT", .isModelled = false},
};

} // namespace

std::span<const RegisterInfo> GpioCounter::registers() const
{
    return kCounterRegisters;
}

} // namespace perisphere::soc
