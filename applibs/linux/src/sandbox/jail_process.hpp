// The daemon's half of a start, and the app in its sandbox afterwards.
#pragma once

#include "control_group.hpp"
#include "jail_plan.hpp"
#include "perisphere/base/result.hpp"
#include "perisphere/base/unique_fd.hpp"
#include "perisphere/device/app_process.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace perisphere::target
{

struct JailSetup {
    std::uint64_t namespaces = 0; ///< CLONE_NEW...
    int network = -1;             ///< a namespace that the app is to be in; -1: see namespaces
    ::uid_t initUser = 0;         ///< on the host
    ::uid_t appUser = 0;          ///< on the host
    std::unique_ptr<ControlGroup> group; ///< none where the kernel has none
    UniqueFd crashReport;
};

class JailProcess final : public device::AppProcess
{
public:
    /// Returns when the program is executing. Errors name the step that failed; nothing is left
    /// running then.
    [[nodiscard]] static Result<std::unique_ptr<JailProcess>> start(const JailPlan& plan,
                                                                    JailSetup setup);

    JailProcess(const JailProcess&) = delete;
    JailProcess& operator=(const JailProcess&) = delete;
    ~JailProcess() override;

    [[nodiscard]] int exitDescriptor() const override { return m_sandbox.get(); }
    [[nodiscard]] std::optional<device::ProcessExit> takeExit() override;
    void terminate() override;
    void kill() override;
    [[nodiscard]] Result<device::MemoryUse> memory() override;
    [[nodiscard]] std::vector<std::string> backtrace() override;
    [[nodiscard]] ::pid_t processId() const override { return m_exit ? 0 : m_appId; }

private:
    JailProcess() = default;
    Result<> awaitStart(const JailPlan& plan, int messages);

    std::unique_ptr<ControlGroup> m_group; ///< goes last
    UniqueFd m_crashReport;
    ::pid_t m_sandboxId = 0; ///< of the sandbox's first process
    UniqueFd m_sandbox;      ///< its pidfd
    UniqueFd m_app;          ///< the app's
    ::pid_t m_appId = 0;
    UniqueFd m_status;
    std::optional<device::ProcessExit> m_exit;
    std::uint64_t m_peakUserMode = 0;
};

} // namespace perisphere::target
