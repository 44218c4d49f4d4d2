// Who the device is, for its apps: certificates from the folder of its state, signatures by the key
// that perisphere-keys holds.
#pragma once

#include "identity_store.hpp"
#include "key_thread.hpp"
#include "perisphere/device/app_log.hpp"
#include "perisphere/device/services/device_auth_service.hpp"
#include "perisphere/device/timers.hpp"

#include <chrono>
#include <map>
#include <memory>
#include <string>

namespace perisphere::daemon
{

class DeviceIdentity final : public device::DeviceAuthService
{
public:
    /// A device without a key gets one now, with a certificate of its own: that takes as long as
    /// its TPM does. That it gets none is logged, and tried again when an app asks, beside all
    /// else.
    /// @param post has work done on the thread that calls the services; any thread calls it
    DeviceIdentity(IdentityStore store, device::Timers& timers, device::AppLog& log,
                   KeyThread::Post post);

    [[nodiscard]] bool isReady(const device::App& app) override;
    [[nodiscard]] std::string certificatePath(const device::App& app) override;
    [[nodiscard]] device::Outcome<std::string> certificate(const device::App& app) override;

    /// An app that wants more signatures than a client of TLS needs gets EAGAIN: the TPM is slow,
    /// and all apps' meanwhile.
    void sign(const device::App& app, std::span<const std::uint8_t> digest,
              const device::SignatureDone& done) override;

private:
    /// What an app may still sign; grows with time.
    struct Allowance {
        double signatures = 0;
        std::chrono::nanoseconds asOf{};
    };

    void note(const std::string& text);
    void noteCreated(const Result<>& created);
    void createIfMissing();
    [[nodiscard]] bool takeFromAllowance(const std::string& componentId);

    IdentityStore m_store;
    device::Timers& m_timers;
    device::AppLog& m_log;
    std::chrono::nanoseconds m_nextTry{};
    bool m_isCreating = false;
    std::map<std::string, Allowance> m_allowances; ///< by component id
    KeyThread m_keys;
};

} // namespace perisphere::daemon
