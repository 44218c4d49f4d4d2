// Recordings as value change dumps: of ours, and of other tools.
#pragma once

#include "signals/signal_store.hpp"

#include <QString>

#include <optional>

namespace perisphere::studio
{

/// @return what went wrong, in which case the file is as it was
[[nodiscard]] std::optional<QString> saveVcd(const SignalStore& store, const QString& path);

/// @return what went wrong, in which case the store is as it was
[[nodiscard]] std::optional<QString> loadVcd(SignalStore& store, const QString& path);

} // namespace perisphere::studio
