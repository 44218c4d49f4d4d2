// The device's side of attestation: certificates of the tenants of its apps, got when the network
// and the time are there, renewed before they end, kept over restarts.
// docs/device/certificates.md tells states and times.
#pragma once

#include "perisphere/device/app_log.hpp"
#include "perisphere/device/services/device_auth_service.hpp"
#include "perisphere/device/timers.hpp"
#include "perisphere/identity/attestation.hpp"
#include "perisphere/identity/root_of_trust.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::identity
{

/// In the device's time.
struct AuthenticationOptions {
    std::chrono::milliseconds exchange{1'000}; ///< an attestation takes so long
    std::chrono::minutes renewBefore{180};     ///< the end of a certificate
    std::chrono::seconds firstRetry{5};        ///< after a failure; doubles
    std::chrono::seconds longestRetry{300};
};

/// What it works with. All of it outlives the object; all on the loop's thread.
struct AuthenticationParts {
    device::Timers& timers; ///< the device's time
    RootOfTrust& root;
    AttestationService& service;
    device::AppLog& log;
    std::filesystem::path folder;       ///< of certificates, which apps read
    std::function<std::int64_t()> time; ///< seconds since 1970 UTC
    std::function<bool()> isOnline;     ///< network ready and time synchronised
    std::function<Result<Measurement>()> measure;
};

enum class TenantState : std::uint8_t {
    WaitingForNetwork,
    Contacting, ///< an attestation is under way
    Ready,
    Expired,
    Failed, ///< tried again later
};

[[nodiscard]] std::string_view name(TenantState state); ///< "waiting for the network" ...

struct TenantStatus {
    std::string tenant; ///< UUID, lower case
    TenantState state = TenantState::WaitingForNetwork;
    std::int64_t notAfter = 0; ///< of the certificate, seconds since 1970 UTC; 0: there is none
    std::string lastError;     ///< empty: the last attempt succeeded
};

class DeviceAuthentication final : public device::DeviceAuthService
{
public:
    [[nodiscard]] static Result<std::unique_ptr<DeviceAuthentication>>
    create(AuthenticationParts parts, AuthenticationOptions options = {});
    DeviceAuthentication(const DeviceAuthentication&) = delete;
    DeviceAuthentication& operator=(const DeviceAuthentication&) = delete;
    ~DeviceAuthentication() override;

    /// Begins for the app's tenant; else the first question of the app does.
    void add(const device::App& app);

    /// isOnline() has become true: what waits for it goes on.
    void networkIsReady();

    /// Lets all certificates end now, as after a day without a network. They stay so until renew().
    void expire();
    /// Attests anew for all tenants.
    void renew();

    [[nodiscard]] std::vector<TenantStatus> tenants() const;

    [[nodiscard]] bool isReady(const device::App& app) override;
    [[nodiscard]] std::string certificatePath(const device::App& app) override;
    [[nodiscard]] device::Outcome<std::string> certificate(const device::App& app) override;
    void sign(const device::App& app, std::span<const std::uint8_t> digest,
              const device::SignatureDone& done) override;

private:
    struct Data;
    explicit DeviceAuthentication(std::unique_ptr<Data> data);
    std::unique_ptr<Data> m_data;
};

} // namespace perisphere::identity
