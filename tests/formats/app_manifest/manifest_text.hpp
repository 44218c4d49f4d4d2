// Manifest texts and short forms of what is found in them.
#pragma once

#include "perisphere/base/diagnostic.hpp"
#include "perisphere/manifest/manifest.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

namespace perisphere::test
{

/// A whole manifest around the given members of "Capabilities", which stand in line 7.
inline std::string manifestText(const std::string& capabilities,
                                const std::string& more = R"json("ApplicationType": "Default")json")
{
    return R"json({
  "SchemaVersion": 1,
  "Name": "Blink",
  "ComponentId": "25025d2c-66da-4448-bae1-ac26fcdd3627",
  "EntryPoint": "/bin/app",
  "CmdArgs": [],
  "Capabilities": {)json" +
           capabilities + "},\n  " + more + "\n}\n";
}

/// The manifest of a text that has no errors.
inline manifest::Manifest parsed(const std::string& text, std::string fileName = "app.json")
{
    auto result = manifest::parse(text, std::move(fileName));
    for (const Diagnostic& one : result.diagnostics)
        UNSCOPED_INFO(one.toString());
    REQUIRE(result.ok());
    return std::move(*result.value);
}

/// "error rule line:column pointer" for each finding, in order.
inline std::vector<std::string> findings(const Diagnostics& diagnostics)
{
    std::vector<std::string> found;
    for (const Diagnostic& one : diagnostics)
        found.push_back(std::string(name(one.severity)) + " " + one.rule + " " +
                        std::to_string(one.where.line) + ":" + std::to_string(one.where.column) +
                        " " + one.where.pointer);
    return found;
}

} // namespace perisphere::test
