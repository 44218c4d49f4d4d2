#include "perisphere/device/app_manager.hpp"

#include "app_supervisor.hpp"
#include "memory_guard.hpp"

#include <fmt/format.h>

#include <set>

namespace perisphere::device
{
namespace
{

Error unknownApp(std::string_view componentId)
{
    return Error{.code = ErrorCode::NotFound,
                 .message = fmt::format("no app \"{}\" is installed", componentId),
                 .advice = "see the list of installed apps"};
}

DeviceFailure busy(std::string_view componentId)
{
    return {Error{.code = ErrorCode::AlreadyExists,
                  .message = fmt::format("app \"{}\" is being installed, rolled back or removed",
                                         componentId),
                  .advice = "try again when that is done"},
            kUpdateRunning};
}

/// Whoever asked may not want to know.
template <class Completion, class Answer>
void answer(const Completion& done, Answer&& given)
{
    if (done)
        done(std::forward<Answer>(given));
}

} // namespace

struct AppManager::Data final : AppObserver {
    AppStore store;
    EventQueue events;
    SupervisorContext context;
    Supervisors apps;
    MemoryGuard guard;
    std::set<std::string, std::less<>> inChange; // component ids with an operation under way

    Data(AppStore openStore, const ManagerParts& parts, ManagerOptions options)
        : store(std::move(openStore))
        , context{parts, std::move(options), events}
        , guard(context, apps)
    {
        for (const auto& app : store.apps())
            apps[app->componentId] = std::make_unique<AppSupervisor>(app, context);
        events.add(*this);
    }

    using Commit = std::function<DeviceResult<std::shared_ptr<const App>>()>;

    void onAppEvent(const AppEvent&) override { guard.watch(); }
    AppSupervisor* find(std::string_view componentId) const;
    StartOptions withEnvironment(StartOptions options) const;
    void change(const std::string& componentId, std::optional<AfterInstall> after,
                const Commit& commit, const Installed& done);
    void finishChange(const std::string& componentId, bool ranBefore,
                      std::optional<AfterInstall> after, const Commit& commit,
                      const Installed& done);
    void adopt(const std::shared_ptr<const App>& app);
    void say(std::string_view componentId, std::string_view line) const;
};

AppManager::AppManager(AppStore store, const ManagerParts& parts, ManagerOptions options)
    : m_data(std::make_unique<Data>(std::move(store), parts, std::move(options)))
{
}

AppManager::~AppManager() = default;

AppSupervisor* AppManager::Data::find(std::string_view componentId) const
{
    const auto found = apps.find(componentId);
    return found == apps.end() ? nullptr : found->second.get();
}

void AppManager::Data::say(std::string_view componentId, std::string_view line) const
{
    context.parts.log.write(componentId, LogSource::Device, line);
}

StartOptions AppManager::Data::withEnvironment(StartOptions options) const
{
    options.environment.insert(options.environment.begin(), context.options.environment.begin(),
                               context.options.environment.end());
    return options;
}

std::vector<std::shared_ptr<const App>> AppManager::apps() const
{
    return m_data->store.apps();
}

const AppStore& AppManager::store() const
{
    return m_data->store;
}

std::vector<AppStatus> AppManager::statuses() const
{
    std::vector<AppStatus> result;
    for (const auto& [componentId, app] : m_data->apps)
        result.push_back(app->status());
    return result;
}

Result<AppStatus> AppManager::status(std::string_view componentId) const
{
    const AppSupervisor* const app = m_data->find(componentId);
    if (app == nullptr)
        return fail(unknownApp(componentId));
    return app->status();
}

void AppManager::startAll()
{
    const EventQueue::Batch batch(m_data->events);
    for (const auto& note : m_data->store.notes())
        m_data->say({}, note);
    // High-level apps connect to their partners on the real-time cores when they begin.
    using manifest::ApplicationType;
    for (const bool isRealTime : {true, false})
        for (const auto& [componentId, app] : m_data->apps)
            if ((app->app().manifest.applicationType == ApplicationType::RealTimeCapable) ==
                isRealTime)
                std::ignore = app->start(m_data->withEnvironment({})); // its log says what failed
}

void AppManager::stopAll(std::function<void()> stopped)
{
    const EventQueue::Batch batch(m_data->events);
    const auto remaining = std::make_shared<std::size_t>(m_data->apps.size() + 1);
    const auto one = [remaining, stopped = std::move(stopped)] {
        if (--*remaining == 0 && stopped)
            stopped();
    };
    for (const auto& [componentId, app] : m_data->apps)
        app->stop(one);
    one(); // there may be no apps
}

Result<> AppManager::start(std::string_view componentId, const StartOptions& options)
{
    const EventQueue::Batch batch(m_data->events);
    AppSupervisor* const app = m_data->find(componentId);
    if (app == nullptr)
        return fail(unknownApp(componentId));
    if (m_data->inChange.contains(componentId))
        return fail(busy(componentId).error);
    return app->start(m_data->withEnvironment(options));
}

Result<> AppManager::stop(std::string_view componentId, std::function<void()> stopped)
{
    const EventQueue::Batch batch(m_data->events);
    AppSupervisor* const app = m_data->find(componentId);
    if (app == nullptr)
        return fail(unknownApp(componentId));
    app->stop(stopped ? std::move(stopped) : [] {});
    return {};
}

Result<> AppManager::restart(std::string_view componentId)
{
    const EventQueue::Batch batch(m_data->events);
    if (auto stopped = stop(componentId); !stopped)
        return stopped;
    return start(componentId);
}

/// Stops what runs of the app, then has `commit` switch it over.
void AppManager::Data::change(const std::string& componentId, std::optional<AfterInstall> after,
                              const Commit& commit, const Installed& done)
{
    inChange.insert(componentId);
    AppSupervisor* const app = find(componentId);
    const bool ranBefore = app != nullptr && app->wantsToRun();
    const auto finish = [this, componentId, ranBefore, after, commit, done] {
        finishChange(componentId, ranBefore, after, commit, done);
    };
    if (app == nullptr)
        finish();
    else
        app->stop(finish);
}

void AppManager::Data::finishChange(const std::string& componentId, bool ranBefore,
                                    std::optional<AfterInstall> after, const Commit& commit,
                                    const Installed& done)
{
    auto app = commit();
    inChange.erase(componentId);
    if (app)
        adopt(*app);
    else
        say(componentId, app.error().error.toString());
    const bool isToRun = app && after ? *after != AfterInstall::LeaveStopped : ranBefore;
    if (AppSupervisor* const supervisor = find(componentId); supervisor != nullptr && isToRun)
        std::ignore = supervisor->start(withEnvironment({})); // its log says what went wrong
    answer(done, std::move(app));
}

void AppManager::Data::adopt(const std::shared_ptr<const App>& app)
{
    auto& supervisor = apps[app->componentId];
    const bool isNew = supervisor == nullptr;
    if (isNew)
        supervisor = std::make_unique<AppSupervisor>(app, context);
    else
        supervisor->replaceApp(app);
    say(app->componentId, fmt::format("image {} is installed", app->imageId));
    events.push(
        {isNew ? AppEvent::Kind::Installed : AppEvent::Kind::Replaced, supervisor->status()});
}

void AppManager::install(std::span<const std::byte> package, std::string_view inputName,
                         const InstallPolicy& policy, AfterInstall after, const Installed& done)
{
    const EventQueue::Batch batch(m_data->events);
    Data& data = *m_data;
    auto staged = data.store.stage(package, inputName, policy);
    if (!staged)
        return answer(done, tl::unexpected(std::move(staged.error())));
    const std::string componentId = staged->app().componentId;
    if (data.inChange.contains(componentId))
        return answer(done, tl::unexpected(busy(componentId)));
    if (const auto same = data.store.find(componentId);
        same != nullptr && same->imageId == staged->app().imageId) {
        if (after != AfterInstall::LeaveStopped)
            std::ignore = start(componentId); // its log says what went wrong
        return answer(done, same);
    }
    // Asked again at the end, but an app that runs is not stopped for one that cannot come.
    if (auto checked = checkInstall(staged->app(), data.store.apps()); !checked)
        return answer(done, tl::unexpected(std::move(checked.error())));
    // Shared, since a std::function has to be copyable.
    const auto shared = std::make_shared<StagedApp>(std::move(*staged));
    const Commitment commitment =
        after == AfterInstall::Try ? Commitment::OnTrial : Commitment::Final;
    data.change(
        componentId, after,
        [&data, shared, commitment] { return data.store.commit(std::move(*shared), commitment); },
        done);
}

Result<> AppManager::passTrial(std::string_view componentId)
{
    return m_data->store.passTrial(componentId);
}

void AppManager::rollBack(std::string_view componentId, const Installed& done)
{
    const EventQueue::Batch batch(m_data->events);
    Data& data = *m_data;
    if (data.inChange.contains(componentId))
        return answer(done, tl::unexpected(busy(componentId)));
    const std::string id(componentId);
    const auto commit = [&data, id] { return data.store.rollBack(id); };
    if (!data.store.canRollBack(id))
        return answer(done, commit()); // for its error; nothing is stopped for that
    data.change(id, std::nullopt, commit, done);
}

void AppManager::remove(std::string_view componentId, const Removed& done)
{
    const EventQueue::Batch batch(m_data->events);
    Data& data = *m_data;
    AppSupervisor* const app = data.find(componentId);
    if (data.inChange.contains(componentId))
        return answer(done, Result<bool>(fail(busy(componentId).error)));
    if (app == nullptr)
        return answer(done, Result<bool>(false));
    const std::string id(componentId);
    data.inChange.insert(id);
    app->stop([&data, id, done] {
        auto removed = data.store.remove(id);
        data.inChange.erase(id);
        if (removed) {
            data.events.push({AppEvent::Kind::Removed, data.find(id)->status()});
            data.say(id, "is removed");
            data.apps.erase(id);
        }
        answer(done, std::move(removed));
    });
}

Result<MemoryUse> AppManager::memory(std::string_view componentId)
{
    AppSupervisor* const app = m_data->find(componentId);
    if (app == nullptr)
        return fail(unknownApp(componentId));
    return app->memory();
}

Result<> AppManager::enforceMemoryLimit(std::uint64_t limitKib)
{
    return m_data->guard.enforce(limitKib);
}

void AppManager::addObserver(AppObserver& observer)
{
    m_data->events.add(observer);
}

void AppManager::removeObserver(AppObserver& observer)
{
    m_data->events.remove(observer);
}

} // namespace perisphere::device
