#include "device_identity.hpp"

#include "perisphere/identity/tenant.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>

namespace perisphere::daemon
{
namespace
{

using device::App;
using device::Outcome;
using device::refuse;

constexpr std::chrono::seconds kRetry{30};

/// A handshake takes one.
constexpr double kSignaturesAtOnce = 20;
constexpr double kSignaturesPerSecond = 2;

} // namespace

DeviceIdentity::DeviceIdentity(IdentityStore store, device::Timers& timers, device::AppLog& log,
                               KeyThread::Post post)
    : m_store(store)
    , m_timers(timers)
    , m_log(log)
    , m_keys(std::move(store), std::move(post))
{
    if (m_store.isComplete())
        return;
    m_nextTry = m_timers.now() + kRetry;
    noteCreated(m_store.create());
}

void DeviceIdentity::note(const std::string& text)
{
    m_log.write({}, device::LogSource::Device, "device identity: " + text);
}

void DeviceIdentity::noteCreated(const Result<>& created)
{
    note(created ? "the device has made its key, and a certificate for it"
                 : created.error().toString());
}

void DeviceIdentity::createIfMissing()
{
    if (m_isCreating || m_timers.now() < m_nextTry || m_store.isComplete())
        return;
    m_isCreating = true;
    m_keys.create([this](const Result<>& created) {
        m_isCreating = false;
        m_nextTry = m_timers.now() + kRetry;
        noteCreated(created);
    });
}

bool DeviceIdentity::isReady(const App& app)
{
    return certificate(app).has_value();
}

std::string DeviceIdentity::certificatePath(const App& app)
{
    const auto tenant = identity::tenantOf(app);
    return tenant ? m_store.fileFor(*tenant).string()
                  : (m_store.certificates() / identity::kNoTenant).string() + ".pem";
}

Outcome<std::string> DeviceIdentity::certificate(const App& app)
{
    const auto tenant = identity::tenantOf(app);
    if (!tenant)
        return refuse(EINVAL, "the manifest names no tenant of this device; set "
                              "\"DeviceAuthentication\" to the id of your tenant, not to zeros");
    createIfMissing();
    auto facts = m_store.read(m_store.fileFor(*tenant));
    if (!facts)
        return refuse(EAGAIN, fmt::format("the device's certificate is not ready ({})",
                                          facts.error().toString()));
    return std::move(facts->chain);
}

bool DeviceIdentity::takeFromAllowance(const std::string& componentId)
{
    const auto now = m_timers.now();
    const auto [at, isNew] = m_allowances.try_emplace(
        componentId, Allowance{.signatures = kSignaturesAtOnce, .asOf = now});
    Allowance& allowance = at->second;
    const std::chrono::duration<double> passed = now - allowance.asOf;
    allowance.signatures =
        std::min(kSignaturesAtOnce, allowance.signatures + passed.count() * kSignaturesPerSecond);
    allowance.asOf = now;
    if (allowance.signatures < 1)
        return false;
    allowance.signatures -= 1;
    return true;
}

void DeviceIdentity::sign(const App& app, std::span<const std::uint8_t> digest,
                          const device::SignatureDone& done)
{
    if (const auto ready = certificate(app); !ready)
        return done(tl::unexpected(ready.error()));
    if (!takeFromAllowance(app.componentId))
        return done(
            refuse(EAGAIN, fmt::format("{} signatures were made at once; there are {} a second",
                                       kSignaturesAtOnce, kSignaturesPerSecond)));
    m_keys.sign({digest.begin(), digest.end()}, [done](KeyThread::Signature signature) {
        if (!signature)
            return done(refuse(EIO, signature.error().toString()));
        done(std::move(*signature));
    });
}

} // namespace perisphere::daemon
