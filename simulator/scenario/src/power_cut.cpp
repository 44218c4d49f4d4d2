#include "perisphere/scenario/power_cut.hpp"

#include "half_change.hpp"
#include "perisphere/base/atomic_file.hpp"
#include "perisphere/base/file.hpp"
#include "perisphere/runtime/folder_copy.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string_view>
#include <system_error>
#include <utility>

namespace perisphere::scenario
{
namespace
{

namespace fs = std::filesystem;
using persistence::Change;
using persistence::ChangeKind;
using runtime::PersistentState;

constexpr std::string_view kMutableFiles = "apps/mutable";
constexpr std::string_view kImages = "apps/images";
constexpr std::string_view kApps = "apps";
constexpr std::size_t kMaxDifferences = 3;
constexpr std::size_t kMaxShown = 300;
constexpr std::uint64_t kMaxMutableBytes = 16ULL * 1024 * 1024;

/// nullopt for what is not the device's own storage.
std::optional<fs::path> withinDevice(const fs::path& path, const fs::path& folder)
{
    const fs::path relative = path.lexically_relative(folder);
    if (relative.empty() || *relative.begin() == ".." || *relative.begin() == "." ||
        *relative.begin() == "parts")
        return std::nullopt;
    return relative;
}

std::string shortened(std::string text)
{
    if (text.size() > kMaxShown)
        text.replace(kMaxShown, std::string::npos, " ...");
    return text;
}

std::string shown(const json::Value& value)
{
    return shortened(value.dump(-1, ' ', false, json::Value::error_handler_t::replace));
}

/// What differs, place by place where the values have some.
std::string differences(const json::Value& expected, const json::Value& found)
{
    if (!expected.is_structured() || !found.is_structured())
        return shown(found);
    std::vector<std::string> all;
    const json::Value patch = json::Value::diff(expected, found);
    for (const json::Value& one : patch) {
        const auto path = one.value("path", std::string());
        const auto operation = one.value("op", std::string());
        all.push_back(operation == "remove" ? path + " is missing"
                      : operation == "add"
                          ? fmt::format("{} is there: {}", path, shown(one.at("value")))
                          : fmt::format("{} is {}", path, shown(one.at("value"))));
    }
    if (all.size() > kMaxDifferences) {
        const std::size_t rest = all.size() - kMaxDifferences;
        all.resize(kMaxDifferences);
        all.push_back(fmt::format("{} more", rest));
    }
    return shortened(fmt::format("{}", fmt::join(all, "; ")));
}

/// Of apps, by component id.
std::map<std::string, std::string> mutableFiles(const fs::path& folder)
{
    std::map<std::string, std::string> all;
    std::error_code error;
    for (auto entry = fs::directory_iterator(folder / kMutableFiles, error);
         !error && entry != fs::directory_iterator(); entry.increment(error))
        if (auto text = readTextFile(entry->path(), kMaxMutableBytes))
            all.emplace(entry->path().filename().string(), std::move(*text));
    return all;
}

/// The device after the cut, held to what is allowed.
class Judge
{
public:
    Judge(const PowerCut& cut, const Scenario& scenario)
        : m_cut(cut)
        , m_scenario(scenario)
    {
    }

    [[nodiscard]] Failure failure(std::string expected, std::string seen) const
    {
        return {.where = m_scenario.where,
                .step = m_cut.text(),
                .expected = std::move(expected),
                .seen = std::move(seen),
                .log = {},
                .edges = {}};
    }

    [[nodiscard]] std::optional<Failure> state(const PersistentState& found) const
    {
        for (const auto& [kind, allowed] : m_cut.allowed) {
            const auto at = found.find(kind);
            if (at != found.end() &&
                std::find(allowed.begin(), allowed.end(), at->second) != allowed.end())
                continue;
            std::string expected = fmt::format("{} as before: {}", kind, shown(allowed.front()));
            if (allowed.size() > 1)
                expected += fmt::format(", or as after: {}", shown(allowed.back()));
            return failure(std::move(expected),
                           at == found.end() ? "none" : differences(allowed.front(), at->second));
        }
        return std::nullopt;
    }

    /// What an app has in its file is its own affair: the device leaves it as it is.
    [[nodiscard]] std::optional<Failure> files(const std::map<std::string, std::string>& before,
                                               const PersistentState& found) const
    {
        const auto apps = found.find(kApps);
        const auto after = mutableFiles(m_cut.folder);
        for (const auto& [componentId, bytes] : before) {
            const bool isInstalled = apps != found.end() && apps->second.contains(componentId);
            const auto now = after.find(componentId);
            if (isInstalled && (now == after.end() || now->second != bytes))
                return failure(fmt::format("the mutable file of app {} as it was", componentId),
                               now == after.end() ? "it is gone" : "its bytes are others");
        }
        return std::nullopt;
    }

    /// Files that were being made when the power went. In images there may be any names.
    [[nodiscard]] std::optional<Failure> leftovers() const
    {
        std::error_code error;
        for (auto entry = fs::recursive_directory_iterator(m_cut.folder, error);
             !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
            const fs::path relative = entry->path().lexically_relative(m_cut.folder);
            if (relative == kImages)
                entry.disable_recursion_pending();
            else if (isUnfinished(entry->path()))
                return failure("nothing left over of the change", relative.string() + " is there");
        }
        return std::nullopt;
    }

private:
    const PowerCut& m_cut;
    const Scenario& m_scenario;
};

} // namespace

std::string PowerCut::text() const
{
    return done.empty() ? fmt::format("power cut {} before: {}", number, change)
                        : fmt::format("power cut {} after {} of: {}", number, done, change);
}

PowerCuts::PowerCuts(runtime::SimulatedDevice& device, fs::path folder, PowerCutOptions options)
    : m_device(device)
    , m_folder(std::move(folder))
    , m_options(std::move(options))
    , m_latest(device.persistentState())
{
    persistence::setObserver(this);
}

PowerCuts::~PowerCuts()
{
    persistence::setObserver(nullptr);
}

void PowerCuts::before(const Change& change)
{
    const auto relative = withinDevice(change.path, m_folder);
    if (!relative)
        return;
    // Models of other threads are as they were at the last change of theirs, which nothing but a
    // change of theirs can have altered since.
    PersistentState own = m_device.ownPersistentState();
    const std::lock_guard lock(m_mutex);
    for (auto& [kind, value] : own)
        m_latest.insert_or_assign(kind, std::move(value));
    ++m_changes;
    m_states.push_back(m_latest);
    if (m_changes > PowerCutOptions::kMaxChanges ||
        (m_options.only && *m_options.only != m_changes) || m_error)
        return;
    if (const auto kept = keep(change, *relative); !kept)
        m_error = kept.error();
}

Result<> PowerCuts::copyTo(const fs::path& folder)
{
    const auto copied = runtime::copyFolder(m_folder, folder);
    if (!copied)
        return fail(copied.error());
    m_bytes += *copied;
    if (m_bytes <= PowerCutOptions::kMaxBytes)
        return {};
    return fail(Error{.code = ErrorCode::LimitExceeded,
                      .message = fmt::format("the copies for {} changes have more than {} MiB",
                                             m_changes, PowerCutOptions::kMaxBytes >> 20U),
                      .advice = "take a board with smaller cards and flash chips, make the "
                                "scenario shorter, or try one change by its number"});
}

Result<> PowerCuts::keep(const Change& change, const fs::path& relative)
{
    Kept kept{.cut = {.number = m_changes,
                      .change = {},
                      .done = {},
                      .folder = m_options.scratch / fmt::format("{}", m_changes),
                      .allowed = {}},
              .state = m_states.size() - 1,
              .kind = change.kind,
              .path = relative,
              .offset = change.offset,
              .bytes = change.data.size()};
    if (auto copied = copyTo(kept.cut.folder); !copied)
        return copied;
    m_kept.push_back(kept);
    if (!hasHalf(change))
        return {};
    kept.cut.folder += "-half";
    if (auto copied = copyTo(kept.cut.folder); !copied)
        return copied;
    auto done = makeHalf(change, kept.cut.folder / relative);
    if (!done)
        return fail(done.error());
    kept.cut.done = std::move(*done);
    m_kept.push_back(std::move(kept));
    return {};
}

/// "apps/records/x.json"; a mutable file by the name of its app, which was installed at some time.
std::string PowerCuts::objectOf(const fs::path& path) const
{
    if (path.parent_path() != kMutableFiles)
        return path.string();
    const std::string id = path.filename().string();
    for (const PersistentState& state : m_states)
        if (const auto apps = state.find(kApps); apps != state.end() && apps->second.contains(id))
            return fmt::format("the mutable file of \"{}\"", apps->second[id].value("name", id));
    return fmt::format("the mutable file of \"{}\"", id);
}

std::string PowerCuts::textOf(const Kept& kept) const
{
    const std::string object = objectOf(kept.path);
    if (kept.kind == ChangeKind::Write && kept.bytes != 0)
        return fmt::format("write {} bytes at {} to {}", kept.bytes, kept.offset, object);
    if (kept.kind == ChangeKind::Resize)
        return fmt::format("resize {} to {} bytes", object, kept.offset);
    return fmt::format("{} {}", persistence::name(kept.kind), object);
}

Result<std::vector<PowerCut>> PowerCuts::finish()
{
    PersistentState last = m_device.persistentState();
    const std::lock_guard lock(m_mutex);
    if (m_error)
        return fail(m_error->during("keep the device's folder"));
    if (m_options.only && (*m_options.only == 0 || *m_options.only > m_changes))
        return fail(Error{.code = ErrorCode::NotFound,
                          .message = fmt::format("there is no change {}", *m_options.only),
                          .expected = fmt::format("1 to {}, which this run had", m_changes)});
    if (!m_options.only && m_changes > PowerCutOptions::kMaxChanges)
        return fail(
            Error{.code = ErrorCode::LimitExceeded,
                  .message = fmt::format("the scenario makes {} lasting changes", m_changes),
                  .expected = fmt::format("at most {}", PowerCutOptions::kMaxChanges),
                  .advice = "make it shorter, or try one by its number"});
    m_states.push_back(std::move(last));
    std::vector<PowerCut> cuts;
    for (Kept& kept : m_kept) {
        kept.cut.change = textOf(kept);
        for (const auto& [kind, before] : m_states[kept.state]) {
            auto& allowed = kept.cut.allowed[kind];
            allowed.push_back(before);
            for (std::size_t i = kept.state + 1; i < m_states.size() && allowed.size() == 1; ++i)
                if (const json::Value& later = m_states[i].at(kind); later != before)
                    allowed.push_back(later);
        }
        cuts.push_back(std::move(kept.cut));
    }
    return cuts;
}

std::size_t PowerCuts::changes() const
{
    const std::lock_guard lock(m_mutex);
    return m_changes;
}

CutResult tryPowerCut(const PowerCut& cut, const Scenario& scenario, const std::string& app,
                      const PowerOn& powerOn)
{
    const Judge judge(cut, scenario);
    const auto files = mutableFiles(cut.folder);
    const auto device = powerOn.device(cut.folder);
    if (!device)
        return {.failure = judge.failure("a device that starts again", device.error().toString())};
    if (const auto& findings = (*device)->findings(); !findings.empty())
        return {.failure = judge.failure("a device that finds nothing damaged when it starts again",
                                         fmt::format("{}", fmt::join(findings, "; ")))};
    const PersistentState found = (*device)->persistentState();
    if (auto wrong = judge.state(found))
        return {.failure = std::move(wrong)};
    if (auto wrong = judge.files(files, found))
        return {.failure = std::move(wrong)};
    if (auto wrong = judge.leftovers())
        return {.failure = std::move(wrong)};
    const auto apps = found.find(kApps);
    const bool isInstalled = app.empty() || (apps != found.end() && apps->second.contains(app));
    if (scenario.recover.empty() || !isInstalled)
        return {};
    ScenarioResult recovered = runRecovery(scenario, **device, app, powerOn.run);
    if (recovered.failure)
        recovered.failure->step =
            fmt::format("{}; recover: {}", cut.text(), recovered.failure->step);
    return {.failure = std::move(recovered.failure), .wasInterrupted = recovered.wasInterrupted};
}

} // namespace perisphere::scenario
