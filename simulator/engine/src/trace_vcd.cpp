#include "perisphere/engine/trace.hpp"

#include <fmt/format.h>

#include <bit>
#include <iterator>
#include <string_view>

namespace perisphere::engine
{
namespace
{

/// Identifier codes are made of the printable characters ! to ~ (IEEE 1364-2005, 18.2.1).
std::string codeOf(std::size_t signal)
{
    constexpr std::size_t kDigits = 94;
    std::string code;
    do {
        code += static_cast<char>('!' + signal % kDigits);
        signal /= kDigits;
    } while (signal-- > 0);
    return code;
}

/// A name without white space, which ends one in VCD, nor what is not ASCII, which readers garble.
std::string cleaned(std::string_view name)
{
    std::string clean;
    for (const char c : name)
        clean += c > ' ' && c <= '~' ? c : '_';
    return clean.empty() ? "_" : clean;
}

struct VcdName {
    std::string scope; ///< empty: at the top
    std::string reference;
};

VcdName split(std::string_view name)
{
    const auto dot = name.find('.');
    if (dot == std::string_view::npos || dot == 0 || dot + 1 == name.size())
        return {.scope = {}, .reference = cleaned(name)};
    return {.scope = cleaned(name.substr(0, dot)), .reference = cleaned(name.substr(dot + 1))};
}

std::string_view declaredAs(const TraceValue& value)
{
    if (std::holds_alternative<Level>(value))
        return "wire 1";
    return std::holds_alternative<std::int64_t>(value) ? "wire 64" : "real 64";
}

void appendValue(std::string& out, const TraceValue& value, const std::string& code)
{
    if (const auto* level = std::get_if<Level>(&value)) {
        constexpr std::string_view kBits = "01z";
        out += kBits[static_cast<std::size_t>(*level)];
        out += code;
    } else if (const auto* integer = std::get_if<std::int64_t>(&value)) {
        fmt::format_to(std::back_inserter(out), "b{:b} {}", std::bit_cast<std::uint64_t>(*integer),
                       code);
    } else {
        fmt::format_to(std::back_inserter(out), "r{} {}", std::get<double>(value), code);
    }
    out += '\n';
}

/// All signals of a scope under one header, scopes in the order in which they first appear.
void appendDeclarations(std::string& out, const Trace& trace)
{
    std::vector<VcdName> names;
    for (const TraceSignal& signal : trace.signals)
        names.push_back(split(signal.name));
    std::vector<bool> declared(names.size(), false);
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (declared[i])
            continue;
        const std::string& scope = names[i].scope;
        if (!scope.empty())
            fmt::format_to(std::back_inserter(out), "$scope module {} $end\n", scope);
        for (std::size_t j = i; j < names.size(); ++j) {
            if (names[j].scope != scope)
                continue;
            declared[j] = true;
            fmt::format_to(std::back_inserter(out), "$var {} {} {} $end\n",
                           declaredAs(trace.signals[j].first), codeOf(j), names[j].reference);
        }
        if (!scope.empty())
            out += "$upscope $end\n";
    }
}

} // namespace

std::string toVcd(const Trace& trace)
{
    std::string out = "$version Perisphere $end\n$timescale 1 ns $end\n";
    if (trace.dropped > 0)
        fmt::format_to(std::back_inserter(out),
                       "$comment {} earlier changes did not fit the recorder $end\n",
                       trace.dropped);
    appendDeclarations(out, trace);
    fmt::format_to(std::back_inserter(out), "$enddefinitions $end\n#{}\n$dumpvars\n",
                   toNanoseconds(trace.begin));
    for (std::size_t i = 0; i < trace.signals.size(); ++i)
        appendValue(out, trace.signals[i].first, codeOf(i));
    out += "$end\n";
    VirtualTime at = trace.begin;
    for (const TraceRecord& record : trace.records) {
        if (record.time != at)
            fmt::format_to(std::back_inserter(out), "#{}\n", toNanoseconds(record.time));
        at = record.time;
        appendValue(out, record.value, codeOf(record.signal));
    }
    if (trace.end != at)
        fmt::format_to(std::back_inserter(out), "#{}\n", toNanoseconds(trace.end));
    return out;
}

} // namespace perisphere::engine
