// Scenarios with all that they need, before the first of them runs: their boards and their apps'
// packages.
#pragma once

#include "command/services.hpp"
#include "commands/test/test.hpp"
#include "perisphere/boards/board.hpp"
#include "perisphere/runtime/simulated_device.hpp"
#include "perisphere/scenario/scenario.hpp"

#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace perisphere::tools
{

struct PreparedScenario {
    scenario::Scenario scenario;
    boards::Board board;
    std::optional<std::filesystem::path> package;
    std::filesystem::path program; ///< of the package, with its symbols; empty: not known
    /// Of further apps, by how the steps name them.
    std::map<std::string, std::filesystem::path> packages;
};

/// Each has a name of its own.
class TestDevices
{
public:
    explicit TestDevices(Services& services)
        : m_services(services)
    {
    }

    /// As --allow-files says.
    void allowFiles(std::vector<std::filesystem::path> files) { m_allowedFiles = std::move(files); }

    /// A new device, with its state in that folder.
    [[nodiscard]] Result<std::unique_ptr<runtime::SimulatedDevice>>
    make(const PreparedScenario& one, const std::filesystem::path& folder);

private:
    Services& m_services;
    std::vector<std::filesystem::path> m_allowedFiles;
    std::size_t m_made = 0;
};

/// Those of the options' files, in order. nullopt when findings were printed.
[[nodiscard]] Result<std::optional<std::vector<PreparedScenario>>>
prepareScenarios(const TestOptions& options, TestDevices& devices, Services& services);

} // namespace perisphere::tools
