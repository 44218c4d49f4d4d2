// What the control API asks of updates.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/control/package_source.hpp"

#include <cstdint>
#include <string>

namespace perisphere::control
{

enum class UpdateKind : std::uint8_t { App, System };

struct UpdateStatus {
    std::string state; ///< "idle", "downloading" ...
    UpdateKind kind = UpdateKind::App;
    std::string target;     ///< component id or version; empty when idle
    std::string deferredBy; ///< component id; empty: nobody
    std::int64_t deferrableMinutes = 0;
    std::string lastResult; ///< of the update before; empty: there was none
    std::string systemVersion;
};

class UpdateTarget
{
public:
    virtual ~UpdateTarget() = default;

    /// Begins; AlreadyExists while one is under way.
    [[nodiscard]] virtual Result<UpdateStatus> offerApp(PackageSource package) = 0;
    /// An empty version is the one after the present one.
    [[nodiscard]] virtual Result<UpdateStatus> offerSystem(const std::string& version) = 0;

    [[nodiscard]] virtual UpdateStatus status() = 0;
};

} // namespace perisphere::control
