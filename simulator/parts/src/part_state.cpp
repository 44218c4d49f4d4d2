#include "perisphere/engine/property.hpp"
#include "perisphere/engine/require.hpp"
#include "perisphere/parts/part_json.hpp"
#include "perisphere/parts/state_archive.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>

namespace perisphere::parts
{
namespace
{

using json::Value;

template <class Byte>
std::string toHex(const std::vector<Byte>& bytes)
{
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const Byte byte : bytes) {
        const auto value = static_cast<unsigned>(byte);
        text += kDigits[value >> 4U];
        text += kDigits[value & 0xFU];
    }
    return text;
}

template <class Byte>
std::optional<std::vector<Byte>> fromHex(const std::string& text)
{
    std::vector<Byte> bytes;
    if (text.size() % 2 != 0)
        return std::nullopt;
    for (std::size_t i = 0; i < text.size(); i += 2) {
        unsigned value = 0;
        const char* const end = text.data() + i + 2;
        if (std::from_chars(text.data() + i, end, value, 16).ptr != end)
            return std::nullopt;
        bytes.push_back(static_cast<Byte>(value));
    }
    return bytes;
}

class Writer final : public StateArchive
{
public:
    explicit Writer(engine::VirtualTime now)
        : StateArchive(now)
    {
    }
    bool isRestoring() const override { return false; }
    void flag(std::string_view name, bool& value) override { at(name) = value; }
    void number(std::string_view name, double& value) override { at(name) = value; }
    void text(std::string_view name, std::string& value) override { at(name) = value; }
    void bytes(std::string_view name, std::vector<std::uint8_t>& value) override
    {
        at(name) = toHex(value);
    }

    Value state = Value::object();

private:
    void integer64(std::string_view name, std::int64_t& value) override { at(name) = value; }
    void reject(std::string_view /*name*/, std::string_view /*expected*/) override
    {
        engine::require(false, "what a part saves fits its own fields");
    }
    Value& at(std::string_view name) { return state[std::string(name)]; }
};

class Reader final : public StateArchive
{
public:
    Reader(engine::VirtualTime now, const Value& state)
        : StateArchive(now)
        , m_state(state)
    {
    }
    bool isRestoring() const override { return true; }

    void flag(std::string_view name, bool& value) override
    {
        if (const Value* found = member(name, &Value::is_boolean, "true or false"))
            value = found->get<bool>();
    }
    void number(std::string_view name, double& value) override
    {
        if (const Value* found = member(name, &Value::is_number, "a number"))
            value = found->get<double>();
    }
    void text(std::string_view name, std::string& value) override
    {
        if (const Value* found = member(name, &Value::is_string, "a text"))
            value = found->get<std::string>();
    }
    void bytes(std::string_view name, std::vector<std::uint8_t>& value) override
    {
        const Value* found = member(name, &Value::is_string, "hexadecimal bytes");
        if (found == nullptr)
            return;
        if (auto bytes = fromHex<std::uint8_t>(found->get_ref<const std::string&>()))
            value = std::move(*bytes);
        else
            reject(name, "hexadecimal bytes");
    }

    std::optional<Error> failure;

private:
    void integer64(std::string_view name, std::int64_t& value) override
    {
        if (const Value* found = member(name, &Value::is_number_integer, "an integer"))
            value = found->get<std::int64_t>();
    }
    const Value* member(std::string_view name, bool (Value::*isKind)() const noexcept,
                        std::string_view expected)
    {
        const auto found = m_state.find(std::string(name));
        if (found != m_state.end() && ((*found).*isKind)())
            return &*found;
        reject(name, expected);
        return nullptr;
    }
    void reject(std::string_view name, std::string_view expected) override
    {
        if (!failure)
            failure = Error{.code = ErrorCode::Invalid,
                            .message = fmt::format("the saved state's \"{}\" cannot be used", name),
                            .expected = std::string(expected)};
    }
    const Value& m_state;
};

bool isKept(const engine::Property& property)
{
    return property.description().access == engine::Access::Settable;
}

Result<void> restoreProperties(Part& part, const Value& values)
{
    for (engine::Property* property : part.properties().properties()) {
        if (!isKept(*property))
            continue;
        const auto found = values.find(property->name());
        if (found == values.end())
            return fail(Error{.code = ErrorCode::Invalid,
                              .message = fmt::format("the saved state lacks the property \"{}\"",
                                                     property->name())});
        const auto value = fromJson(*property, *found);
        if (!value)
            return fail(value.error());
        if (auto set = property->setFromClient(*value); !set)
            return fail(set.error());
    }
    return {};
}

Result<void> apply(Part& part, const Value& state)
{
    static const Value kNothing = Value::object();
    const auto object = [&](const char* key) -> const Value& {
        return state.is_object() && state.contains(key) && state[key].is_object() ? state[key]
                                                                                  : kNothing;
    };
    if (!state.is_object() || state.value("type", std::string()) != part.type().name)
        return fail(Error{.code = ErrorCode::Invalid,
                          .message = "the saved state is not one of this type of part",
                          .expected = std::string(part.type().name)});
    if (auto restored = restoreProperties(part, object("properties")); !restored)
        return fail(restored.error());
    Reader reader(part.scheduler().now(), object("state"));
    part.archiveState(reader);
    if (reader.failure)
        return fail(*reader.failure);
    return {};
}

} // namespace

Value saveState(Part& part)
{
    Writer writer(part.scheduler().now());
    part.archiveState(writer);
    Value properties = Value::object();
    for (const engine::Property* property : part.properties().properties())
        if (isKept(*property))
            properties[property->name()] = toJson(property->value());
    Value saved;
    saved["type"] = part.type().name;
    saved["properties"] = std::move(properties);
    saved["state"] = std::move(writer.state);
    return saved;
}

Result<void> restoreState(Part& part, const Value& state)
{
    const Value before = saveState(part);
    auto restored = apply(part, state);
    if (restored)
        return {};
    const auto undone = apply(part, before);
    engine::require(undone.has_value(), "a part takes back the state that it gave");
    return fail(restored.error().during(fmt::format("restore part \"{}\"", part.name())));
}

Value toJson(const engine::PropertyValue& value)
{
    struct Visitor {
        Value operator()(bool one) const { return one; }
        Value operator()(std::int64_t one) const { return one; }
        Value operator()(double one) const { return one; }
        Value operator()(const std::string& one) const { return one; }
        Value operator()(const engine::Colour& one) const
        {
            return fmt::format("#{:02x}{:02x}{:02x}", one.red, one.green, one.blue);
        }
        Value operator()(const engine::ByteArray& one) const { return toHex(one); }
        Value operator()(const engine::Image& one) const
        {
            Value image;
            image["width"] = one.width;
            image["height"] = one.height;
            image["format"] = engine::name(one.format);
            image["revision"] = one.revision;
            return image;
        }
    };
    return std::visit(Visitor{}, value);
}

Result<engine::PropertyValue> fromJson(const engine::Property& property, const Value& value)
{
    using engine::PropertyType;
    const PropertyType type = property.description().type;
    if (type == PropertyType::Bool && value.is_boolean())
        return value.get<bool>();
    if (value.is_number_integer())
        return value.get<std::int64_t>();
    if (value.is_number())
        return value.get<double>();
    if (value.is_string()) {
        const auto& text = value.get_ref<const std::string&>();
        if (type == PropertyType::Text || type == PropertyType::Choice)
            return text;
        if (type == PropertyType::Bytes)
            if (auto bytes = fromHex<std::byte>(text))
                return std::move(*bytes);
        const auto colour = fromHex<std::uint8_t>(text.empty() ? text : text.substr(1));
        if (type == PropertyType::Colour && text.starts_with('#') && colour && colour->size() == 3)
            return engine::Colour{(*colour)[0], (*colour)[1], (*colour)[2]};
    }
    return fail(
        Error{.code = ErrorCode::InvalidArgument,
              .message = fmt::format("\"{}\" cannot be set to {}", property.name(), value.dump()),
              .expected = fmt::format("a value of type {}", engine::name(type))});
}

} // namespace perisphere::parts
