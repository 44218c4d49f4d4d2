#include "handlers.hpp"

namespace perisphere::control
{
namespace
{

constexpr std::size_t kPageLines = 200;

std::string_view name(LogLineSource source)
{
    switch (source) {
    case LogLineSource::App:
        return "app";
    case LogLineSource::StandardOutput:
        return "stdout";
    case LogLineSource::StandardError:
        return "stderr";
    case LogLineSource::Device:
        break;
    }
    return "device";
}

Value toJson(const LogPage& page)
{
    Value lines = Value::array();
    for (const LogLine& line : page.lines)
        lines.push_back({{"sequence", line.sequence},
                         {"time", engine::toNanoseconds(line.time)},
                         {"componentId", line.componentId},
                         {"source", name(line.source)},
                         {"text", line.text}});
    return {{"lines", std::move(lines)}, {"next", page.next}, {"missed", page.missed}};
}

LogQuery queryOf(const Call& call)
{
    return {.app = call.params.value("app", std::string()),
            .since = call.numberOr<std::uint64_t>("since", 0),
            .limit = call.numberOr("limit", kPageLines)};
}

/// Reads on in the history: what a slow client has not had yet is kept nowhere else.
class LogSubscription final : public Subscription
{
public:
    LogSubscription(AppsTarget& apps, LogQuery query)
        : m_apps(apps)
        , m_query(std::move(query))
    {
    }
    [[nodiscard]] std::string_view notification() const override { return "app.logged"; }
    [[nodiscard]] std::optional<Value> take() override
    {
        m_hasMore = false;
        const auto page = m_apps.log(m_query);
        if (!page) // the app was removed, and its log with it
            return std::nullopt;
        m_query.since = page->next;
        m_hasMore = page->lines.size() >= m_query.limit;
        if (page->lines.empty() && page->missed == 0)
            return std::nullopt;
        return Value{{"page", toJson(*page)}};
    }
    [[nodiscard]] bool hasMore() const override { return m_hasMore; }

private:
    AppsTarget& m_apps;
    LogQuery m_query;
    bool m_hasMore = false;
};

} // namespace

Result<Value> appLog(const Call& call)
{
    auto page = call.target().apps().log(queryOf(call));
    if (!page)
        return fail(page.error());
    return toJson(*page);
}

Result<Value> appWatchLog(const Call& call)
{
    LogQuery query = queryOf(call);
    if (!query.app.empty())
        if (auto app = call.target().apps().app(query.app); !app)
            return fail(app.error());
    return call.subscribe(
        std::make_unique<LogSubscription>(call.target().apps(), std::move(query)));
}

} // namespace perisphere::control
