// Parts and their properties for the control API.
#pragma once

#include "perisphere/control/parts_target.hpp"
#include "perisphere/engine/machine.hpp"
#include "perisphere/parts/part.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace perisphere::runtime
{

class PartsControl final : public control::PartsTarget
{
public:
    /// `parts` is asked on the machine thread. `wake` may be called from any thread.
    using Parts = std::function<std::vector<parts::Part*>()>;
    PartsControl(engine::Machine& machine, Parts parts, std::function<void()> wake)
        : m_machine(machine)
        , m_parts(std::move(parts))
        , m_wake(std::move(wake))
    {
    }

    [[nodiscard]] std::vector<control::PartDescription> parts() override;
    [[nodiscard]] Result<engine::PropertyDescription>
    describe(const control::PropertyPath& path) override;
    [[nodiscard]] Result<control::PropertySample> get(const control::PropertyPath& path) override;
    [[nodiscard]] Result<> check(const control::PropertyPath& path,
                                 const engine::PropertyValue& value) override;
    Result<> set(const control::PropertyPath& path, const engine::PropertyValue& value) override;
    Result<> setAt(const control::PropertyPath& path, const engine::PropertyValue& value,
                   engine::VirtualTime time) override;
    [[nodiscard]] Result<std::unique_ptr<control::PropertyWatch>>
    watch(std::vector<std::string> patterns) override;
    [[nodiscard]] Result<control::Pixels> pixels(const control::PropertyPath& path) override;
    [[nodiscard]] Result<std::unique_ptr<control::ProgramSeat>>
    reserve(const std::string& part) override;

private:
    class Watch;
    class Seat;
    [[nodiscard]] Result<engine::Property*> findProperty(const control::PropertyPath& path) const;

    engine::Machine& m_machine;
    Parts m_parts;
    std::function<void()> m_wake;
};

} // namespace perisphere::runtime
