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
constexpr std::chrono::seconds kIdle{60};

/// A handshake takes one.
constexpr double kSignaturesAtOnce = 20;
constexpr double kSignaturesPerSecond = 2;

} // namespace

DeviceIdentity::DeviceIdentity(IdentityStore store, device::Timers& timers, device::AppLog& log)
    : m_store(std::move(store))
    , m_timers(timers)
    , m_log(log)
{
    createIfMissing();
}

void DeviceIdentity::note(const std::string& text)
{
    m_log.write({}, device::LogSource::Device, "device identity: " + text);
}

void DeviceIdentity::createIfMissing()
{
    if (m_timers.now() < m_nextTry || m_store.isComplete())
        return;
    m_nextTry = m_timers.now() + kRetry;
    if (const auto created = m_store.create(); !created)
        note(created.error().toString());
    else
        note("the device has made its key, and a certificate for it");
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

Result<std::vector<std::uint8_t>> DeviceIdentity::signWithKey(std::span<const std::uint8_t> digest)
{
    if (!m_key) {
        auto key = m_store.openKey(false);
        if (!key)
            return fail(key.error());
        if (const auto known = m_store.publicKey(); !known || *known != (*key)->publicKey())
            return fail(Error{.code = ErrorCode::Untrusted,
                              .message = "the device's key is not that of its certificate",
                              .where = {},
                              .expected = {},
                              .advice = "put the folder \"identity\" of the state back from a "
                                        "backup, or remove it for a new identity"});
        m_key = std::move(*key);
    }
    m_idle = m_timers.after(kIdle, [this] { m_key.reset(); });
    return m_key->sign(digest);
}

Outcome<std::vector<std::uint8_t>> DeviceIdentity::sign(const App& app,
                                                        std::span<const std::uint8_t> digest)
{
    if (const auto ready = certificate(app); !ready)
        return tl::unexpected(ready.error());
    if (!takeFromAllowance(app.componentId))
        return refuse(EAGAIN, fmt::format("{} signatures were made at once; there are {} a second",
                                          kSignaturesAtOnce, kSignaturesPerSecond));
    auto signature = signWithKey(digest);
    if (!signature)
        return refuse(EIO, signature.error().toString());
    return std::move(*signature);
}

} // namespace perisphere::daemon
