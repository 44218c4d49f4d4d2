#include "perisphere/identity/device_authentication.hpp"

#include "p256.hpp"
#include "perisphere/base/atomic_file.hpp"
#include "perisphere/base/file.hpp"
#include "perisphere/base/folder.hpp"
#include "perisphere/base/persistence.hpp"
#include "perisphere/certificates/asn1_time.hpp"
#include "perisphere/certificates/openssl_handles.hpp"
#include "perisphere/identity/tenant.hpp"

#include <fmt/format.h>
#include <openssl/pem.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <optional>
#include <unistd.h>

namespace perisphere::identity
{
namespace
{

namespace fs = std::filesystem;
using device::App;
using device::Outcome;
using device::refuse;

constexpr std::uint64_t kMaxChainBytes = 16'384;
constexpr const char* kCounter = "attestation";

/// When a kept chain ends, if it is this device's: CN and key.
std::optional<std::int64_t> endOf(const std::string& chain, const RootOfTrust& root)
{
    const X509Ptr leaf(
        PEM_read_bio_X509(certificates::readFrom(chain).get(), nullptr, nullptr, nullptr));
    unsigned char* bytes = nullptr;
    const int size = leaf ? i2d_X509_PUBKEY(X509_get_X509_PUBKEY(leaf.get()), &bytes) : 0;
    const auto key = root.publicKey();
    const bool isOurs = size > 0 && std::equal(key.begin(), key.end(), bytes, bytes + size);
    OPENSSL_free(bytes);
    ERR_clear_error();
    return isOurs ? certificates::secondsOf(X509_get0_notAfter(leaf.get())) : std::nullopt;
}

} // namespace

std::string_view name(TenantState state)
{
    switch (state) {
    case TenantState::WaitingForNetwork:
        return "waiting for the network";
    case TenantState::Contacting:
        return "contacting the service";
    case TenantState::Ready:
        return "ready";
    case TenantState::Expired:
        return "expired";
    case TenantState::Failed:
        break;
    }
    return "failed";
}

struct DeviceAuthentication::Data {
    struct Tenant {
        TenantStatus status;
        std::string chain; ///< empty: there is none
        unsigned failures = 0;
        bool isWaiting = false;                  ///< for the network
        std::unique_ptr<device::Timer> timer;    ///< of the next step
        std::unique_ptr<device::Timer> endTimer; ///< of the certificate
    };

    AuthenticationParts parts;
    AuthenticationOptions options;
    std::map<std::string, Tenant, std::less<>> tenants{};
    bool isHeldBack = false; ///< expire() without renew()

    [[nodiscard]] fs::path fileOf(const std::string& tenant) const
    {
        return parts.folder / (tenant + ".pem");
    }
    Tenant* find(const App& app);
    Tenant& open(const std::string& id);
    void restore(Tenant& tenant);
    void begin(Tenant& tenant);
    void exchange(Tenant& tenant);
    Result<IssuedCertificate> attest(const std::string& tenant);
    void accept(Tenant& tenant, IssuedCertificate issued);
    void watchEnd(Tenant& tenant);
    void end(Tenant& tenant);
    void retry(Tenant& tenant, const Error& error);
    void after(Tenant& tenant, std::chrono::nanoseconds delay, void (Data::*then)(Tenant&));
};

DeviceAuthentication::DeviceAuthentication(std::unique_ptr<Data> data)
    : m_data(std::move(data))
{
}

DeviceAuthentication::~DeviceAuthentication() = default;

Result<std::unique_ptr<DeviceAuthentication>>
DeviceAuthentication::create(AuthenticationParts parts, AuthenticationOptions options)
{
    if (const auto made = makeFolder(parts.folder); !made)
        return fail(made.error());
    if (const auto removed = removeUnfinished(parts.folder); !removed)
        return fail(removed.error());
    return std::unique_ptr<DeviceAuthentication>(new DeviceAuthentication(
        std::make_unique<Data>(Data{.parts = std::move(parts), .options = options})));
}

/// Tenants stay where they are: timers refer to them.
void DeviceAuthentication::Data::after(Tenant& tenant, std::chrono::nanoseconds delay,
                                       void (Data::*then)(Tenant&))
{
    tenant.timer = parts.timers.after(delay, [this, &tenant, then] { (this->*then)(tenant); });
}

DeviceAuthentication::Data::Tenant* DeviceAuthentication::Data::find(const App& app)
{
    const auto id = tenantOf(app);
    return id ? &open(*id) : nullptr;
}

DeviceAuthentication::Data::Tenant& DeviceAuthentication::Data::open(const std::string& id)
{
    const auto found = tenants.find(id);
    if (found != tenants.end())
        return found->second;
    Tenant& tenant = tenants[id];
    tenant.status.tenant = id;
    restore(tenant);
    if (tenant.status.state != TenantState::Ready)
        begin(tenant);
    return tenant;
}

/// What was kept, if it has not ended meanwhile.
void DeviceAuthentication::Data::restore(Tenant& tenant)
{
    const fs::path file = fileOf(tenant.status.tenant);
    auto chain = readTextFile(file, kMaxChainBytes);
    if (!chain)
        return;
    const auto end = endOf(*chain, parts.root);
    if (!end || *end <= parts.time()) {
        static_cast<void>(persistence::removeFile(file));
        return;
    }
    tenant.chain = std::move(*chain);
    tenant.status.notAfter = *end;
    tenant.status.state = TenantState::Ready;
    watchEnd(tenant);
}

/// Ready tenants stay so while they are renewed.
void DeviceAuthentication::Data::begin(Tenant& tenant)
{
    tenant.timer.reset();
    tenant.isWaiting = !isHeldBack && !parts.isOnline();
    if (isHeldBack)
        return;
    const bool isReady = tenant.status.state == TenantState::Ready;
    if (tenant.isWaiting) {
        if (!isReady && tenant.status.state != TenantState::Expired)
            tenant.status.state = TenantState::WaitingForNetwork;
        return; // networkIsReady() begins again
    }
    if (!isReady)
        tenant.status.state = TenantState::Contacting;
    after(tenant, options.exchange, &Data::exchange);
}

void DeviceAuthentication::Data::exchange(Tenant& tenant)
{
    auto issued = attest(tenant.status.tenant);
    if (issued)
        accept(tenant, std::move(*issued));
    else
        retry(tenant, issued.error());
}

Result<IssuedCertificate> DeviceAuthentication::Data::attest(const std::string& tenant)
{
    const auto nonce = parts.service.challenge();
    if (!nonce)
        return fail(nonce.error());
    const auto measurement = parts.measure();
    if (!measurement)
        return fail(measurement.error());
    const auto counter = parts.root.increase(kCounter);
    if (!counter)
        return fail(counter.error());
    Evidence evidence{.tenant = tenant,
                      .publicKey = parts.root.publicKey(),
                      .nonce = *nonce,
                      .counter = *counter,
                      .measurement = *measurement,
                      .signature = {}};
    auto signature = parts.root.sign(evidenceDigest(evidence));
    if (!signature)
        return fail(signature.error());
    evidence.signature = std::move(*signature);
    return parts.service.attest(evidence);
}

void DeviceAuthentication::Data::accept(Tenant& tenant, IssuedCertificate issued)
{
    if (const auto written = replaceFile(fileOf(tenant.status.tenant), issued.chain); !written)
        return retry(tenant, written.error());
    const bool wasReady = tenant.status.state == TenantState::Ready;
    tenant.chain = std::move(issued.chain);
    tenant.failures = 0;
    tenant.status.state = TenantState::Ready;
    tenant.status.notAfter = issued.notAfter;
    tenant.status.lastError.clear();
    parts.log.write({}, device::LogSource::Device,
                    fmt::format("device authentication: the certificate for tenant {} is {}",
                                tenant.status.tenant, wasReady ? "renewed" : "ready"));
    watchEnd(tenant);
}

void DeviceAuthentication::Data::watchEnd(Tenant& tenant)
{
    const std::chrono::seconds left(
        std::max(tenant.status.notAfter - parts.time(), std::int64_t{0}));
    tenant.endTimer = parts.timers.after(left, [this, &tenant] { end(tenant); });
    const std::chrono::seconds before = options.renewBefore;
    after(tenant, std::max(left - before, left / 2), &Data::begin); // also for short-lived ones
}

/// The file goes, as on the device: who opens it by its path must not find an old one.
void DeviceAuthentication::Data::end(Tenant& tenant)
{
    tenant.endTimer.reset();
    // There may be none; one that cannot go is not taken up again: its time is over.
    static_cast<void>(persistence::removeFile(fileOf(tenant.status.tenant)));
    tenant.chain.clear();
    tenant.status.notAfter = 0;
    tenant.status.state = TenantState::Expired;
    parts.log.write({}, device::LogSource::Device,
                    fmt::format("device authentication: the certificate for tenant {} has expired",
                                tenant.status.tenant));
}

void DeviceAuthentication::Data::retry(Tenant& tenant, const Error& error)
{
    tenant.status.lastError = error.toString();
    if (tenant.status.state != TenantState::Ready)
        tenant.status.state = TenantState::Failed;
    const auto delay =
        std::min(options.firstRetry * (1U << std::min(tenant.failures, 16U)), options.longestRetry);
    ++tenant.failures;
    parts.log.write({}, device::LogSource::Device,
                    fmt::format("device authentication: tenant {}: {}; tried again in {} s",
                                tenant.status.tenant, tenant.status.lastError, delay.count()));
    after(tenant, delay, &Data::begin);
}

void DeviceAuthentication::add(const App& app)
{
    m_data->find(app);
}

void DeviceAuthentication::networkIsReady()
{
    for (auto& [id, tenant] : m_data->tenants)
        if (tenant.isWaiting)
            m_data->begin(tenant);
}

void DeviceAuthentication::expire()
{
    m_data->isHeldBack = true;
    for (auto& [id, tenant] : m_data->tenants) {
        tenant.timer.reset();
        tenant.isWaiting = false;
        m_data->end(tenant);
    }
}

void DeviceAuthentication::renew()
{
    m_data->isHeldBack = false;
    for (auto& [id, tenant] : m_data->tenants)
        m_data->begin(tenant);
}

std::vector<TenantStatus> DeviceAuthentication::tenants() const
{
    std::vector<TenantStatus> all;
    for (const auto& [id, tenant] : m_data->tenants)
        all.push_back(tenant.status);
    return all;
}

bool DeviceAuthentication::isReady(const App& app)
{
    const Data::Tenant* const tenant = m_data->find(app);
    return tenant != nullptr && tenant->status.state == TenantState::Ready;
}

std::string DeviceAuthentication::certificatePath(const App& app)
{
    const auto tenant = tenantOf(app);
    return m_data->fileOf(tenant ? *tenant : std::string(kNoTenant)).string();
}

Outcome<std::string> DeviceAuthentication::certificate(const App& app)
{
    const Data::Tenant* const tenant = m_data->find(app);
    if (tenant == nullptr)
        return refuse(EINVAL, "the manifest names no tenant of this device; set "
                              "\"DeviceAuthentication\" to the id of your tenant, not to zeros");
    if (tenant->status.state != TenantState::Ready)
        return refuse(EAGAIN, fmt::format("the device's certificate is not ready ({}); ask "
                                          "Application_IsDeviceAuthReady first",
                                          name(tenant->status.state)));
    return tenant->chain;
}

void DeviceAuthentication::sign(const App& app, std::span<const std::uint8_t> digest,
                                const device::SignatureDone& done)
{
    if (const auto ready = certificate(app); !ready)
        return done(tl::unexpected(ready.error()));
    auto signature = m_data->parts.root.sign(digest);
    if (!signature)
        return done(refuse(EIO, signature.error().toString()));
    done(std::move(*signature));
}

} // namespace perisphere::identity
