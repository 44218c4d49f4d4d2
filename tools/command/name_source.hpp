// Names that a parameter stands for and that only the installation or a running device knows.
#pragma once

#include <array>
#include <string_view>

namespace perisphere::tools
{

/// Completion scripts call "perisphere completion-names SOURCE" for them.
enum class NameSource {
    Apps,       ///< installed on a device
    Boards,     ///< shipped; a board may be a file as well
    Devices,    ///< that run
    Faults,     ///< that a device knows
    Properties, ///< of a device's board
    SettableProperties,
    Templates,
};

struct NameSourceWord {
    NameSource source;
    std::string_view word; ///< as the command line and the scripts call it
};

inline constexpr std::array kNameSources = {
    NameSourceWord{NameSource::Apps, "apps"},
    NameSourceWord{NameSource::Boards, "boards"},
    NameSourceWord{NameSource::Devices, "devices"},
    NameSourceWord{NameSource::Faults, "faults"},
    NameSourceWord{NameSource::Properties, "properties"},
    NameSourceWord{NameSource::SettableProperties, "settable-properties"},
    NameSourceWord{NameSource::Templates, "templates"},
};

[[nodiscard]] constexpr std::string_view wordOf(NameSource source)
{
    for (const NameSourceWord& one : kNameSources)
        if (one.source == source)
            return one.word;
    return {};
}

} // namespace perisphere::tools
