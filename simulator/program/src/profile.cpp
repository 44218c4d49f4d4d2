#include "perisphere/program/profile.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace perisphere::program
{

std::vector<ProfiledFunction> sumUp(const std::map<std::uint32_t, std::uint64_t>& samplesByAddress,
                                    const DebugInfo* info)
{
    using Place = std::pair<std::string_view, std::uint32_t>;
    struct Sum {
        std::string name;
        std::uint64_t samples = 0;
        std::map<Place, std::uint64_t> lines;
    };
    std::map<std::uint32_t, Sum> functions; // by their address
    for (const auto& [address, samples] : samplesByAddress) {
        const Function* const function = info == nullptr ? nullptr : info->functionAt(address);
        Sum& sum = functions[function == nullptr ? address : function->address];
        if (sum.name.empty())
            sum.name = function == nullptr ? fmt::format("{:#010x}", address) : function->name;
        sum.samples += samples;
        if (const auto line = info == nullptr ? std::nullopt : info->lineAt(address))
            sum.lines[{line->file, line->line}] += samples;
        else
            sum.lines[{}] += samples;
    }
    std::vector<ProfiledFunction> result;
    for (auto& [address, sum] : functions) {
        ProfiledFunction one{
            .name = std::move(sum.name), .address = address, .samples = sum.samples, .lines = {}};
        for (const auto& [place, samples] : sum.lines)
            one.lines.push_back(
                {.file = std::string(place.first), .line = place.second, .samples = samples});
        result.push_back(std::move(one));
    }
    std::ranges::stable_sort(result, std::greater<>(), &ProfiledFunction::samples);
    return result;
}

} // namespace perisphere::program
