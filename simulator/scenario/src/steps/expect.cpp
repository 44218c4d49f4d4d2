// expect: "D1.redLit == true"                                   now
// expect: {that: "D1.redLit == true", within: 1s}               now or within the time
// expect: {that: "D1.redLit == true", for: 1s}                  now and all the time
// expect: {property: BARO.pressure, between: [900, 1100]}       the same with a range
// expect: {property: OLED1.image, shows: screen.pbm, within: 1s}
// expect: {log: "ready", within: 2s}
// expect: {noLog: "error", for: 1s}
#include "await_log_step.hpp"
#include "perisphere/control/property_json.hpp"
#include "perisphere/scenario/duration.hpp"
#include "picture.hpp"
#include "property_check.hpp"
#include "stage.hpp"
#include "step_table.hpp"
#include "watching.hpp"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <utility>

namespace perisphere::scenario
{
namespace
{

/// When it has to hold: now, at some time within, or all the time for.
struct Span {
    std::optional<engine::Duration> within;
    std::optional<engine::Duration> throughout;

    [[nodiscard]] std::string text() const
    {
        if (within)
            return " within " + toString(*within);
        return throughout ? " for " + toString(*throughout) : "";
    }
};

class ExpectConditionStep final : public Step
{
public:
    ExpectConditionStep(Condition condition, Span span)
        : m_condition(std::move(condition))
        , m_span(span)
    {
    }
    [[nodiscard]] std::string text() const override
    {
        return "expect " + m_condition.toString() + m_span.text();
    }
    void check(control::ControlTarget& device, Diagnostics& findings) const override
    {
        checkCondition(m_condition, where, device, findings);
    }
    void start(Stage& stage) const override
    {
        if (m_span.throughout)
            holdCondition(stage, m_condition, *m_span.throughout);
        else
            awaitCondition(stage, m_condition, m_span.within.value_or(engine::Duration::zero()));
    }

private:
    Condition m_condition;
    Span m_span;
};

class ExpectPictureStep final : public Step
{
public:
    ExpectPictureStep(control::PropertyPath path, std::string file, Picture picture, Span span)
        : m_path(std::move(path))
        , m_file(std::move(file))
        , m_picture(std::move(picture))
        , m_span(span)
    {
    }
    [[nodiscard]] std::string text() const override
    {
        return fmt::format("expect {} to show \"{}\"{}", m_path.toString(), m_file, m_span.text());
    }
    void check(control::ControlTarget& device, Diagnostics& findings) const override
    {
        const auto pixels = device.parts().pixels(m_path);
        if (!pixels)
            addFinding(findings, where, "picture", pixels.error());
        else if (const auto fits = m_picture.fits(pixels->image); !fits)
            addFinding(findings, where, "picture", fits.error());
    }
    void start(Stage& stage) const override
    {
        const engine::Duration within = m_span.within.value_or(engine::Duration::zero());
        stage.wait(
            {.property = m_path,
             .isMet =
                 [this](const engine::PropertyValue& value, std::span<const std::uint8_t> pixels) {
                     return m_picture.differences(std::get<engine::Image>(value), pixels) == 0;
                 },
             .deadline = engine::later(stage.now(), within)},
            [this, &stage](const runtime::WaitEnd& end) {
                if (end.isMet)
                    stage.succeed();
                else
                    fail(stage);
            });
    }

private:
    void fail(Stage& stage) const
    {
        const auto pixels = stage.control().parts().pixels(m_path);
        if (!pixels) {
            stage.fail(text(), pixels.error().toString());
            return;
        }
        const std::span<const std::uint8_t> bytes(
            reinterpret_cast<const std::uint8_t*>(pixels->bytes.data()), pixels->bytes.size());
        stage.fail(text(), fmt::format("a picture that differs in {} pixels:\n{}",
                                       m_picture.differences(pixels->image, bytes),
                                       drawn(pixels->image, bytes)));
    }

    control::PropertyPath m_path;
    std::string m_file;
    Picture m_picture;
    Span m_span;
};

class ExpectNoLogStep final : public Step
{
public:
    ExpectNoLogStep(LogPattern pattern, engine::Duration time)
        : m_pattern(std::move(pattern))
        , m_time(time)
    {
    }
    [[nodiscard]] std::string text() const override
    {
        const std::string text = fmt::format("expect no \"{}\" in the log", m_pattern.text());
        return m_time == engine::Duration::zero() ? text : text + " for " + toString(m_time);
    }
    void check(control::ControlTarget& /*device*/, Diagnostics& /*findings*/) const override {}
    void start(Stage& stage) const override { excludeLine(stage, m_pattern, m_time); }

private:
    LogPattern m_pattern;
    engine::Duration m_time;
};

std::unique_ptr<Step> readThat(const YamlNode& node, Span span, Findings& findings)
{
    const auto text = readText(node, findings);
    if (!text)
        return nullptr;
    auto condition = parseCondition(*text);
    if (condition)
        return std::make_unique<ExpectConditionStep>(std::move(*condition), span);
    findings.add(node, "condition", condition.error());
    return nullptr;
}

/// The comparisons that a property may be given by a key of its own.
std::optional<std::vector<Comparand>> readComparands(Fields& fields, Findings& findings)
{
    struct Key {
        std::string_view name;
        Comparison comparison;
    };
    constexpr std::array kKeys = {
        Key{"equals", Comparison::Equal},       Key{"not", Comparison::NotEqual},
        Key{"above", Comparison::Greater},      Key{"below", Comparison::Less},
        Key{"min", Comparison::GreaterOrEqual}, Key{"max", Comparison::LessOrEqual}};
    std::vector<Comparand> comparands;
    const auto add = [&](Comparison comparison, const YamlNode& value) {
        if (value.is(YamlNode::Kind::Scalar))
            comparands.push_back({.comparison = comparison,
                                  .value = {.text = value.text, .isQuoted = value.isQuoted}});
        else
            findings.add(value, "wrong-type", "not a value to compare with");
    };
    for (const Key& key : kKeys)
        if (const YamlNode* value = fields.find(key.name))
            add(key.comparison, *value);
    if (const YamlNode* range = fields.find("between")) {
        if (!range->is(YamlNode::Kind::List) || range->values.size() != 2) {
            findings.add(*range, "wrong-type", "\"between\" is not given two values",
                         "the least and the most, such as [900, 1100]");
            return std::nullopt;
        }
        add(Comparison::GreaterOrEqual, range->values[0]);
        add(Comparison::LessOrEqual, range->values[1]);
    }
    return comparands;
}

std::unique_ptr<Step> readPicture(const control::PropertyPath& path, const YamlNode& node,
                                  Span span, Findings& findings)
{
    const auto file = readText(node, findings);
    if (!file)
        return nullptr;
    if (span.throughout) {
        findings.add(node, "wrong-type", "\"shows\" takes \"within\" and not \"for\"");
        return nullptr;
    }
    const auto text = findings.read(*file);
    auto picture = text ? Picture::parse(*text) : Result<Picture>(fail(text.error()));
    if (picture)
        return std::make_unique<ExpectPictureStep>(path, *file, std::move(*picture), span);
    findings.add(node, "picture", picture.error().during(fmt::format("read \"{}\"", *file)));
    return nullptr;
}

std::unique_ptr<Step> readProperty(Fields& fields, const YamlNode& property, Span span,
                                   Findings& findings)
{
    const auto text = readText(property, findings);
    const auto comparands = readComparands(fields, findings);
    const YamlNode* const shows = fields.find("shows");
    fields.finish();
    if (!text || !comparands)
        return nullptr;
    auto path = control::parsePropertyPath(*text);
    if (!path) {
        findings.add(property, "property-path", path.error());
        return nullptr;
    }
    if (shows != nullptr && comparands->empty())
        return readPicture(*path, *shows, span, findings);
    if (comparands->empty() || shows != nullptr) {
        findings.add(fields.node(), "missing-key",
                     fmt::format("\"{}\" is compared with nothing, or with too much", *text),
                     "between, equals, not, above, below, min, max or shows");
        return nullptr;
    }
    return std::make_unique<ExpectConditionStep>(
        Condition{.path = std::move(*path), .comparands = *comparands}, span);
}

std::unique_ptr<Step> readLog(Fields& fields, const YamlNode& node, bool isAbsent, Span span,
                              Findings& findings)
{
    fields.finish();
    const auto text = readText(node, findings);
    if (!text)
        return nullptr;
    if (isAbsent ? span.within.has_value() : span.throughout.has_value()) {
        findings.add(node, "wrong-type",
                     isAbsent ? "\"noLog\" takes \"for\" and not \"within\""
                              : "\"log\" takes \"within\" and not \"for\"");
        return nullptr;
    }
    auto pattern = LogPattern::make(*text);
    if (!pattern) {
        findings.add(node, "regular-expression", pattern.error());
        return nullptr;
    }
    constexpr engine::Duration kNone = engine::Duration::zero();
    if (isAbsent)
        return std::make_unique<ExpectNoLogStep>(std::move(*pattern),
                                                 span.throughout.value_or(kNone));
    return std::make_unique<AwaitLogStep>("expect", std::move(*pattern),
                                          span.within.value_or(kNone));
}

} // namespace

std::unique_ptr<Step> readExpect(const YamlNode& value, Findings& findings)
{
    if (value.is(YamlNode::Kind::Scalar))
        return readThat(value, {}, findings);
    Fields fields(value, "an expectation", findings);
    if (!fields.isMap())
        return nullptr;
    const Span span{.within = fields.duration("within"), .throughout = fields.duration("for")};
    if (span.within && span.throughout) {
        findings.add(value, "two-times", "an expectation with \"within\" and \"for\"",
                     "one: within is at some time, for is all the time");
        return nullptr;
    }
    const YamlNode* const that = fields.find("that");
    const YamlNode* const property = fields.find("property");
    const YamlNode* const log = fields.find("log");
    const YamlNode* const noLog = fields.find("noLog");
    const int given = int{that != nullptr} + int{property != nullptr} + int{log != nullptr} +
                      int{noLog != nullptr};
    if (given != 1) {
        if (given == 0)
            fields.finish(); // a mistyped key says more
        findings.add(value, "expectation",
                     given == 0 ? "an expectation of nothing" : "an expectation of several things",
                     "one of that, property, log, noLog");
        return nullptr;
    }
    if (property != nullptr)
        return readProperty(fields, *property, span, findings);
    if (log != nullptr || noLog != nullptr)
        return readLog(fields, log != nullptr ? *log : *noLog, noLog != nullptr, span, findings);
    fields.finish();
    return readThat(*that, span, findings);
}

} // namespace perisphere::scenario
