#include "access_points.hpp"

#include "part_lookup.hpp"
#include "perisphere/base/suggest.hpp"
#include "perisphere/control/property_json.hpp"
#include "perisphere/engine/require.hpp"
#include "perisphere/parts/part_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

namespace perisphere::runtime
{
namespace
{

constexpr std::string_view kBssid = "bssid";
constexpr std::size_t kMaxAccessPointName = 32; // as in a board file

const parts::PartType& accessPointType()
{
    const auto type = parts::findPartType("access-point");
    engine::require(type.has_value(), "access points are parts");
    return **type;
}

/// The same network twice is told apart by it.
std::string freeBssid(const world::Surroundings& surroundings)
{
    world::HardwareAddress address{0x02, 0x50, 0x45, 0x52, 0x4a, 0x01};
    const auto isTaken = [&](const world::Present<world::AccessPoint>* point) {
        return point->value().bssid == address;
    };
    while (std::ranges::any_of(surroundings.accessPoints(), isTaken))
        ++address.back(); // there are fewer than 256
    return fmt::format("{:02x}", fmt::join(address, ":"));
}

struct SplitSettings {
    json::Value configuration = json::Value::object();
    json::Value properties = json::Value::object(); ///< whatever the configuration does not have
};

SplitSettings split(const json::Value& settings, const json::Value& schema)
{
    SplitSettings result;
    for (const auto& [key, value] : settings.items())
        (schema.at("properties").contains(key) ? result.configuration : result.properties)[key] =
            value;
    return result;
}

Error unknownSetting(const std::string& key, parts::Part& part, const json::Value& schema)
{
    std::vector<std::string_view> names;
    for (const auto& one : schema.at("properties").items())
        names.emplace_back(one.key());
    for (const engine::Property* const property : part.properties().properties())
        if (property->description().access == engine::Access::Settable)
            names.emplace_back(property->name());
    return Error{.code = ErrorCode::InvalidArgument,
                 .message = fmt::format("an access point has no setting \"{}\"", key),
                 .where = {},
                 .expected = fmt::format("one of {}", fmt::join(names, ", ")),
                 .advice = suggestion(key, names),
                 .activity = {}};
}

Result<> setProperties(parts::Part& part, const json::Value& values, const json::Value& schema)
{
    for (const auto& [key, value] : values.items()) {
        const auto property = part.properties().find(key);
        if (!property || (*property)->description().access != engine::Access::Settable)
            return fail(unknownSetting(key, part, schema));
        const auto wanted = control::fromJson((*property)->description(), value);
        if (!wanted)
            return fail(wanted.error());
        if (auto set = (*property)->setFromClient(*wanted); !set)
            return set;
    }
    return {};
}

bool isWord(const std::string& name)
{
    const auto isLetterOrDigitOf = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    };
    return !name.empty() && name.size() <= kMaxAccessPointName && name.front() != '_' &&
           std::ranges::all_of(name, [&](char c) { return c == '_' || isLetterOrDigitOf(c); });
}

} // namespace

Result<> AccessPoints::checkName(const std::string& name) const
{
    if (!isWord(name))
        return fail(
            Error{.code = ErrorCode::InvalidArgument,
                  .message = fmt::format("\"{}\" cannot be a part's name", name),
                  .where = {},
                  .expected = "1 to 32 letters, digits and underscores, no underscore first",
                  .advice = {},
                  .activity = {}});
    const auto isNamed = [&](const auto& thing) { return thing.name == name; };
    if (name == m_board.chip || m_added.contains(name) ||
        std::ranges::any_of(m_board.parts, isNamed) ||
        std::ranges::any_of(m_board.connectors, isNamed) ||
        std::ranges::any_of(m_board.supplies, isNamed) ||
        std::ranges::find(m_board.nets, name) != m_board.nets.end())
        return fail(Error{.code = ErrorCode::AlreadyExists,
                          .message = fmt::format("there is a \"{}\" already", name),
                          .where = {},
                          .expected = {},
                          .advice = "give it another name; its ssid is a setting",
                          .activity = {}});
    return {};
}

Result<> AccessPoints::add(const std::string& name, const json::Value& settings)
{
    if (auto checked = checkName(name); !checked)
        return checked;
    if (m_added.size() >= kMost)
        return fail(Error{.code = ErrorCode::LimitExceeded,
                          .message = fmt::format("{} access points were added already", kMost),
                          .where = {},
                          .expected = {},
                          .advice = "remove one",
                          .activity = {}});
    const parts::PartType& type = accessPointType();
    const json::Value schema = parts::configurationSchema(type);
    SplitSettings given = split(settings, schema);
    json::Value kept = settings;
    auto added = m_machine.machine().call([&]() -> Result<> {
        if (!given.configuration.contains(kBssid))
            kept[std::string(kBssid)] = given.configuration[std::string(kBssid)] =
                freeBssid(m_machine.surroundings());
        const auto document = json::Document::parse(given.configuration.dump(), name);
        if (!document)
            return fail(document.error());
        const auto configuration = parts::checkConfiguration(type, *document, "").toResult();
        if (!configuration)
            return fail(configuration.error());
        const auto part = m_machine.addPart(type, name, *configuration);
        if (!part)
            return fail(part.error());
        auto set = setProperties(**part, given.properties, schema);
        if (!set)
            m_machine.removePart(
                **part); // in the instant of its coming: the device noticed nothing
        return set;
    });
    if (added)
        m_added.emplace(name, std::move(kept));
    return added;
}

Result<> AccessPoints::remove(const std::string& name)
{
    auto removed = m_machine.machine().call([&]() -> Result<> {
        const auto part = findPart(m_machine.parts(), name);
        if (!part)
            return fail(part.error());
        if (!m_machine.isAdded(**part))
            return fail(Error{.code = ErrorCode::InvalidArgument,
                              .message = fmt::format("\"{}\" is a part of the board", name),
                              .where = {},
                              .expected = "an access point that was added while the device runs",
                              .advice = fmt::format("set {}.inRange to false", name),
                              .activity = {}});
        m_machine.removePart(**part);
        return {};
    });
    if (removed)
        m_added.erase(name);
    return removed;
}

json::Value AccessPoints::kept() const
{
    json::Value kept = json::Value::object();
    for (const auto& [name, settings] : m_added)
        kept[name] = settings;
    return kept;
}

void AccessPoints::restore(const json::Value& kept)
{
    for (const auto& [name, settings] : kept.items())
        static_cast<void>(add(name, settings));
}

} // namespace perisphere::runtime
