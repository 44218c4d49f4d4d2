#include "handlers.hpp"

#include "perisphere/control/base64.hpp"

#include <algorithm>
#include <span>

namespace perisphere::control
{
namespace
{

constexpr std::size_t kDefaultChunk = std::size_t{1} << 20;

Value stateOf(TimelineTarget& timeline)
{
    const TimelineState state = timeline.state();
    return {{"isOn", state.isOn},
            {"begin", engine::toNanoseconds(state.begin)},
            {"end", engine::toNanoseconds(state.end)},
            {"events", state.events},
            {"dropped", state.dropped},
            {"bytes", state.bytes}};
}

} // namespace

Result<Value> timelineStart(const Call& call)
{
    TimelineTarget& timeline = call.target().timeline();
    if (auto begun = timeline.start(); !begun)
        return fail(begun.error());
    return stateOf(timeline);
}

Result<Value> timelineStop(const Call& call)
{
    TimelineTarget& timeline = call.target().timeline();
    if (auto ended = timeline.stop(); !ended)
        return fail(ended.error());
    return stateOf(timeline);
}

Result<Value> timelineRead(const Call& call)
{
    const std::string& text = call.target().timeline().text();
    const std::size_t from = std::min(call.numberOr<std::size_t>("from", 0), text.size());
    const std::size_t limit = std::min(call.numberOr("limit", kDefaultChunk), text.size() - from);
    return Value{{"next", from + limit},
                 {"bytes", text.size()},
                 {"text", toBase64(std::as_bytes(std::span(text).subspan(from, limit)))}};
}

} // namespace perisphere::control
