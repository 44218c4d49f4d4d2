// A key that is elsewhere, as OpenSSL's functions want one to sign with.
#pragma once

#include "p256.hpp"
#include "perisphere/identity/device_key.hpp"

namespace perisphere::identity
{

/// `key` outlives it.
[[nodiscard]] Result<PkeyPtr> asOpenSslKey(DeviceKey& key);

} // namespace perisphere::identity
