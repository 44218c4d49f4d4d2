#include "handlers.hpp"

#include <optional>
#include <utility>

namespace perisphere::control
{
namespace
{

Value toJson(const TimeStatus& status)
{
    return {{"mode", status.mode.toString()},
            {"now", engine::toNanoseconds(status.now)},
            {"lag", status.lag.count()},
            {"slipped", status.slipped.count()}};
}

Result<Value> statusAfter(const Result<>& result, TimeTarget& time)
{
    if (!result)
        return fail(result.error());
    return toJson(time.status());
}

class TimeSubscription final : public Subscription
{
public:
    explicit TimeSubscription(TimeTarget& time)
        : m_time(time)
    {
    }
    [[nodiscard]] std::string_view notification() const override { return "time.changed"; }
    [[nodiscard]] std::optional<Value> take() override
    {
        const std::uint64_t revision = m_time.revision();
        if (std::exchange(m_seen, revision) == revision)
            return std::nullopt;
        return Value{{"status", toJson(m_time.status())}};
    }

private:
    TimeTarget& m_time;
    std::optional<std::uint64_t> m_seen;
};

} // namespace

Result<Value> timeGet(const Call& call)
{
    return toJson(call.target().time().status());
}

Result<Value> timeSetMode(const Call& call)
{
    auto mode = engine::TimeMode::parse(call.text("mode"));
    if (!mode)
        return fail(mode.error());
    return statusAfter(call.target().time().setMode(*mode), call.target().time());
}

Result<Value> timePause(const Call& call)
{
    return statusAfter(call.target().time().pause(), call.target().time());
}

Result<Value> timeResume(const Call& call)
{
    return statusAfter(call.target().time().resume(), call.target().time());
}

void timeStep(const Call& call, Completion<Value> done)
{
    TimeTarget& time = call.target().time();
    const engine::Duration duration(call.params.at("nanoseconds").get<std::int64_t>());
    time.step(duration, [&time, done = std::move(done)](const Result<>& result) {
        done(statusAfter(result, time));
    });
}

Result<Value> timeWatch(const Call& call)
{
    return call.subscribe(std::make_unique<TimeSubscription>(call.target().time()));
}

} // namespace perisphere::control
