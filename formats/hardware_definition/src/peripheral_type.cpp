#include "perisphere/hardware/definition.hpp"

#include <array>
#include <utility>

namespace perisphere::hardware
{
namespace
{

constexpr std::array kNames = {
    std::pair{PeripheralType::Gpio, std::string_view("Gpio")},
    std::pair{PeripheralType::Uart, std::string_view("Uart")},
    std::pair{PeripheralType::I2cMaster, std::string_view("I2cMaster")},
    std::pair{PeripheralType::SpiMaster, std::string_view("SpiMaster")},
    std::pair{PeripheralType::Adc, std::string_view("Adc")},
    std::pair{PeripheralType::Pwm, std::string_view("Pwm")},
    std::pair{PeripheralType::Int, std::string_view("int")},
};

} // namespace

std::string_view name(PeripheralType type)
{
    for (const auto& [one, text] : kNames)
        if (one == type)
            return text;
    return "unknown";
}

std::optional<PeripheralType> peripheralType(std::string_view name)
{
    for (const auto& [one, text] : kNames)
        if (text == name)
            return one;
    return std::nullopt;
}

} // namespace perisphere::hardware
