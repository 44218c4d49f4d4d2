#include "perisphere/parts/part_type.hpp"

#include "perisphere/base/suggest.hpp"

#include <fmt/format.h>

#include <array>

namespace perisphere::parts
{

std::string_view name(Shape shape)
{
    constexpr std::array<std::string_view, 10> kNames = {
        "light", "button",  "switch",   "knob",   "sounder",
        "chip",  "display", "terminal", "jumper", "surroundings"};
    return kNames.at(static_cast<std::size_t>(shape));
}

std::string_view name(PinRole role)
{
    constexpr std::array<std::string_view, 4> kNames = {"passive", "input", "output", "shared"};
    return kNames.at(static_cast<std::size_t>(role));
}

Result<const PartType*> findPartType(std::string_view name)
{
    std::vector<std::string_view> names;
    for (const PartType* type : partTypes()) {
        if (type->name == name)
            return type;
        names.push_back(type->name);
    }
    return fail(Error{.code = ErrorCode::NotFound,
                      .message = fmt::format("there is no part type \"{}\"", name),
                      .expected = fmt::format("one of {}", fmt::join(names, ", ")),
                      .advice = suggestion(name, names)});
}

Result<std::unique_ptr<Part>> makePart(const PartContext& context, const PartType& type,
                                       std::string name, const Configuration& configuration)
{
    PartSetup setup{
        .context = context, .type = type, .name = std::move(name), .configuration = configuration};
    auto part = type.make(setup);
    if (!setup.outcome)
        return fail(setup.outcome.error().during(fmt::format("make part \"{}\"", setup.name)));
    return part;
}

} // namespace perisphere::parts
