// The face of the original tool: its spellings, of both generations, for the operations that
// perisphere has. Each verb fills the option structs of the perisphere command and runs that; there
// is one implementation of each operation.
#pragma once

#include "command/command.hpp"

#include <span>
#include <string>
#include <vector>

namespace perisphere::tools::azsphere
{

[[nodiscard]] Command azsphereCommand(Services& services);

/// The arguments with what no option parser takes spelt out: verbs cut short ("image-package
/// pack-app"), "-of" and "-verbose", and the classic generation's "-h board.json" and "-o file" of
/// pack-application, which mean help and output format in the later one.
[[nodiscard]] std::vector<std::string> normalised(const Command& root,
                                                  std::span<const std::string> arguments);

} // namespace perisphere::tools::azsphere
