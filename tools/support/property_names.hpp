// The properties of a device's board by name: what there is, and what to type where a word names
// none.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/control/client.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace perisphere::tools
{

struct NamedProperty {
    std::string part;
    json::Value description; ///< as the control API gives it

    [[nodiscard]] std::string path() const; ///< "D1.redLit"
};

/// All of the board, in its order.
[[nodiscard]] Result<std::vector<NamedProperty>>
boardProperties(control::ControlClient& device,
                std::chrono::milliseconds timeout = control::ControlClient::kDefaultTimeout);

/// Why a word of the command line, a property or a pattern, names none of `all`; what to type
/// instead. nullopt when it names one.
[[nodiscard]] std::optional<Error> unknownProperty(const std::vector<NamedProperty>& all,
                                                   const std::string& word);

/// `refused` is what the device answered to a call with these words: the same, or, where it was for
/// one of the words, what to type instead.
[[nodiscard]] Error explainRefusal(control::ControlClient& device,
                                   const std::vector<std::string>& words, const Error& refused);

} // namespace perisphere::tools
