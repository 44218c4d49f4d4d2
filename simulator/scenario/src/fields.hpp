// Typed reading of a map's keys, with a finding for each that is wrong.
#pragma once

#include "perisphere/base/diagnostic.hpp"
#include "perisphere/engine/time.hpp"
#include "perisphere/scenario/scenario.hpp"
#include "yaml_tree.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::scenario
{

/// Where findings go, and what the readers of a file have in common.
struct Findings {
    std::string file;
    FileReader read;
    Diagnostics all;

    [[nodiscard]] Location placeOf(const YamlNode& node) const
    {
        return {.file = file, .line = node.line, .column = node.column};
    }
    void add(const YamlNode& at, std::string_view rule, std::string message,
             std::string expected = {}, std::string advice = {});
    void add(const YamlNode& at, std::string_view rule, const Error& error);
};

// Each gives nullopt after a finding.
[[nodiscard]] std::optional<std::string> readText(const YamlNode& node, Findings& findings);
[[nodiscard]] std::optional<bool> readBool(const YamlNode& node, Findings& findings);
[[nodiscard]] std::optional<std::int64_t> readInteger(const YamlNode& node, std::int64_t least,
                                                      std::int64_t most, Findings& findings);
[[nodiscard]] std::optional<double> readNumber(const YamlNode& node, Findings& findings);
[[nodiscard]] std::optional<engine::Duration> readDuration(const YamlNode& node,
                                                           Findings& findings);
[[nodiscard]] std::optional<std::vector<std::string>> readTexts(const YamlNode& node,
                                                                Findings& findings);

/// The keys of one map. What is asked for is what it may have: finish() reports the rest.
class Fields
{
public:
    /// `what` is said in messages: "a step". A finding when `node` is no map.
    Fields(const YamlNode& node, std::string_view what, Findings& findings);

    /// nullptr when the key is not there.
    [[nodiscard]] const YamlNode* find(std::string_view key);
    /// The same, with a finding.
    [[nodiscard]] const YamlNode* require(std::string_view key);

    [[nodiscard]] std::optional<std::string> text(std::string_view key);
    [[nodiscard]] std::optional<bool> boolean(std::string_view key);
    [[nodiscard]] std::optional<std::int64_t> integer(std::string_view key, std::int64_t least,
                                                      std::int64_t most);
    [[nodiscard]] std::optional<double> number(std::string_view key);
    [[nodiscard]] std::optional<engine::Duration> duration(std::string_view key);
    [[nodiscard]] std::optional<std::vector<std::string>> texts(std::string_view key);

    /// Keys that may be there but are read by somebody else.
    void allow(std::string_view key) { static_cast<void>(find(key)); }
    void finish();

    [[nodiscard]] bool isMap() const { return m_node.is(YamlNode::Kind::Map); }
    [[nodiscard]] const YamlNode& node() const { return m_node; }
    [[nodiscard]] Findings& findings() { return m_findings; }

private:
    const YamlNode& m_node;
    std::string m_what;
    Findings& m_findings;
    std::vector<std::string> m_asked;
};

} // namespace perisphere::scenario
