#include "perisphere/world/surroundings.hpp"

namespace perisphere::world
{

std::int64_t Surroundings::utc(engine::VirtualTime now) const
{
    const Present<Internet>* const there = internet();
    const std::int64_t seconds = there == nullptr
                                     ? kDefaultStart
                                     : there->value().secondsAtStart + there->value().timeOffset;
    constexpr std::int64_t kNanosecondsInSecond = 1'000'000'000;
    return seconds * kNanosecondsInSecond + engine::toNanoseconds(now);
}

} // namespace perisphere::world
