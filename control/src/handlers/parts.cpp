#include "handlers.hpp"
#include "perisphere/control/base64.hpp"
#include "perisphere/control/glob.hpp"
#include "perisphere/control/property_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>

namespace perisphere::control
{
namespace
{

constexpr std::size_t kDefaultChunkBytes = 65536;

Value toJson(const PartDescription& part)
{
    Value properties = Value::array();
    for (const engine::PropertyDescription& property : part.properties)
        properties.push_back(control::toJson(property));
    Value value{{"name", part.name},
                {"kind", part.kind},
                {"description", part.description},
                {"properties", std::move(properties)}};
    if (part.isAdded)
        value["added"] = true;
    return value;
}

class PropertySubscription final : public Subscription
{
public:
    explicit PropertySubscription(std::unique_ptr<PropertyWatch> watch)
        : m_watch(std::move(watch))
    {
    }
    [[nodiscard]] std::string_view notification() const override { return "part.changed"; }
    [[nodiscard]] std::optional<Value> take() override
    {
        const std::vector<PropertySample> samples = m_watch->takeChanges();
        const bool hasOtherParts = m_watch->takeHasOtherParts();
        if (samples.empty() && !hasOtherParts)
            return std::nullopt;
        Value values = Value::array();
        for (const PropertySample& sample : samples)
            values.push_back(toJson(sample));
        Value news{{"values", std::move(values)}};
        if (hasOtherParts)
            news["otherParts"] = true;
        return news;
    }

private:
    std::unique_ptr<PropertyWatch> m_watch;
};

/// A pattern that matches nothing is a mistyped one.
Result<> checkPattern(const std::string& pattern, const std::vector<PartDescription>& parts)
{
    for (const PartDescription& part : parts)
        for (const engine::PropertyDescription& property : part.properties)
            if (matchesGlob(pattern, PropertyPath{part.name, property.name}.toString()))
                return {};
    return fail(Error{.code = ErrorCode::NotFound,
                      .message = fmt::format("no property matches \"{}\"", pattern),
                      .where = {},
                      .expected = "PART.PROPERTY, with * for any characters",
                      .advice = "list the properties by part.list"});
}

} // namespace

Result<Value> partList(const Call& call)
{
    Value parts = Value::array();
    for (const PartDescription& part : call.target().parts().parts())
        parts.push_back(toJson(part));
    return Value{{"parts", std::move(parts)}};
}

Result<Value> partGet(const Call& call)
{
    auto path = parsePropertyPath(call.text("property"));
    if (!path)
        return fail(path.error());
    auto sample = call.target().parts().get(*path);
    if (!sample)
        return fail(sample.error());
    return toJson(*sample);
}

Result<Value> partSet(const Call& call)
{
    PartsTarget& parts = call.target().parts();
    auto path = parsePropertyPath(call.text("property"));
    if (!path)
        return fail(path.error());
    auto description = parts.describe(*path);
    if (!description)
        return fail(description.error());
    auto value = fromJson(*description, call.params.at("value"));
    if (!value)
        return fail(value.error());
    const auto at = call.params.find("at");
    auto set = at == call.params.end()
                   ? parts.set(*path, *value)
                   : parts.setAt(*path, *value, engine::atNanoseconds(at->get<std::int64_t>()));
    if (!set)
        return fail(set.error());
    return partGet(call);
}

Result<Value> partWatch(const Call& call)
{
    PartsTarget& target = call.target().parts();
    auto patterns = call.params.at("properties").get<std::vector<std::string>>();
    const std::vector<PartDescription> parts = target.parts();
    for (const std::string& pattern : patterns)
        if (auto checked = checkPattern(pattern, parts); !checked)
            return fail(checked.error());
    auto watch = target.watch(std::move(patterns));
    if (!watch)
        return fail(watch.error());
    return call.subscribe(std::make_unique<PropertySubscription>(*std::move(watch)));
}

Result<Value> partPixels(const Call& call)
{
    auto path = parsePropertyPath(call.text("property"));
    if (!path)
        return fail(path.error());
    auto pixels = call.target().parts().pixels(*path);
    if (!pixels)
        return fail(pixels.error());
    const std::span<const std::byte> all(pixels->bytes);
    const std::size_t offset = std::min(call.numberOr<std::size_t>("offset", 0), all.size());
    const std::size_t limit = call.numberOr("limit", kDefaultChunkBytes);
    return Value{{"image", toJson(engine::PropertyValue(pixels->image))},
                 {"offset", offset},
                 {"total", all.size()},
                 {"data", toBase64(all.subspan(offset, std::min(limit, all.size() - offset)))}};
}

Result<Value> busServe(const Call& call)
{
    auto seat = call.target().parts().reserve(call.text("part"));
    if (!seat)
        return fail(seat.error());
    return nothing(call.session.handOver(*std::move(seat)));
}

} // namespace perisphere::control
