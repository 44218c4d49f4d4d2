#include "perisphere/device/update_coordinator.hpp"

#include "event_subscribers.hpp"
#include "perisphere/device/install_check.hpp"
#include "perisphere/device/package_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <optional>

namespace perisphere::device
{
namespace
{

using std::chrono::minutes;
using std::chrono::nanoseconds;

constexpr std::size_t kMaxVersionBytes = 15;

/// What is offered.
struct Offer {
    UpdateKind kind = UpdateKind::App;
    std::string target; ///< component id or version
    std::string key;    ///< the image or version, for what is remembered about it
    std::vector<std::byte> package;
    std::string inputName;
};

bool isVersion(std::string_view text)
{
    return !text.empty() && text.size() <= kMaxVersionBytes &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                      c == '.' || c == '-';
           });
}

protocol::UpdateType typeOf(UpdateKind kind)
{
    return kind == UpdateKind::App ? protocol::UpdateType::App : protocol::UpdateType::System;
}

} // namespace

std::string_view name(UpdateState state)
{
    switch (state) {
    case UpdateState::Idle:
        return "idle";
    case UpdateState::Downloading:
        return "downloading";
    case UpdateState::Pending:
        return "pending";
    case UpdateState::Deferred:
        return "deferred";
    case UpdateState::Final:
        return "final";
    case UpdateState::Installing:
        return "installing";
    case UpdateState::OnTrial:
        break;
    }
    return "onTrial";
}

struct UpdateCoordinator::Data {
    UpdateParts parts;
    UpdateOptions options;
    EventSubscribers subscribers;
    std::function<void()> changed;
    UpdateState state = UpdateState::Idle;
    std::optional<Offer> offer;
    std::map<std::string, minutes> deferred; ///< what each offer has used of its allowance
    std::string deferredBy;
    nanoseconds deferredAt{};
    minutes grant{};
    std::string lastResult;
    std::unique_ptr<Timer> timer; ///< of the present state
    nanoseconds nextCheck{};
    std::unique_ptr<Timer> checkTimer;
    std::shared_ptr<int> alive = std::make_shared<int>(); // expires with this object

    Data(UpdateParts partsOfDevice, UpdateOptions optionsOfDevice)
        : parts(std::move(partsOfDevice))
        , options(optionsOfDevice)
        , subscribers(parts.log)
    {
    }

    [[nodiscard]] Result<> refuseWhenBusy() const;
    [[nodiscard]] minutes allowance() const;
    [[nodiscard]] minutes deferrable() const;
    void say(std::string_view line) const;
    void enter(UpdateState next);
    void enter(UpdateState next, nanoseconds duration, void (Data::*then)());
    void announce(protocol::UpdateEventStatus status, std::string_view except = {});

    void start(Offer found);
    void download();
    void announcePending();
    void announceFinal();
    void endDeferral();
    void expire();
    void install();
    void installApp();
    void onInstalled(const DeviceResult<std::shared_ptr<const App>>& installed);
    void judge(const AppStatus& app);
    void resumeTrial();
    void passTrial();
    void rollBack();
    void finish(std::string result);

    void armCheck();
    void check();
};

void UpdateCoordinator::Data::say(std::string_view line) const
{
    parts.log.write(offer && offer->kind == UpdateKind::App ? std::string_view(offer->target)
                                                            : std::string_view(),
                    LogSource::Device, fmt::format("update: {}", line));
}

void UpdateCoordinator::Data::enter(UpdateState next)
{
    state = next;
    timer.reset();
    if (changed)
        changed();
}

/// For a state that ends by itself.
void UpdateCoordinator::Data::enter(UpdateState next, nanoseconds duration, void (Data::*then)())
{
    enter(next);
    timer = parts.timers.after(duration, [this, then] { (this->*then)(); });
}

void UpdateCoordinator::Data::announce(protocol::UpdateEventStatus status, std::string_view except)
{
    const bool isPending = status == protocol::UpdateEventStatus::Pending;
    subscribers.send(
        {.event = protocol::kUpdateReadyForInstall,
         .status = status,
         .type = typeOf(offer->kind),
         .maxDeferralMinutes = isPending ? static_cast<std::uint32_t>(deferrable().count()) : 0},
        except);
}

Result<> UpdateCoordinator::Data::refuseWhenBusy() const
{
    if (state == UpdateState::Idle)
        return {};
    return fail(Error{.code = ErrorCode::AlreadyExists,
                      .message = fmt::format("an update is under way: {}", name(state)),
                      .advice = "wait until it has ended"});
}

minutes UpdateCoordinator::Data::allowance() const
{
    return offer->kind == UpdateKind::App ? options.maxAppDeferral : options.maxSystemDeferral;
}

minutes UpdateCoordinator::Data::deferrable() const
{
    const auto used = deferred.find(offer->key);
    return allowance() - (used == deferred.end() ? minutes(0) : used->second);
}

void UpdateCoordinator::Data::start(Offer found)
{
    offer = std::move(found);
    download();
}

void UpdateCoordinator::Data::download()
{
    say(offer->kind == UpdateKind::App ? std::string("a new image is downloaded")
                                       : fmt::format("system {} is downloaded", offer->target));
    subscribers.send(
        {.event = protocol::kUpdateStarted, .status = protocol::UpdateEventStatus::Invalid});
    const nanoseconds duration =
        offer->kind == UpdateKind::System
            ? nanoseconds(options.systemDownload)
            : std::chrono::seconds(1 + offer->package.size() / options.bytesPerSecond);
    enter(UpdateState::Downloading, duration, &Data::announcePending);
}

/// As long as there is something left to defer, an app may do so each time.
void UpdateCoordinator::Data::announcePending()
{
    if (deferrable() < minutes(1)) {
        announceFinal();
        return;
    }
    say(fmt::format("ready to install, can be deferred for {} min", deferrable().count()));
    enter(UpdateState::Pending, options.warning, &Data::announceFinal);
    announce(protocol::UpdateEventStatus::Pending);
}

void UpdateCoordinator::Data::announceFinal()
{
    say(fmt::format("is installed in {} ms", options.warning.count()));
    enter(UpdateState::Final, options.warning, &Data::install);
    announce(protocol::UpdateEventStatus::Final);
}

/// Minutes count when they have begun.
void UpdateCoordinator::Data::endDeferral()
{
    const auto lasted = std::chrono::ceil<minutes>(parts.timers.now() - deferredAt);
    deferred[offer->key] += std::clamp(lasted, minutes(0), grant);
    deferredBy.clear();
}

void UpdateCoordinator::Data::expire()
{
    endDeferral();
    announcePending();
}

void UpdateCoordinator::Data::install()
{
    enter(UpdateState::Installing);
    if (offer->kind == UpdateKind::App)
        return installApp();
    say(fmt::format("the system becomes {}", offer->target));
    const std::string version = offer->target;
    finish(fmt::format("installing the system {}", version)); // whose installer tells how that ends
    parts.installSystem(version);                             // reboots
}

void UpdateCoordinator::Data::installApp()
{
    const auto package = std::move(offer->package); // or it lay there during the trial
    parts.manager.install(package, offer->inputName, parts.policy, AfterInstall::Try,
                          [this, isAlive = std::weak_ptr<int>(alive)](const auto& installed) {
                              if (!isAlive.expired())
                                  onInstalled(installed);
                          });
}

void UpdateCoordinator::Data::onInstalled(const DeviceResult<std::shared_ptr<const App>>& installed)
{
    if (!installed)
        return finish("failed: " + installed.error().error.toString());
    enter(UpdateState::OnTrial);
    timer = parts.processTimers.after(options.trial, [this] { passTrial(); });
    if (const auto app = parts.manager.status(offer->target))
        judge(*app);
}

/// An image that cannot be started, or ends again and again, is none to keep. One that a person
/// stops, removes or debugs is that person's affair.
void UpdateCoordinator::Data::judge(const AppStatus& app)
{
    // News of the image before may come late.
    if (state != UpdateState::OnTrial || app.componentId != offer->target ||
        app.imageId != offer->key)
        return;
    if (app.state == AppState::Stopped || app.state == AppState::BackingOff)
        rollBack();
    else if (app.state == AppState::Stopping || app.state == AppState::Debugging)
        passTrial();
    else if (app.state == AppState::Starting) // again: it has to run that long without an end
        timer = parts.processTimers.after(options.trial, [this] { passTrial(); });
}

/// The power was lost in the middle of a trial: it begins anew, before the app starts.
void UpdateCoordinator::Data::resumeTrial()
{
    const auto onTrial = parts.manager.store().onTrial();
    if (offer || onTrial.empty())
        return;
    const auto app = parts.manager.store().find(onTrial.front());
    offer = Offer{.kind = UpdateKind::App,
                  .target = app->componentId,
                  .key = app->imageId,
                  .package = {},
                  .inputName = {}};
    say("the new image is on trial again");
    enter(UpdateState::OnTrial);
    timer = parts.processTimers.after(options.trial, [this] { passTrial(); });
}

void UpdateCoordinator::Data::passTrial()
{
    // An app that was removed meanwhile is not on trial any more.
    if (const auto passed = parts.manager.passTrial(offer->target);
        !passed && passed.error().code != ErrorCode::NotFound)
        say(passed.error().during("end the trial").toString());
    announce(protocol::UpdateEventStatus::Complete, offer->target);
    finish("the new image is installed");
}

void UpdateCoordinator::Data::rollBack()
{
    enter(UpdateState::Installing);
    say("the new image does not run; the one before comes back");
    parts.manager.rollBack(offer->target, [this, isAlive = std::weak_ptr<int>(alive)](
                                              const auto& rolledBack) {
        if (isAlive.expired())
            return;
        std::ignore = parts.manager.start(offer->target); // its log says what went wrong
        finish(rolledBack ? std::string("the new image did not run and was rolled back")
                          : "the new image does not run: " + rolledBack.error().error.toString());
    });
}

void UpdateCoordinator::Data::finish(std::string result)
{
    lastResult = std::move(result);
    deferred.erase(offer->key);
    deferredBy.clear();
    const std::string app = offer->kind == UpdateKind::App ? offer->target : std::string();
    offer.reset();
    enter(UpdateState::Idle);
    // Last: whoever reads it may offer the next.
    parts.log.write(app, LogSource::Device, "update: " + lastResult);
}

/// Without anybody who wants to know there is nothing to check: offers come by themselves.
void UpdateCoordinator::Data::armCheck()
{
    if (!subscribers.areWanted(protocol::kNoUpdateAvailable) && !offer) {
        checkTimer.reset();
        return;
    }
    const nanoseconds now = parts.timers.now();
    while (nextCheck < now)
        nextCheck += options.checkInterval;
    checkTimer = parts.timers.after(nextCheck - now, [this] { check(); });
}

void UpdateCoordinator::Data::check()
{
    nextCheck += options.checkInterval;
    if (!offer)
        subscribers.send({.event = protocol::kNoUpdateAvailable,
                          .status = protocol::UpdateEventStatus::Invalid});
    else if (state == UpdateState::Idle)
        download();
    armCheck();
}

UpdateCoordinator::UpdateCoordinator(UpdateParts parts, UpdateOptions options)
    : m_data(std::make_unique<Data>(std::move(parts), options))
{
    m_data->parts.manager.addObserver(*this);
    m_data->nextCheck = m_data->parts.timers.now() + options.firstCheck;
}

UpdateCoordinator::~UpdateCoordinator()
{
    m_data->parts.manager.removeObserver(*this);
}

void UpdateCoordinator::onBoot()
{
    Data& data = *m_data;
    switch (data.state) {
    case UpdateState::Deferred:
        data.endDeferral();
        [[fallthrough]];
    case UpdateState::Downloading:
    case UpdateState::Pending:
    case UpdateState::Final:
        data.enter(UpdateState::Idle);
        break;
    case UpdateState::Idle:
        data.resumeTrial();
        break;
    case UpdateState::Installing:
    case UpdateState::OnTrial:
        break;
    }
    data.nextCheck = data.parts.timers.now() + data.options.firstCheck;
    data.armCheck();
}

Result<> UpdateCoordinator::offerApp(std::vector<std::byte> package, std::string_view inputName)
{
    Data& data = *m_data;
    if (auto free = data.refuseWhenBusy(); !free)
        return free;
    const auto checked = checkPackage(package, inputName, data.parts.policy);
    if (!checked)
        return fail(checked.error().error);
    const auto apps = data.parts.manager.apps();
    if (auto fits = checkInstall(checked->app, apps); !fits)
        return fail(fits.error().error);
    if (std::any_of(apps.begin(), apps.end(), [&](const auto& app) {
            return app->componentId == checked->app.componentId &&
                   app->imageId == checked->app.imageId;
        }))
        return fail(ErrorCode::AlreadyExists,
                    fmt::format("the image of \"{}\" is installed already", inputName));
    data.start({.kind = UpdateKind::App,
                .target = checked->app.componentId,
                .key = checked->app.imageId,
                .package = std::move(package),
                .inputName = std::string(inputName)});
    return {};
}

Result<> UpdateCoordinator::offerSystem(std::string_view version)
{
    if (!isVersion(version))
        return fail(Error{.code = ErrorCode::InvalidArgument,
                          .message = fmt::format("\"{}\" is no version of the system", version),
                          .expected = fmt::format("1 to {} letters, digits, dots and hyphens",
                                                  kMaxVersionBytes)});
    if (auto free = m_data->refuseWhenBusy(); !free)
        return free;
    m_data->start({.kind = UpdateKind::System,
                   .target = std::string(version),
                   .key = "system " + std::string(version),
                   .package = {},
                   .inputName = {}});
    return {};
}

UpdateStatus UpdateCoordinator::status() const
{
    UpdateStatus status{.state = m_data->state,
                        .target = {},
                        .deferredBy = m_data->deferredBy,
                        .lastResult = m_data->lastResult};
    if (m_data->offer) {
        status.kind = m_data->offer->kind;
        status.target = m_data->offer->target;
        status.deferrable = m_data->deferrable();
    }
    return status;
}

void UpdateCoordinator::onChange(std::function<void()> listener)
{
    m_data->changed = std::move(listener);
}

Outcome<UniqueFd> UpdateCoordinator::subscribe(const App& app, std::uint32_t events)
{
    auto socket = m_data->subscribers.add(app, events);
    if (socket)
        m_data->armCheck();
    return socket;
}

Outcome<> UpdateCoordinator::defer(const App& app, minutes time)
{
    Data& data = *m_data;
    if (data.state == UpdateState::Deferred && data.deferredBy == app.componentId)
        return refuse(EINVAL, "the update is deferred by this app already");
    if (data.state != UpdateState::Pending)
        return refuse(EINVAL, fmt::format("no update is pending that could be deferred (now: {})",
                                          name(data.state)));
    if (time < minutes(1))
        return refuse(EINVAL, "an update cannot be deferred for 0 minutes; give 1 or more");
    data.grant = std::min(time, data.deferrable());
    data.deferredBy = app.componentId;
    data.deferredAt = data.parts.timers.now();
    data.say(fmt::format("deferred for {} min by \"{}\"", data.grant.count(), app.name));
    data.enter(UpdateState::Deferred, data.grant, &Data::expire);
    data.announce(protocol::UpdateEventStatus::Deferred);
    return {};
}

Outcome<> UpdateCoordinator::resume(const App& app)
{
    Data& data = *m_data;
    if (data.state != UpdateState::Deferred || data.deferredBy != app.componentId)
        return refuse(EINVAL, "this app has not deferred an update");
    data.say(fmt::format("resumed by \"{}\"", app.name));
    data.expire();
    return {};
}

void UpdateCoordinator::onAppEvent(const AppEvent& event)
{
    if (event.kind == AppEvent::Kind::StateChanged)
        m_data->judge(event.app);
    else if (event.kind == AppEvent::Kind::Removed && m_data->state == UpdateState::OnTrial &&
             event.app.componentId == m_data->offer->target)
        m_data->passTrial();
}

} // namespace perisphere::device
