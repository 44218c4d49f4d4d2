#include "perisphere/world/surroundings.hpp"

namespace perisphere::world
{

Disturbance::Disturbance(Surroundings& surroundings, Interference interference)
    : m_surroundings(surroundings)
    , m_interference(std::move(interference))
{
    m_surroundings.add(*this);
}

Disturbance::~Disturbance()
{
    m_surroundings.remove(*this);
}

void Surroundings::add(Disturbance& disturbance)
{
    m_disturbances.push_back(&disturbance);
    disturbAll();
}

void Surroundings::remove(Disturbance& disturbance)
{
    std::erase(m_disturbances, &disturbance);
    disturbAll();
}

void Surroundings::disturbAll()
{
    bool isChanged = false;
    std::apply(
        [&](const auto&... kinds) {
            const auto look = [&](const auto& kind) {
                for (auto* const thing : kind)
                    isChanged |= thing->disturb();
            };
            (look(kinds), ...);
        },
        m_things);
    if (isChanged)
        m_changed.tell({});
}

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
