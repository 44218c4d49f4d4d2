// What perisphered says of the kernel it runs on, against the kernel itself.
#include "perisphere/linux/kernel_layers.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cerrno>
#include <cstddef>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <set>
#include <string>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

namespace
{

using perisphere::target::KernelLayer;
using perisphere::target::LayerNeed;
using perisphere::target::missingLayers;
using perisphere::target::probeKernelLayers;

KernelLayer named(const std::string& name)
{
    for (const KernelLayer& layer : probeKernelLayers())
        if (layer.name == name)
            return layer;
    FAIL("there is no layer \"" << name << "\"");
    return {};
}

/// From now on the call fails with `error` in this process and its children.
void takeAway(long call, int error)
{
    std::array<sock_filter, 4> program{
        {{BPF_LD | BPF_W | BPF_ABS, 0, 0, offsetof(seccomp_data, nr)},
         {BPF_JMP | BPF_JEQ | BPF_K, 0, 1, static_cast<std::uint32_t>(call)},
         {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ERRNO | static_cast<std::uint32_t>(error)},
         {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW}}};
    const sock_fprog filter{static_cast<unsigned short>(program.size()), program.data()};
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
        ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) != 0)
        ::_exit(99);
}

/// Whether the layer is missing, and says why, in a process that does not have the call.
bool isMissedWithout(long call, int error, const std::string& layer, const std::string& why)
{
    const pid_t child = ::fork();
    if (child == 0) {
        takeAway(call, error);
        for (const KernelLayer& one : probeKernelLayers())
            if (one.name == layer)
                ::_exit(!one.isOffered && one.missing.find(why) != std::string::npos ? 0 : 1);
        ::_exit(2);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    INFO("the child ended with " << WEXITSTATUS(status));
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

} // namespace

TEST_CASE("every layer says what it is for, and either what is there or what is missing",
          "[kernel]")
{
    std::set<std::string> names;
    for (const KernelLayer& layer : probeKernelLayers()) {
        INFO(layer.name);
        CHECK(names.insert(layer.name).second);
        CHECK_FALSE(layer.against.empty());
        CHECK((layer.isOffered ? !layer.found.empty() : !layer.missing.empty()));
    }
    CHECK(names.contains("seccomp")); // among others
}

TEST_CASE("Landlock's version and the kernel's are those that the kernel tells", "[kernel]")
{
    const long version = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, 1U);
    const KernelLayer landlock = named("landlock");
    CHECK(landlock.isOffered == (version > 0));
    if (version > 0)
        CHECK(landlock.found.starts_with("version " + std::to_string(version) + ": files"));
    utsname names{};
    REQUIRE(::uname(&names) == 0);
    CHECK(named("kernel").found.find(names.release) != std::string::npos);
}

TEST_CASE("what a process cannot do is missing", "[kernel]")
{
    if (!named("seccomp").isOffered) { // as under QEMU's user mode
        WARN("nothing can be taken from a process here");
        return;
    }
    if (named("landlock").isOffered) {
        CHECK(isMissedWithout(SYS_landlock_create_ruleset, ENOSYS, "landlock",
                              "CONFIG_SECURITY_LANDLOCK"));
        CHECK(isMissedWithout(SYS_landlock_create_ruleset, EOPNOTSUPP, "landlock", "lsm="));
    }
    if (named("namespaces").isOffered)
        CHECK(isMissedWithout(SYS_unshare, ENOSPC, "namespaces", "net (No space left on device)"));
    if (named("nftables").isOffered)
        CHECK(isMissedWithout(SYS_socket, EPROTONOSUPPORT, "nftables", "CONFIG_NF_TABLES"));
    CHECK(isMissedWithout(SYS_socket, EPROTONOSUPPORT, "app network", "CONFIG_BRIDGE"));
    CHECK(isMissedWithout(SYS_execve, ENOENT, "app network", "install nftables"));
    CHECK(isMissedWithout(SYS_seccomp, ENOSYS, "seccomp", "user_notif"));
    CHECK(isMissedWithout(SYS_uname, EFAULT, "kernel", "Bad address"));
}

TEST_CASE("an app is not started without what it always needs, and is without what is only better",
          "[kernel]")
{
    const std::vector<KernelLayer> layers{
        {.name = "a", .against = "x", .need = LayerNeed::Always, .isOffered = true},
        {.name = "b", .against = "x", .need = LayerNeed::Always, .isOffered = false},
        {.name = "c", .against = "x", .need = LayerNeed::Better, .isOffered = false}};
    CHECK(missingLayers(layers) == std::vector<std::string>{"b"});
}
