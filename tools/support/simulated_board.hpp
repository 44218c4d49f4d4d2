// Which board a simulated device is, what it is called, and where it keeps its state.
#pragma once

#include "command/services.hpp"
#include "perisphere/base/result.hpp"
#include "perisphere/boards/board.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace perisphere::tools
{

inline constexpr std::string_view kDefaultBoard = "mt3620_rdb";

/// A board file, or one by name: from the folder `beside` if it is one, else a shipped board.
/// Findings are printed; nullopt when one of them is an error.
[[nodiscard]] Result<std::optional<boards::Board>>
loadBoardFor(const std::string& board, const std::filesystem::path& beside, Services& services);

/// `name` with '-' for what the name of a device cannot have.
[[nodiscard]] std::string deviceNameFor(std::string name);

/// $XDG_STATE_HOME/perisphere/devices/NAME, or ~/.local/state/...
[[nodiscard]] std::filesystem::path deviceFolder(const std::string& name, const Services& services);

} // namespace perisphere::tools
