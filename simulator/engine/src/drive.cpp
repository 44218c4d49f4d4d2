#include "perisphere/engine/drive.hpp"

namespace perisphere::engine
{

std::string_view name(Strength strength)
{
    switch (strength) {
    case Strength::HighImpedance:
        return "high impedance";
    case Strength::Pull:
        return "pull";
    case Strength::Weak:
        return "weak";
    case Strength::Strong:
        return "strong";
    case Strength::Short:
        return "short";
    }
    return "unknown";
}

std::string_view name(Level level)
{
    switch (level) {
    case Level::Low:
        return "low";
    case Level::High:
        return "high";
    case Level::Floating:
        return "floating";
    }
    return "unknown";
}

} // namespace perisphere::engine
