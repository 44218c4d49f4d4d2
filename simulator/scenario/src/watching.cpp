#include "watching.hpp"

#include "perisphere/scenario/duration.hpp"
#include "perisphere/scenario/run.hpp"
#include "property_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace perisphere::scenario
{
namespace
{

std::string seenValue(const Condition& condition, const runtime::WaitEnd& end)
{
    return fmt::format("{} is {}", condition.path.toString(),
                       end.property ? shownValue(end.property->value) : "not there");
}

std::string timeText(std::string_view word, engine::Duration time)
{
    return time == engine::Duration::zero() ? "" : fmt::format(" {} {}", word, toString(time));
}

/// The last line, for "seen".
std::string seenLog(const Stage& stage)
{
    if (stage.log().empty())
        return "an empty log";
    return fmt::format("no such line; the last one is \"{}\"", stage.log().back().text);
}

} // namespace

void awaitCondition(Stage& stage, const Condition& condition, engine::Duration within)
{
    auto predicate = bindOn(condition, stage.control());
    if (!predicate) {
        stage.fail(condition.toString(), predicate.error().toString());
        return;
    }
    stage.wait({.property = condition.path,
                .isMet = [predicate = std::move(*predicate)](const engine::PropertyValue& value,
                                                             auto) { return predicate(value); },
                .deadline = engine::later(stage.now(), within)},
               [&stage, &condition, within](const runtime::WaitEnd& end) {
                   if (end.isMet)
                       stage.succeed();
                   else
                       stage.fail(condition.toString() + timeText("within", within),
                                  seenValue(condition, end));
               });
}

void holdCondition(Stage& stage, const Condition& condition, engine::Duration time)
{
    auto predicate = bindOn(condition, stage.control());
    if (!predicate) {
        stage.fail(condition.toString(), predicate.error().toString());
        return;
    }
    stage.wait({.property = condition.path,
                .isMet = [predicate = std::move(*predicate)](const engine::PropertyValue& value,
                                                             auto) { return !predicate(value); },
                .deadline = engine::later(stage.now(), time)},
               [&stage, &condition, time](const runtime::WaitEnd& end) {
                   if (!end.isMet)
                       stage.succeed();
                   else
                       stage.fail(condition.toString() + timeText("for", time),
                                  seenValue(condition, end) +
                                      timeText("after", end.time - stage.now()));
               });
}

void awaitLine(Stage& stage, const LogPattern& pattern, engine::Duration within)
{
    const auto look = [&stage, &pattern](const control::LogLine& line) {
        if (line.sequence <= stage.taken() || !pattern.isIn(line.text))
            return false;
        stage.take(line);
        stage.succeed();
        return true;
    };
    if (std::any_of(stage.log().begin(), stage.log().end(), look))
        return;
    const engine::VirtualTime deadline = engine::later(stage.now(), within);
    stage.onLine([look, deadline](const control::LogLine& line) {
        if (line.time <= deadline)
            look(line);
    });
    stage.wait({.property = {}, .isMet = {}, .deadline = deadline},
               [&stage, &pattern, within](const runtime::WaitEnd& /*end*/) {
                   stage.fail(fmt::format("a line of the log that matches \"{}\"{}", pattern.text(),
                                          timeText("within", within)),
                              seenLog(stage));
               });
}

void excludeLine(Stage& stage, const LogPattern& pattern, engine::Duration time)
{
    const auto refuse = [&stage, &pattern, time](const control::LogLine& line) {
        if (!pattern.isIn(line.text))
            return false;
        stage.fail(fmt::format("no line of the log that matches \"{}\"{}", pattern.text(),
                               timeText("for", time)),
                   fmt::format("\"{}\" at {}", line.text, engine::toString(line.time)));
        return true;
    };
    if (time == engine::Duration::zero()) {
        if (!std::any_of(stage.log().begin(), stage.log().end(), refuse))
            stage.succeed();
        return;
    }
    stage.onLine([refuse](const control::LogLine& line) { refuse(line); });
    stage.wait({.property = {}, .isMet = {}, .deadline = engine::later(stage.now(), time)},
               [&stage](const runtime::WaitEnd& /*end*/) { stage.succeed(); });
}

} // namespace perisphere::scenario
