#include "perisphere/hardware/header.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

namespace perisphere::hardware
{
namespace
{

constexpr std::string_view kGeneratedFrom = "// Generated from ../../";

std::string_view directoryOf(std::string_view path)
{
    const std::size_t slash = path.rfind('/');
    return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

/// "mt3620" for "a/mt3620.json", the ending in any letter case.
std::string stemOf(std::string_view path)
{
    std::string name(path.substr(path.rfind('/') + 1));
    if (const std::size_t dot = name.rfind('.'); dot != std::string::npos)
        name.resize(dot);
    return name;
}

std::string includeOf(std::string_view importPath, IncludeStyle style)
{
    std::string name = stemOf(importPath) + ".h";
    const std::string_view folder = directoryOf(importPath);
    switch (style) {
    case IncludeStyle::Bare:
        return name;
    case IncludeStyle::Relative: // from this file's inc/hw to the other's
        return fmt::format("../../{}{}inc/hw/{}", folder, folder.empty() ? "" : "/", name);
    case IncludeStyle::HwFolder:
        break;
    }
    return "hw/" + name;
}

IncludeStyle styleOf(const Import& import, const HeaderOptions& options)
{
    const bool hasFolder = !directoryOf(import.path).empty();
    return options.includeStyle.value_or(hasFolder ? IncludeStyle::Relative
                                                   : IncludeStyle::HwFolder);
}

std::vector<std::string> linesOf(std::string_view text)
{
    std::vector<std::string> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string line(text.substr(0, end));
        if (line.ends_with('\r'))
            line.pop_back();
        lines.push_back(std::move(line));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

/// A backslash at its end would make the next line, a #define, part of the comment.
std::string commentLine(std::string_view text)
{
    const std::size_t last = text.find_last_not_of(" \t");
    const bool joinsNext =
        last != std::string_view::npos && (text[last] == '\\' || text.ends_with("?"
                                                                                "?/"));
    return fmt::format("//{}{}{}\n", text.empty() ? "" : " ", text, joinsNext ? "." : "");
}

void appendPeripheral(std::string& header, const Peripheral& one)
{
    for (const std::string& line : linesOf(one.comment))
        header += commentLine(line);
    header += fmt::format("#define {} {}\n\n", one.name,
                          one.mapping.empty() ? one.mainCoreHeaderValue : one.mapping);
}

/// What a compiler sees: no blank lines and line comments, includes by their last name only.
std::vector<std::string> directives(const std::vector<std::string>& lines)
{
    std::vector<std::string> kept;
    bool inComment = false;
    for (const std::string& line : lines) {
        if (inComment || line.starts_with("/*")) {
            inComment = line.find("*/") == std::string::npos;
            continue;
        }
        if (line.empty() || line.starts_with("//"))
            continue;
        const bool isInclude = line.starts_with("#include");
        kept.push_back(isInclude ? line.substr(line.find_last_of("/\"<", line.size() - 2) + 1)
                                 : line);
    }
    return kept;
}

/// The first line in which two texts differ, 0-based; nullopt when they are equal.
std::optional<std::size_t> firstDifference(const std::vector<std::string>& a,
                                           const std::vector<std::string>& b)
{
    const auto [inA, inB] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
    if (inA == a.end() && inB == b.end())
        return std::nullopt;
    return static_cast<std::size_t>(inA - a.begin());
}

bool isOurs(const std::vector<std::string>& lines)
{
    return std::any_of(lines.begin(), lines.end(),
                       [](const std::string& line) { return line.starts_with(kGeneratedFrom); });
}

std::string quotedLine(const std::vector<std::string>& lines, std::size_t index)
{
    return index < lines.size() ? fmt::format("\"{}\"", lines[index])
                                : std::string("no further line");
}

} // namespace

std::string generateHeader(const DefinitionFile& file, const HeaderOptions& options)
{
    std::string header;
    for (const std::string& line : file.headerTopContent)
        header += line + "\n";
    header += fmt::format("\n{}{}.json; do not edit.\n\n#pragma once\n", kGeneratedFrom,
                          stemOf(file.path));
    for (const Import& import : file.imports)
        header +=
            fmt::format("#include \"{}\"\n", includeOf(import.path, styleOf(import, options)));
    header += "\n";
    for (const Peripheral& one : file.peripherals)
        appendPeripheral(header, one);
    return header;
}

std::string headerPath(std::string_view definitionPath)
{
    const std::string_view folder = directoryOf(definitionPath);
    const bool isRoot = folder.empty() && definitionPath.starts_with('/');
    return fmt::format("{}{}inc/hw/{}.h", folder, folder.empty() && !isRoot ? "" : "/",
                       stemOf(definitionPath));
}

Result<> checkHeader(const DefinitionFile& file, std::string_view headerText,
                     std::string_view headerName)
{
    const std::vector<std::string> actual = linesOf(headerText);
    constexpr std::array<std::optional<IncludeStyle>, 4> kStyles = {
        std::nullopt, IncludeStyle::HwFolder, IncludeStyle::Bare, IncludeStyle::Relative};
    // The style that agrees longest is the one that was meant.
    std::size_t best = 0;
    std::vector<std::string> wanted;
    for (const auto style : kStyles) {
        const auto lines = linesOf(generateHeader(file, {.includeStyle = style}));
        const auto difference = firstDifference(lines, actual);
        if (!difference)
            return {};
        if (wanted.empty() || *difference > best) {
            best = *difference;
            wanted = lines;
        }
    }
    // The original tool's headers say the same in other words; only what a compiler sees counts for
    // them.
    if (!isOurs(actual) && !firstDifference(directives(wanted), directives(actual)))
        return {};
    return fail(Error{.code = ErrorCode::Invalid,
                      .message = fmt::format("the header does not match \"{}\": it has {}",
                                             file.path, quotedLine(actual, best)),
                      .where = {.file = std::string(headerName),
                                .line = static_cast<std::uint32_t>(best + 1),
                                .column = 1},
                      .expected = quotedLine(wanted, best),
                      .advice = "generate it again"});
}

} // namespace perisphere::hardware
