#include "perisphere/device/back_off.hpp"

#include <algorithm>

namespace perisphere::device
{

std::chrono::milliseconds BackOff::delay(unsigned failures) const
{
    if (failures <= 1)
        return std::chrono::milliseconds(0);
    const unsigned doublings = std::min(failures - 2, 20U);
    return std::min(first * (1U << doublings), longest);
}

} // namespace perisphere::device
