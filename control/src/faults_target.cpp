#include "perisphere/control/faults_target.hpp"

#include "perisphere/base/suggest.hpp"

#include <fmt/format.h>

namespace perisphere::control
{

Result<const FaultParameter*> findParameter(const FaultType& type, std::string_view name)
{
    std::vector<std::string_view> names;
    for (const FaultParameter& parameter : type.parameters) {
        if (parameter.description.name == name)
            return &parameter;
        names.emplace_back(parameter.description.name);
    }
    return fail(
        Error{.code = ErrorCode::NotFound,
              .message = fmt::format("the fault \"{}\" has no parameter \"{}\"", type.name, name),
              .advice = suggestion(name, names)});
}

} // namespace perisphere::control
