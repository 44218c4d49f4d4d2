#include "supplicant.hpp"

#include "perisphere/network/delays.hpp"

#include <algorithm>
#include <utility>

namespace perisphere::network
{

using world::AccessPoint;

Supplicant::Supplicant(Context context, WifiConfiguration& configuration)
    : m_context(std::move(context))
    , m_configuration(configuration)
    , m_step(m_context.scheduler, "wifi.step", [this] { step(); })
    , m_beaconLoss(m_context.scheduler, "wifi.beaconLoss", [this] { disconnect(); })
    , m_appScan(m_context.scheduler, "wifi.scan", [this] { appScanned(); })
{
}

void Supplicant::start()
{
    if (m_state != State::Off)
        return;
    m_certificates = m_context.certificates.certificates();
    setState(State::Starting);
    m_step.setAfter(delays::kSupplicantStart);
}

void Supplicant::stop()
{
    if (m_state == State::Connected)
        disconnect();
    setState(State::Off);
    m_step.cancel();
    m_beaconLoss.cancel();
    m_appScan.cancel();
    m_attempts.clear();
    m_point = nullptr;
    for (const ScanDone& done : std::exchange(m_scanWaiters, {}))
        done({});
}

void Supplicant::restart()
{
    if (!isReady())
        return;
    if (m_state == State::Connected)
        disconnect();
    m_certificates = m_context.certificates.certificates();
    m_attempts.clear();
    m_point = nullptr;
    seek();
}

void Supplicant::step()
{
    switch (m_state) {
    case State::Starting:
    case State::Idle:
        seek();
        break;
    case State::Scanning:
        scanned();
        break;
    case State::Associating:
        associated();
        break;
    default:
        break;
    }
}

bool Supplicant::isUsable(const WifiNetwork& network) const
{
    return network.isEnabled && !network.ssid.empty() && !isTemporarilyDisabled(network.id);
}

engine::Duration Supplicant::scanTime() const
{
    engine::Duration time = delays::kScan;
    for (const WifiNetwork& network : m_configuration.running())
        if (network.isEnabled && network.isTargeted)
            time += delays::kTargetedScan;
    return time;
}

/// Begins to look for a network, if there is one that may be used; otherwise waits for the first
/// that is left alone only for a time.
void Supplicant::seek()
{
    m_step.cancel();
    const auto& running = m_configuration.running();
    if (std::any_of(running.begin(), running.end(),
                    [this](const WifiNetwork& network) { return isUsable(network); })) {
        setState(State::Scanning);
        m_step.setAfter(scanTime());
        return;
    }
    setState(State::Idle);
    if (const engine::VirtualTime next = nextReturn(); next != engine::kNever)
        m_step.setAt(next);
}

/// When the first network that is left alone is tried again.
engine::VirtualTime Supplicant::nextReturn() const
{
    engine::VirtualTime first = engine::kNever;
    for (const auto& [id, attempts] : m_attempts) {
        const WifiNetwork* const network = m_configuration.find(id);
        if (network != nullptr && network->isEnabled && isTemporarilyDisabled(id))
            first = std::min(first, attempts.disabledUntil);
    }
    return first;
}

std::vector<Supplicant::Point*> Supplicant::visiblePoints() const
{
    const auto& running = m_configuration.running();
    std::vector<Point*> points;
    for (Point* point : m_context.surroundings.accessPoints()) {
        const AccessPoint& value = point->value();
        const bool answers =
            !value.isHidden ||
            std::any_of(running.begin(), running.end(), [&](const WifiNetwork& network) {
                return network.isEnabled && network.isTargeted && network.ssid == value.ssid;
            });
        if (value.isInRange && answers)
            points.push_back(point);
    }
    std::stable_sort(points.begin(), points.end(), [](const Point* a, const Point* b) {
        return a->value().rssi > b->value().rssi;
    });
    return points;
}

Supplicant::Candidate Supplicant::choose(const std::vector<Point*>& points) const
{
    for (Point* point : points)
        for (const WifiNetwork& network : m_configuration.running())
            if (isUsable(network) && network.ssid == point->value().ssid &&
                !judgeBeacon(network, point->value()))
                return {&network, point};
    return {};
}

void Supplicant::recordWhyNone(const std::vector<Point*>& points)
{
    for (const WifiNetwork& network : m_configuration.running()) {
        if (!isUsable(network))
            continue;
        const auto found = std::find_if(points.begin(), points.end(), [&](const Point* point) {
            return point->value().ssid == network.ssid;
        });
        record(network.id, found == points.end() ? WifiFailure{.error = WifiError::NetworkNotFound}
                                                 : *judgeBeacon(network, (*found)->value()));
    }
}

void Supplicant::scanned()
{
    const std::vector<Point*> points = visiblePoints();
    const Candidate candidate = choose(points);
    if (candidate.network != nullptr) {
        associate(candidate);
        return;
    }
    recordWhyNone(points);
    setState(State::Idle);
    const engine::VirtualTime next = nextReturn();
    if (next == engine::kNever)
        m_step.park(delays::kScanPause); // all that is left is looking for what is not there
    else
        m_step.setAt(std::max(next, engine::later(m_context.scheduler.now(), delays::kScanPause)));
}

EapContext Supplicant::eapContext() const
{
    EapContext context{.certificates = m_certificates, .now = {}};
    if (m_context.clock.isSet())
        context.now = m_context.clock.seconds();
    return context;
}

void Supplicant::associate(const Candidate& candidate)
{
    setState(State::Associating);
    m_network = candidate.network->id;
    m_point = candidate.point;
    const AccessPoint& point = m_point->value();
    const bool isEap = candidate.network->security == Security::Wpa2EapTls;
    engine::Duration time = candidate.network->security == Security::Open ? delays::kAssociationOpen
                            : isEap                                       ? delays::kAssociationEap
                                                                          : delays::kAssociationPsk;
    if (!point.isAccepting)
        time = delays::kAssociationRefused;
    else if (isEap && !point.radius.isReachable)
        time = delays::kRadiusTimeout;
    else if (const auto failure = judgeAssociation(*candidate.network, point, eapContext());
             failure && failure->error == WifiError::WrongKey)
        time = delays::kHandshakeTimeout;
    m_step.setAfter(time);
}

void Supplicant::associated()
{
    const WifiNetwork* const network = m_configuration.find(m_network);
    if (network == nullptr || !network->isEnabled) {
        seek();
        return;
    }
    if (!isThere(m_point)) {
        record(m_network, {.error = WifiError::ConnectionFailed});
        seek();
        return;
    }
    auto failure = judgeBeacon(*network, m_point->value());
    if (!failure)
        failure = judgeAssociation(*network, m_point->value(), eapContext());
    if (failure) {
        record(m_network, std::move(*failure));
        leaveAlone(m_attempts[m_network]);
        seek();
        return;
    }
    m_attempts[m_network].failures = 0;
    setState(State::Connected);
    m_ssid = network->ssid;
    m_security = network->security;
    m_point->setUsed(true);
    m_context.linkUp(m_point->value().lan);
}

/// For longer each time; in the end until something changes, since it would fail for ever.
void Supplicant::leaveAlone(Attempts& attempts) const
{
    attempts.disabledUntil =
        attempts.failures < delays::kDisabled.size()
            ? engine::later(m_context.scheduler.now(), delays::kDisabled.at(attempts.failures))
            : engine::kNever;
    ++attempts.failures;
}

void Supplicant::record(int id, WifiFailure failure)
{
    failure.timestamp = m_context.clock.seconds();
    m_attempts[id].last = std::move(failure);
}

/// Ends the connection and looks for the next.
void Supplicant::disconnect()
{
    m_beaconLoss.cancel();
    Point* const point = std::exchange(m_point, nullptr);
    seek();
    const auto& points = m_context.surroundings.accessPoints();
    if (std::find(points.begin(), points.end(), point) != points.end())
        point->setUsed(false);
    m_context.linkDown();
}

void Supplicant::networkChanged(int id)
{
    if (const auto found = m_attempts.find(id); found != m_attempts.end()) {
        found->second.failures = 0;
        found->second.disabledUntil = {};
        if (m_configuration.find(id) == nullptr)
            m_attempts.erase(found);
    }
    if (!isReady())
        return;
    if (m_state == State::Connected) {
        const WifiNetwork* const network = m_configuration.find(m_network);
        if (network == nullptr || !network->isEnabled)
            disconnect();
    } else if (m_state == State::Idle) {
        seek();
    }
}

bool Supplicant::isThere(const Point* point) const
{
    const auto& points = m_context.surroundings.accessPoints();
    return std::find(points.begin(), points.end(), point) != points.end() &&
           point->value().isInRange;
}

void Supplicant::surroundingsChanged()
{
    if (m_state == State::Idle)
        lookAgain();
    if (m_state != State::Connected)
        return;
    if (!isThere(m_point)) {
        if (!m_beaconLoss.isPending())
            m_beaconLoss.setAfter(delays::kBeaconLoss);
        const auto& points = m_context.surroundings.accessPoints();
        if (std::find(points.begin(), points.end(), m_point) == points.end())
            disconnect(); // nothing to come back
        return;
    }
    m_beaconLoss.cancel();
    if (m_ssid != m_point->value().ssid || m_security != m_point->value().security)
        disconnect(); // set up anew, the access point has forgotten its stations
    else
        m_context.lanChanged(m_point->value().lan);
}

void Supplicant::lookAgain()
{
    bool isReturning = false;
    for (auto& [id, attempts] : m_attempts)
        if (attempts.disabledUntil == engine::kNever) {
            attempts.disabledUntil =
                engine::later(m_context.scheduler.now(), delays::kDisabled.back());
            isReturning = true;
        }
    m_step.wake();
    if (isReturning && !m_step.isWaiting())
        seek();
}

void Supplicant::scan(ScanDone done)
{
    m_scanWaiters.push_back(std::move(done));
    if (!m_appScan.isPending())
        m_appScan.setAfter(scanTime());
}

void Supplicant::appScanned()
{
    std::vector<AccessPoint> found;
    for (const Point* point : visiblePoints())
        found.push_back(point->value());
    for (const ScanDone& done : std::exchange(m_scanWaiters, {}))
        done(found);
}

const WifiNetwork* Supplicant::connectedNetwork() const
{
    return m_state == State::Connected ? m_configuration.find(m_network) : nullptr;
}

const WifiFailure* Supplicant::failureOf(int id) const
{
    const auto found = m_attempts.find(id);
    return found != m_attempts.end() && found->second.last ? &*found->second.last : nullptr;
}

bool Supplicant::isTemporarilyDisabled(int id) const
{
    const auto found = m_attempts.find(id);
    return found != m_attempts.end() && found->second.disabledUntil > m_context.scheduler.now();
}

} // namespace perisphere::network
