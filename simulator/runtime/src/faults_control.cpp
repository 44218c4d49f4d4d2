#include "faults_control.hpp"

#include "faults/muted.hpp"
#include "perisphere/base/suggest.hpp"
#include "perisphere/engine/property.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace perisphere::runtime
{
namespace
{

using control::FaultParameter;
using control::FaultParameters;

/// The active faults are few in any test; a client that injects without end is stopped.
constexpr std::size_t kMaxLasting = 256;

Result<const FaultKind*> kindOf(std::string_view name)
{
    std::vector<std::string_view> names;
    for (const FaultKind& kind : faultKinds()) {
        if (kind.type.name == name)
            return &kind;
        names.emplace_back(kind.type.name);
    }
    return fail(Error{.code = ErrorCode::NotFound,
                      .message = fmt::format("there is no fault \"{}\"", name),
                      .expected = fmt::format("one of {}", fmt::join(names, ", ")),
                      .advice = suggestion(name, names)});
}

std::string expectedOf(const engine::PropertyDescription& description)
{
    const engine::Range& range = description.range;
    switch (description.type) {
    case engine::PropertyType::Integer:
    case engine::PropertyType::Number:
        return fmt::format("a{} from {} to {}{}{}",
                           description.type == engine::PropertyType::Integer ? "n integer"
                                                                             : " number",
                           range.minimum.value_or(-HUGE_VAL), range.maximum.value_or(HUGE_VAL),
                           description.unit.empty() ? "" : " ", description.unit);
    case engine::PropertyType::Choice:
        return fmt::format("one of {}", fmt::join(description.choices, ", "));
    default:
        return fmt::format("a text of at most {} bytes", description.maxBytes);
    }
}

/// All parameters of the type: as given, else as they are left out.
Result<FaultParameters> completed(const control::FaultType& type, const FaultParameters& given)
{
    FaultParameters all;
    for (const FaultParameter& parameter : type.parameters) {
        const std::string& name = parameter.description.name;
        const auto found = given.find(name);
        if (found == given.end() && !parameter.initial)
            return fail(Error{.code = ErrorCode::InvalidArgument,
                              .message = fmt::format("the fault \"{}\" needs \"{}\": {}", type.name,
                                                     name, parameter.description.description)});
        auto value = engine::checkValue(parameter.description, type.name,
                                        found == given.end() ? *parameter.initial : found->second);
        if (!value)
            return fail(
                Error{.code = value.error().code,
                      .message = fmt::format("the parameter \"{}\" does not take this value", name),
                      .expected = expectedOf(parameter.description)});
        all.emplace(name, std::move(*value));
    }
    for (const auto& [name, value] : given)
        if (const auto known = control::findParameter(type, name); !known)
            return fail(known.error());
    return all;
}

} // namespace

FaultsControl::~FaultsControl()
{
    for (Lasting& one : m_lasting)
        end(one);
}

std::vector<control::FaultType> FaultsControl::types()
{
    std::vector<control::FaultType> types;
    for (const FaultKind& kind : faultKinds())
        types.push_back(kind.type);
    return types;
}

Result<control::FaultType> FaultsControl::type(std::string_view name)
{
    const auto kind = kindOf(name);
    if (!kind)
        return fail(kind.error());
    return (*kind)->type;
}

std::vector<control::ActiveFault> FaultsControl::active()
{
    std::vector<control::ActiveFault> all;
    for (const Lasting& one : m_lasting)
        all.push_back(one.fault);
    return all;
}

Result<std::uint64_t> FaultsControl::inject(std::string_view type, const FaultParameters& given)
{
    const auto kind = kindOf(type);
    if (!kind)
        return fail(kind.error());
    auto parameters = completed((*kind)->type, given);
    if (!parameters)
        return fail(parameters.error());
    if (m_lasting.size() == kMaxLasting)
        return fail(ErrorCode::LimitExceeded,
                    fmt::format("{} faults last already; clear some", kMaxLasting));
    const std::uint64_t id = m_last + 1;
    auto made = make(**kind, FaultValues(*parameters), id);
    if (!made)
        return fail(made.error().during(fmt::format("inject \"{}\"", type)));
    m_last = id;
    if (*made != nullptr)
        m_lasting.push_back({.fault = {.id = id,
                                       .type = (*kind)->type.name,
                                       .parameters = std::move(*parameters),
                                       .since = m_board.now()},
                             .isOnBoard = std::holds_alternative<MakeBoardFault>((*kind)->make),
                             .effect = std::move(*made)});
    return id;
}

MadeFault FaultsControl::make(const FaultKind& kind, const FaultValues& values, std::uint64_t id)
{
    if (isFaultMuted(kind.type.name))
        return kind.type.lasts ? std::make_unique<Fault>() : nullptr;
    if (const auto* const onDevice = std::get_if<MakeDeviceFault>(&kind.make))
        return (*onDevice)(m_device, values);
    const auto onBoard = std::get<MakeBoardFault>(kind.make);
    return m_board.machine().call([&]() -> MadeFault {
        const std::string name = fmt::format("FAULT{}", id);
        FaultBoard board{.board = m_board, .name = name, .random = m_board.random().stream(name)};
        return onBoard(board, values);
    });
}

Result<> FaultsControl::clear(std::uint64_t id)
{
    const auto found = std::find_if(m_lasting.begin(), m_lasting.end(),
                                    [id](const Lasting& one) { return one.fault.id == id; });
    if (found == m_lasting.end())
        return fail(ErrorCode::NotFound, fmt::format("no fault {} lasts", id));
    end(*found);
    m_lasting.erase(found);
    return {};
}

void FaultsControl::end(Lasting& lasting)
{
    if (lasting.isOnBoard)
        static_cast<void>(m_board.machine().call([&] { lasting.effect.reset(); }));
    lasting.effect.reset();
}

} // namespace perisphere::runtime
