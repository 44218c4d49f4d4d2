// Manifest texts and short forms of what is found in them.
#pragma once

#include "perisphere/base/diagnostic.hpp"
#include "perisphere/manifest/manifest.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace perisphere::test
{

/// A whole manifest around the given members of "Capabilities", which stand in line 7; `more` are
/// the members behind them, in line 8.
std::string manifestText(std::string_view capabilities,
                         std::string_view more = R"json("ApplicationType": "Default")json");

/// The manifest of a text that has no errors.
manifest::Manifest parsed(const std::string& text, std::string fileName = "app.json");

/// "error rule line:column pointer" for each finding, in order.
std::vector<std::string> findings(const Diagnostics& diagnostics);

} // namespace perisphere::test
