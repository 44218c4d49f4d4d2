#include "profiling/profile_files.hpp"

#include "profiling/execution_profile.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

namespace perisphere::a7
{
namespace
{

using FunctionKey = std::pair<std::string, std::string>; ///< file and function

struct FunctionCost {
    std::uint64_t own = 0;
    struct Callee {
        std::uint64_t calls = 0;
        std::uint64_t inclusive = 0;
    };
    std::map<FunctionKey, Callee> callees;
};

FunctionKey keyOf(const ProfileNames& names, const CallNode& node)
{
    auto name = names.of(node.entry);
    return {std::move(name.file), std::move(name.function)};
}

/// @return the node's instructions with those of all that it called
std::uint64_t addUp(const CallNode& node, const ProfileNames& names,
                    std::map<FunctionKey, FunctionCost>& costs)
{
    const FunctionKey key = keyOf(names, node);
    costs[key].own += node.instructions;
    std::uint64_t all = node.instructions;
    for (const auto& [entry, callee] : node.callees) {
        const std::uint64_t inclusive = addUp(*callee, names, costs);
        auto& call = costs[key].callees[keyOf(names, *callee)];
        call.calls += callee->calls;
        call.inclusive += inclusive;
        all += inclusive;
    }
    return all;
}

void addPaths(const CallNode& node, const ProfileNames& names, const std::string& above,
              std::map<std::string, std::uint64_t>& paths)
{
    const std::string path = above + (above.empty() ? "" : ";") + names.of(node.entry).function;
    if (node.instructions > 0)
        paths[path] += node.instructions;
    for (const auto& [entry, callee] : node.callees)
        addPaths(*callee, names, path, paths);
}

} // namespace

ProfileNames::Name ProfileNames::of(std::uint32_t address) const
{
    const auto above = std::upper_bound(
        m_functions.begin(), m_functions.end(), address,
        [](std::uint32_t wanted, const NamedFunction& one) { return wanted < one.begin; });
    Name name;
    for (const MappedFile& file : m_files)
        if (address >= file.begin && address < file.end)
            name.file = file.path;
    if (above != m_functions.begin() &&
        address - std::prev(above)->begin < std::max(std::prev(above)->bytes, 1U))
        name.function = std::prev(above)->name;
    else
        name.function = fmt::format("{:#010x}", address);
    return name;
}

std::string callgrindText(const std::vector<const CallNode*>& roots, const ProfileNames& names,
                          const std::string& program)
{
    std::map<FunctionKey, FunctionCost> costs;
    std::uint64_t all = 0;
    for (const CallNode* root : roots)
        all += addUp(*root, names, costs);
    std::string text = fmt::format("# callgrind format\nversion: 1\ncreator: perisphere-a7\n"
                                   "cmd: {}\npositions: line\nevents: Ir\nsummary: {}\n",
                                   program, all);
    const auto out = std::back_inserter(text);
    for (const auto& [key, cost] : costs) {
        fmt::format_to(out, "\nob={}\nfl={}\nfn={}\n0 {}\n", key.first, key.first, key.second,
                       cost.own);
        for (const auto& [callee, call] : cost.callees)
            fmt::format_to(out, "cob={}\ncfi={}\ncfn={}\ncalls={} 0\n0 {}\n", callee.first,
                           callee.first, callee.second, call.calls, call.inclusive);
    }
    return text;
}

std::string foldedText(const std::vector<const CallNode*>& roots, const ProfileNames& names)
{
    std::map<std::string, std::uint64_t> paths;
    for (const CallNode* root : roots)
        addPaths(*root, names, "", paths);
    std::string text;
    for (const auto& [path, instructions] : paths)
        fmt::format_to(std::back_inserter(text), "{} {}\n", path, instructions);
    return text;
}

} // namespace perisphere::a7
