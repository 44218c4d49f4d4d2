// Parts and their properties for the control API.
#pragma once

#include "board_machine.hpp"
#include "perisphere/control/parts_target.hpp"
#include "perisphere/engine/machine.hpp"
#include "perisphere/engine/subscription.hpp"
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
    /// The board outlives it. `wake` may be called from any thread.
    PartsControl(BoardMachine& board, std::function<void()> wake);
    PartsControl(const PartsControl&) = delete;
    PartsControl& operator=(const PartsControl&) = delete;
    ~PartsControl() override;

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

    BoardMachine& m_board;
    engine::Machine& m_machine;
    std::function<void()> m_wake;
    std::shared_ptr<std::vector<Watch*>> m_watches; ///< those that live; machine thread
    engine::Subscription m_partChange;              ///< machine thread
};

} // namespace perisphere::runtime
