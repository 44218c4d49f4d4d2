#pragma once

#include "perisphere/control/faults_target.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace perisphere::test
{

namespace c = control;

class FakeFaults final : public control::FaultsTarget
{
public:
    std::vector<c::FaultType> types() override
    {
        return {{.name = "nack",
                 .description = "no acknowledge",
                 .parameters = {{.description = {.name = "address",
                                                 .description = "7 bits",
                                                 .type = engine::PropertyType::Integer,
                                                 .access = engine::Access::Settable,
                                                 .range = {0, 127, {}}},
                                 .initial = {}},
                                {.description = {.name = "count",
                                                 .description = "how often",
                                                 .type = engine::PropertyType::Integer,
                                                 .access = engine::Access::Settable},
                                 .initial = std::int64_t{0}}}}};
    }
    Result<c::FaultType> type(std::string_view name) override
    {
        if (name == "nack")
            return types().front();
        return fail(ErrorCode::NotFound, "there is no fault \"" + std::string(name) + "\"");
    }
    std::vector<c::ActiveFault> active() override { return m_active; }
    Result<std::uint64_t> inject(std::string_view type, const c::FaultParameters& given) override
    {
        m_active.push_back({++m_last, std::string(type), given, engine::VirtualTime()});
        return m_last;
    }
    Result<> clear(std::uint64_t id) override
    {
        if (std::erase_if(m_active, [id](const auto& one) { return one.id == id; }) == 0)
            return fail(ErrorCode::NotFound, "no such fault");
        return {};
    }

private:
    std::vector<c::ActiveFault> m_active;
    std::uint64_t m_last = 0;
};

} // namespace perisphere::test
