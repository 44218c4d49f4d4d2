#include "faults_control.hpp"

#include "perisphere/base/suggest.hpp"

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

Error wrongParameter(const FaultParameter& parameter, std::string expected)
{
    return {.code = ErrorCode::InvalidArgument,
            .message = fmt::format("the parameter \"{}\" does not take this value",
                                   parameter.description.name),
            .expected = std::move(expected)};
}

Result<engine::PropertyValue> checkedNumber(const FaultParameter& parameter,
                                            const engine::PropertyValue& value)
{
    const engine::PropertyDescription& description = parameter.description;
    const auto* const integer = std::get_if<std::int64_t>(&value);
    const auto* const real = std::get_if<double>(&value);
    const bool isInteger = description.type == engine::PropertyType::Integer;
    const double least = description.range.minimum.value_or(-HUGE_VAL);
    const double most = description.range.maximum.value_or(HUGE_VAL);
    const double number = integer != nullptr ? static_cast<double>(*integer)
                          : real != nullptr  ? *real
                                             : NAN;
    const bool isWhole = integer != nullptr || !isInteger;
    if (!isWhole || !(number >= least && number <= most))
        return fail(wrongParameter(
            parameter,
            fmt::format("a{} from {} to {}{}{}", isInteger ? "n integer" : " number", least, most,
                        description.unit.empty() ? "" : " ", description.unit)));
    return isInteger ? value : engine::PropertyValue(number);
}

Result<engine::PropertyValue> checkedText(const FaultParameter& parameter,
                                          const engine::PropertyValue& value)
{
    const engine::PropertyDescription& description = parameter.description;
    const auto* const text = std::get_if<std::string>(&value);
    const auto& choices = description.choices;
    const bool isChoice = description.type == engine::PropertyType::Choice;
    if (text == nullptr || text->size() > description.maxBytes ||
        (isChoice && std::find(choices.begin(), choices.end(), *text) == choices.end()))
        return fail(wrongParameter(
            parameter, isChoice ? fmt::format("one of {}", fmt::join(choices, ", "))
                                : fmt::format("a text of at most {} bytes", description.maxBytes)));
    return value;
}

Result<engine::PropertyValue> checkedValue(const FaultParameter& parameter,
                                           const engine::PropertyValue& value)
{
    const bool isNumber = parameter.description.type == engine::PropertyType::Integer ||
                          parameter.description.type == engine::PropertyType::Number;
    return isNumber ? checkedNumber(parameter, value) : checkedText(parameter, value);
}

/// All parameters of the type: as given, else as they are left out.
Result<FaultParameters> completed(const control::FaultType& type, const FaultParameters& given)
{
    FaultParameters all;
    std::vector<std::string_view> names;
    for (const FaultParameter& parameter : type.parameters) {
        const std::string& name = parameter.description.name;
        names.emplace_back(name);
        const auto found = given.find(name);
        if (found == given.end() && !parameter.initial)
            return fail(Error{.code = ErrorCode::InvalidArgument,
                              .message = fmt::format("the fault \"{}\" needs \"{}\": {}", type.name,
                                                     name, parameter.description.description)});
        auto value =
            checkedValue(parameter, found == given.end() ? *parameter.initial : found->second);
        if (!value)
            return fail(value.error());
        all.emplace(name, std::move(*value));
    }
    for (const auto& [name, value] : given)
        if (!all.contains(name))
            return fail(Error{
                .code = ErrorCode::NotFound,
                .message = fmt::format("the fault \"{}\" has no parameter \"{}\"", type.name, name),
                .advice = suggestion(name, names)});
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
