#include "manifest_text.hpp"

namespace perisphere::test
{

std::string manifestText(std::string_view capabilities, std::string_view more)
{
    std::string text = R"json({
  "SchemaVersion": 1,
  "Name": "Blink",
  "ComponentId": "25025d2c-66da-4448-bae1-ac26fcdd3627",
  "EntryPoint": "/bin/app",
  "CmdArgs": [],
  "Capabilities": {)json";
    text.append(capabilities).append("},\n  ").append(more).append("\n}\n");
    return text;
}

manifest::Manifest parsed(const std::string& text, std::string fileName)
{
    auto result = manifest::parse(text, std::move(fileName));
    for (const Diagnostic& one : result.diagnostics)
        UNSCOPED_INFO(one.toString());
    REQUIRE(result.ok());
    return std::move(*result.value);
}

std::vector<std::string> findings(const Diagnostics& diagnostics)
{
    std::vector<std::string> found;
    for (const Diagnostic& one : diagnostics)
        found.push_back(std::string(name(one.severity)) + " " + one.rule + " " +
                        std::to_string(one.where.line) + ":" + std::to_string(one.where.column) +
                        " " + one.where.pointer);
    return found;
}

} // namespace perisphere::test
