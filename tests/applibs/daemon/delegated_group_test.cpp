#include "delegated_group.hpp"
#include "perisphere/base/file.hpp"
#include "temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <sys/xattr.h>

using namespace perisphere;

namespace
{

namespace fs = std::filesystem;

/// A hierarchy of control groups with the service's, as far as plain files can be one.
class Hierarchy
{
public:
    explicit Hierarchy(const std::string& membership)
    {
        fs::create_directories(service() / "daemon");
        std::ofstream(processes()).flush();
        std::ofstream(m_folder / "membership") << membership;
    }

    [[nodiscard]] fs::path service() const { return m_folder / "system.slice/perisphered.service"; }
    [[nodiscard]] fs::path processes() const { return service() / "daemon/cgroup.procs"; }
    [[nodiscard]] Result<std::optional<fs::path>> take() const
    {
        return daemon::takeDelegatedGroup(m_folder.path(), m_folder / "membership");
    }
    void delegate() const
    {
        REQUIRE(::setxattr(service().c_str(), "user.delegate", "1", 1, 0) == 0);
    }

private:
    test::TemporaryDirectory m_folder;
};

} // namespace

TEST_CASE("the daemon takes the control group that systemd hands to it")
{
    const Hierarchy hierarchy("1:name=systemd:/elsewhere\n0::/system.slice/perisphered.service\n");
    hierarchy.delegate();
    const auto taken = hierarchy.take();
    REQUIRE(taken);
    CHECK(*taken == hierarchy.service());
    CHECK(readTextFile(hierarchy.processes(), 16).value() == "0"); // itself
}

TEST_CASE("the daemon leaves a control group alone that is not its own")
{
    const Hierarchy hierarchy("0::/system.slice/perisphered.service\n");
    const auto taken = hierarchy.take();
    REQUIRE(taken);
    CHECK(*taken == std::nullopt);
    CHECK(readTextFile(hierarchy.processes(), 16).value().empty());
}

TEST_CASE("without the second version of control groups none is taken")
{
    const Hierarchy hierarchy("4:memory:/system.slice/perisphered.service\n");
    hierarchy.delegate();
    const auto taken = hierarchy.take();
    REQUIRE(taken);
    CHECK(*taken == std::nullopt);
}

TEST_CASE("a delegated control group that cannot be entered is an error")
{
    const Hierarchy hierarchy("0::/system.slice/perisphered.service\n");
    hierarchy.delegate();
    fs::remove(hierarchy.processes());
    const auto taken = hierarchy.take();
    REQUIRE_FALSE(taken);
    CHECK(taken.error().toString().find("perisphered.service/daemon") != std::string::npos);
}
