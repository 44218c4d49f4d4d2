#include "part_lookup.hpp"

#include "perisphere/base/suggest.hpp"

#include <fmt/format.h>

namespace perisphere::runtime
{

Result<parts::Part*> findPart(const std::vector<parts::Part*>& parts, std::string_view name)
{
    std::vector<std::string_view> names;
    for (parts::Part* part : parts) {
        if (part->name() == name)
            return part;
        names.emplace_back(part->name());
    }
    return fail(Error{.code = ErrorCode::NotFound,
                      .message = fmt::format("the board has no part \"{}\"", name),
                      .advice = suggestion(name, names)});
}

} // namespace perisphere::runtime
