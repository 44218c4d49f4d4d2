// The C header of a hardware definition file: same definition, same bytes.
#pragma once

#include "perisphere/hardware/definition.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace perisphere::hardware
{

/// How a header names the headers of imported files; existing trees have all three.
enum class IncludeStyle {
    HwFolder, ///< "hw/mt3620.h": the SDK folder
    Bare,     ///< "mt3620.h": application-level definitions
    Relative, ///< "../../../mt3620/inc/hw/mt3620.h": for imports by relative path
};

struct HeaderOptions {
    /// None: Relative for imports with a folder in their path, HwFolder for the rest.
    std::optional<IncludeStyle> includeStyle;
};

/// The header for `file`, LF line ends.
[[nodiscard]] std::string generateHeader(const DefinitionFile& file,
                                         const HeaderOptions& options = {});

/// "<dir>/inc/hw/<stem>.h" for "<dir>/<stem>.json".
[[nodiscard]] std::string headerPath(std::string_view definitionPath);

/// Whether `headerText` says what `file` says: equal to generateHeader() in one of the include
/// styles, CRLF taken as LF. The error tells the first line that differs and what it should be.
[[nodiscard]] Result<> checkHeader(const DefinitionFile& file, std::string_view headerText,
                                   std::string_view headerName);

} // namespace perisphere::hardware
