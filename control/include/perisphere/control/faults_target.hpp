// What the control API asks of injected faults.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/engine/property_value.hpp"
#include "perisphere/engine/time.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::control
{

struct FaultParameter {
    engine::PropertyDescription description;
    std::optional<engine::PropertyValue> initial; ///< nullopt: it has to be given
};

struct FaultType {
    std::string name; ///< "i2c-nack"
    std::string description;
    bool lasts = true; ///< until it is cleared; else it happens once
    std::vector<FaultParameter> parameters;
};

/// NotFound, with the nearest name. As long as the type.
[[nodiscard]] Result<const FaultParameter*> findParameter(const FaultType& type,
                                                          std::string_view name);

using FaultParameters = std::map<std::string, engine::PropertyValue, std::less<>>;

struct ActiveFault {
    std::uint64_t id = 0; ///< counts the device's faults, from 1
    std::string type;
    FaultParameters parameters; ///< all that the type has
    engine::VirtualTime since;
};

class FaultsTarget
{
public:
    virtual ~FaultsTarget() = default;

    [[nodiscard]] virtual std::vector<FaultType> types() = 0;
    /// NotFound, with the nearest name.
    [[nodiscard]] virtual Result<FaultType> type(std::string_view name) = 0;

    /// Oldest first.
    [[nodiscard]] virtual std::vector<ActiveFault> active() = 0;

    /// The fault's id. NotFound for a type, parameter, pin or app that is not there,
    /// InvalidArgument for a value that the parameter does not take or one that is missing.
    virtual Result<std::uint64_t> inject(std::string_view type, const FaultParameters& given) = 0;

    /// NotFound when it is not active.
    virtual Result<> clear(std::uint64_t id) = 0;
};

} // namespace perisphere::control
