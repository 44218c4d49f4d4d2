// The kinds of state that a simulated device keeps over a loss of power.
#pragma once

#include "perisphere/certificates/certificate_store.hpp"
#include "perisphere/device/app_store.hpp"
#include "perisphere/identity/file_root_of_trust.hpp"
#include "perisphere/network/settings_store.hpp"
#include "perisphere/runtime/persistent_state.hpp"
#include "system_services.hpp"
#include "system_software.hpp"

#include <cstdint>

namespace perisphere::runtime
{

/// The models that know.
struct StateParts {
    const device::AppStore& apps;
    const certificates::CertificateStore& certificates;
    const Rtc& rtc;
    const SystemSoftware& software;
    const identity::FileRootOfTrust& identity;
    const network::SettingsFile& network;
};

/// Whose models they are, and which thread may read them therefore.
enum class StateOwner : std::uint8_t { Loop, Machine };

/// Adds the owner's kinds to `state`. On the owner's thread.
void collectState(const StateParts& parts, StateOwner owner, PersistentState& state);

} // namespace perisphere::runtime
