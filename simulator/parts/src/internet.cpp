// The internet as the device needs it: names, the host of the connectivity check, time servers.

#include "perisphere/parts/part_type.hpp"
#include "perisphere/world/surroundings.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace perisphere::parts::internet
{
namespace
{

/// Names between commas and blanks.
std::vector<std::string> namesOf(std::string_view text)
{
    constexpr std::string_view kSeparators = ", ";
    std::vector<std::string> names;
    for (std::size_t begin = 0;
         (begin = text.find_first_not_of(kSeparators, begin)) != std::string_view::npos;) {
        const std::size_t end = std::min(text.find_first_of(kSeparators, begin), text.size());
        names.emplace_back(text.substr(begin, end - begin));
        begin = end;
    }
    return names;
}

class InternetPart final : public Part
{
public:
    explicit InternetPart(const PartSetup& setup)
        : Part(setup)
        , m_secondsAtStart(static_cast<std::int64_t>(setup.configuration.number("secondsAtStart")))
        , m_present(setup.context.surroundings, internet())
        , m_watch(properties().onChange(
              [this](const engine::PropertyChange&) { m_present.change(internet()); }))
    {
    }

private:
    [[nodiscard]] world::Internet internet() const
    {
        return {.isReachable = m_reachable.value(),
                .hasDns = m_dns.value(),
                .hasNtp = m_ntp.value(),
                .deadHosts = namesOf(m_deadHosts.value()),
                .secondsAtStart = m_secondsAtStart,
                .timeOffset = m_timeOffset.value()};
    }

    engine::BoolProperty m_reachable{properties(), engine::Access::Settable, "reachable",
                                     "whether anything of it answers", true};
    engine::BoolProperty m_dns{properties(), engine::Access::Settable, "dns",
                               "whether names are resolved", true};
    engine::BoolProperty m_ntp{properties(), engine::Access::Settable, "ntpReachable",
                               "whether time servers answer", true};
    engine::TextProperty m_deadHosts{
        properties(), engine::Access::Settable,
        "deadHosts",  "names of time servers that do not answer, between commas",
        "",           1024};
    engine::IntegerProperty m_timeOffset{properties(),
                                         engine::Access::Settable,
                                         "timeOffset",
                                         "by which time servers are ahead of the configured time",
                                         0,
                                         "s",
                                         {-1'000'000'000, 1'000'000'000, 1}};
    std::int64_t m_secondsAtStart;
    world::Present<world::Internet> m_present;
    engine::Subscription m_watch;
};

} // namespace

extern const PartType kType;
constinit const PartType kType = {
    .name = "internet",
    .title = "Internet",
    .description = "What the device finds beyond its network: names, time servers",
    .configuration = R"({
        "secondsAtStart": {"type": "integer", "minimum": 1000000000, "maximum": 4102444800,
                           "description": "UTC at virtual time 0, seconds since 1970; by default 2025-01-01.",
                           "default": 1735689600}
    })",
    .drawing = {Shape::Surroundings, 10, 10, "#a0c8e8", {}},
    .make = [](PartSetup& setup) -> std::unique_ptr<Part> {
        return std::make_unique<InternetPart>(setup);
    }};

} // namespace perisphere::parts::internet
